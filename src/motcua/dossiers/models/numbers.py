"""Numbers given and keys used: what keeps an act from happening twice."""

from django.db import models


class Counter(models.Model):
    """The last number given in a scope: `<agency>:dossier:<yymmdd>`, `<agency>:<document kind>:<yyyy>`."""

    retention = "permanent"
    personal_data = "none"

    scope = models.CharField(primary_key=True, max_length=120)
    value = models.IntegerField()


class SubmissionKey(models.Model):
    """An Idempotency-Key that somebody used, and the dossier that came of it; for an act on a dossier also what was
    answered, so that a repeat is answered the same whatever happened since."""

    retention = "30 days"
    personal_data = "ids only"

    pk = models.CompositePrimaryKey("actor_id", "key")
    actor_id = models.UUIDField()
    key = models.CharField(max_length=120)
    body_hash = models.CharField(max_length=64)
    dossier_id = models.UUIDField()
    created_at = models.DateTimeField()
    answer = models.JSONField(null=True)
