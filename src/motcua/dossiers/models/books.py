"""What is printed of a book: asked for on the desk, made by the worker."""

from django.db import models

from motcua.kernel.ids import new_id


class BookPrint(models.Model):
    """A book of one agency for one month, as PDF. `rows`: how many are gathered so far; `error`: why it came to nothing."""

    retention = "7 days; the book itself is the dossiers"
    personal_data = "the file names applicants"

    id = models.UUIDField(primary_key=True, default=new_id)
    agency_id = models.UUIDField()
    actor_id = models.UUIDField()
    actor_name = models.CharField(max_length=200)
    book = models.CharField(max_length=24)
    month = models.DateField()
    procedure = models.CharField(max_length=40, default="")
    language = models.CharField(max_length=5)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    rows = models.IntegerField(default=0)
    error = models.CharField(max_length=60, default="")
    file_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["actor_id", "-asked_at"], name="book_print_of_official"),
            models.Index(fields=["asked_at"], name="book_print_waiting", condition=models.Q(done_at=None)),
        ]
