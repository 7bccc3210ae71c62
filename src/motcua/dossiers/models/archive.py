"""What became of dossiers after their end: archived, kept so long, destroyed by a list that two people agreed to."""

from django.db import models
from django.db.models import F, Q

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id


class Archived(models.Model):
    """A dossier that was archived. `keep_until`: from that day on it may be destroyed, None: permanent or not said
    (`permanent` tells which); `papers_until`: the same for the papers that the applicant sent; `held`: why it must stay
    all the same, "" when nothing holds it."""

    retention = "with the dossier's row"
    personal_data = "none"

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, primary_key=True, related_name="archived_row")
    agency_id = models.UUIDField()
    code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    result = models.CharField(max_length=60)
    legal = models.CharField(max_length=300)
    permanent = models.BooleanField()
    ended_at = models.DateTimeField()
    archived_at = models.DateTimeField()
    keep_until = models.DateField(null=True)
    papers_until = models.DateField(null=True)
    held = models.CharField(max_length=500, default="")
    papers_destroyed_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["agency_id", "keep_until", "dossier"],
                name="archived_due",
                condition=Q(destroyed_at=None, held="", keep_until__isnull=False),
            ),
            models.Index(
                fields=["agency_id", "papers_until", "dossier"],
                name="archived_papers_due",
                condition=Q(destroyed_at=None, papers_destroyed_at=None, held="", papers_until__isnull=False),
            ),
        ]


class Destruction(models.Model):
    """A list of what is to be destroyed. `scope` "papers": what the applicants sent; "all": the answers and issued papers
    too, so that code, agency, days and state alone stay. Who proposes it never decides on it."""

    retention = "permanent: the record of what was destroyed"
    personal_data = "names of officials"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    scope = models.CharField(max_length=8)
    reason = models.CharField(max_length=500)
    proposed_by_id = models.UUIDField()
    proposed_by = models.CharField(max_length=400)
    proposed_at = models.DateTimeField()
    decided_by_id = models.UUIDField(null=True)
    decided_by = models.CharField(max_length=400, default="")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    note = models.CharField(max_length=500, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "-id"], name="destruction_of_agency"),
            models.Index(fields=["id"], name="destruction_to_do", condition=Q(approved=True, done_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by_id=None) | ~Q(decided_by_id=F("proposed_by_id")), name="destruction_by_four_eyes"
            )
        ]


class DestructionRow(models.Model):
    """One dossier of a list. `files`: SHA-256 of what was removed; `outcome` "waiting", "done", or why it stayed."""

    retention = "permanent"
    personal_data = "none: codes and hashes"

    id = models.UUIDField(primary_key=True, default=new_id)
    destruction = models.ForeignKey(Destruction, on_delete=models.PROTECT, related_name="rows")
    agency_id = models.UUIDField()
    dossier_id = models.UUIDField()
    code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    result = models.CharField(max_length=60)
    kept_until = models.DateField()
    outcome = models.CharField(max_length=12, default="waiting")
    files = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["destruction", "dossier_id"], name="destruction_dossier_once")]
