"""The head finds what is late and has no reason by an index that holds nothing else."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0036_forget_who_a_destroyed_journey_was_for")]

    operations = [
        migrations.AddIndex(
            "dossier",
            models.Index(
                fields=["resolving_agency_id", "act_by", "id"],
                name="dossier_unexplained",
                condition=Q(lateness__reason="", decided_at=None, source=""),
            ),
        ),
    ]
