"""The case, the cases that were filed with it, and who stood behind it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, When

from motcua.kernel.ids import new_id

OPEN_STATES = ("submitted", "awaiting_supplement", "awaiting_payment", "in_process", "awaiting_approval", "approved")


# The agency on whose desk a dossier lies: what is examined and approved lies with the one that resolves it, all else with
# the one that receives and returns.
ON_DESK = Case(
    When(
        Q(state__in=("in_process", "awaiting_approval")) | Q(state="awaiting_supplement", received_at__isnull=False),
        then=F("resolving_agency_id"),
    ),
    default=F("receiving_agency_id"),
)


class Dossier(models.Model):
    """One case. `version` grows with every act; `clock` is an append-only list of segments; `due_at` is derived from
    it and kept for sorting; `act_by` is when the present holder should have acted;
    `desk_agency_id` is where it lies now; `unrouted`: which agency resolves it has still to be found out;
    `alarm_at` is when the clock itself has something to do, `alarm_for` what, `rung` what rang last for this `due_at`;
    `lateness` that it passed; `decided_at` is when the clock stopped; `asked_agency_ids` are the agencies that owe an opinion, and read the case as long as they do;
    `from_record` says by field which answers came from the applicant's record, and what it says where they differ;
    `journey_part` is which part of its journey it is, if it has one; `assignee_id` is the official who works on it now,
    `new_issue` what is proposed for issuing its result anew, until that is signed or dropped; `correction_asked` what the
    applicant says is wrong in it, until the desk takes it up or refuses;
    `hands` by role whose work it was before: [id, name]; `family` the family of procedures
    (lĩnh vực) of its version, in Vietnamese, to which officials may be restricted; `source` is the name of the other system that decides it and
    pushed it here, "" for one of ours.

    The table is partitioned by the month in `id`, which is of the moment of submission. `code` is unique in each month;
    the counter it comes from and the day in it make it so across them."""

    retention = "by result type, as its package says; emptied by a list of destruction, the row itself stays"
    personal_data = "sensitive: the applicant's answers"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    family = models.CharField(max_length=200, db_default="")
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
    desk_agency_id = models.GeneratedField(expression=ON_DESK, output_field=models.UUIDField(), db_persist=True)
    unrouted = models.BooleanField(db_default=False)
    asked_agency_ids = ArrayField(models.UUIDField(), null=True)
    answers = models.JSONField()
    from_record = models.JSONField(db_default={})
    previous_answers = models.JSONField(null=True)
    supplement = models.JSONField(null=True)
    supplements_asked = models.SmallIntegerField()
    proposal = models.JSONField()
    fee_total = models.BigIntegerField()
    payment = models.JSONField(null=True)
    clock = models.JSONField()
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    act_by = models.DateTimeField()
    alarm_at = models.DateTimeField(null=True)
    alarm_for = models.CharField(max_length=16, db_default="")
    rung = models.CharField(max_length=16, db_default="")
    lateness = models.JSONField(null=True)
    new_issue = models.JSONField(null=True)
    correction_asked = models.JSONField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    journey_id = models.UUIDField(null=True)
    journey_part = models.CharField(max_length=60, db_default="")
    assignee_id = models.UUIDField(null=True)
    assignee_name = models.CharField(max_length=200, db_default="")
    assigned_at = models.DateTimeField(null=True)
    hands = models.JSONField(db_default={})
    source = models.CharField(max_length=200, db_default="")
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["journey_id"], name="dossier_of_journey", condition=Q(journey_id__isnull=False)),
            models.Index(fields=["applicant_id", "-id"], name="dossier_of_applicant"),
            # One queue each: by step, what nobody works on, what one official works on, and what is over.
            models.Index(
                fields=["desk_agency_id", "state", "act_by", "id"],
                name="dossier_queue_of_state",
                condition=Q(state__in=OPEN_STATES, source=""),
            ),
            models.Index(
                fields=["desk_agency_id", "state", "act_by", "id"],
                name="dossier_queue_free",
                condition=Q(state__in=OPEN_STATES, assignee_id__isnull=True, source=""),
            ),
            models.Index(
                fields=["assignee_id", "act_by", "id"],
                name="dossier_queue_of_official",
                condition=Q(state__in=OPEN_STATES, assignee_id__isnull=False),
            ),
            models.Index(
                fields=["desk_agency_id", "state", "-ended_at", "-id"],
                name="dossier_over",
                condition=Q(ended_at__isnull=False, source=""),
            ),
            # The same for officials who see a part, a leg for each family or procedure. What is open at a desk people can
            # still work off, so there its own order is walked.
            models.Index(
                fields=["desk_agency_id", "state", "family", "-ended_at", "-id"],
                name="dossier_over_of_family",
                condition=Q(ended_at__isnull=False, source=""),
            ),
            models.Index(
                fields=["desk_agency_id", "state", "procedure_code", "-ended_at", "-id"],
                name="dossier_over_of_procedure",
                condition=Q(ended_at__isnull=False, source=""),
            ),
            models.Index(
                fields=["ended_at"],
                name="dossier_to_archive",
                condition=Q(ended_at__isnull=False, archived_at=None, source=""),
            ),
            # What other systems push is no work of the desk, and is many: no queue walks over it.
            models.Index(
                fields=["receiving_agency_id", "-id"], name="dossier_of_other_system", condition=~Q(source="")
            ),
            models.Index(fields=["alarm_at"], name="dossier_alarm", condition=Q(alarm_at__isnull=False)),
            # For searching an agency's names and codes. A trigram index would stand idle: under row-level security
            # PostgreSQL looks at policies first and never hands LIKE to an index.
            models.Index(fields=["receiving_agency_id", "-id"], name="dossier_of_agency"),
            models.Index(fields=["resolving_agency_id", "-id"], name="dossier_of_resolver"),
            models.Index(
                fields=["receiving_agency_id", "act_by", "id"], name="dossier_unrouted", condition=Q(unrouted=True)
            ),
            # Late, undecided, and nobody has said why.
            models.Index(
                fields=["resolving_agency_id", "act_by", "id"],
                name="dossier_unexplained",
                condition=Q(lateness__reason="", decided_at=None, source=""),
            ),
            models.Index(
                fields=["resolving_agency_id", "id"],
                name="dossier_new_issue",
                condition=Q(new_issue__isnull=False) | Q(correction_asked__isnull=False),
            ),
        ]


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
