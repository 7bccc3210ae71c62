"""What happened to dossiers, one row an act, in an order that nobody who follows it can miss anything of."""

from django.db import models
from django.db.models import Func

from motcua.kernel.ids import new_id


class Change(models.Model):
    """One act on one dossier, as it left the dossier; `origin` and `was_…` say how it stood before. Rows are written in
    the act's own transaction and never change. `position` is given by the database: see ADR 0024. `origin` is "" for
    the act that made the dossier; `was_resolving_agency_id` is empty unless the dossier went to another agency; `was` unless something else was corrected
    that otherwise never changes (receiving agency, procedure, channel, moment of submission): what it was before."""

    retention = "MOTCUA_FEED_DAYS, by the worker"
    personal_data = "ids of dossiers and agencies only"

    pk = models.CompositePrimaryKey("position", "version", "id")
    position = models.BigIntegerField(db_default=Func(function="dossiers_feed_position"))
    version = models.IntegerField()
    id = models.UUIDField(default=new_id)
    dossier_id = models.UUIDField()
    code = models.CharField(max_length=40)
    procedure_code = models.CharField(max_length=40)
    receiving_agency_id = models.UUIDField()
    resolving_agency_id = models.UUIDField()
    channel = models.CharField(max_length=12)
    action = models.CharField(max_length=40)
    origin = models.CharField(max_length=24)
    state = models.CharField(max_length=24)
    status = models.SmallIntegerField()
    at = models.DateTimeField()
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    was_received_at = models.DateTimeField(null=True)
    was_due_at = models.DateTimeField(null=True)
    was_decided_at = models.DateTimeField(null=True)
    was_resolving_agency_id = models.UUIDField(null=True)
    was = models.JSONField(null=True)
