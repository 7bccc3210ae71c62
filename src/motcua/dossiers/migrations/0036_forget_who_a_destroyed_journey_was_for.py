"""A journey of which no dossier is left that was not destroyed names nobody any more."""

from django.db import migrations

FORGET = """
UPDATE dossiers_journey j SET applicant_name = '' WHERE j.applicant_name <> '' AND NOT EXISTS (
    SELECT FROM dossiers_dossier d LEFT JOIN dossiers_archived a ON a.dossier_id = d.id
    WHERE d.journey_id = j.id AND a.destroyed_at IS NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0035_issue_results_anew")]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
