"""Applications being written, and the files attached to them."""

from django.db import models

from motcua.kernel.ids import new_id


class Draft(models.Model):
    """Visible by row-level security to its owner, and to officials of the agency where it is filed for the owner.

    `expiry_told`: the `expires_at` that was announced; after another save it is another one.
    """

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
    expiry_told = models.DateTimeField(null=True)

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


class DraftParty(models.Model):
    """Somebody who has to agree to a draft: bound to a personal number, let in by a link of which only the hash is kept.

    `agreed_hash` names the content that was agreed to; `voided_at`: a change took that back.
    """

    retention = "as long as its draft; what was agreed goes on with the dossier"
    personal_data = "the personal number and the name of who agrees"

    id = models.UUIDField(primary_key=True, default=new_id)
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="party_rows")
    owner_id = models.UUIDField()
    party = models.CharField(max_length=60)
    personal_id = models.CharField(max_length=20)
    token_hash = models.CharField(max_length=64)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    person_name = models.CharField(max_length=200, default="", blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_hash = models.CharField(max_length=64, default="", blank=True)
    declined_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, default="", blank=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "party"], name="draft_party_once"),
            models.UniqueConstraint(fields=["token_hash"], name="draft_party_link_once"),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="draft_of_party", condition=models.Q(person_id__isnull=False))
        ]
