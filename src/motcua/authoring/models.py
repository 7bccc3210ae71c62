"""Edits: private copies of a package's files on their way to being published."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from motcua.authoring.contracts import EditState
from motcua.kernel.ids import new_id

STATES = [(state.value, state.value) for state in EditState]


class Edit(models.Model):
    """One edit ("bản sửa"). Seen by row-level security at the agency of its author and above.

    `base_hash` is the version that it began from, "" for a new procedure. The database itself refuses that somebody
    decides on an edit of their own.
    """

    retention = "permanent: says who wrote and who published each version"
    personal_data = "names of officials"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    procedure_code = models.CharField(max_length=60)
    folder = models.CharField(max_length=120)
    base_hash = models.CharField(max_length=64, default="", blank=True)
    title = models.CharField(max_length=200)
    law_note = models.TextField(default="", blank=True)
    effective_from = models.DateField(null=True)
    effective_law = models.CharField(max_length=300, default="", blank=True)
    """By which rule it holds from a day that is past; "" for a day to come."""
    state = models.CharField(max_length=12, choices=STATES)
    revision = models.IntegerField(default=1)
    author_id = models.UUIDField()
    author_name = models.CharField(max_length=120)
    decider_id = models.UUIDField(null=True)
    decider_name = models.CharField(max_length=120, default="", blank=True)
    remark = models.TextField(default="", blank=True)
    published_hash = models.CharField(max_length=64, default="", blank=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[models.Manager["Edit"]] = models.Manager()

    class Meta:
        indexes = [
            models.Index(fields=["agency_id", "state", "-saved_at"], name="authoring_edits_of_agency"),
            models.Index(fields=["procedure_code"], name="authoring_edits_of_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decider_id__isnull=True) | ~Q(decider_id=F("author_id")), name="authoring_four_eyes"
            ),
            models.CheckConstraint(
                condition=~Q(state=EditState.PUBLISHED) | (Q(decider_id__isnull=False) & ~Q(published_hash="")),
                name="authoring_published_by_somebody",
            ),
        ]


class EditFile(models.Model):
    """One file of an edit, byte for byte."""

    retention = "as long as its edit"
    personal_data = "none"

    id = models.BigAutoField(primary_key=True)
    edit = models.ForeignKey(Edit, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    content = models.BinaryField()

    objects: ClassVar[models.Manager["EditFile"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edit", "name"], name="authoring_one_file_a_name")]


class EditStep(models.Model):
    """One save: what it did in words, and how to take it back."""

    retention = "as long as its edit"
    personal_data = "none"

    id = models.BigAutoField(primary_key=True)
    edit = models.ForeignKey(Edit, models.CASCADE, related_name="steps")
    revision = models.IntegerField()
    at = models.DateTimeField()
    what = models.CharField(max_length=200)
    before = models.JSONField()
    """File name -> what undoes the save: `[[at, old, new], …]`, or its whole former text, or null where it was new."""
    undone = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["EditStep"]] = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edit", "revision"], name="authoring_one_step_a_revision")]
