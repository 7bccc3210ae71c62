"""The append-only table: who did or looked at what, on whose record, why."""

from django.db import models
from django.db.models.functions import Now

from motcua.kernel.ids import new_id


class Entry(models.Model):
    """One act or one look. The application role may only INSERT and SELECT here."""

    retention = "permanent; `facts` may be erased by law later, the commitment stays"
    personal_data = "ids and names of officials; never the data looked at"

    id = models.UUIDField(primary_key=True, default=new_id)
    at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=80)
    actor_kind = models.CharField(max_length=12)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=200)
    position = models.CharField(max_length=200)
    agency_id = models.UUIDField(null=True)
    subject_id = models.UUIDField(null=True)
    record_id = models.UUIDField(null=True)
    why = models.TextField()
    facts = models.JSONField()

    class Meta:
        indexes = [
            models.Index(fields=["record_id", "id"], name="ledger_by_record"),
            models.Index(fields=["subject_id", "id"], name="ledger_by_subject"),
        ]
