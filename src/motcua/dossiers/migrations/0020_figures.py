"""Figures for boards, and the one place that says what a dossier counts as (ADR 0025)."""

from django.db import migrations, models

from motcua.platform.database.row_security import enable_rls

# Everything that one dossier counts as, from how it stands: the change of a figure is this after an act less this
# before it, and the figures are this over all dossiers.
MEASURES = """
CREATE FUNCTION dossiers_measures(state text, channel text, submitted_at timestamptz, received_at timestamptz,
    due_at timestamptz, decided_at timestamptz, zone text) RETURNS TABLE (day date, measure text)
LANGUAGE sql STABLE AS $$
    SELECT v.day::date, v.measure FROM (VALUES
        (date_trunc('month', timezone(zone, submitted_at)), 'submitted', true),
        (date_trunc('month', timezone(zone, submitted_at)), 'submitted_online', channel = 'online'),
        (date_trunc('month', timezone(zone, submitted_at)), 'state:' || state, true),
        (date_trunc('month', timezone(zone, received_at)), 'received', received_at IS NOT NULL),
        (date_trunc('month', timezone(zone, decided_at)), 'on_time',
            decided_at <= due_at AND state IN ('approved', 'returned', 'refused')),
        (date_trunc('month', timezone(zone, decided_at)), 'late',
            decided_at > due_at AND state IN ('approved', 'returned', 'refused')),
        (date_trunc('month', timezone(zone, decided_at)), 'undated',
            decided_at IS NOT NULL AND due_at IS NULL AND state IN ('approved', 'returned')),
        (date_trunc('month', timezone(zone, decided_at)), state,
            decided_at IS NOT NULL AND state IN ('refused', 'withdrawn', 'stopped')),
        (timezone(zone, due_at), 'due', due_at IS NOT NULL AND decided_at IS NULL)
    ) v(day, measure, holds) WHERE v.holds
$$;
"""
NO_MEASURES = """
DROP FUNCTION dossiers_measures(text, text, timestamptz, timestamptz, timestamptz, timestamptz, text);
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0019_answers_to_programs")]

    operations = [
        migrations.RunSQL(MEASURES, NO_MEASURES),
        migrations.CreateModel(
            name="Figure",
            fields=[
                ("pk", models.CompositePrimaryKey("agency_id", "procedure_code", "measure", "day", blank=True, editable=False, primary_key=True, serialize=False)),
                ("agency_id", models.UUIDField()),
                ("procedure_code", models.CharField(max_length=40)),
                ("measure", models.CharField(max_length=40)),
                ("day", models.DateField()),
                ("number", models.BigIntegerField()),
            ],
        ),
        enable_rls("dossiers_figure", "true", "false"),
    ]
