"""Numbers given and keys used: what keeps an act from happening twice."""

from django.db import models

from motcua.kernel.ids import new_id


class Counter(models.Model):
    """The last number given in a scope: `<agency>:dossier:<yymmdd>`, `<agency>:<document kind>:<yyyy>`."""

    retention = "permanent"
    personal_data = "none"

    scope = models.CharField(primary_key=True, max_length=120)
    value = models.IntegerField()


class NumberFormat(models.Model):
    """How papers are numbered from a day on: `pattern` with {number}, {year} and {agency}, for one agency or (None) for all,
    for one kind of paper or ("") for all."""

    retention = "permanent: why a paper was numbered so"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=24, default="")
    pattern = models.CharField(max_length=60)
    valid_from = models.DateField()
    legal = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "kind", "valid_from"], name="number_format_once", nulls_distinct=False
            )
        ]


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
