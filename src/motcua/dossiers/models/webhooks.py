"""Who is sent the changes of an agency's dossiers, how far they have come, and what did not arrive."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from motcua.kernel.ids import new_id


class Webhook(models.Model):
    """A subscription. `position`, `version`, `change_id`: everything up to there has arrived or was given up; `reach_…`:
    the newest change that is of this agency. `tries` and `first_tried_at` are of the message at hand; `given_up`: how
    many in a row. `leased_until`: a worker is at it. `paused_at` with `paused_by` "": it paused itself."""

    retention = "permanent; ended ones are kept without secrets"
    personal_data = "names of officials"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    url = models.CharField(max_length=500)
    procedure_code = models.CharField(max_length=40, db_default="")
    position = models.BigIntegerField()
    version = models.IntegerField()
    change_id = models.UUIDField()
    reach_position = models.BigIntegerField(db_default=0)
    reach_version = models.IntegerField(db_default=0)
    reach_id = models.UUIDField(null=True)
    tries = models.IntegerField(db_default=0)
    first_tried_at = models.DateTimeField(null=True)
    next_try_at = models.DateTimeField(db_default=Now())
    leased_until = models.DateTimeField(null=True)
    given_up = models.IntegerField(db_default=0)
    last_status = models.IntegerField(null=True)
    last_why = models.CharField(max_length=80, db_default="")
    last_arrived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=400)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.CharField(max_length=400, db_default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["agency_id"], name="webhook_of_agency", condition=Q(ended_at=None)),
            models.Index(fields=["next_try_at"], name="webhook_at_work", condition=Q(ended_at=None, paused_at=None)),
        ]


class WebhookSecret(models.Model):
    """What messages are signed with, enciphered by a key made of SECRET_KEY. `ends_at`: of one that was replaced."""

    retention = "until it ends, or its webhook does"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="secret_rows")
    sealed = models.TextField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)


class DeadLetter(models.Model):
    """A message that did not arrive in all its days. `again_at`: somebody wants it tried again; `arrived_at`: it did."""

    retention = "with the change that it tells of"
    personal_data = "none: the change is looked up"

    id = models.UUIDField(primary_key=True, default=new_id)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="dead_rows")
    agency_id = models.UUIDField()
    position = models.BigIntegerField()
    version = models.IntegerField()
    change_id = models.UUIDField()
    code = models.CharField(max_length=40)
    action = models.CharField(max_length=40)
    tries = models.IntegerField()
    first_tried_at = models.DateTimeField()
    died_at = models.DateTimeField()
    why = models.CharField(max_length=80)
    again_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["webhook", "-id"], name="dead_of_webhook", condition=Q(arrived_at=None)),
            models.Index(
                fields=["webhook", "id"], name="dead_again", condition=Q(arrived_at=None, again_at__isnull=False)
            ),
        ]
        constraints = [models.UniqueConstraint(fields=["webhook", "change_id"], name="dead_once")]
