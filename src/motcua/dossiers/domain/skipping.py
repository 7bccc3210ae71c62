"""Time that a scenario lets go by: "3 working_day" after what stands before."""

import re
from datetime import datetime, timedelta

from motcua.kernel.working_time import LONGEST_DAYS, WorkingCalendar, months_later

UNITS = ("minute", "hour", "day", "working_day", "month")
SPAN = re.compile(rf"([1-9][0-9]{{0,4}}) ({'|'.join(UNITS)})s?")


def later(moment: datetime, span: str, calendar: WorkingCalendar) -> datetime:
    """The moment `span` later, on the office's own clock. Days and months keep the time of day; a working day is the
    next day on which the office opens. Raises ValueError for what is no span.
    """
    found = SPAN.fullmatch(span)
    if not found:
        raise ValueError(f"{span!r} is no span of time; write for example 3 working_day")
    amount, unit = int(found[1]), found[2]
    there = moment.astimezone(calendar.zone)
    if unit in {"minute", "hour"}:
        return there + timedelta(minutes=amount * (60 if unit == "hour" else 1))
    if unit == "day":
        return there + timedelta(days=amount)
    if unit == "month":
        return datetime.combine(months_later(there.date(), amount), there.timetz())
    return _working_days_later(there, amount, calendar)


def _working_days_later(there: datetime, amount: int, calendar: WorkingCalendar) -> datetime:
    for _day in range(LONGEST_DAYS):
        there += timedelta(days=1)
        amount -= calendar.is_open(there.date())
        if not amount:
            return there
    raise ValueError(f"the calendar {calendar.name} has not that many working days")
