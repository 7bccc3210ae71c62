"""The case and what hangs on it. Rows of a dossier are seen by its applicant and by the two agencies that hold it."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id

OPEN_STATES = ("submitted", "awaiting_supplement", "in_process", "awaiting_approval", "approved")


class Dossier(models.Model):
    """One case. `version` grows with every act; `clock` is an append-only list of segments; `due_at` is derived from
    it and kept for sorting; `act_by` is when the present holder should have acted;
    `decided_at` is when the clock stopped."""

    retention = "by result type (issue: archive); never deleted by the application"
    personal_data = "sensitive: the applicant's answers"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    version_hash = models.CharField(max_length=64)
    channel = models.CharField(max_length=12)
    state = models.CharField(max_length=24)
    status = models.SmallIntegerField()
    version = models.IntegerField()
    applicant_id = models.UUIDField()
    applicant_name = models.CharField(max_length=200)
    filed_by_id = models.UUIDField(null=True)
    filed_by_name = models.CharField(max_length=200)
    receiving_agency_id = models.UUIDField()
    resolving_agency_id = models.UUIDField()
    answers = models.JSONField()
    previous_answers = models.JSONField(null=True)
    supplement = models.JSONField(null=True)
    supplements_asked = models.SmallIntegerField()
    proposal = models.JSONField()
    fee_total = models.BigIntegerField()
    clock = models.JSONField()
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    act_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["applicant_id", "-id"], name="dossier_of_applicant"),
            models.Index(
                fields=["receiving_agency_id", "act_by", "id"],
                name="dossier_queue",
                condition=Q(state__in=OPEN_STATES),
            ),
            # For searching an agency's names and codes. A trigram index would stand idle: under row-level security
            # PostgreSQL looks at policies first and never hands LIKE to an index.
            models.Index(fields=["receiving_agency_id", "-id"], name="dossier_of_agency"),
        ]
        # Not `unique=True`: that makes a second index, for LIKE, which would stand idle too.
        constraints = [models.UniqueConstraint(fields=["code"], name="dossier_code_once")]


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
    """An official paper that the case produced: an immutable snapshot of what it says; its PDF is printed from it."""

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


class Counter(models.Model):
    """The last number given in a scope: `<agency>:dossier:<yymmdd>`, `<agency>:<document kind>:<yyyy>`."""

    retention = "permanent"
    personal_data = "none"

    scope = models.CharField(primary_key=True, max_length=120)
    value = models.IntegerField()


class SubmissionKey(models.Model):
    """An Idempotency-Key that somebody used, and the dossier that came of it."""

    retention = "30 days"
    personal_data = "ids only"

    pk = models.CompositePrimaryKey("actor_id", "key")
    actor_id = models.UUIDField()
    key = models.CharField(max_length=120)
    body_hash = models.CharField(max_length=64)
    dossier_id = models.UUIDField()
    created_at = models.DateTimeField()
