"""A dossier's clock: an append-only list of segments, and the due date that is always derived from it. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from motcua.catalogue.contracts import TimeLimit
from motcua.dossiers.contracts import ClockKind, ClockSegment, DayLine, Reckoning
from motcua.kernel.working_time import LONGEST_DAYS, Segment, WorkingCalendar, reckon, reckon_in_turn

Clock = tuple[ClockSegment, ...]
Amount = tuple[int, str]

RUNS = frozenset({ClockKind.RUNNING, ClockKind.EXTENDED, ClockKind.RESTARTED})
# Why a day did not count: the kind of wait that covers it.
_WAITS = {
    ClockKind.WAITING_AGENCY: "waiting_agency",
    ClockKind.WAITING_PAYMENT: "waiting_payment",
    ClockKind.STOPPED: "decided",
    ClockKind.CHECKING: "checking",
}

# The clock ticks in minutes, so all submissions of a minute to one calendar have the same answer.
MOST_KEPT = 10_000
_act_by: dict[tuple[int, datetime, Amount], tuple[WorkingCalendar, datetime]] = {}


@dataclass(frozen=True, slots=True)
class Receiving:
    """How an agency receives: on whose calendar, and after which hour of a day it counts as the next working day's."""

    calendar: WorkingCalendar
    cut_off: time | None = None

    def counts_from(self, moment: datetime) -> datetime:
        """`moment` itself, or the opening of the next working day for what comes after the hour."""
        there = moment.astimezone(self.calendar.zone)
        if self.cut_off is None or there.time() < self.cut_off or not self.calendar.is_open(there.date()):
            return moment
        for _day in range(LONGEST_DAYS):
            there += timedelta(days=1)
            hours = self.calendar.hours(there.date())
            if hours:
                opening = time(*divmod(hours[0][0], 60))
                return datetime.combine(there.date(), opening, self.calendar.zone)
        raise ValueError(f"the calendar {self.calendar.name} never opens")


def turn(
    clock: Clock,
    kind: ClockKind,
    at: datetime,
    reason: str = "",
    *,
    legal: str = "",
    added: Amount | None = None,
) -> Clock:
    """The clock after `kind` begins at `at`; a clock that runs already runs on. Time never runs backwards.

    An EXTENDED or RESTARTED segment is always a new one.
    """
    anew = kind in {ClockKind.EXTENDED, ClockKind.RESTARTED}
    if clock and not anew and (clock[-1].kind is kind or (kind in RUNS and clock[-1].kind in RUNS)):
        return clock
    if clock and at < clock[-1].started_at:
        raise ValueError("a clock segment can't begin before the last one")
    return (*clock, ClockSegment(kind, at, reason, legal, added))


def due(
    clock: Clock,
    limit: TimeLimit | None,
    calendar: WorkingCalendar,
    until: datetime | None = None,
    receiving: Receiving | None = None,
) -> Reckoning | None:
    """The reckoning under `limit` and what prolonged it, since the limit last began anew; None when the law's limit is not
    known as a number or the clock never ran. `receiving` says from when a receipt counts.

    Stopping the clock does not move the date that was promised: a decided dossier keeps it, and one that is opened again
    goes on from there. Days of a limit that began anew are told as "started_over" and count nothing.
    """
    lived = _lived(clock)
    if not lived:
        return None
    begun = max((place for place, segment in enumerate(lived) if segment.kind is ClockKind.RESTARTED), default=0)
    counted = lived[begun:]
    limits = _limits(counted, limit)
    if not limits:
        return None
    spans = _spans(counted, receiving)
    reckoning = reckon_in_turn(calendar, spans, limits, until)
    earlier = _given_up(lived[: begun + 1], limit, calendar, receiving) if begun else ()
    lines = [*earlier, *_not_yet(counted[0].started_at, spans[0][1], calendar), *reckoning.days]
    return replace(reckoning, days=tuple(_told(_once_a_day(lines), lived, calendar)))


def same(kind: ClockKind, other: ClockKind) -> bool:
    """Whether a clock that does the one goes on when it is told to do the other."""
    return kind is other or (kind in RUNS and other in RUNS)


def extensions(clock: Clock) -> int:
    """How often the limit was prolonged."""
    return sum(segment.kind is ClockKind.EXTENDED for segment in clock)


def own_due(clock: Clock, within: Amount | None, calendar: WorkingCalendar) -> datetime | None:
    """When a share of the time, `within`, is used up on a clock of its own; None while it stands still or without one."""
    spans = _spans(tuple(segment for segment in clock if segment.kind is not ClockKind.STOPPED), None)
    if within is None or not any(running for running, _start in spans):
        return None
    return reckon(calendar, spans, within[0], within[1], None).due


def act_by(since: datetime, within: Amount, calendar: WorkingCalendar) -> datetime:
    """By when the holder should have acted: the desk on a new dossier, the applicant on a request for more."""
    key = (id(calendar), since.replace(second=0, microsecond=0), within)
    kept = _act_by.get(key)
    if kept and kept[0] is calendar:
        return kept[1]
    reckoning = reckon(calendar, ((True, since),), within[0], within[1], None)
    if reckoning.due is None:
        raise ValueError("a time to act within needs an amount and a unit")
    if len(_act_by) > MOST_KEPT:
        _act_by.clear()
    _act_by[key] = (calendar, reckoning.due)
    return reckoning.due


def to_json(clock: Clock) -> list[dict[str, Any]]:
    return [
        {"kind": s.kind.value, "started_at": s.started_at.isoformat(), "reason": s.reason, "legal": s.legal}
        | ({"added": list(s.added)} if s.added else {})
        for s in clock
    ]


def without_reasons(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The stored clock with its kinds, moments and articles; what somebody wrote is gone."""
    return [{**row, "reason": ""} for row in rows]


def from_json(rows: Sequence[dict[str, Any]]) -> Clock:
    return tuple(
        ClockSegment(
            ClockKind(row["kind"]),
            datetime.fromisoformat(row["started_at"]),
            row["reason"],
            row["legal"],
            (row["added"][0], row["added"][1]) if row.get("added") else None,
        )
        for row in rows
    )


def rule_day(received_at: datetime, calendar: WorkingCalendar) -> date:
    """The day whose law applies: the local day of receipt."""
    return received_at.astimezone(calendar.zone).date()


def _lived(clock: Clock) -> Clock:
    """From the first running segment on, without the stop at the end."""
    first = next((place for place, segment in enumerate(clock) if segment.kind in RUNS), len(clock))
    last = len(clock) - 1 if clock and clock[-1].kind is ClockKind.STOPPED else len(clock)
    return clock[first:last]


def _limits(counted: Clock, limit: TimeLimit | None) -> list[Amount]:
    """The limit that counts, the law's own or the one given with the new beginning, then what prolonged it."""
    own = counted[0].added if counted[0].kind is ClockKind.RESTARTED else None
    if own is None and limit is not None and limit.amount is not None and limit.unit is not None:
        own = limit.amount, limit.unit.value
    return [own, *(s.added for s in counted if s.kind is ClockKind.EXTENDED and s.added)] if own else []


def _spans(counted: Clock, receiving: Receiving | None) -> tuple[Segment, ...]:
    begins = counted[0].started_at
    if receiving is not None:
        begins = receiving.counts_from(begins)
    return tuple((segment.kind in RUNS, max(segment.started_at, begins)) for segment in counted)


def _given_up(
    lived: Clock, limit: TimeLimit | None, calendar: WorkingCalendar, receiving: Receiving | None
) -> tuple[DayLine, ...]:
    """The days before the limit began anew, which count no longer. `lived` ends with the new beginning."""
    until = lived[-1].started_at
    found = due(lived[:-1], limit, calendar, until, receiving)
    if found is None:
        return ()
    gone = {"counted", "due", "prolonged"}
    return tuple(
        replace(line, why="started_over" if line.why in gone else line.why, minutes=0, used=0) for line in found.days
    )


def _not_yet(received: datetime, counts: datetime, calendar: WorkingCalendar) -> Iterator[DayLine]:
    """The days between a receipt after hours and the opening from which it counts."""
    day, last = (moment.astimezone(calendar.zone).date() for moment in (received, counts))
    why = "after_cut_off"
    while day < last:
        yield DayLine(day, why, calendar.name_of(day), 0, 0)
        day += timedelta(days=1)
        why = "holiday" if day in calendar.exceptions else "weekend"


def _once_a_day(lines: Sequence[DayLine]) -> Iterator[DayLine]:
    """One line a day: of two, the later one, unless nothing of it counted."""
    kept: dict[date, DayLine] = {}
    for line in lines:
        before = kept.get(line.day)
        kept[line.day] = line if before is None or line.minutes or line.why == "due" else before
    return iter(kept.values())


def _told(lines: Iterator[DayLine], lived: Clock, calendar: WorkingCalendar) -> Iterator[DayLine]:
    """Waiting days say for whom or for what."""
    for line in lines:
        why = line.why
        if why == "waiting":
            evening = datetime.combine(line.day, time.max, calendar.zone)
            covering = [s.kind for s in lived if s.started_at <= evening and s.kind not in RUNS]
            why = _WAITS.get(covering[-1], why) if covering else why
        yield line if why == line.why else replace(line, why=why)
