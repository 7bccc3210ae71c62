"""What the desk keeps for its officials: acts on many dossiers at once, and filters with a name."""

from django.db import models

from motcua.kernel.ids import new_id


class Batch(models.Model):
    """One act on many dossiers, each its own transaction. `given`: what goes for all of them (a reason, how returned);
    `undo_of`: the batch that this one takes back."""

    retention = "90 days; the acts themselves stay in the ledger"
    personal_data = "the official who asked"

    id = models.UUIDField(primary_key=True)  # comes from the form, so that sending it twice is sending it once
    agency_id = models.UUIDField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    assurance = models.SmallIntegerField()
    action = models.CharField(max_length=24)
    given = models.JSONField()
    asked_at = models.DateTimeField()
    undo_of = models.UUIDField(null=True)

    class Meta:
        indexes = [models.Index(fields=["actor_id", "-asked_at"], name="batch_of_official")]


class BatchRow(models.Model):
    """One dossier of a batch. `assignee_id`: whom it is given to; `before_id`: who had it; `error`: the code of the
    refusal, `why`: who was quicker; `version_after`: nothing happened since, so it can be undone."""

    retention = "with its batch"
    personal_data = "none: codes only"

    id = models.UUIDField(primary_key=True, default=new_id)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="rows")
    agency_id = models.UUIDField()
    dossier_id = models.UUIDField()
    code = models.CharField(max_length=40)
    expected_version = models.IntegerField()
    assignee_id = models.UUIDField(null=True)
    before_id = models.UUIDField(null=True)
    outcome = models.CharField(max_length=8, default="waiting")
    error = models.CharField(max_length=60, default="")
    why = models.CharField(max_length=200, default="")
    version_after = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "dossier_id"], name="batch_dossier_once")]


class SavedFilter(models.Model):
    """A filter of the queue under a name: its owner's, or everybody's at the agency when a head has shared it."""

    retention = "until its owner deletes it"
    personal_data = "its owner's own may hold a name that was searched for, a shared one does not"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    owner_id = models.UUIDField()
    name = models.CharField(max_length=60)
    query = models.JSONField()
    shared = models.BooleanField(default=False)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency_id", "owner_id", "name"], name="saved_filter_once")]
