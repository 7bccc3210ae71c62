"""Playing a package's scenarios through the same rules that real dossiers meet. No database, no clock reads."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.catalogue.errors import EvaluationError
from motcua.dossiers.contracts import ClockKind, DocumentKind, Mismatch, State, StepKind
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import BY_STEP, Flow, compile_flow
from motcua.dossiers.domain.skipping import later
from motcua.dossiers.domain.steps import RECORD_STEP, RESUME_STEP, Step, may_begin
from motcua.dossiers.domain.terms import CLOSE_UNANSWERED, DECIDE_BY_SILENCE, REOPEN
from motcua.dossiers.journey_scenarios import Find, check_dossiers
from motcua.forms import api as forms
from motcua.forms.contracts import FormContext, Validation
from motcua.identity.contracts import PersonView
from motcua.kernel.working_time import WorkingCalendar

ISSUES = {
    "accept": DocumentKind.RECEIPT,
    "request_supplement": DocumentKind.SUPPLEMENT_REQUEST,
    "refuse": DocumentKind.REFUSAL,
    "approve": DocumentKind.RESULT,
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


def play_scenario(
    version: ProcedureVersion, scenario: Mapping[str, Any], calendar: WorkingCalendar, find: Find | None = None
) -> tuple[Mismatch, ...]:
    """What came out otherwise than the scenario says, each with the place of the expectation; empty when it holds.

    `find` knows what a journey files, by code; without it only the journey's own form is played.
    """
    try:
        begun = _moment(scenario["today"])
        day = begun.astimezone(calendar.zone).date()
        wrong = [*_check_application(version, scenario, day)]
        if version.journey and find and not scenario["expect"].get("problems"):
            wrong += check_dossiers(version, scenario, _tidy_answers(version, scenario, day), day, find)
        if scenario.get("acts"):
            wrong += _check_handling(version, scenario, begun, calendar)
    except EvaluationError as error:
        return (Mismatch(("answers",), str(error), "Mend the condition, or answer what it reads."),)
    except ValueError as error:  # a date that is none
        return (Mismatch((), f"{error}.", "Write moments as 2026-03-02T09:00:00+07:00."),)
    return tuple(wrong)


def unanswered(version: ProcedureVersion, scenario: Mapping[str, Any]) -> tuple[str, ...]:
    """Questions that have to be answered and that the example leaves out without expecting to be told so.

    Those of groups are left out: an answer to them needs an item first.
    """
    expected = {problem["field"] for problem in scenario["expect"].get("problems", ())}
    form = forms.compile_form(version)
    try:
        day = _moment(scenario["today"]).date()
        found = forms.validate_answers(form, scenario["answers"], _context(scenario, day)).problems
    except (EvaluationError, ValueError):
        return ()
    return tuple(
        one.field for one in found if one.code == "required" and one.field in form.fields and one.field not in expected
    )


def _context(scenario: Mapping[str, Any], day: date) -> FormContext:
    applicant = _person(scenario.get("applicant", {}))
    return FormContext(today=day, channel=scenario.get("channel", "online"), applicant=applicant)


def _check_application(version: ProcedureVersion, scenario: Mapping[str, Any], day: date) -> Iterator[Mismatch]:
    form, channel, expected = forms.compile_form(version), scenario.get("channel", "online"), scenario["expect"]
    context = _context(scenario, day)
    validation = forms.validate_answers(form, scenario["answers"], context)
    yield from _check_problems(expected, validation)
    names = {**validation.answers, "channel": channel, "today": day.isoformat()}
    pages = forms.asked_pages(form, validation.answers, context)
    asked = {f.id for page in pages for f in page.fields if not f.show_if or catalogue.condition(f.show_if)(names)}
    for key, wanted in (("asked", True), ("not_asked", False)):
        for index, name in enumerate(expected.get(key, ())):
            if (name in asked) is not wanted:
                told = "should be asked and is not" if wanted else "should not be asked and is"
                yield Mismatch(("expect", key, index), f"`{name}` {told}.", "Look at its `show_if` and its page's.")
    parties = [party.id for party in forms.parties_asked(form, validation.answers, context)]
    if "parties" in expected and parties != expected["parties"]:
        what = f"Who has to agree is {_listed(parties)}; the example expects {_listed(expected['parties'])}."
        yield Mismatch(("expect", "parties"), what, "Mend the list, or the `when` of the party.")
    papers = sorted(paper.id for paper in catalogue.asked_papers(version, validation.answers, channel, day))
    if "papers" in expected and papers != sorted(expected["papers"]):
        what = f"The papers asked for are {_listed(papers)}; the example expects {_listed(sorted(expected['papers']))}."
        yield Mismatch(("expect", "papers"), what, "Mend the list, or the `when` of the paper.")
    fees = sum(line.total for line in catalogue.reckon_fees(version, validation.answers, channel, day))
    if "fees" in expected and fees != expected["fees"]:
        what = f"The fees come to {fees} đồng; the example expects {expected['fees']}."
        yield Mismatch(("expect", "fees"), what, "Work the sum out by hand from fees.yaml.")


def _check_problems(expected: Mapping[str, Any], validation: Validation) -> Iterator[Mismatch]:
    said = {(problem.field, problem.code): problem.message for problem in validation.problems}
    wanted = {(problem["field"], problem["code"]): at for at, problem in enumerate(expected.get("problems", ()))}
    for (name, code), message in said.items():
        if (name, code) not in wanted:
            path = ("expect", "problems") if "problems" in expected else ("expect", "valid")
            what = f"`{name}` is not accepted ({code}): {message}"
            instead = f"Mend the answer, or expect it: problems: [{{field: {name}, code: {code}}}]."
            yield Mismatch(path, what, instead)
    for (name, code), at in wanted.items():
        if (name, code) not in said:
            found = [other for field, other in said if field == name]
            what = f"`{name}` should be refused as {code}, but {f'it is refused as {found[0]}' if found else 'it is fine'}."
            yield Mismatch(("expect", "problems", at), what, "Mend the answer, or take the problem out.")


def _check_handling(
    version: ProcedureVersion, scenario: Mapping[str, Any], begun: datetime, calendar: WorkingCalendar
) -> Iterator[Mismatch]:
    found, stuck = _handled(version, scenario, begun, calendar)
    if stuck:
        yield stuck
        return
    for key, value in scenario.get("then", {}).items():
        wanted = _moment(value) if key == "due" else sorted(value) if key == "documents" else value
        if found[key] != wanted:
            yield Mismatch(
                ("then", key), f"`{key}` is {_told(found[key], calendar)} in the end, not {_told(wanted, calendar)}."
            )


def _handled(
    version: ProcedureVersion, scenario: Mapping[str, Any], begun: datetime, calendar: WorkingCalendar
) -> tuple[dict[str, Any], Mismatch | None]:
    """Where the acts lead, and the first of them that can't be done."""
    flow = compile_flow(version.flow)
    day = begun.astimezone(calendar.zone).date()
    case = Case(
        flow,
        flow.start,
        clocks.turn((), flow.clock(flow.start), begun),
        calendar,
        answers=_tidy_answers(version, scenario, day) if flow.steps else {},
        channel=scenario.get("channel", "online"),
        day=day,
    )
    if any(act.get("do") == "request_payment" for act in scenario["acts"]):
        lines = catalogue.reckon_fees(version, _tidy_answers(version, scenario, day), case.channel, day)
        case.fees = sum(line.total for line in lines)
    case.due = lambda: _due(version, case, scenario.get("channel", "online"), calendar)
    at, stuck = begun, None
    for index, act in enumerate(scenario["acts"]):
        before, at = at, act_moment(act, at, calendar)
        problem = "" if at >= before else f"It happens at {at.isoformat()}, before what stands above it"
        if not problem and "do" in act:
            problem = _do(case, act, at)
        if problem:
            stuck = Mismatch(("acts", index), f"{problem}.", f"Possible now: {', '.join(_possible(case))}.")
            break
    found = {
        "state": case.state.value,
        "status": flow.status(case.state),
        "due": case.due(),
        "documents": sorted(case.documents),
    }
    return found, stuck


def scenario_outcome(
    version: ProcedureVersion, scenario: Mapping[str, Any], calendar: WorkingCalendar
) -> dict[str, dict[str, Any]]:
    """What a scenario that was recorded may expect: {"expect": problems or valid, papers, fees; "then": where it ends}."""
    begun = _moment(scenario["today"])
    form, channel = forms.compile_form(version), scenario.get("channel", "online")
    day = begun.astimezone(calendar.zone).date()
    context = FormContext(today=day, channel=channel, applicant=_person(scenario.get("applicant", {})))
    judged = forms.validate_answers(form, scenario["answers"], context)
    problems = [{"field": problem.field, "code": problem.code} for problem in judged.problems]
    expect: dict[str, Any] = {"problems": problems} if problems else {"valid": True}
    try:
        expect["papers"] = sorted(paper.id for paper in catalogue.asked_papers(version, judged.answers, channel, day))
        expect["fees"] = sum(line.total for line in catalogue.reckon_fees(version, judged.answers, channel, day))
    except EvaluationError:
        pass  # without a sound answer there is nothing to expect
    found, _stuck = _handled(version, scenario, begun, calendar)
    due = found.pop("due")
    if due:
        found["due"] = due.astimezone(calendar.zone).isoformat(timespec="seconds")
    return {"expect": expect, "then": found}


def act_moment(act: Mapping[str, Any], before: datetime, calendar: WorkingCalendar) -> datetime:
    """When an act happens: at its own moment, or a span after what stands before it."""
    span = act.get("after") or act.get("skip")
    return later(before, str(span), calendar) if span else _moment(act["at"]) if "at" in act else before


def _possible(case: Case) -> list[str]:
    return [action for action in case.flow.transitions if case.flow.allowed(action, case.state)] or ["nothing more"]


def _told(value: Any, calendar: WorkingCalendar) -> str:
    if isinstance(value, datetime):
        return value.astimezone(calendar.zone).isoformat(timespec="minutes")
    return _listed(value) if isinstance(value, list) else str(value)


def _listed(names: list[str]) -> str:
    return ", ".join(names) or "none"


def _tidy_answers(version: ProcedureVersion, scenario: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    context = FormContext(today=day, channel=scenario["channel"], applicant=_person(scenario.get("applicant", {})))
    return forms.validate_answers(forms.compile_form(version), scenario["answers"], context).answers


def _do(case: Case, act: Mapping[str, Any], at: datetime) -> str:
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
        return f"Step `{step.id}`: not known {_listed(strange)}; not filled in {_listed(lacking)}"
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


def _due(version: ProcedureVersion, case: Case, channel: str, calendar: WorkingCalendar) -> datetime | None:
    if case.received_at is None:
        return None
    limit = version.time_limit_on(clocks.rule_day(case.received_at, calendar), channel)
    reckoning = clocks.due(case.clock, limit, calendar, receiving=_receiving(case.flow, calendar))
    return reckoning.due if reckoning else None


def due_when_received(
    version: ProcedureVersion, received_at: datetime, channel: str, calendar: WorkingCalendar
) -> datetime | None:
    """When a dossier that is accepted at `received_at` would be due; None when no time limit can be reckoned."""
    limit = version.time_limit_on(clocks.rule_day(received_at, calendar), channel)
    begun = clocks.turn((), ClockKind.RUNNING, received_at)
    reckoning = clocks.due(begun, limit, calendar, receiving=_receiving(compile_flow(version.flow), calendar))
    return reckoning.due if reckoning else None


def _receiving(flow: Flow, calendar: WorkingCalendar) -> clocks.Receiving:
    return clocks.Receiving(calendar, flow.terms.cut_off)


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
