"""What other agencies' own systems push: who pushed it, when, and how far along their own order of things."""

from django.db import models
from django.db.models import Q

from motcua.kernel.ids import new_id


class SyncBatch(models.Model):
    """One request of an agency's system. `digest`: SHA-256 of its body; `key`: its Idempotency-Key, "" without one; the
    numbers count its rows by what became of them."""

    retention = "permanent: the ledger names it"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    source_id = models.UUIDField()
    source_name = models.CharField(max_length=200)
    agency_id = models.UUIDField()
    key = models.CharField(max_length=120, db_default="")
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    rows = models.IntegerField()
    accepted = models.IntegerField()
    unchanged = models.IntegerField()
    older = models.IntegerField()
    waiting = models.IntegerField()
    refused = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_id", "key"], name="sync_key_once", condition=~Q(key="")),
        ]


class SyncedDossier(models.Model):
    """What a system last said of a dossier that it decides. `agency_id` receives it; `source_order` is that system's own order (its sequence, or
    microseconds of its own clock); `content_hash` tells the same content from another; `status`, `decided_at` and
    `ended_at` are as the dossier's row said them, before progress that is newer; `details` is whatever else it said."""

    retention = "with the dossier"
    personal_data = "what the other system says of the case"

    dossier_id = models.UUIDField(primary_key=True)
    agency_id = models.UUIDField()
    batch_id = models.UUIDField()
    source_order = models.BigIntegerField()
    content_hash = models.BinaryField(max_length=16)
    status = models.SmallIntegerField()
    decided_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    details = models.JSONField(db_default={})


class SyncedProgress(models.Model):
    """One step that another system told: who did what, when. `id` is made from its content, so the same step is kept
    once; its dossier may come later. `status`: the national status from here on, where it says so."""

    retention = "with the dossier"
    personal_data = "names of officials, and what was done on whose case"

    pk = models.CompositePrimaryKey("dossier_id", "id")
    dossier_id = models.UUIDField()
    id = models.UUIDField()
    batch_id = models.UUIDField()
    source_order = models.BigIntegerField()
    at = models.DateTimeField()
    status = models.SmallIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    position = models.CharField(max_length=200)
    unit = models.CharField(max_length=300)
    note = models.CharField(max_length=2000)
    started_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
