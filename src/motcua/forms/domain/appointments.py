"""An appointment: a moment among those that a form offers on the days when the agency is open."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from motcua.forms.contracts import FormContext, FormField, FreeDay, Slots
from motcua.forms.domain.faults import Fault

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_TIMES, MOST_SEATS, MOST_DAYS, MOST_OF_ONE = 48, 500, 180, 20
_KEYS = {"days", "times", "capacity", "within_days", "per_person"}
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)

Hours = Callable[[date], Sequence[tuple[int, int]]]
"""Opening hours of a day in minutes since midnight: from, and up to but not including."""


def read_slots(raw: Any) -> Slots:
    """Raises ValueError with what to write instead."""
    if not isinstance(raw, Mapping) or not set(raw) <= _KEYS:
        raise ValueError("slots name days, times, capacity, within_days and per_person")
    days, times = raw.get("days"), raw.get("times")
    if not isinstance(days, list) or not days or not all(day in WEEKDAYS for day in days):
        raise ValueError(f"days are some of {', '.join(WEEKDAYS)}")
    if not isinstance(times, list) or not 0 < len(times) <= MOST_TIMES or not all(_is_time(each) for each in times):
        raise ValueError(f"times are 1 to {MOST_TIMES} like '07:30', in quotes")
    capacity, within = raw.get("capacity", 1), raw.get("within_days", 30)
    if not _whole(capacity, MOST_SEATS) or not _whole(within, MOST_DAYS):
        raise ValueError(f"capacity is 1 to {MOST_SEATS}, within_days 1 to {MOST_DAYS}")
    per_person = raw.get("per_person", 1)
    if not _whole(per_person, MOST_OF_ONE):
        raise ValueError(f"per_person is 1 to {MOST_OF_ONE}")
    return Slots(frozenset(map(WEEKDAYS.index, days)), tuple(sorted(set(times))), capacity, within, per_person)


def offered(slots: Slots, hours: Hours, today: date) -> tuple[FreeDay, ...]:
    """From tomorrow on, the days and times that the form offers and at which the agency is open."""
    days = (today + timedelta(days=ahead) for ahead in range(1, slots.within_days + 1))
    found = (FreeDay(day, _open_times(slots, hours(day))) for day in days if day.weekday() in slots.days)
    return tuple(each for each in found if each.times)


def appointment(field: FormField) -> Callable[[Any, FormContext], str | None]:
    """Cleans to "YYYY-MM-DDTHH:MM". Where the context knows what is free, only that is taken."""
    slots = field.slots

    def clean_appointment(raw: Any, context: FormContext) -> str | None:
        if isinstance(raw, str) and len(raw) < 100 and not raw.strip():
            return None
        found = _MOMENT.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) < 100 else None
        if found is None or slots is None:
            raise Fault("not_a_slot")
        day, time = _day(found[1]), found[2]
        if day <= context.today:
            raise Fault("slot_past")
        within = day <= context.today + timedelta(days=slots.within_days)
        if not within or day.weekday() not in slots.days or time not in slots.times:
            raise Fault("not_a_slot")
        if context.free_days and not any(each.day == day and time in each.times for each in context.free_days(field)):
            raise Fault("slot_taken")
        return f"{day.isoformat()}T{time}"

    return clean_appointment


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Fault("not_a_slot") from None


def _open_times(slots: Slots, spans: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    return tuple(time for time in slots.times if any(start <= minutes(time) < end for start, end in spans))


def minutes(time: str) -> int:
    """Minutes since midnight of "07:30"."""
    hour, _colon, minute = time.partition(":")
    return int(hour) * 60 + int(minute)


def _is_time(raw: Any) -> bool:
    return isinstance(raw, str) and _TIME.fullmatch(raw) is not None


def _whole(raw: Any, most: int) -> bool:
    return isinstance(raw, int) and not isinstance(raw, bool) and 0 < raw <= most
