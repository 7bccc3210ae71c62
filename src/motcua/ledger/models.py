"""Append-only tables: who did or looked at what, on whose record, why; and the log that proves it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.expressions import Func
from django.db.models.fields.json import KeyTransform
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
    place = models.BigIntegerField(db_default=Func(function="ledger_place"))
    sealed_until = models.DateTimeField(null=True)
    sealed_basis = models.CharField(max_length=300, db_default="", default="")

    class Meta:
        indexes = [
            models.Index(fields=["place", "id"], name="ledger_by_place"),
            models.Index(fields=["record_id", "id"], name="ledger_by_record"),
            models.Index(fields=["subject_id", "id"], name="ledger_by_subject"),
            models.Index(
                fields=["agency_id", "at"], name="ledger_by_seal", condition=models.Q(sealed_until__isnull=False)
            ),
            GinIndex(
                OpClass(KeyTransform("subjects", "facts"), "jsonb_path_ops"),
                name="ledger_by_subjects",
                condition=models.Q(facts__has_key="subjects"),
            ),
        ]


class Leaf(models.Model):
    """An entry's number in the public log, and what it was committed with. Never changed, but for the salt, which goes
    when the law has the entry's body erased."""

    retention = "permanent; the salt goes with the entry's body"
    personal_data = "ids of persons, as pseudonyms; salts that let somebody who knows an entry recognize it"

    index = models.BigIntegerField(primary_key=True)
    entry_id = models.UUIDField(unique=True)
    place = models.BigIntegerField()
    salt = models.BinaryField(null=True)
    body_hash = models.BinaryField()
    commitment = models.BinaryField()
    subject_id = models.UUIDField(null=True)
    subject_seq = models.IntegerField(null=True)
    format = models.SmallIntegerField(db_default=1, default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "subject_seq"],
                condition=models.Q(subject_id__isnull=False),
                name="ledger_leaf_of_subject",
            )
        ]


class Checkpoint(models.Model):
    """What was signed: of one size there is one root, ever."""

    retention = "permanent"
    personal_data = "none"

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField(db_default=Now())
