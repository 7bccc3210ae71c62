"""An agency that a dossier leaves hears of it: else its own system would think for ever that it has it."""

from django.db import migrations

from motcua.platform.database.row_security import EVERYTHING, agency_is

HOLDING = f"{agency_is('receiving_agency_id')} OR {agency_is('resolving_agency_id')}"
READ = "ALTER POLICY dossiers_change_read ON dossiers_change USING ({} OR {})"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0031_real_times")]

    operations = [
        migrations.RunSQL(
            READ.format(EVERYTHING, f"{HOLDING} OR {agency_is('was_resolving_agency_id')}"),
            READ.format(EVERYTHING, HOLDING),
        )
    ]
