"""When a dossier's clock itself has something to do next, and what. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from motcua.dossiers.contracts import AlarmKind, State
from motcua.dossiers.domain.clock import RUNS, Amount, Clock
from motcua.dossiers.domain.terms import WAIT, Terms
from motcua.kernel.working_time import WorkingCalendar, open_minutes_before

# In the order in which they ring for one due date.
ORDER = (AlarmKind.NEAR_DUE, AlarmKind.NEAR_DUE_HEAD, AlarmKind.DUE)


@dataclass(frozen=True, slots=True)
class Alarm:
    at: datetime
    kind: AlarmKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What the next alarm depends on. `rung`: the last that rang for this due date, None for none yet."""

    state: State
    clock: Clock
    due_at: datetime | None
    act_by: datetime
    rung: AlarmKind | None


def next_alarm(terms: Terms, case: Timed, calendar: WorkingCalendar) -> Alarm | None:
    """The first alarm that has not rung; its moment may be over, then it rings at once. None while nothing is awaited.

    Nobody is warned before half of the time is over: where the limit is short, an early warning is noise.
    """
    if case.state is State.AWAITING_SUPPLEMENT and case.due_at is None:
        return Alarm(case.act_by, AlarmKind.UNANSWERED) if terms.unanswered != WAIT else None
    if case.due_at is None or not case.clock or case.clock[-1].kind not in RUNS:
        return None
    left = ORDER if case.rung is None else ORDER[ORDER.index(case.rung) + 1 :]
    early: Mapping[AlarmKind, Amount] = {
        AlarmKind.NEAR_DUE: terms.warn_holder,
        AlarmKind.NEAR_DUE_HEAD: terms.warn_head,
    }
    half = _half(case.clock, case.due_at)
    alarms = [Alarm(max(before(case.due_at, early[k], calendar), half) if k in early else case.due_at, k) for k in left]
    return alarms[0] if alarms else None


def before(moment: datetime, amount: Amount, calendar: WorkingCalendar) -> datetime:
    """`amount` earlier: opening hours for hours and working days, else days on the wall (a month is thirty)."""
    number, unit = amount
    if unit in {"hour", "working_day"}:
        return open_minutes_before(calendar, moment, number * (60 if unit == "hour" else calendar.day_minutes))
    return moment - timedelta(days=number * (30 if unit == "month" else 1))


def _half(clock: Clock, due_at: datetime) -> datetime:
    """Halfway between the moment since which the clock has been running and the due moment."""
    since = clock[-1].started_at
    for earlier, later in pairwise(reversed(clock)):
        if earlier.kind not in RUNS or later.kind not in RUNS:
            break
        since = later.started_at
    return since + max(due_at - since, timedelta()) / 2
