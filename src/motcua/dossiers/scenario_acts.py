"""What an act does to a dossier on paper, by the same rules that real dossiers meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import ClockKind, DocumentKind, State, StepKind
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import BY_STEP, Flow
from motcua.dossiers.domain.skipping import later
from motcua.dossiers.domain.steps import RECORD_STEP, RESUME_STEP, Step, may_begin
from motcua.dossiers.domain.terms import CLOSE_UNANSWERED, DECIDE_BY_SILENCE, REOPEN
from motcua.kernel.working_time import WorkingCalendar

ISSUES = {
    "accept": DocumentKind.RECEIPT,
    "request_supplement": DocumentKind.SUPPLEMENT_REQUEST,
    "refuse": DocumentKind.REFUSAL,
    "approve": DocumentKind.RESULT,
    "correct": DocumentKind.RESULT,
    "reissue": DocumentKind.RESULT,
    "extend": DocumentKind.EXTENSION,
    "explain_lateness": DocumentKind.EXTENSION,
    "stop": DocumentKind.STOP,
}


# What the clock itself issues, by where it leads.
BY_ITSELF = {
    (DECIDE_BY_SILENCE, State.APPROVED): DocumentKind.RESULT,
    (DECIDE_BY_SILENCE, State.REFUSED): DocumentKind.REFUSAL,
    (CLOSE_UNANSWERED, State.REFUSED): DocumentKind.REFUSAL,
    (CLOSE_UNANSWERED, State.STOPPED): DocumentKind.STOP,
}


@dataclass
class Case:
    """A dossier on paper: what the acts have made of it so far."""

    flow: Flow
    state: State
    clock: clocks.Clock
    calendar: WorkingCalendar
    received_at: datetime | None = None
    origin: State | None = None
    supplements: int = 0
    documents: list[str] = field(default_factory=list)
    answers: Mapping[str, Any] = field(default_factory=dict)
    channel: str = "online"
    day: date | None = None
    recorded: set[str] = field(default_factory=set)
    due: Callable[[], datetime | None] = lambda: None
    paused: set[str] = field(default_factory=set)
    asked_for: str = ""
    since: datetime | None = None  # when a supplement was asked for
    fault: str = ""
    fees: int = 0
    paid: bool = False

    @property
    def asked(self) -> tuple[Step, ...]:
        """The steps that the answers call for."""
        names = {**self.answers, "channel": self.channel, "today": self.day.isoformat() if self.day else ""}
        return self.flow.asked_steps(lambda expression: catalogue.condition(expression)(names))

    @property
    def waiting(self) -> tuple[str, ...]:
        """Of these the ones that nobody has recorded."""
        return tuple(step.id for step in self.asked if step.id not in self.recorded)

    @property
    def begun(self) -> tuple[str, ...]:
        """Of these the ones before which nothing is left to do."""
        wanted = {step.id for step in self.asked}
        return tuple(
            step.id for step in self.asked if step.id not in self.recorded and may_begin(step, wanted, self.recorded)
        )

    def turn(self, at: datetime) -> None:
        """The clock follows the state, the step for which the applicant is asked, and steps that stop the whole case."""
        held = any(step.pauses_case and step.id in self.paused for step in self.flow.steps)
        self.clock = clocks.turn(self.clock, self.flow.clock(self.state, self.asked_for, paused=held), at)


def act_moment(act: Mapping[str, Any], before: datetime, calendar: WorkingCalendar) -> datetime:
    """When an act happens: at its own moment, or a span after what stands before it."""
    span = act.get("after") or act.get("skip")
    return later(before, str(span), calendar) if span else moment(act["at"]) if "at" in act else before


def possible_acts(case: Case) -> list[str]:
    return [action for action in case.flow.transitions if case.flow.allowed(action, case.state)] or ["nothing more"]


def told(value: Any, calendar: WorkingCalendar) -> str:
    if isinstance(value, datetime):
        return value.astimezone(calendar.zone).isoformat(timespec="minutes")
    return listed(value) if isinstance(value, list) else str(value)


def listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def do_act(case: Case, act: Mapping[str, Any], at: datetime) -> str:
    """Apply one act; returns why it can't be done, or ""."""
    action = str(act["do"])
    if at < case.clock[-1].started_at:
        return f"{action} happens at {at.isoformat()}, before what the scenario tells earlier"
    if not case.flow.allowed(action, case.state):
        return f"`{action}` is not possible while the dossier is {case.state.value}"
    refusal = _FIRST[action](case, act, at) if action in _FIRST else ""
    if refusal:
        return refusal
    kind, added = _turn(case, act)
    if kind:
        case.clock = clocks.turn(case.clock, kind, at, added=added)
    case.state = case.flow.target(action, case.state, case.origin)
    case.turn(at)
    issued = ISSUES.get(action) or BY_ITSELF.get((action, case.state))
    if issued:
        case.documents.append(issued.value)
    return ""


def _turn(case: Case, act: Mapping[str, Any]) -> tuple[ClockKind | None, clocks.Amount | None]:
    """What an act makes of the clock where the state alone would not say it."""
    action, terms = str(act["do"]), case.flow.terms
    if action == "extend":
        return ClockKind.EXTENDED, _by(act)
    if action == REOPEN and terms.reopened_limit:
        return ClockKind.RESTARTED, terms.reopened_limit
    if action == "answer_supplement" and case.received_at is not None:
        return terms.clock_after_answer(case.fault), None
    return None, None


def _accept(case: Case, _act: Mapping[str, Any], at: datetime) -> str:
    case.received_at = at
    return ""


def _ask(case: Case, act: Mapping[str, Any], at: datetime) -> str:
    kinds = case.flow.terms.kinds
    if act.get("step", "") not in ("", *case.begun):
        return _not_begun(case, str(act["step"]))
    if case.supplements >= case.flow.supplement_times:
        return "A supplement was already requested as often as flow.yaml allows"
    if kinds and act.get("kind") not in kinds:
        return f"`request_supplement` says what is wrong; write kind: {' or '.join(kinds)}"
    case.supplements, case.origin, case.asked_for = case.supplements + 1, case.state, str(act.get("step", ""))
    case.since = at
    case.fault = str(act.get("kind", "")) if kinds else ""
    return ""


def _ask_to_pay(case: Case, _act: Mapping[str, Any], _at: datetime) -> str:
    if not case.fees or case.paid:
        return "There is nothing to pay, or it was paid"
    case.origin = case.state
    return ""


def _pay(case: Case, _act: Mapping[str, Any], _at: datetime) -> str:
    case.paid = True
    return ""


def _reopen(case: Case, _act: Mapping[str, Any], _at: datetime) -> str:
    return "" if case.received_at else "`reopen` is not possible for a dossier that was never accepted"


def _explain(case: Case, _act: Mapping[str, Any], at: datetime) -> str:
    promised = case.due()
    return "" if promised and promised < at else "`explain_lateness` is not possible before the due date has passed"


def _by_silence(case: Case, _act: Mapping[str, Any], at: datetime) -> str:
    promised = case.due()
    return "" if promised and promised <= at else "Silence does not decide before the due date"


def _unanswered(case: Case, _act: Mapping[str, Any], at: datetime) -> str:
    days = case.flow.supplement_days
    if case.since and days and at < clocks.act_by(case.since, (days, "day"), case.calendar):
        return f"The applicant has {days} days to answer"
    return ""


def _answer(case: Case, act: Mapping[str, Any], _at: datetime) -> str:
    case.answers = {**case.answers, **act.get("answers", {})}
    return ""


def _resolve(case: Case, _act: Mapping[str, Any], _at: datetime) -> str:
    if case.waiting:
        return f"`resolve` is not possible before these steps are recorded: {', '.join(case.waiting)}"
    return ""


def _not_begun(case: Case, step: str) -> str:
    return f"`{step}` is no step that waits to be recorded; waiting: {', '.join(case.begun) or 'none'}"


def _on_step(case: Case, act: Mapping[str, Any], _at: datetime) -> str:
    """Record a step, or let its clock stand still or run on."""
    action, step = str(act["do"]), case.flow.step(str(act.get("step", "")))
    if step is None or step.id not in case.begun:
        return _not_begun(case, str(act.get("step")))
    if action == RECORD_STEP:
        return _record(case, step, act)
    if step.kind is not StepKind.TASK or (action == RESUME_STEP) != (step.id in case.paused):
        return f"`{action}` is not possible for `{step.id}` as it stands"
    case.paused ^= {step.id}
    return ""


def _record(case: Case, step: Step, act: Mapping[str, Any]) -> str:
    """A step with what its fields ask for; a draw only says that it was held."""
    given, known = act.get("record", {}), {str(field["id"]): field for field in step.fields}
    strange = sorted(given.keys() - known.keys())
    lacking = sorted(key for key, box in known.items() if box.get("required", True) and not given.get(key))
    if strange or lacking:
        return f"Step `{step.id}`: not known {listed(strange)}; not filled in {listed(lacking)}"
    case.recorded.add(step.id)
    case.paused.discard(step.id)
    return ""


def _cannot_extend(case: Case, act: Mapping[str, Any], at: datetime) -> str:
    if case.flow.terms.extension.used_up(case.clock):
        return "The limit was already prolonged as often as flow.yaml allows"
    if not act.get("by"):
        return "`extend` says by how much; write by: 5 working_day"
    promised = case.due()
    if promised is None:
        return "`extend` is not possible without a due date"
    if case.flow.terms.extension.too_late(promised, at):
        return "`extend` is not possible after the due date"
    return ""


# What an act does of its own before the dossier moves on; a sentence says why it can't be done.
_FIRST: Mapping[str, Callable[[Case, Mapping[str, Any], datetime], str]] = {
    "accept": _accept,
    "request_supplement": _ask,
    "answer_supplement": _answer,
    "resolve": _resolve,
    "extend": _cannot_extend,
    **dict.fromkeys(BY_STEP, _on_step),
    "request_payment": _ask_to_pay,
    "confirm_payment": _pay,
    "explain_lateness": _explain,
    REOPEN: _reopen,
    DECIDE_BY_SILENCE: _by_silence,
    CLOSE_UNANSWERED: _unanswered,
}


def _by(act: Mapping[str, Any]) -> clocks.Amount:
    amount, unit = str(act["by"]).split()
    return int(amount), unit.removesuffix("s")


def moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
