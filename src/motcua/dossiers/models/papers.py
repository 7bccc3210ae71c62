"""What the applicant sent and what the case produced."""

from django.db import models

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id


class DossierPaper(models.Model):
    """A file that the applicant sent. `round` 0: with the submission, 1: with the supplement."""

    retention = "with the dossier"
    personal_data = "sensitive: scans of personal papers"

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="paper_rows")
    paper_id = models.CharField(max_length=80)
    file_id = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    round = models.SmallIntegerField()


class Document(models.Model):
    """An official paper that the case produced: an immutable snapshot of what it says; its PDF is printed from it.

    It stands in the book of its kind that `agency_id` keeps for `year` as number `serial`; `number` is how that is written.
    `supersedes_id`: the paper that this one takes the place of; `issued_as` says why: "correction", "reissue", or "" where it
    was decided anew."""

    retention = "with the dossier"
    personal_data = "what the paper says about the applicant"

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="document_rows")
    kind = models.CharField(max_length=24)
    number = models.CharField(max_length=60)
    title = models.JSONField()
    data = models.JSONField()
    issued_at = models.DateTimeField()
    file_id = models.UUIDField(null=True)
    agency_id = models.UUIDField(null=True)
    year = models.SmallIntegerField(null=True)
    serial = models.IntegerField(null=True)
    supersedes_id = models.UUIDField(null=True)
    issued_as = models.CharField(max_length=16, db_default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["supersedes_id"], name="document_superseding", condition=models.Q(supersedes_id__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["agency_id", "kind", "year", "serial"], name="document_numbered_once")
        ]
