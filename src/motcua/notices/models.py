"""What people were told."""

from django.db import models

from motcua.kernel.ids import new_id


class Message(models.Model):
    """One message to one person, in both languages, as it was told on that day. `key`: what it came of; the same key is never told
    twice. `kind`, `template`: which template, in force since which day. `about`: code of the dossier, "" for none."""

    retention = "with the person's account"
    personal_data = "what the person's dossiers went through; no answers, no numbers of persons"

    id = models.UUIDField(primary_key=True, default=new_id)
    person_id = models.UUIDField()
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    template = models.DateField()
    title = models.JSONField()
    body = models.JSONField()
    about = models.CharField(max_length=40, default="")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="notices_told_once")]
        indexes = [
            models.Index(fields=["person_id", "-id"], name="notices_inbox"),
            models.Index(fields=["person_id"], condition=models.Q(read_at=None), name="notices_unread"),
        ]
