"""How far the product's own followers have come in the feed."""

from django.db import models


class FeedCursor(models.Model):
    """`floor`: the last change that is kept no longer; `figures`: the last one that is in the figures of the boards."""

    retention = "permanent"
    personal_data = "none"

    name = models.CharField(primary_key=True, max_length=40)
    position = models.BigIntegerField()
    version = models.IntegerField()
    change_id = models.UUIDField()
    at = models.DateTimeField()
