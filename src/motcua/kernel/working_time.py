"""The working-day clock: what moment a time limit ends, and every day of how it came about.

The clock ticks in whole minutes of the calendar's own time zone; a moment counts as the beginning of its minute.
Hours and working days use up opening minutes only. Days and months run through nights and days off, but end at
the closing of an open day: the law counts whole days and lets none end on a day off (see ADR 0004).
"""

from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from itertools import pairwise

from motcua.kernel.languages import LocalText

MINUTES_A_DAY = 24 * 60
LONGEST_DAYS = 20 * 366  # a calendar that gives no due date in twenty years is a mistake

Segment = tuple[bool, datetime]
"""(running, start): from `start` (aware) until the next segment's start the clock runs or waits."""
Span = tuple[int, int]
"""Minutes since the year 1 on the calendar's own clock: from, and up to but not including."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Opening hours on one day; `end` is the closing."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.start >= self.end:
            raise ValueError(f"an interval must begin before it ends: {self.start}-{self.end}")

    @property
    def minutes(self) -> Span:
        """From and to in minutes since midnight."""
        return self.start.hour * 60 + self.start.minute, self.end.hour * 60 + self.end.minute


@dataclass(frozen=True, slots=True)
class DayRule:
    """A date that differs from its weekday. No intervals: closed.

    `kind`: "holiday", "swapped_off", "swapped_work" or "override" (of one agency).
    """

    intervals: tuple[Interval, ...]
    name: LocalText = field(default_factory=dict)
    kind: str = "override"


@dataclass(frozen=True)
class WorkingCalendar:
    """When an office is open. `week`: 0 is Monday; a missing weekday is a day off.

    `day_minutes`: how many opening minutes make one working day of a time limit.
    """

    name: str
    zone: tzinfo
    week: Mapping[int, tuple[Interval, ...]]
    exceptions: Mapping[date, DayRule] = field(default_factory=dict)
    day_minutes: int = 480

    @cached_property
    def _week_hours(self) -> tuple[tuple[Span, ...], ...]:
        return tuple(_hours(self.week.get(weekday, ())) for weekday in range(7))

    @cached_property
    def _exceptional_hours(self) -> dict[date, tuple[Span, ...]]:
        return {day: _hours(rule.intervals) for day, rule in self.exceptions.items()}

    def hours(self, day: date) -> tuple[Span, ...]:
        """Opening hours of `day` in minutes since midnight; empty on a day off."""
        exceptional = self._exceptional_hours.get(day)
        return self._week_hours[day.weekday()] if exceptional is None else exceptional

    def open_minutes(self, day: date) -> int:
        return sum(end - start for start, end in self.hours(day))

    def is_open(self, day: date) -> bool:
        return bool(self.hours(day))

    def name_of(self, day: date) -> LocalText:
        """What the calendar calls `day`: a holiday, a swapped day; {} for an ordinary day."""
        rule = self.exceptions.get(day)
        return rule.name if rule else {}


@dataclass(frozen=True, slots=True)
class DayLine:
    """One calendar day of a reckoning.

    `why`: "counted", "due" (counted, and the limit ends here), "prolonged" (it would have ended here), "weekend",
    "holiday", "waiting", "before_opening", "after_hours"; whoever knows more may say it in words of its own. `name`: the calendar's name for the day. `minutes` this day used, `used` up to and with this day.
    """

    day: date
    why: str
    name: LocalText
    minutes: int
    used: int


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How a time limit stands. `due` (UTC) is None while the clock waits.

    Minutes are opening minutes for hours and working days, minutes on the wall for days and months.
    `minutes_used` + `minutes_left` = `minutes_in_all`; the days' minutes add up to `minutes_used`.
    """

    due: datetime | None
    days: tuple[DayLine, ...]
    minutes_used: int
    minutes_left: int
    minutes_in_all: int


def reckon(
    calendar: WorkingCalendar, segments: Sequence[Segment], amount: int, unit: str, until: datetime | None = None
) -> Reckoning:
    """Reckon a time limit of `amount` `unit` ("hour", "working_day", "day", "month") over the clock's segments.

    Days and minutes go up to the due moment, or, while the clock waits, up to the day it began to wait. With `until`
    (aware) they go no further than that moment, and show a clock that waits up to it; `due` is the same either way.
    A limit that ran out before the clock began to wait keeps its due moment.
    Raises ValueError for segments out of order, an amount below 1, an unknown unit, a calendar that never opens.
    """
    walk = _Walk.of(calendar, segments, amount, unit)
    last = None if until is None else _minute(calendar, until)
    end = walk.end()
    lines = tuple(walk.lines(end, last))
    used = lines[-1].used if lines else 0
    due = None if end is None else _moment(calendar, walk.due(end))
    return Reckoning(due, lines, used, walk.in_all - used, walk.in_all)


def reckon_in_turn(
    calendar: WorkingCalendar,
    segments: Sequence[Segment],
    limits: Sequence[tuple[int, str]],
    until: datetime | None = None,
) -> Reckoning:
    """Reckon several limits of (amount, unit), each beginning where the one before ended: a limit and its extensions.

    The day on which a limit but the last ended is told as "prolonged". Raises what `reckon` raises, and ValueError for
    limits of which some count opening minutes and others whole days: their minutes do not add up.
    """
    if len({unit in _WHOLE_DAYS for _, unit in limits}) != 1:
        raise ValueError("limits in turn must all count opening minutes, or all whole days")
    found = reckon(calendar, segments, *limits[0], until)
    for amount, unit in limits[1:]:
        if found.due is None:
            more = _minutes_in_all(calendar, _minute(calendar, segments[-1][1]), amount, unit)
            found = replace(found, minutes_left=found.minutes_left + more, minutes_in_all=found.minutes_in_all + more)
        else:
            found = _joined(found, reckon(calendar, _since(segments, found.due), amount, unit, until))
    return found


def _since(segments: Sequence[Segment], moment: datetime) -> tuple[Segment, ...]:
    """The segments as they go on from `moment`."""
    running = [segment[0] for segment in segments if segment[1] <= moment]
    return ((running[-1], moment), *(segment for segment in segments if segment[1] > moment))


def _joined(first: Reckoning, second: Reckoning) -> Reckoning:
    """One reckoning of two in turn; the day on which both have a line is one line."""
    before = [replace(line, why="prolonged") if line.why == "due" else line for line in first.days]
    after = [replace(line, used=line.used + first.minutes_used) for line in second.days]
    if before and after and before[-1].day == after[0].day:
        joint = after.pop(0)
        why = "due" if joint.why == "due" else before[-1].why
        minutes = before[-1].minutes + joint.minutes
        before[-1] = replace(before[-1], why=why, minutes=minutes, used=joint.used)
    return Reckoning(
        second.due,
        (*before, *after),
        first.minutes_used + second.minutes_used,
        first.minutes_left + second.minutes_left,
        first.minutes_in_all + second.minutes_in_all,
    )


def working_minutes(calendar: WorkingCalendar, start: datetime, end: datetime) -> int:
    """Opening minutes from `start` to `end` (both aware); 0 when `end` isn't after `start`."""
    first, last = _minute(calendar, start), _minute(calendar, end)
    days = range(first // MINUTES_A_DAY, last // MINUTES_A_DAY + 1)
    spans = (span for day in days for span in _absolute(calendar.hours(date.fromordinal(day)), day))
    return sum(max(0, min(close, last) - max(opening, first)) for opening, close in spans)


def open_minutes_before(calendar: WorkingCalendar, moment: datetime, minutes: int) -> datetime:
    """The latest moment (UTC) from which `minutes` opening minutes go by until `moment`.

    Raises ValueError for a calendar that was not open for that long in twenty years.
    """
    last = _minute(calendar, moment)
    day = last // MINUTES_A_DAY
    for before in range(LONGEST_DAYS):
        for opening, closing in reversed(_absolute(calendar.hours(date.fromordinal(day - before)), day - before)):
            length = max(0, min(closing, last) - opening)
            if length >= minutes:
                return _moment(calendar, min(closing, last) - minutes)
            minutes -= length
    raise ValueError(f"the calendar {calendar.name} was not open for that long")


@dataclass(frozen=True, slots=True)
class _Walk:
    """One reckoning under way. `running`: spans in which the clock runs; the last has no end while it still runs."""

    calendar: WorkingCalendar
    running: tuple[Span, ...]
    starts: tuple[int, ...]
    begin: int
    waits_from: int | None
    in_all: int
    whole_days: bool

    @classmethod
    def of(cls, calendar: WorkingCalendar, segments: Sequence[Segment], amount: int, unit: str) -> "_Walk":
        if not segments or amount < 1:
            raise ValueError("a time limit needs a beginning and an amount of at least 1")
        starts = [_minute(calendar, start) for _, start in segments]
        if any(later < earlier for earlier, later in pairwise(starts)):
            raise ValueError("segments must follow each other in time")
        ends = [*starts[1:], _NEVER]
        spans = [(a, b) for (running, _), a, b in zip(segments, starts, ends, strict=True) if running and a < b]
        begin = spans[0][0] if spans else starts[0]
        waits_from = None if segments[-1][0] else starts[-1]
        in_all = _minutes_in_all(calendar, begin, amount, unit)
        whole_days = unit in _WHOLE_DAYS
        return cls(calendar, tuple(spans), tuple(a for a, _ in spans), begin, waits_from, in_all, whole_days)

    def end(self) -> int | None:
        """The minute in which the limit is used up, or None while the clock waits."""
        left = self.in_all
        for _, spans in self._days():
            for start, end in spans:
                if left <= end - start:
                    return start + left
                left -= end - start
        return None

    def due(self, end: int) -> int:
        """The due minute: `end` itself, or for whole days the closing of that day or of the next open one."""
        if not self.whole_days:
            return end
        day = end // MINUTES_A_DAY
        while not (hours := self.calendar.hours(date.fromordinal(day))):
            day += 1
            if day - end // MINUTES_A_DAY > LONGEST_DAYS:
                raise ValueError(f"the calendar {self.calendar.name} never opens")
        return day * MINUTES_A_DAY + hours[-1][1]

    def lines(self, end: int | None, until: int | None) -> Iterator[DayLine]:
        due = None if end is None else self.due(end)
        stop = _earlier(due, until)
        if stop is None:
            stop = self.waits_from if self.waits_from is not None else self.begin
        used, cut = 0, _NEVER if until is None else until
        for day, spans in self._days(stop // MINUTES_A_DAY):
            minutes = sum(max(0, min(b, cut) - a) for a, b in spans)
            minutes = min(minutes, self.in_all - used)
            used += minutes
            is_due = due is not None and day == due // MINUTES_A_DAY and (until is None or until >= due)
            yield self._line(day, minutes, used, is_due=is_due)

    def _line(self, day: int, minutes: int, used: int, *, is_due: bool) -> DayLine:
        that_day = date.fromordinal(day)
        if is_due:
            why = "due"
        elif minutes:
            why = "counted"
        else:
            why = self._why_not(that_day, day)
        return DayLine(that_day, why, self.calendar.name_of(that_day), minutes, used)

    def _why_not(self, that_day: date, day: int) -> str:
        hours = self.calendar.hours(that_day)
        if not hours:
            return "holiday" if that_day in self.calendar.exceptions else "weekend"
        midnight = day * MINUTES_A_DAY
        today = [(a, b) for a, b in self.running if a < midnight + MINUTES_A_DAY and b > midnight]
        if today and today[0][0] >= midnight + hours[-1][1]:
            return "after_hours"
        if today and today[-1][1] <= midnight + hours[0][0]:
            return "before_opening"
        return "waiting"

    def _days(self, last: int | None = None) -> Iterator[tuple[int, list[Span]]]:
        """Each day from the beginning, with the spans of it that use up the limit; no end day means up to where
        the clock stops for good.
        """
        first = self.begin // MINUTES_A_DAY
        endless = last is None and self.waits_from is None
        if last is None:
            last = first + LONGEST_DAYS if self.waits_from is None else self.waits_from // MINUTES_A_DAY
        for day in range(first, last + 1):
            yield day, self._spans_of(day)
        if endless:
            raise ValueError(f"the calendar {self.calendar.name} gives no due date in twenty years")

    def _spans_of(self, day: int) -> list[Span]:
        hours = _ALL_DAY if self.whole_days else self.calendar.hours(date.fromordinal(day))
        midnight = day * MINUTES_A_DAY
        spans: list[Span] = []
        for opening, closing in hours:
            start, end = midnight + opening, midnight + closing
            place = max(0, bisect_right(self.starts, start) - 1)
            while place < len(self.running) and self.running[place][0] < end:
                a, b = self.running[place]
                if max(a, start) < min(b, end):
                    spans.append((max(a, start), min(b, end)))
                place += 1
        return spans


_NEVER = 10**12
_WHOLE_DAYS = frozenset({"day", "month"})
_ALL_DAY: tuple[Span, ...] = ((0, MINUTES_A_DAY),)


def _minutes_in_all(calendar: WorkingCalendar, begin: int, amount: int, unit: str) -> int:
    if unit == "hour":
        return amount * 60
    if unit == "working_day":
        return amount * calendar.day_minutes
    if unit == "day":
        return amount * MINUTES_A_DAY
    if unit == "month":
        day = date.fromordinal(begin // MINUTES_A_DAY)
        return (months_later(day, amount) - day).days * MINUTES_A_DAY
    raise ValueError(f"unknown unit of time: {unit}")


def months_later(day: date, months: int) -> date:
    """The same day `months` later, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _hours(intervals: tuple[Interval, ...]) -> tuple[Span, ...]:
    hours = tuple(sorted(interval.minutes for interval in intervals))
    if any(later[0] < earlier[1] for earlier, later in pairwise(hours)):
        raise ValueError("opening hours of one day must not overlap")
    return hours


def _absolute(hours: tuple[Span, ...], day: int) -> tuple[Span, ...]:
    midnight = day * MINUTES_A_DAY
    return tuple((midnight + start, midnight + end) for start, end in hours)


def _earlier(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def _minute(calendar: WorkingCalendar, moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    there = moment.astimezone(calendar.zone)
    return there.toordinal() * MINUTES_A_DAY + there.hour * 60 + there.minute


def _moment(calendar: WorkingCalendar, minute: int) -> datetime:
    day, rest = divmod(minute, MINUTES_A_DAY)
    there = datetime.combine(date.fromordinal(day), time(0), calendar.zone) + timedelta(minutes=rest)
    return there.astimezone(UTC)
