"""What is kept beside a pushed dossier says whose it is, so that a batch is compared without looking into the months."""

from uuid import UUID

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0027_forget_old_changes")]

    operations = [
        migrations.AddField(
            "synceddossier", "agency_id", models.UUIDField(default=UUID(int=0)), preserve_default=False
        ),
        migrations.RunSQL(
            "UPDATE dossiers_synceddossier y SET agency_id = d.receiving_agency_id FROM dossiers_dossier d "
            "WHERE d.id = y.dossier_id",
            migrations.RunSQL.noop,
        ),
    ]
