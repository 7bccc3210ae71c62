"""Working calendars: what ships with the release, what the installation defines, and the days of one agency."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from functools import lru_cache
from importlib.resources import files
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import yaml
from django.db.models import Q

from motcua.agencies.errors import CalendarNotFoundError
from motcua.agencies.models import Calendar, CalendarException
from motcua.agencies.queries import get_agency, in_force, today
from motcua.kernel.working_time import DayRule, Interval, WorkingCalendar
from motcua.platform.remembering import remembered

Exceptions = dict[date, DayRule]
_same: dict[tuple[str, UUID | None], WorkingCalendar] = {}
DATA = files("motcua.agencies").joinpath("data")


def calendar_of(agency_id: UUID) -> WorkingCalendar:
    """When the agency is open: its calendar and its own exceptions. Raises AgencyNotFoundError, CalendarNotFoundError."""
    return remembered(("calendar", agency_id, today()), lambda: _calendar_of(get_agency(agency_id).calendar, agency_id))


def _calendar_of(name: str, agency_id: UUID) -> WorkingCalendar:
    base = _own_calendar(name) or shipped_calendar(name)
    rows = CalendarException.objects.filter(Q(agency=None) | Q(agency=agency_id), calendar=name)
    # An agency's own rule comes after, and so above, the calendar's.
    own = {row.day: _rule(row) for row in sorted(rows, key=lambda row: row.agency_id is not None)}
    fresh = WorkingCalendar(base.name, base.zone, base.week, {**base.exceptions, **own}, base.day_minutes)
    return _as_before(fresh, agency_id if any(row.agency_id for row in rows) else None)


def _as_before(fresh: WorkingCalendar, agency_id: UUID | None) -> WorkingCalendar:
    """The same object as long as nothing has changed, one for all agencies without days of their own: what is reckoned by a
    calendar is kept beside it, and holds on to it."""
    kept = _same.get((fresh.name, agency_id))
    if kept == fresh:
        return kept
    _same[fresh.name, agency_id] = fresh
    return fresh


def _own_calendar(name: str) -> WorkingCalendar | None:
    row = Calendar.objects.filter(in_force(today()), name=name).order_by("-valid_from").first()
    if row is None:
        return None
    days = {**public_holidays(row.country), **overrides(row.country)} if row.country else {}
    return WorkingCalendar(row.name, ZoneInfo(row.zone), read_week(row.week), days, row.day_minutes)


@lru_cache(maxsize=16)
def shipped_calendar(name: str) -> WorkingCalendar:
    """A calendar from `data/calendars/<name>.yaml`. Raises CalendarNotFoundError."""
    file = DATA.joinpath("calendars", f"{name}.yaml")
    if not name.replace("-", "").isalnum() or not file.is_file():
        raise CalendarNotFoundError(name=name)
    written: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    country = written["country"]
    days = {**public_holidays(country), **overrides(country)}
    return WorkingCalendar(name, ZoneInfo(written["zone"]), read_week(written["week"]), days, written["day_minutes"])


def read_week(week: Mapping[Any, Sequence[Sequence[str]]]) -> dict[int, tuple[Interval, ...]]:
    """Weekday (0 is Monday) to [["07:00", "11:30"], ...], as intervals."""
    return {int(weekday): _intervals(hours) for weekday, hours in week.items()}


@lru_cache(maxsize=16)
def public_holidays(country: str) -> Exceptions:
    """Full public holidays and swapped days from the package `holidays`, for the years that `data/countries.yaml`
    names. Future lunar days are that package's estimate until they are decreed.
    """
    import holidays  # heavy, and needed once a process

    settings = _countries()[country]
    years = range(settings["first_year"], settings["last_year"] + 1)
    told = [
        holidays.country_holidays(country, years=years, categories=("public",), language=language)
        for language in settings["languages"].values()
    ]
    days: Exceptions = {}
    for day in told[0]:
        names = {ours: book[day] for ours, book in zip(settings["languages"], told, strict=True)}
        swapped = names[next(iter(names))].startswith(settings["swapped_off_begins"])
        days[day] = DayRule((), names, "swapped_off" if swapped else "holiday")
    hours = _intervals(settings["working_weekend"])
    for day in told[0].weekend_workdays:
        days[day] = DayRule(hours, settings["swapped_work_name"], "swapped_work")
    return days


@lru_cache(maxsize=16)
def overrides(country: str) -> Exceptions:
    """Our own corrections to the package, `data/overrides.csv`, each with its reference."""
    hours = _intervals(_countries()[country]["working_weekend"])
    with DATA.joinpath("overrides.csv").open(encoding="utf-8") as table:
        rows = [row for row in csv.DictReader(table) if row["country"] == country]
    return {
        date.fromisoformat(row["date"]): DayRule(
            hours if row["rule"] == "open" else _intervals(_read_hours(row["hours"])),
            {"vi": row["name_vi"], "en": row["name_en"]},
            row["kind"],
        )
        for row in rows
    }


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, Any]:
    written: Mapping[str, Any] = yaml.safe_load(DATA.joinpath("countries.yaml").read_text(encoding="utf-8"))
    return written


def _rule(row: CalendarException) -> DayRule:
    return DayRule(_intervals(row.intervals), row.name, row.kind)


def _read_hours(text: str) -> list[list[str]]:
    """Read "07:00-11:30 13:30-17:00"; "" is a closed day."""
    return [part.split("-") for part in text.split()]


def _intervals(hours: Iterable[Sequence[str]]) -> tuple[Interval, ...]:
    return tuple(Interval(time.fromisoformat(start), time.fromisoformat(end)) for start, end in hours)
