"""An agency that was asked reads the case until it has answered; its own answer it keeps, and nobody writes it again."""

from django.db import migrations, models
from django.db.models import Q

from motcua.platform.database.row_security import EVERYTHING, agency_is

OF_VISIBLE_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"
OWN = agency_is("agency_id")


def seen_by(using):
    return f"ALTER POLICY dossiers_dossierstep_rows ON dossiers_dossierstep USING ({EVERYTHING} OR {using})"


def changed_by(using):
    return f"ALTER POLICY dossiers_dossierstep_changed ON dossiers_dossierstep USING ({EVERYTHING} OR {using})"


ANSWERED = """
UPDATE dossiers_dossier d SET asked_agency_ids = (
    SELECT NULLIF(array_agg(DISTINCT s.agency_id), '{}') FROM dossiers_dossierstep s
    WHERE s.dossier_id = d.id AND s.kind = 'opinion' AND s.recorded_at IS NULL
        AND d.state NOT IN ('refused', 'withdrawn', 'stopped')
) WHERE asked_agency_ids IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0008_applicants_only_answer_and_withdraw")]

    operations = [
        migrations.AddIndex(
            "dossierstep",
            models.Index(
                fields=["agency_id", "kind", "-recorded_at"],
                name="step_given_by_agency",
                condition=Q(recorded_at__isnull=False),
            ),
        ),
        migrations.RunSQL(seen_by(f"{OWN} OR {OF_VISIBLE_DOSSIER}"), seen_by(OF_VISIBLE_DOSSIER)),
        # WITH CHECK of the restrictive policy follows USING where none is named, and a record that is written has its time.
        migrations.RunSQL(
            f"{changed_by(f'({OWN} AND recorded_at IS NULL)')} WITH CHECK ({EVERYTHING} OR {OWN})", changed_by(OWN)
        ),
        migrations.RunSQL(ANSWERED, migrations.RunSQL.noop),
    ]
