"""What has to happen before a result: steps, appointments, draws."""

from django.db import models
from django.db.models import Q

from motcua.dossiers.models.dossier import Dossier
from motcua.kernel.ids import new_id


class DossierStep(models.Model):
    """A step that a dossier asks for. `agency_id` does it, by `act_by` where the flow gives it a share of the time; `clock`
    is its own append-only list of segments, from which that is derived. `opened_at` is empty while it waits for others.
    `record` is empty until `recorded_at`; a record is never written twice."""

    retention = "with the dossier"
    personal_data = "sensitive: what an inspection or another agency found out about the applicant"

    id = models.UUIDField(primary_key=True, default=new_id)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="step_rows")
    step_id = models.CharField(max_length=60)
    kind = models.CharField(max_length=12)
    agency_id = models.UUIDField()
    state = models.CharField(max_length=12)
    clock = models.JSONField(default=list)
    opened_at = models.DateTimeField(null=True)
    act_by = models.DateTimeField(null=True)
    record = models.JSONField(default=dict)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.CharField(max_length=400, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["agency_id", "act_by", "id"], name="step_on_desk", condition=Q(state__in=("open", "paused"))
            ),
            models.Index(
                fields=["agency_id", "kind", "-recorded_at"],
                name="step_given_by_agency",
                condition=Q(recorded_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "step_id"], name="step_once_a_dossier"),
            models.CheckConstraint(
                condition=Q(state="done", recorded_at__isnull=False) | (~Q(state="done") & Q(recorded_at=None)),
                name="step_done_when_recorded",
            ),
        ]


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
