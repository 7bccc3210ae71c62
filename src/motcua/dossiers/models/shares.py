"""A right to one dossier, or to one paper of it, for an official who would not see it otherwise."""

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id


class Share(models.Model):
    """Somebody of the dossier's agencies lets one official read it from `given_at` until `valid_until`. With `part_id` it is one
    paper that was sent, or one document that was issued, and nothing else of the dossier; `part` its name in both languages.

    It counts while it is neither ended nor over; the database looks at that at each statement. It stays when it has
    ended: who could see what is part of the dossier's story.
    """

    retention = "with the dossier"
    personal_data = "whose dossier it is; no answers"

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="share_rows")
    code = models.CharField(max_length=40)
    version_hash = models.CharField(max_length=64)
    applicant_id = models.UUIDField()
    official_id = models.UUIDField()
    official_name = models.CharField(max_length=200)
    official_agency_id = models.UUIDField()
    part_id = models.UUIDField(null=True)
    part = models.JSONField(default=dict)
    valid_until = models.DateTimeField()
    reason = models.CharField(max_length=500)
    given_by_id = models.UUIDField(null=True)
    given_by_name = models.CharField(max_length=200)
    given_agency_id = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gt=F("given_at")), name="share_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["official_id", "-id"], name="share_of_official", condition=Q(ended_at__isnull=True)),
        ]
