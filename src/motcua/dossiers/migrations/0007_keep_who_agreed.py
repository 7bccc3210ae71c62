import django.db.models.deletion
from django.db import migrations, models

import motcua.kernel.ids
from motcua.platform.database.row_security import EVERYTHING, enable_rls, person_is

OF_VISIBLE_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossier_id)"


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0006_who_may_write_what")]

    operations = [
        migrations.CreateModel(
            name="DossierParty",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("party", models.CharField(max_length=60)),
                ("name", models.JSONField()),
                ("person_id", models.UUIDField()),
                ("person_name", models.CharField(max_length=200)),
                ("agreed_at", models.DateTimeField()),
                ("content_hash", models.CharField(max_length=64)),
                ("dossier_code", models.CharField(max_length=40)),
                ("procedure_name", models.JSONField()),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="party_rows", to="dossiers.dossier"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person_id", "-id"], name="dossier_of_party")],
                "constraints": [models.UniqueConstraint(fields=("dossier", "party"), name="dossier_party_once")],
            },
        ),
        # Who agreed sees that, and the code; the dossier itself stays the applicant's and the agencies'. Only the system
        # writes it, when the dossier is submitted.
        enable_rls("dossiers_dossierparty", f"{person_is('person_id')} OR {OF_VISIBLE_DOSSIER}", "FALSE"),
        migrations.RunSQL(
            f"CREATE POLICY dossiers_dossierparty_removed ON dossiers_dossierparty AS RESTRICTIVE FOR DELETE USING ({EVERYTHING})",
            "DROP POLICY dossiers_dossierparty_removed ON dossiers_dossierparty",
        ),
    ]
