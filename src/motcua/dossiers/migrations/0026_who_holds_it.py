"""Who knows a code may see which agency has the dossier and how far each step is; nothing about the person, no finding."""

from django.db import migrations

COLUMNS = (
    "code, version_hash, receiving_agency_id, state, status, submitted_at, received_at, due_at, decided_at, ended_at, "
    "id, journey_id, source"
)
MORE = "resolving_agency_id, (clock -> -1 ->> 'started_at')::timestamptz AS turned_at"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0025_webhooks")]

    operations = [
        migrations.RunSQL(
            f"CREATE OR REPLACE VIEW dossiers_tracking WITH (security_barrier) AS SELECT {COLUMNS}, {MORE} "
            "FROM dossiers_dossier",
            f"DROP VIEW dossiers_tracking; CREATE VIEW dossiers_tracking WITH (security_barrier) AS SELECT {COLUMNS} "
            "FROM dossiers_dossier",
        ),
        migrations.RunSQL(
            "CREATE VIEW dossiers_tracked_step WITH (security_barrier) AS SELECT id, dossier_id, step_id, agency_id, state, "
            "opened_at, recorded_at FROM dossiers_dossierstep",
            "DROP VIEW dossiers_tracked_step",
        ),
    ]
