"""Requests about data: a person's own, and those to one's own agency."""

from django.db import migrations, models

from motcua.kernel.ids import new_id
from motcua.platform.database.row_security import agency_is, enable_rls, person_is


class Migration(migrations.Migration):
    dependencies = [("trust", "0001_questions")]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                ("id", models.UUIDField(default=new_id, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("person_name", models.CharField(max_length=200)),
                ("key", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("rule", models.JSONField()),
                ("agency_id", models.UUIDField()),
                ("dossier_code", models.CharField(default="", max_length=40)),
                ("said", models.TextField()),
                ("state", models.CharField(default="asked", max_length=20)),
                ("version", models.IntegerField(default=1)),
                ("asked_at", models.DateTimeField()),
                ("acknowledge_by", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.CharField(default="", max_length=400)),
                ("extended_at", models.DateTimeField(null=True)),
                ("extended_why", models.TextField(default="")),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(default="", max_length=400)),
                ("answer", models.TextField(default="")),
                ("basis", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "ended_at", "due_at"], name="trust_requests_due")],
                "constraints": [models.UniqueConstraint(fields=("person_id", "key"), name="trust_requested_once")],
            },
        ),
        enable_rls("trust_datarequest", f"{person_is('person_id')} OR {agency_is('agency_id')}"),
    ]
