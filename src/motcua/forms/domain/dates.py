"""Dates: three boxes, ISO text, or day/month/year as people write it; limits that may move with today."""

import calendar
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from motcua.forms.contracts import FormContext, FormField
from motcua.forms.domain.faults import Fault

Cleaner = Callable[[Any, FormContext], str | None]
Limit = Callable[[date], date]

PARTS = ("day", "month", "year")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_WRITTEN = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,4})", re.ASCII)
_MOVING = re.compile(r"today(?:\s*([+-])\s*(\d{1,5})\s*([dmy]))?", re.ASCII)


def date_cleaner(field: FormField) -> Cleaner:
    """Cleans to "YYYY-MM-DD". Raises ValueError when the field's limits can't be read."""
    earliest, latest = limit_of(field.min), limit_of(field.max)
    early = "in_past" if str(field.min).strip() == "today" else "too_early"
    late = "in_future" if str(field.max).strip() == "today" else "too_late"

    def clean_date(raw: Any, context: FormContext) -> str | None:
        parts = _parts(raw)
        if parts is None:
            return None
        day = _day(*parts)
        if earliest and day < (limit := earliest(context.today)):
            raise Fault(early, limit=written(limit))
        if latest and day > (limit := latest(context.today)):
            raise Fault(late, limit=written(limit))
        return day.isoformat()

    return clean_date


def limit_of(limit: Any) -> Limit | None:
    """A limit as a function of today: "2020-01-31", "today", "today-14y", "today+30d". Raises ValueError."""
    if limit is None:
        return None
    if isinstance(limit, date):
        limit = limit.isoformat()[:10]
    moving = _MOVING.fullmatch(str(limit).strip())
    if not moving:
        fixed = date.fromisoformat(str(limit).strip())
        return lambda _today: fixed
    sign, amount, unit = moving.groups()
    count = int(f"{sign}{amount}") if amount else 0
    return lambda today: shifted(today, count, unit or "d")


def shifted(day: date, count: int, unit: str) -> date:
    """`day` moved by days, months or years; a day that the month lacks becomes its last one."""
    if unit == "d":
        return date.fromordinal(min(max(day.toordinal() + count, 1), date.max.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = min(max(months // 12, 1), 9999), months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def written(day: date) -> str:
    """27/03/2026."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def _parts(raw: Any) -> tuple[str, str, str] | None:
    """Day, month and year as typed; None when nothing is."""
    if isinstance(raw, Mapping):
        return _boxes(raw)
    if not isinstance(raw, str):
        raise Fault("not_a_date")
    if not raw or (len(raw) < 40 and not raw.strip()):
        return None
    if len(raw) < 40 and (iso := _ISO.fullmatch(raw.strip())):
        return iso[3], iso[2], iso[1]
    if len(raw) < 40 and (typed := _WRITTEN.fullmatch(raw.strip())):
        return typed[1], typed[2], typed[3]
    raise Fault("not_a_date")


def _boxes(raw: Mapping[Any, Any]) -> tuple[str, str, str] | None:
    if len(raw) > len(PARTS) or any(key not in PARTS for key in raw):
        raise Fault("not_a_date")
    day, month, year = (_box(raw.get(part)) for part in PARTS)
    missing = [part for part, typed in zip(PARTS, (day, month, year), strict=True) if not typed]
    if len(missing) == len(PARTS):
        return None
    if missing:
        raise Fault("date_incomplete", parts=missing)
    return day, month, year


def _box(typed: Any) -> str:
    if typed is None:
        return ""
    if isinstance(typed, int) and not isinstance(typed, bool) and 0 <= typed <= 9999:
        return str(typed)
    if not isinstance(typed, str) or len(typed) > 20:
        raise Fault("not_a_date")
    return typed.strip()


def _day(day: str, month: str, year: str) -> date:
    if not all(part.isascii() and part.isdigit() for part in (day, month, year)):
        raise Fault("not_a_date")
    if len(year) != 4:
        raise Fault("year_needs_4_digits")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Fault("no_such_day", day=day[:4], month=month[:4], year=year) from None
