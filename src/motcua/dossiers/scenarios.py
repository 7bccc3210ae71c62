"""Playing a package's scenarios through the same rules that real dossiers meet. No database, no clock reads."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.catalogue.errors import EvaluationError
from motcua.dossiers.contracts import ClockKind, Mismatch
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import Flow, compile_flow
from motcua.dossiers.journey_scenarios import Find, check_dossiers
from motcua.dossiers.scenario_acts import (
    Case,
    act_moment,
    do_act,
    listed,
    moment,
    possible_acts,
    told,
)
from motcua.forms import api as forms
from motcua.forms.contracts import FormContext, Validation
from motcua.identity.contracts import PersonView
from motcua.kernel.working_time import WorkingCalendar


def play_scenario(
    version: ProcedureVersion, scenario: Mapping[str, Any], calendar: WorkingCalendar, find: Find | None = None
) -> tuple[Mismatch, ...]:
    """What came out otherwise than the scenario says, each with the place of the expectation; empty when it holds.

    `find` knows what a journey files, by code; without it only the journey's own form is played.
    """
    try:
        begun = moment(scenario["today"])
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
        day = moment(scenario["today"]).date()
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
        what = f"Who has to agree is {listed(parties)}; the example expects {listed(expected['parties'])}."
        yield Mismatch(("expect", "parties"), what, "Mend the list, or the `when` of the party.")
    papers = sorted(paper.id for paper in catalogue.asked_papers(version, validation.answers, channel, day))
    if "papers" in expected and papers != sorted(expected["papers"]):
        what = f"The papers asked for are {listed(papers)}; the example expects {listed(sorted(expected['papers']))}."
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
        wanted = moment(value) if key == "due" else sorted(value) if key == "documents" else value
        if found[key] != wanted:
            yield Mismatch(
                ("then", key), f"`{key}` is {told(found[key], calendar)} in the end, not {told(wanted, calendar)}."
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
            problem = do_act(case, act, at)
        if problem:
            stuck = Mismatch(("acts", index), f"{problem}.", f"Possible now: {', '.join(possible_acts(case))}.")
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
    begun = moment(scenario["today"])
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


def _tidy_answers(version: ProcedureVersion, scenario: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    context = FormContext(today=day, channel=scenario["channel"], applicant=_person(scenario.get("applicant", {})))
    return forms.validate_answers(forms.compile_form(version), scenario["answers"], context).answers


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
