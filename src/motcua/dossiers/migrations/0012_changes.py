"""One row for each act on a dossier, in an order that is complete for whoever reads it while others write (ADR 0024)."""

import django.db.models.expressions
import motcua.kernel.ids
from django.db import migrations, models

from motcua.platform.database.row_security import AGENCIES, EVERYTHING

# A row may be read when every transaction that could still put one before it has ended. So its position is at least the
# number of its own transaction, and never before a row that was already to be seen when it was written: two acts on one
# dossier stand in the order in which they were done, also where the later one's transaction began first.
# Both are STABLE, so that they speak of the snapshot of the statement that calls them.
POSITION = """
CREATE FUNCTION dossiers_feed_position() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)
$$;
CREATE FUNCTION dossiers_feed_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;
"""
NO_POSITION = "DROP FUNCTION dossiers_feed_position(); DROP FUNCTION dossiers_feed_horizon();"

# Agencies read what happens to the dossiers that they hold. A person reads nothing here, and writes with each act.
HOLDING = f"receiving_agency_id = ANY({AGENCIES}) OR resolving_agency_id = ANY({AGENCIES})"
ROWS = f"""
ALTER TABLE dossiers_change ENABLE ROW LEVEL SECURITY;
CREATE POLICY dossiers_change_read ON dossiers_change FOR SELECT USING ({EVERYTHING} OR {HOLDING});
CREATE POLICY dossiers_change_written ON dossiers_change FOR INSERT WITH CHECK (
    {EVERYTHING} OR {HOLDING} OR version = 1 OR EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id));
"""
NO_ROWS = "DROP POLICY dossiers_change_read ON dossiers_change; DROP POLICY dossiers_change_written ON dossiers_change;"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0011_what_was_sent_and_issued_stays")]

    operations = [
        migrations.RunSQL(POSITION, NO_POSITION),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("pk", models.CompositePrimaryKey("position", "version", "id", blank=True, editable=False, primary_key=True, serialize=False)),
                ("position", models.BigIntegerField(db_default=django.db.models.expressions.Func(function="dossiers_feed_position"))),
                ("version", models.IntegerField()),
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id)),
                ("dossier_id", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("procedure_code", models.CharField(max_length=40)),
                ("receiving_agency_id", models.UUIDField()),
                ("resolving_agency_id", models.UUIDField()),
                ("channel", models.CharField(max_length=12)),
                ("action", models.CharField(max_length=40)),
                ("origin", models.CharField(max_length=24)),
                ("state", models.CharField(max_length=24)),
                ("status", models.SmallIntegerField()),
                ("at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField()),
                ("received_at", models.DateTimeField(null=True)),
                ("due_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("was_received_at", models.DateTimeField(null=True)),
                ("was_due_at", models.DateTimeField(null=True)),
                ("was_decided_at", models.DateTimeField(null=True)),
                ("was_resolving_agency_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.RunSQL(ROWS, NO_ROWS),
    ]
