"""How long dossiers have really taken."""

from django.db import models


class ProcessingTime(models.Model):
    """From receipt to decision, in working days, of the dossiers of a procedure that were decided in the last `window` days:
    at one agency, or (the nil id) at all of them. `number` counts them; half of them took no longer than `median`, nine of
    ten no longer than `nine_of_ten`."""

    retention = "replaced with each reckoning"
    personal_data = "none"

    pk = models.CompositePrimaryKey("procedure_code", "agency_id")
    procedure_code = models.CharField(max_length=40)
    agency_id = models.UUIDField()
    window = models.SmallIntegerField()
    number = models.IntegerField()
    median = models.SmallIntegerField()
    nine_of_ten = models.SmallIntegerField()
    reckoned_at = models.DateTimeField()
