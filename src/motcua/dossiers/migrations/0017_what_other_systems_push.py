"""Dossiers that other systems decide: whose they are, how far their own order has come, and the steps that were told."""

import motcua.kernel.ids
from django.db import migrations, models
from django.db.models import Q

from motcua.platform.database.row_security import enable_rls

OPEN_STATES = ("submitted", "awaiting_supplement", "in_process", "awaiting_approval", "approved")
OF_VISIBLE_DOSSIER = "dossiers_sees(dossier_id)"
# Columns of a view can be added at its end only; the earlier ones stay where they are.
TRACKING = """CREATE OR REPLACE VIEW dossiers_tracking WITH (security_barrier) AS
SELECT code, version_hash, receiving_agency_id, state, status, submitted_at, received_at, due_at, decided_at,
  ended_at, id, journey_id{source}
FROM dossiers_dossier"""
PROGRESS = """CREATE VIEW dossiers_progress_tracking WITH (security_barrier) AS
SELECT dossier_id, id, source_order, at, unit, status FROM dossiers_syncedprogress"""


def ours_only(name, fields, **condition):
    """A queue's index made again without what other systems decide."""
    return (
        migrations.RemoveIndex("dossier", name),
        migrations.AddIndex("dossier", models.Index(condition=Q(**condition, source=""), fields=fields, name=name)),
    )


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0016_steps_have_their_own_clock")]

    operations = [
        migrations.AddField("dossier", "source", models.CharField(db_default="", max_length=200)),
        migrations.CreateModel(
            name="SyncBatch",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("source_id", models.UUIDField()),
                ("source_name", models.CharField(max_length=200)),
                ("agency_id", models.UUIDField()),
                ("key", models.CharField(db_default="", max_length=120)),
                ("digest", models.CharField(max_length=64)),
                ("received_at", models.DateTimeField()),
                ("rows", models.IntegerField()),
                ("accepted", models.IntegerField()),
                ("unchanged", models.IntegerField()),
                ("older", models.IntegerField()),
                ("waiting", models.IntegerField()),
                ("refused", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=~Q(key=""), fields=("source_id", "key"), name="sync_key_once")
                ]
            },
        ),
        migrations.CreateModel(
            name="SyncedDossier",
            fields=[
                ("dossier_id", models.UUIDField(primary_key=True, serialize=False)),
                ("batch_id", models.UUIDField()),
                ("source_order", models.BigIntegerField()),
                ("content_hash", models.BinaryField(max_length=16)),
                ("status", models.SmallIntegerField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("details", models.JSONField(db_default={})),
            ],
        ),
        migrations.CreateModel(
            name="SyncedProgress",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "dossier_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("dossier_id", models.UUIDField()),
                ("id", models.UUIDField()),
                ("batch_id", models.UUIDField()),
                ("source_order", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("status", models.SmallIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=200)),
                ("position", models.CharField(max_length=200)),
                ("unit", models.CharField(max_length=300)),
                ("note", models.CharField(max_length=2000)),
                ("started_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
            ],
        ),
        *ours_only("dossier_queue_of_state", ["receiving_agency_id", "state", "act_by", "id"], state__in=OPEN_STATES),
        *ours_only(
            "dossier_queue_free",
            ["receiving_agency_id", "state", "act_by", "id"],
            state__in=OPEN_STATES,
            assignee_id__isnull=True,
        ),
        *ours_only("dossier_over", ["receiving_agency_id", "state", "-ended_at", "-id"], ended_at__isnull=False),
        migrations.AddIndex(
            "dossier",
            models.Index(
                condition=~Q(source=""), fields=["receiving_agency_id", "-id"], name="dossier_of_other_system"
            ),
        ),
        # Written by the system alone, on behalf of the program that pushed; read by whoever sees the dossier.
        enable_rls("dossiers_syncbatch", "false"),
        enable_rls("dossiers_synceddossier", OF_VISIBLE_DOSSIER, "false"),
        enable_rls("dossiers_syncedprogress", OF_VISIBLE_DOSSIER, "false"),
        migrations.RunSQL(TRACKING.format(source=", source"), migrations.RunSQL.noop),
        migrations.RunSQL(PROGRESS, "DROP VIEW dossiers_progress_tracking"),
    ]
