"""How a due date stands right now, in working days: the number that people are told."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import DossierSummary, DossierView, State, Tracking
from motcua.kernel import clock
from motcua.kernel.languages import LocalText
from motcua.kernel.working_time import working_minutes

_OVER = {State.APPROVED, State.RETURNED, State.REFUSED}


@dataclass(frozen=True, slots=True)
class Dueness:
    """`state`: "running", "paused", "done" (ended in time), "late" (ended too late),
    "withdrawn" (nobody kept or missed a date; also one that was stopped). `working_days_left`: 0 is today,
    negative is overdue, None when there is no due date; `waits_for`: the agencies for which the clock is paused."""

    state: str
    working_days_left: int | None
    due_at: datetime | None
    waits_for: tuple[LocalText, ...] = ()


def dueness(case: DossierSummary | DossierView | Tracking, agency_id: UUID) -> Dueness:
    """How `case` stands. Its days are counted by the calendar that its limit is reckoned on; before it is accepted, and where
    no limit of ours is known, by that of `agency_id`. A decided dossier is judged by when it was decided."""
    if case.state in {State.WITHDRAWN, State.STOPPED}:
        return Dueness("withdrawn", None, None)
    if case.state in _OVER:
        return Dueness("late" if _too_late(case) else "done", None, case.due_at)
    if case.state in {State.AWAITING_SUPPLEMENT, State.AWAITING_PAYMENT, State.AWAITING_EARLIER}:
        return Dueness("paused", None, None)
    if case.waits_for:
        return Dueness("paused", None, None, tuple(agencies.get_agency(one).name for one in case.waits_for))
    counts = agency_id if case.state is State.SUBMITTED else case.calendar_agency_id or agency_id
    return Dueness("running", _days_left(case.due_at, counts), case.due_at)


def _too_late(case: DossierSummary | DossierView | Tracking) -> bool:
    return case.due_at is not None and case.decided_at is not None and case.decided_at > case.due_at


def _days_left(due_at: datetime | None, agency_id: UUID) -> int | None:
    if due_at is None:
        return None
    calendar = agencies.calendar_of(agency_id)
    now = clock.now()
    if due_at.astimezone(calendar.zone).date() == now.astimezone(calendar.zone).date() and due_at >= now:
        return 0
    if due_at >= now:
        return max(1, ceil(working_minutes(calendar, now, due_at) / calendar.day_minutes))
    return -max(1, ceil(working_minutes(calendar, due_at, now) / calendar.day_minutes))
