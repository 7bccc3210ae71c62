"""Playing a journey's scenario: which dossiers come out, what each is told, and what it would still have to ask."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import JourneyPart, ProcedureVersion
from motcua.dossiers.contracts import Mismatch
from motcua.dossiers.journeys import awaited_by, filed_parts, told
from motcua.forms import api as forms
from motcua.forms.contracts import FormContext

Find = Callable[[str], ProcedureVersion]


def check_dossiers(
    version: ProcedureVersion, scenario: Mapping[str, Any], answers: Mapping[str, Any], day: date, find: Find
) -> Iterator[Mismatch]:
    """What came out otherwise than the scenario says. A question that a dossier must ask and nothing answers is a fault
    of the journey, whatever the scenario expects."""
    names = {**answers, "channel": scenario.get("channel", "online"), "today": day.isoformat()}
    parts = filed_parts(version, names)
    wanted = scenario["expect"].get("dossiers", {})
    found = [part.id for part in parts]
    if "dossiers" in scenario["expect"] and set(found) != set(wanted):
        what = f"The dossiers filed are {_listed(found)}; the example expects {_listed(wanted)}."
        yield Mismatch(("expect", "dossiers"), what, "Mend the list, or `when` in journey.yaml.")
    for part in parts:
        waits = [name for name in part.after if name in found]
        path = ("expect", "dossiers", part.id) if part.id in wanted else ("expect",)
        for wrong in _check(part, find(part.procedure), names, wanted.get(part.id, {}), waits):
            yield Mismatch((*path, *wrong.path), f"`{part.id}`: {wrong.what}", wrong.instead)


def _check(
    part: JourneyPart, version: ProcedureVersion, names: Mapping[str, Any], said: Mapping[str, Any], waits: list[str]
) -> Iterator[Mismatch]:
    channel, day = str(names["channel"]), date.fromisoformat(str(names["today"]))
    form, awaited = forms.compile_form(version), awaited_by(part, waits)
    validation = forms.validate_answers(form, told(part, form, names), FormContext(today=day, channel=channel))
    for problem in validation.problems:
        if problem.code != "required" or problem.field not in awaited:
            what = f"{version.code} does not accept `{problem.field}` ({problem.code}): {problem.message}"
            yield Mismatch((), what, f"Answer it in journey.yaml under `{part.id}`, or ask for it in form.yaml.")
    for field, value in said.get("answers", {}).items():
        if validation.answers.get(field) != value:
            what = f"`{field}` is told {validation.answers.get(field)!r}; the example expects {value!r}."
            yield Mismatch(("answers", field), what, "Mend the example, or journey.yaml.")
    papers = sorted(paper.id for paper in catalogue.asked_papers(version, validation.answers, channel, day))
    fees = sum(line.total for line in catalogue.reckon_fees(version, validation.answers, channel, day))
    if "papers" in said and papers != sorted(said["papers"]):
        what = f"It asks for the papers {_listed(papers)}; the example expects {_listed(sorted(said['papers']))}."
        yield Mismatch(("papers",), what, "Mend the list.")
    if "fees" in said and fees != said["fees"]:
        what = f"Its fees come to {fees} đồng; the example expects {said['fees']}."
        yield Mismatch(("fees",), what, "Work the sum out by hand from its fees.yaml.")
    if said.get("waits_for", waits) != waits:
        what = f"It waits for {_listed(waits)}; the example expects {_listed(said['waits_for'])}."
        yield Mismatch(("waits_for",), what, "Mend the list, or `after` in journey.yaml.")


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
