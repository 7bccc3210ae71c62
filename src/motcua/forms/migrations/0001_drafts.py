import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids
from motcua.platform.database.row_security import agency_is, enable_rls, person_is


class Migration(migrations.Migration):
    initial = True
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("owner_id", models.UUIDField()),
                ("filed_by", models.UUIDField(null=True)),
                ("procedure_code", models.CharField(max_length=40)),
                ("version_hash", models.CharField(max_length=64)),
                ("receiving_agency_id", models.UUIDField(null=True)),
                ("answers", models.JSONField(default=dict)),
                ("facts", models.JSONField(default=dict)),
                ("current_page", models.CharField(blank=True, default="", max_length=64)),
                ("revision", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["owner_id", "procedure_code"], name="draft_of_owner"),
                    models.Index(
                        condition=models.Q(("filed_by__isnull", False)),
                        fields=["receiving_agency_id"],
                        name="draft_at_counter",
                    ),
                    models.Index(fields=["expires_at"], name="draft_expiry"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftPaper",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("paper_id", models.CharField(max_length=80)),
                ("file_id", models.UUIDField(unique=True)),
                ("file_name", models.CharField(max_length=200)),
                ("content_type", models.CharField(max_length=60)),
                ("size", models.BigIntegerField()),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="papers", to="forms.draft"
                    ),
                ),
            ],
        ),
        enable_rls(
            "forms_draft",
            f"{person_is('owner_id')} OR (filed_by IS NOT NULL AND {agency_is('receiving_agency_id')})",
        ),
        enable_rls("forms_draftpaper", "EXISTS (SELECT 1 FROM forms_draft d WHERE d.id = draft_id)"),
    ]
