"""Units, agencies, officials, positions and calendars. Nothing here is deleted: it ends on a date."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from motcua.kernel.ids import new_id


class Unit(models.Model):
    """An administrative unit from `valid_from` to `valid_to` (inclusive); a code may live on under a new name."""

    retention = "permanent"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=5)
    level = models.CharField(max_length=8)
    name = models.JSONField()
    full_name = models.JSONField()
    parent_code = models.CharField(max_length=5, default="")
    sort_key = models.CharField(max_length=200, db_collation="C")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="unit_code_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="unit_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["level", "parent_code", "sort_key"], name="unit_children")]


class UnitChange(models.Model):
    """What became of a former unit on the day `since`: one row for each present unit that took it, or a part of it.

    `old_code` has 5 digits; 3 where a district without communes went over as a whole, 2 for a province. `kind` says
    what went over.
    """

    retention = "permanent: addresses of before are read with it"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    since = models.DateField()
    old_code = models.CharField(max_length=5)
    old_name = models.CharField(max_length=120)
    old_district = models.CharField(max_length=120, default="", blank=True)
    old_province_code = models.CharField(max_length=2)
    old_province = models.CharField(max_length=120)
    new_code = models.CharField(max_length=5)
    kind = models.CharField(max_length=24)
    note = models.CharField(max_length=200, default="", blank=True)
    search_key = models.CharField(max_length=300, db_collation="C")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old_code", "new_code", "since"], name="unit_change_once"),
        ]
        indexes = [models.Index(fields=["old_province_code"], name="unit_change_province")]


class Agency(models.Model):
    """An agency that receives or resolves dossiers. `branch` "" is general; "police" and the like are competent only
    for procedures of their branch.
    """

    retention = "permanent"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(max_length=20, unique=True)
    name = models.JSONField()
    sort_key = models.CharField(max_length=200, db_collation="C")
    tier = models.CharField(max_length=8)
    branch = models.CharField(max_length=20, default="", blank=True)
    unit_code = models.CharField(max_length=5, default="")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    address = models.CharField(max_length=300, default="")
    phone = models.CharField(max_length=20, default="")
    calendar = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit_code", "tier", "branch"], name="agency_competence"),
            models.Index(fields=["tier", "branch"], name="agency_of_branch"),
        ]


class RoutingRule(models.Model):
    """Where a matter goes, by law: see `routing.py`. "" is any; no `agency`: the coordinators decide."""

    retention = "permanent: why a dossier went where it went"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    procedure_code = models.CharField(max_length=40, default="", blank=True)
    field = models.CharField(max_length=200, default="", blank=True)
    tier = models.CharField(max_length=8, default="", blank=True)
    unit_code = models.CharField(max_length=5, default="", blank=True)
    branch = models.CharField(max_length=20, default="", blank=True)
    priority = models.PositiveSmallIntegerField(default=0)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="routing_rules")
    legal = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            # Its index is also the one that rules are found by.
            models.UniqueConstraint(
                fields=["unit_code", "procedure_code", "field", "tier", "branch", "valid_from"],
                name="routing_rule_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="routing_rule_ends_after_it_begins",
            ),
        ]


class Official(models.Model):
    """Somebody who works, or worked, for an agency. What they may do comes from their position of the day."""

    retention = "permanent: acts carry the official's name"
    personal_data = "name"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=300, db_collation="C")


class Position(models.Model):
    """An official's title and roles at one agency, from `valid_from` to `valid_to` (inclusive)."""

    retention = "permanent"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    official = models.ForeignKey(Official, models.PROTECT, related_name="positions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="positions")
    title = models.JSONField()
    roles = ArrayField(models.CharField(max_length=20))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["official", "agency", "valid_from"], name="position_from"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="position_ends_after_it_begins",
            ),
        ]


class Absence(models.Model):
    """An official who is away from an agency from `first_day` to `last_day` (inclusive), and who works in their place.
    Why they are away is nobody's business. It ends by itself; `cancelled_at` when it was taken back before it began."""

    retention = "two years after the last day"
    personal_data = "that an official was away"

    id = models.UUIDField(primary_key=True, default=new_id)
    official = models.ForeignKey(Official, models.PROTECT, related_name="absences")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="absences")
    substitute = models.ForeignKey(Official, models.PROTECT, related_name="stood_in")
    first_day = models.DateField()
    last_day = models.DateField()
    entered_by_id = models.UUIDField()
    entered_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="absence_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(official=F("substitute")), name="absence_by_somebody_else"),
        ]
        indexes = [
            models.Index(
                fields=["agency", "last_day"], name="absence_of_agency", condition=Q(cancelled_at__isnull=True)
            )
        ]


class Scope(models.Model):
    """A right of an official who sees only part of an agency's dossiers: those of a family of procedures or of one
    procedure, in a unit; "" is any. It names no version, so new versions, and new procedures of the family, are in it.

    Who has no row here sees all. A right that was ended (`ended_at`) or ran out gives nothing and still restricts: only
    lifting the restriction (`lifted_at`, on all rows at once) lets the official see all again."""

    retention = "permanent: who could see what, and when"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    official = models.ForeignKey(Official, models.PROTECT, related_name="scopes")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="scopes")
    family = models.CharField(max_length=200, default="", blank=True)
    procedure_code = models.CharField(max_length=40, default="", blank=True)
    unit_code = models.CharField(max_length=5, default="", blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=500)
    given_by_id = models.UUIDField(null=True)
    given_by_name = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="scope_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(family="", procedure_code="", unit_code=""), name="scope_names_something"
            ),
        ]
        indexes = [
            models.Index(fields=["official", "agency"], name="scope_of_official", condition=Q(lifted_at__isnull=True))
        ]


class Calendar(models.Model):
    """Weekly hours that an installation defines itself, under a name of its own or instead of a shipped calendar.

    `week`: weekday ("0" is Monday) to [["07:00", "11:30"], ...].
    """

    retention = "permanent: due dates of the past are reckoned with it"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    name = models.CharField(max_length=40)
    zone = models.CharField(max_length=40)
    week = models.JSONField()
    day_minutes = models.PositiveSmallIntegerField(default=480)
    country = models.CharField(max_length=8, default="", blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "valid_from"], name="calendar_from")]


class CalendarException(models.Model):
    """One date on which a calendar, or one agency that uses it, differs. No `intervals`: closed that day."""

    retention = "permanent: due dates of the past are reckoned with it"
    personal_data = "none"

    id = models.UUIDField(primary_key=True, default=new_id)
    calendar = models.CharField(max_length=40)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    day = models.DateField()
    intervals = models.JSONField(default=list)
    name = models.JSONField(default=dict)
    kind = models.CharField(max_length=12, default="override")
    reference = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "agency", "day"], name="calendar_exception", nulls_distinct=False
            ),
        ]
