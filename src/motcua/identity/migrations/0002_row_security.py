from django.db import migrations

from motcua.platform.database.row_security import AGENCIES, enable_rls, person_is


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        # An official at any desk may look a person up: competence is checked, and the look is written down, by the
        # command that looks.
        enable_rls("identity_person", f"{person_is('id')} OR {AGENCIES} IS NOT NULL"),
    ]
