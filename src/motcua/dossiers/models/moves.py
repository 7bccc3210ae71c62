"""Running cases that were moved to another version."""

from django.db import models

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id


class VersionMove(models.Model):
    """A plan by which running dossiers and drafts were moved to another version of their procedure."""

    retention = "permanent: why a dossier is judged by another version than it was filed under"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    procedure_code = models.CharField(max_length=40)
    from_hash = models.CharField(max_length=64)
    to_hash = models.CharField(max_length=64)
    legal = models.TextField()
    plan = models.JSONField()
    applied_at = models.DateTimeField()
    reverted_at = models.DateTimeField(null=True)


class MovedDossier(models.Model):
    """What one dossier held before it was moved: enough to give it back. `version_after`: nothing happened since."""

    retention = "with its dossier"
    personal_data = "sensitive: the answers before the move"

    id = models.UUIDField(primary_key=True, default=new_id)
    move = models.ForeignKey(VersionMove, on_delete=models.PROTECT, related_name="dossier_rows")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="moved_rows")
    version_after = models.IntegerField()
    before = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["move", "dossier"], name="dossier_moved_once")]
