"""What follows from the clock: the due date, by when the holder should act, and the next alarm."""

from dataclasses import dataclass
from datetime import datetime

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import AlarmKind, ClockKind, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.alarms import Timed, next_alarm
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.models import Dossier
from motcua.dossiers.rules import calendar_of, reckoning_of


@dataclass(frozen=True, slots=True)
class Turn:
    """What the act itself makes of the clock, where the state alone would not."""

    kind: ClockKind
    legal: str = ""
    added: clocks.Amount | None = None


def set_due(row: Dossier, flow: Flow, since: datetime, *, waits: bool) -> None:
    """Work the due date out anew from the whole clock; `since`: when the present state began; `waits`: for an agency that
    is asked, so its holder keeps the day on which to act."""
    before = row.due_at
    if row.received_at is not None:
        reckoning = reckoning_of(row, clocks.from_json(row.clock))
        row.due_at = reckoning.due if reckoning else None
    if not waits or row.received_at is None:
        calendar = agencies.calendar_of(row.receiving_agency_id)
        row.act_by = row.due_at or clocks.act_by(since, flow.act_within(State(row.state)), calendar)
    if row.due_at != before:
        row.rung = ""


def set_alarm(row: Dossier, flow: Flow) -> None:
    """Let the clock ring next when it has something to do."""
    case = Timed(
        state=State(row.state),
        clock=clocks.from_json(row.clock),
        due_at=row.due_at,
        act_by=row.act_by,
        rung=AlarmKind(row.rung) if row.rung else None,
    )
    alarm = next_alarm(flow.terms, case, calendar_of(row))
    row.alarm_at, row.alarm_for = (alarm.at, alarm.kind.value) if alarm else (None, "")
