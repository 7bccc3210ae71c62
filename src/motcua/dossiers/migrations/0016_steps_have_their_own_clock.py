"""Steps follow one another, each with its own clock; whoever does one writes it only while it is open, and its clock is
never rewritten. What moves the steps of several agencies is done by the system."""

from django.db import migrations, models
from django.db.models import Q

from motcua.platform.database.row_security import EVERYTHING, agency_is

SEES, HOLDS = "dossiers_sees(dossier_id)", "dossiers_holds(dossier_id)"
OWN = agency_is("agency_id")
TABLE = "dossiers_dossierstep"

FILLED = f"""
UPDATE {TABLE} s SET
    state = CASE WHEN s.recorded_at IS NOT NULL THEN 'done'
        WHEN d.state IN ('refused', 'withdrawn', 'stopped') THEN 'cancelled' ELSE 'open' END,
    clock = jsonb_build_array(
        jsonb_build_object('kind', 'running', 'started_at', s.opened_at, 'reason', '', 'legal', '')
    ) || CASE WHEN COALESCE(s.recorded_at, d.ended_at) IS NULL THEN '[]'::jsonb ELSE jsonb_build_array(
        jsonb_build_object('kind', 'stopped', 'started_at', COALESCE(s.recorded_at, d.ended_at), 'reason', '', 'legal', '')
    ) END
FROM dossiers_dossier d WHERE d.id = s.dossier_id
"""
# What stood in the clock still stands there, in its order; the segments only grow.
KEPT = f"""
CREATE FUNCTION dossiers_step_clock_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM jsonb_array_elements(OLD.clock) WITH ORDINALITY AS was(segment, place)
        WHERE was.segment IS DISTINCT FROM NEW.clock -> (was.place - 1)::int) THEN
        RAISE EXCEPTION 'a clock is never rewritten: segments are added' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dossiers_step_clock_only_grows BEFORE UPDATE OF clock ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION dossiers_step_clock_only_grows();
"""
LOOSE = f"""
DROP TRIGGER dossiers_step_clock_only_grows ON {TABLE};
DROP FUNCTION dossiers_step_clock_only_grows();
"""


def policy(name, using):
    return f"ALTER POLICY {TABLE}_{name} ON {TABLE} USING ({EVERYTHING} OR {using})"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0015_feed_cursors")]

    operations = [
        migrations.AddField("dossierstep", "state", models.CharField(max_length=12, default="open"), preserve_default=False),
        migrations.AddField("dossierstep", "clock", models.JSONField(default=list)),
        migrations.AlterField("dossierstep", "opened_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop),
        migrations.RemoveIndex("dossierstep", "step_waiting_at_agency"),
        migrations.AddIndex(
            "dossierstep",
            models.Index(
                fields=["agency_id", "act_by", "id"], name="step_on_desk", condition=Q(state__in=("open", "paused"))
            ),
        ),
        migrations.AddConstraint(
            "dossierstep",
            models.CheckConstraint(
                condition=Q(state="done", recorded_at__isnull=False) | (~Q(state="done") & Q(recorded_at=None)),
                name="step_done_when_recorded",
            ),
        ),
        migrations.RunSQL(KEPT, LOOSE),
        migrations.RunSQL(
            [
                policy("rows", f"(({OWN} AND state IN ('open', 'paused', 'done')) OR {SEES})"),
                policy("changed", f"({OWN} AND state IN ('open', 'paused'))"),
                policy("removed", "false"),
                f"CREATE POLICY {TABLE}_added ON {TABLE} AS RESTRICTIVE FOR INSERT WITH CHECK ({EVERYTHING})",
            ],
            [
                policy("rows", f"{OWN} OR {SEES}"),
                policy("changed", f"({OWN} AND recorded_at IS NULL)"),
                policy("removed", f"(recorded_at IS NULL AND {HOLDS})"),
                f"DROP POLICY {TABLE}_added ON {TABLE}",
            ],
        ),
    ]
