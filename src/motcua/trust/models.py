"""What people asked about looks at their data, and about the data itself."""

from django.db import models

from motcua.kernel.ids import new_id


class Question(models.Model):
    """Why did somebody look? One person about one entry, to the agency of the official who looked.
    `due_at`: until when an answer is promised. The answer is the head's, and never the one's who looked."""

    retention = "with the person's account; that it was asked and answered stays in the ledger"
    personal_data = "the person's name and words, the officials' names"

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    entry_id = models.UUIDField()
    entry_at = models.DateTimeField()
    entry_what = models.CharField(max_length=200)
    entry_why = models.TextField(default="")
    dossier_code = models.CharField(max_length=40, default="")
    official_id = models.UUIDField(null=True)
    official_name = models.CharField(max_length=200)
    agency_id = models.UUIDField()
    said = models.TextField(default="")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answered_by = models.CharField(max_length=400, default="")
    answer = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "entry_id"], name="trust_asked_once")]
        indexes = [models.Index(fields=["agency_id", "answered_at", "due_at"], name="trust_questions_due")]


class DataRequest(models.Model):
    """What a person asks about data on her: to see, correct, restrict, delete it, by a right of hers, until a day. `rule` is
    the law of the day on which it was asked, as it stood in the list: {"name", "law", "verified"}."""

    retention = "with the person's account; that it was asked and how it ended stays in the ledger"
    personal_data = "the person's name and words, the answer, the officials' names"

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    person_name = models.CharField(max_length=200)
    key = models.UUIDField()
    kind = models.CharField(max_length=40)
    rule = models.JSONField()
    agency_id = models.UUIDField()
    dossier_code = models.CharField(max_length=40, default="")
    said = models.TextField()
    state = models.CharField(max_length=20, default="asked")
    version = models.IntegerField(default=1)
    asked_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.CharField(max_length=400, default="")
    extended_at = models.DateTimeField(null=True)
    extended_why = models.TextField(default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=400, default="")
    answer = models.TextField(default="")
    basis = models.TextField(default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="trust_requested_once")]
        indexes = [models.Index(fields=["agency_id", "ended_at", "due_at"], name="trust_requests_due")]
