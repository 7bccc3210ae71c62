"""What several people file in the same instant is written by one statement: it may add each one's new dossier, and that is all."""

from django.db import migrations

from motcua.platform.database.row_security import PEOPLE

POLICY = "dossiers_dossier_filed"  # before "rows" by its name, so that PostgreSQL asks it first


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0042_a_share_goes_with_the_position")]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY {POLICY} ON dossiers_dossier FOR INSERT"
            f" WITH CHECK (applicant_id = ANY({PEOPLE}) AND version = 1 AND filed_by_id IS NULL AND journey_id IS NULL)",
            f"DROP POLICY {POLICY} ON dossiers_dossier",
        ),
    ]
