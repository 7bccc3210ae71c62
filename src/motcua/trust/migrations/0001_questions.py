"""Questions about looks: a person's own, and those to one's own agency."""

from django.db import migrations, models

from motcua.kernel.ids import new_id
from motcua.platform.database.row_security import agency_is, enable_rls, person_is


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("person_name", models.CharField(max_length=200)),
                ("entry_id", models.UUIDField()),
                ("entry_at", models.DateTimeField()),
                ("entry_what", models.CharField(max_length=200)),
                ("entry_why", models.TextField(default="")),
                ("dossier_code", models.CharField(default="", max_length=40)),
                ("official_id", models.UUIDField(null=True)),
                ("official_name", models.CharField(max_length=200)),
                ("agency_id", models.UUIDField()),
                ("said", models.TextField(default="")),
                ("asked_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.UUIDField(null=True)),
                ("answered_by", models.CharField(default="", max_length=400)),
                ("answer", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "answered_at", "due_at"], name="trust_questions_due")],
                "constraints": [models.UniqueConstraint(fields=("person_id", "entry_id"), name="trust_asked_once")],
            },
        ),
        enable_rls("trust_question", f"{person_is('person_id')} OR {agency_is('agency_id')}"),
    ]
