from django.db import migrations, models
from django.db.models import Q

import motcua.kernel.ids
from motcua.platform.database.row_security import enable_rls, person_is

OF_VISIBLE_DOSSIER = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.journey_id = dossiers_journey.id)"
TRACKED = (
    "code, version_hash, receiving_agency_id, state, status, submitted_at, received_at, due_at, decided_at, ended_at"
)


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0002_steps_and_draws")]

    operations = [
        migrations.AddField("dossier", "journey_id", models.UUIDField(null=True)),
        migrations.AddField("dossier", "journey_part", models.CharField(db_default="", max_length=60)),
        migrations.AddIndex(
            "dossier",
            models.Index(fields=["journey_id"], name="dossier_of_journey", condition=Q(("journey_id__isnull", False))),
        ),
        migrations.CreateModel(
            name="Journey",
            fields=[
                ("id", models.UUIDField(default=motcua.kernel.ids.new_id, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("procedure_code", models.CharField(max_length=40)),
                ("version_hash", models.CharField(max_length=64)),
                ("applicant_id", models.UUIDField()),
                ("applicant_name", models.CharField(max_length=200)),
                ("submitted_at", models.DateTimeField()),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["code"], name="journey_code_once")]},
        ),
        # The applicant, and every agency that holds one of its dossiers.
        enable_rls("dossiers_journey", f"{person_is('applicant_id')} OR {OF_VISIBLE_DOSSIER}"),
        # Tracking by a journey's code: as little as tracking by a dossier's.
        migrations.RunSQL(
            f"CREATE OR REPLACE VIEW dossiers_tracking WITH (security_barrier) AS "
            f"SELECT {TRACKED}, id, journey_id FROM dossiers_dossier",
            f"DROP VIEW dossiers_tracking; CREATE VIEW dossiers_tracking WITH (security_barrier) AS "
            f"SELECT {TRACKED} FROM dossiers_dossier",
        ),
        migrations.RunSQL(
            "CREATE VIEW dossiers_journey_tracking WITH (security_barrier) AS "
            "SELECT id, code, version_hash, submitted_at FROM dossiers_journey",
            "DROP VIEW dossiers_journey_tracking",
        ),
    ]
