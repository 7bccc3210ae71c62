"""A dossier's clock: an append-only list of segments, and the due date that is always derived from it. Pure."""

from collections.abc import Sequence
from datetime import date, datetime

from motcua.catalogue.contracts import TimeLimit
from motcua.dossiers.contracts import ClockKind, ClockSegment
from motcua.kernel.working_time import Reckoning, WorkingCalendar, reckon

Clock = tuple[ClockSegment, ...]

_BESIDE = frozenset({ClockKind.WAITING_AGENCY, ClockKind.CHECKING, ClockKind.STOPPED})  # before and after the limit

# The clock ticks in minutes, so all submissions of a minute to one calendar have the same answer.
MOST_KEPT = 10_000
_act_by: dict[tuple[int, datetime, tuple[int, str]], tuple[WorkingCalendar, datetime]] = {}


def turn(clock: Clock, kind: ClockKind, at: datetime, reason: str = "", legal: str = "") -> Clock:
    """The clock after `kind` begins at `at`. The same kind again changes nothing; time never runs backwards."""
    if clock and clock[-1].kind is kind:
        return clock
    if clock and at < clock[-1].started_at:
        raise ValueError("a clock segment can't begin before the last one")
    return (*clock, ClockSegment(kind, at, reason, legal))


def due(
    clock: Clock, limit: TimeLimit | None, calendar: WorkingCalendar, until: datetime | None = None
) -> Reckoning | None:
    """The reckoning under `limit`; None when the law's limit is not known as a number or the clock never ran.

    Stopping the clock does not move the date that was promised: a decided dossier keeps it.
    """
    running = tuple(segment for segment in clock if segment.kind not in _BESIDE)
    ran = any(segment.kind is ClockKind.RUNNING for segment in running)
    if limit is None or limit.amount is None or limit.unit is None or not ran:
        return None
    return reckon(calendar, _spans(running), limit.amount, limit.unit.value, until)


def act_by(since: datetime, within: tuple[int, str], calendar: WorkingCalendar) -> datetime:
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


def to_json(clock: Clock) -> list[dict[str, str]]:
    return [
        {"kind": s.kind.value, "started_at": s.started_at.isoformat(), "reason": s.reason, "legal": s.legal}
        for s in clock
    ]


def from_json(rows: Sequence[dict[str, str]]) -> Clock:
    return tuple(
        ClockSegment(ClockKind(row["kind"]), datetime.fromisoformat(row["started_at"]), row["reason"], row["legal"])
        for row in rows
    )


def _spans(clock: Clock) -> tuple[tuple[bool, datetime], ...]:
    return tuple((segment.kind is ClockKind.RUNNING, segment.started_at) for segment in clock)


def rule_day(received_at: datetime, calendar: WorkingCalendar) -> date:
    """The day whose law applies: the local day of receipt."""
    return received_at.astimezone(calendar.zone).date()
