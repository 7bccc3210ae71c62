"""The case and what hangs on it. Rows of a dossier are seen by its applicant, by the two agencies that hold it, and by
those that are asked for an opinion on it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id

OPEN_STATES = ("submitted", "awaiting_supplement", "in_process", "awaiting_approval", "approved")


class Dossier(models.Model):
    """One case. `version` grows with every act; `clock` is an append-only list of segments; `due_at` is derived from
    it and kept for sorting; `act_by` is when the present holder should have acted;
    `decided_at` is when the clock stopped; `asked_agency_ids` are the agencies that owe an opinion, and read the case as long as they do;
    `from_record` says by field which answers came from the applicant's record, and what it says where they differ;
    `journey_part` is which part of its journey it is, if it has one."""

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
    asked_agency_ids = ArrayField(models.UUIDField(), null=True)
    answers = models.JSONField()
    from_record = models.JSONField(db_default={})
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
    journey_id = models.UUIDField(null=True)
    journey_part = models.CharField(max_length=60, db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["journey_id"], name="dossier_of_journey", condition=Q(journey_id__isnull=False)),
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


class Journey(models.Model):
    """Dossiers that were filed together by one guided path. It keeps no answers: each dossier has its own."""

    retention = "with its dossiers"
    personal_data = "the applicant's name"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    version_hash = models.CharField(max_length=64)
    applicant_id = models.UUIDField()
    applicant_name = models.CharField(max_length=200)
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code"], name="journey_code_once")]


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


class DossierStep(models.Model):
    """A step that a dossier asks for. `agency_id` does it, by `act_by` where the flow gives it a share of the time.
    `record` is empty until `recorded_at`; a record is never written twice."""

    retention = "with the dossier"
    personal_data = "sensitive: what an inspection or another agency found out about the applicant"

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="step_rows")
    step_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    agency_id = models.UUIDField()
    opened_at = models.DateTimeField()
    act_by = models.DateTimeField(null=True)
    record = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["agency_id", "kind", "dossier"], name="step_waiting_at_agency", condition=Q(recorded_at=None)
            ),
            models.Index(
                fields=["agency_id", "kind", "-recorded_at"],
                name="step_given_by_agency",
                condition=Q(recorded_at__isnull=False),
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["dossier", "step_id"], name="step_once_a_dossier")]


class Seat(models.Model):
    """One person's place at an agency at a moment. `number` 1 to the capacity: the constraint is what keeps two people
    from having the same one."""

    retention = "with the dossier; given back when it is withdrawn, refused or stopped"
    personal_data = "who comes when"

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="seat_rows")
    agency_id = models.UUIDField()
    procedure_code = models.CharField(max_length=40)
    field = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    number = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency_id", "procedure_code", "starts_at", "number"], name="seat_for_one_person"
            ),
            models.UniqueConstraint(fields=["dossier", "field"], name="seat_once_a_dossier"),
        ]
        indexes = [models.Index(fields=["agency_id", "starts_at"], name="seat_of_agency_by_day")]


class Draw(models.Model):
    """One drawing of lots. `codes` is closed when it is announced, before anybody can know the `seed`; `drawn` holds
    them in the order of the draw. The first `places` of them win."""

    retention = "permanent"
    personal_data = "dossier codes only: anybody may read it, so that anybody can draw again"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    procedure_code = models.CharField(max_length=40)
    step_id = models.CharField(max_length=60)
    source = models.CharField(max_length=500)
    places = models.IntegerField()
    codes = models.JSONField()
    announced_at = models.DateTimeField()
    announced_by = models.CharField(max_length=400)
    seed = models.CharField(max_length=200, default="")
    drawn = models.JSONField(default=list)
    held_at = models.DateTimeField(null=True)
    held_by = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [models.Index(fields=["agency_id", "-id"], name="draw_of_agency")]


class DossierParty(models.Model):
    """Somebody who stood behind the application beside the applicant: who, when, and to which content."""

    retention = "with the dossier"
    personal_data = "the name of who agreed"

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="party_rows")
    party = models.CharField(max_length=60)
    name = models.JSONField()
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    agreed_at = models.DateTimeField()
    content_hash = models.CharField(max_length=64)
    dossier_code = models.CharField(max_length=40)
    procedure_name = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["person_id", "-id"], name="dossier_of_party")]
        constraints = [models.UniqueConstraint(fields=["dossier", "party"], name="dossier_party_once")]


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
