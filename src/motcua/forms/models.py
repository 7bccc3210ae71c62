"""Applications being written, and the files attached to them."""

from django.db import models

from motcua.kernel.ids import new_id


class Draft(models.Model):
    """Visible by row-level security to its owner, and to officials of the agency where it is filed for the owner."""

    retention = "until it is submitted or thrown away, at most 90 days after the last save"
    personal_data = "whatever the form asks, sensitive data included"

    id = models.UUIDField(primary_key=True, default=new_id)
    owner_id = models.UUIDField()
    filed_by = models.UUIDField(null=True)
    procedure_code = models.CharField(max_length=40)
    version_hash = models.CharField(max_length=64)
    receiving_agency_id = models.UUIDField(null=True)
    answers = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    current_page = models.CharField(max_length=64, default="", blank=True)
    revision = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "procedure_code"], name="draft_of_owner"),
            models.Index(
                fields=["receiving_agency_id"], name="draft_at_counter", condition=models.Q(filed_by__isnull=False)
            ),
            models.Index(fields=["expires_at"], name="draft_expiry"),
        ]


class DraftPaper(models.Model):
    """One file of a paper of a draft; the bytes are kept by platform.files."""

    retention = "as long as its draft; the file goes on with the dossier when the draft is submitted"
    personal_data = "file names, which may name people"

    id = models.UUIDField(primary_key=True, default=new_id)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="papers")
    paper_id = models.CharField(max_length=80)
    file_id = models.UUIDField(unique=True)
    file_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
