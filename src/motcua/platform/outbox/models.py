"""What happened and still has to be told. Written in the act's own transaction, emptied by the worker."""

from django.db import models
from django.db.models.functions import Now

from motcua.kernel.ids import new_id


class OutboxEvent(models.Model):
    """An announced event. `pending` True until each subscriber has had it; then the row goes after its retention."""

    retention = "30 days after delivery"
    personal_data = "ids only"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=120)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    pending = models.BooleanField(db_default=True)
    attempts = models.SmallIntegerField(db_default=0)
    next_try_at = models.DateTimeField()
    last_error = models.TextField(db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], name="outbox_pending", condition=models.Q(pending=True)),
        ]


class OutboxDelivery(models.Model):
    """One subscriber has handled one event: the reason why a repeat does nothing."""

    retention = "30 days after delivery"
    personal_data = "none"

    pk = models.CompositePrimaryKey("event_id", "subscriber")
    event_id = models.UUIDField()
    subscriber = models.CharField(max_length=120)
    delivered_at = models.DateTimeField(db_default=Now())
