"""Playing a package's scenarios through the same rules that real dossiers meet. No database, no clock reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import ClockKind, DocumentKind, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import RECORD_STEP, Flow, compile_flow
from motcua.forms import api as forms
from motcua.forms.contracts import FormContext
from motcua.identity.contracts import PersonView
from motcua.kernel.working_time import WorkingCalendar

ISSUES = {
    "accept": DocumentKind.RECEIPT,
    "request_supplement": DocumentKind.SUPPLEMENT_REQUEST,
    "refuse": DocumentKind.REFUSAL,
    "approve": DocumentKind.RESULT,
}


@dataclass
class Case:
    """A dossier on paper: what the acts have made of it so far."""

    flow: Flow
    state: State
    clock: clocks.Clock
    received_at: datetime | None = None
    origin: State | None = None
    supplements: int = 0
    documents: list[str] = field(default_factory=list)
    answers: Mapping[str, Any] = field(default_factory=dict)
    channel: str = "online"
    day: date | None = None
    recorded: set[str] = field(default_factory=set)

    @property
    def waiting(self) -> tuple[str, ...]:
        """The steps that the answers call for and that nobody has recorded."""
        names = {**self.answers, "channel": self.channel, "today": self.day.isoformat() if self.day else ""}
        asked = self.flow.asked_steps(lambda expression: catalogue.condition(expression)(names))
        return tuple(step.id for step in asked if step.id not in self.recorded)


def play(version: ProcedureVersion, scenario: Mapping[str, Any], calendar: WorkingCalendar) -> list[str]:
    """What came out otherwise than the scenario says; empty when it holds."""
    begun = _moment(scenario["today"])
    day = begun.astimezone(calendar.zone).date()
    wrong = _check_application(version, scenario, day)
    if scenario.get("acts"):
        wrong += _check_handling(version, scenario, begun, calendar)
    return wrong


def _check_application(version: ProcedureVersion, scenario: Mapping[str, Any], day: date) -> list[str]:
    form, channel, expected = forms.compile_form(version), scenario.get("channel", "online"), scenario["expect"]
    context = FormContext(today=day, channel=channel, applicant=_person(scenario.get("applicant", {})))
    validation = forms.validate_answers(form, scenario["answers"], context)
    papers = catalogue.asked_papers(version, validation.answers, channel, day)
    fees = sum(line.total for line in catalogue.reckon_fees(version, validation.answers, channel, day))
    found = {(problem.field, problem.code) for problem in validation.problems}
    wanted = {(problem["field"], problem["code"]) for problem in expected.get("problems", ())}
    wrong = [] if found == wanted else [f"problems: expected {_said(wanted)}, found {_said(found)}"]
    names = {**validation.answers, "channel": channel, "today": day.isoformat()}
    pages = forms.asked_pages(form, validation.answers, context)
    asked = {f.id for page in pages for f in page.fields if not f.show_if or catalogue.condition(f.show_if)(names)}
    wrong += [f"{name} should be asked and is not" for name in expected.get("asked", ()) if name not in asked]
    wrong += [f"{name} should not be asked and is" for name in expected.get("not_asked", ()) if name in asked]
    if "papers" in expected and {p.id for p in papers} != set(expected["papers"]):
        wrong.append(f"papers: expected {sorted(expected['papers'])}, found {sorted(p.id for p in papers)}")
    if "fees" in expected and fees != expected["fees"]:
        wrong.append(f"fees: expected {expected['fees']}, found {fees}")
    return wrong


def _check_handling(
    version: ProcedureVersion, scenario: Mapping[str, Any], begun: datetime, calendar: WorkingCalendar
) -> list[str]:
    flow = compile_flow(version.flow)
    case = Case(
        flow,
        flow.start,
        clocks.turn((), flow.clock(flow.start), begun),
        answers=_tidy_answers(version, scenario, begun.astimezone(calendar.zone).date()) if flow.steps else {},
        channel=scenario.get("channel", "online"),
        day=begun.astimezone(calendar.zone).date(),
    )
    for act in scenario["acts"]:
        problem = _do(case, act, _moment(act["at"]))
        if problem:
            return [problem]
    then = scenario.get("then", {})
    found: dict[str, Any] = {
        "state": case.state.value,
        "status": flow.status(case.state),
        "due": _due(version, case, scenario.get("channel", "online"), calendar),
        "documents": sorted(case.documents),
    }
    wanted = dict(then)
    if "due" in wanted:
        wanted["due"] = _moment(wanted["due"])
    if "documents" in wanted:
        wanted["documents"] = sorted(wanted["documents"])
    return [f"{key}: expected {value}, found {found[key]}" for key, value in wanted.items() if found[key] != value]


def _tidy_answers(version: ProcedureVersion, scenario: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    context = FormContext(today=day, channel=scenario["channel"], applicant=_person(scenario.get("applicant", {})))
    return forms.validate_answers(forms.compile_form(version), scenario["answers"], context).answers


def _do(case: Case, act: Mapping[str, Any], at: datetime) -> str:
    """Apply one act; returns why it can't be done, or ""."""
    action = str(act["do"])
    if not case.flow.allowed(action, case.state):
        return f"{action} is not possible while the dossier is {case.state.value}"
    if action == "request_supplement":
        if case.supplements >= case.flow.supplement_times:
            return "a supplement was already requested as often as the flow allows"
        case.supplements, case.origin = case.supplements + 1, case.state
    if action == "accept":
        case.received_at = at
    if action == "answer_supplement":
        case.answers = {**case.answers, **act.get("answers", {})}
    if action == "resolve" and case.waiting:
        return f"resolve is not possible before these steps are recorded: {', '.join(case.waiting)}"
    if action == RECORD_STEP:
        return _record(case, act)
    target = case.flow.target(action, case.state, case.origin)
    case.clock = clocks.turn(case.clock, case.flow.clock(target), at)
    case.state = target
    if action in ISSUES:
        case.documents.append(ISSUES[action].value)
    return ""


def _record(case: Case, act: Mapping[str, Any]) -> str:
    """A step with what its fields ask for; a draw only says that it was held."""
    step = case.flow.step(str(act.get("step", "")))
    if step is None or step.id not in case.waiting:
        waiting = ", ".join(case.waiting) or "none"
        return f"record_step: {act.get('step')!r} is no step that waits to be recorded; waiting: {waiting}"
    given, known = act.get("record", {}), {str(field["id"]): field for field in step.fields}
    strange = sorted(given.keys() - known.keys())
    lacking = sorted(key for key, box in known.items() if box.get("required", True) and not given.get(key))
    if strange or lacking:
        return f"record_step {step.id}: not known {strange}, not filled in {lacking}"
    case.recorded.add(step.id)
    return ""


def _due(version: ProcedureVersion, case: Case, channel: str, calendar: WorkingCalendar) -> datetime | None:
    if case.received_at is None:
        return None
    limit = version.time_limit_on(clocks.rule_day(case.received_at, calendar), channel)
    reckoning = clocks.due(case.clock, limit, calendar)
    return reckoning.due if reckoning else None


def due_when_received(
    version: ProcedureVersion, received_at: datetime, channel: str, calendar: WorkingCalendar
) -> datetime | None:
    """When a dossier that is accepted at `received_at` would be due; None when no time limit can be reckoned."""
    limit = version.time_limit_on(clocks.rule_day(received_at, calendar), channel)
    reckoning = clocks.due(clocks.turn((), ClockKind.RUNNING, received_at), limit, calendar)
    return reckoning.due if reckoning else None


def _moment(value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def _person(facts: Mapping[str, Any]) -> PersonView:
    born = facts.get("birth_date")
    return PersonView(
        id=UUID(int=0),
        full_name=str(facts.get("full_name", "")),
        personal_id=str(facts.get("personal_id", "")),
        birth_date=date.fromisoformat(str(born)) if born else None,
        sex=str(facts.get("sex", "")),
        phone=str(facts.get("phone", "")),
        email=str(facts.get("email", "")),
        address=str(facts.get("address", "")),
        unit_code=str(facts.get("unit_code", "")),
        nationality=str(facts.get("nationality", "Việt Nam")),
        ethnicity=str(facts.get("ethnicity", "Kinh")),
    )


def _said(pairs: set[tuple[str, str]]) -> str:
    return ", ".join(f"{name} ({code})" for name, code in sorted(pairs)) or "none"


def package_folders(root: Path) -> list[Path]:
    """`root` itself when it is a package, else the packages in it."""
    if (root / "procedure.yaml").is_file():
        return [root]
    return sorted(folder.parent for folder in root.glob("*/procedure.yaml"))
