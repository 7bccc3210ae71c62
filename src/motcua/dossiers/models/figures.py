"""What boards and the public count."""

from django.db import models


class Figure(models.Model):
    """How many dossiers of an agency and a procedure a measure counts on a day.

    `day` is the first of the month in which it happened (`submitted`, `submitted_online`, `received`, `on_time`, `late`,
    `undated`, `refused`, `withdrawn`, `stopped`, `taken_in`), the first of the month of submission for how many are in a
    state now (`state:…`), and the day itself for what is promised and not decided (`due`). `agency_id` is the agency that
    resolves; for `taken_in` the one that receives."""

    retention = "permanent"
    personal_data = "none"

    pk = models.CompositePrimaryKey("agency_id", "procedure_code", "measure", "day")
    agency_id = models.UUIDField()
    procedure_code = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    day = models.DateField()
    number = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["measure", "day"], name="figure_of_measure")]  # boards of all agencies
