"""Files that people sent and papers that the system printed; the bytes lie in Django's default storage."""

from django.db import models
from django.db.models.functions import Now

from motcua.kernel.ids import new_id


class File(models.Model):
    """One immutable file. Who may read it is decided by the room that holds its id.

    `owner_id`: who uploaded it; `claimed`: it is part of a dossier now and of no other.
    `key`: the Idempotency-Key under which a program sent it. `clean_at`: since when the scanner, or the system that printed it,
    vouches for it; `quarantined_at`: since when the scanner says the opposite.
    """

    retention = "as long as the draft or dossier that holds it"
    personal_data = "sensitive: scans of personal papers"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8)
    content_type = models.CharField(max_length=60)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    owner_id = models.UUIDField(null=True)
    claimed = models.BooleanField(default=False)
    key = models.CharField(max_length=120, null=True)
    clean_at = models.DateTimeField(null=True)
    quarantined_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner_id", "key"], name="files_file_once_for_its_key")]
