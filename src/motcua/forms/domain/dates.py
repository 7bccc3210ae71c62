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
_ISO_MONTH = re.compile(r"(\d{4})-(\d{1,2})", re.ASCII)
_WRITTEN_MONTH = re.compile(r"(?:(\d{1,2})\s*[/.\- ]\s*)?(\d{4})", re.ASCII)
_MOVING = re.compile(r"today(?:\s*([+-])\s*(\d{1,5})\s*([dmy]))?", re.ASCII)


def date_cleaner(field: FormField) -> Cleaner:
    """Cleans to "YYYY-MM-DD"; a partly known date also to "YYYY-MM" or "YYYY". Raises ValueError for unreadable limits.

    A partly known date is too early, or too late, when each of its days is.
    """
    earliest, latest, partial = limit_of(field.min), limit_of(field.max), field.partial
    early = "in_past" if str(field.min).strip() == "today" else "too_early"
    late = "in_future" if str(field.max).strip() == "today" else "too_late"

    def clean_date(raw: Any, context: FormContext) -> str | None:
        parts = _parts(raw, partial=partial)
        if parts is None:
            return None
        first, last, kept = _span(*parts)
        if earliest and last < (limit := earliest(context.today)):
            raise Fault(early, limit=written(limit))
        if latest and first > (limit := latest(context.today)):
            raise Fault(late, limit=written(limit))
        return kept

    return clean_date


def _span(day: str, month: str, year: str) -> tuple[date, date, str]:
    """First and last day that it may be, and how it is kept; `day`, or `day` and `month`, may be ""."""
    if day:
        found = _day(day, month, year)
        return found, found, found.isoformat()
    first = _day("1", month or "1", year)
    last = first.replace(month=first.month if month else 12)
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return first, last, f"{first.year:04d}-{first.month:02d}" if month else f"{first.year:04d}"


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


def _parts(raw: Any, *, partial: bool) -> tuple[str, str, str] | None:
    """Day, month and year as typed; None when nothing is. Of a partly known date only the year must be there."""
    if isinstance(raw, Mapping):
        return _boxes(raw, partial=partial)
    if partial and isinstance(raw, int) and not isinstance(raw, bool) and 1000 <= raw <= 9999:
        return "", "", str(raw)
    if not isinstance(raw, str):
        raise Fault("not_a_date")
    if not raw or (len(raw) < 40 and not raw.strip()):
        return None
    if len(raw) < 40 and (found := _read(raw.strip(), partial=partial)):
        return found
    raise Fault("not_a_date")


def _read(typed: str, *, partial: bool) -> tuple[str, str, str] | None:
    if iso := _ISO.fullmatch(typed):
        return iso[3], iso[2], iso[1]
    if written := _WRITTEN.fullmatch(typed):
        return written[1], written[2], written[3]
    if partial and (iso := _ISO_MONTH.fullmatch(typed)):
        return "", iso[2], iso[1]
    if partial and (written := _WRITTEN_MONTH.fullmatch(typed)):
        return "", written[1] or "", written[2]
    return None


def _boxes(raw: Mapping[Any, Any], *, partial: bool) -> tuple[str, str, str] | None:
    if len(raw) > len(PARTS) or any(key not in PARTS for key in raw):
        raise Fault("not_a_date")
    day, month, year = (_box(raw.get(part)) for part in PARTS)
    missing = [part for part, typed in zip(PARTS, (day, month, year), strict=True) if not typed]
    if len(missing) == len(PARTS):
        return None
    if missing and not (partial and missing in (["day"], ["day", "month"])):
        raise Fault("date_incomplete", "month_or_year_missing" if partial else "date_incomplete", parts=missing)
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
