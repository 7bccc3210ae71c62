"""A scenario out of a real dossier: what happened, to nobody. Its personal data is replaced before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from motcua.authoring.checking import calendar
from motcua.authoring.domain.disguising import Disguise
from motcua.authoring.errors import RecordingRefusedError
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import DossierView
from motcua.forms import api as forms
from motcua.identity import api as identity
from motcua.identity.contracts import PersonView
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick

# Days by which dates move: the first under which the same is asked, checked and charged as before.
_SHIFTS = (-7, 7, -14, 14, -1, 1, -2, 2, -3, 3, -28, 28, -91, 91, -364)
_ACTS = frozenset(
    ["accept", "request_supplement", "answer_supplement", "refuse", "withdraw", "resolve", "send_back", "approve"]
)
_RENAMED = {"return": "return", "return_result": "return"}
_PERSON = ("full_name", "personal_id", "birth_date", "sex", "phone", "email", "address", "nationality", "ethnicity")


@dataclass(frozen=True, slots=True)
class Recorded:
    """`scenario` as it is written to YAML; `same`: the disguise has the same consequences as the original had."""

    scenario: dict[str, Any]
    same: bool


def record_scenario(*, actor: Actor, code: str) -> Recorded:
    """Record the dossier as an example. The look at it is in the ledger.

    Raises DossierNotFoundError, and RecordingRefusedError if a personal value could not be replaced.
    """
    view = dossiers.get_dossier(actor=actor, code=code)
    person = identity.get_person(actor=actor, person_id=view.applicant_id)
    return disguise_dossier(catalogue.get_version(view.version_hash), view, person)


def disguise_dossier(version: ProcedureVersion, view: DossierView, person: PersonView) -> Recorded:
    """The example that this dossier makes. Raises RecordingRefusedError."""
    first = view.previous_answers if view.previous_answers is not None else view.answers
    before = _outcome(version, _scenario(version, view, dict(first), {}, None))
    made: tuple[dict[str, Any], Disguise] | None = None
    for shift in _SHIFTS:
        disguise = _disguise(version, view, person, shift)
        scenario = _scenario(
            version, view, disguise.answers(_fields(version), first), _applicant(person, disguise), disguise
        )
        if made is None:
            made = scenario, disguise
        if _outcome(version, scenario) == before:
            made = scenario, disguise
            break
    if made is None:
        raise RecordingRefusedError
    scenario, disguise = made
    scenario |= _outcome(version, scenario)
    if disguise.survivors(_personal_part(version, scenario)):
        raise RecordingRefusedError
    return Recorded(scenario, _comparable(_outcome(version, scenario)) == _comparable(before))


def _disguise(version: ProcedureVersion, view: DossierView, person: PersonView, shift: int) -> Disguise:
    """Knows every personal value of the dossier before it makes the first one up."""
    disguise, fields = Disguise(shift), _fields(version)
    disguise.remember([getattr(person, key) for key in ("full_name", "personal_id", "phone", "email", "address")])
    disguise.remember(person.birth_date.isoformat() if person.birth_date else "")
    disguise.remember([view.applicant_name, view.filed_by_name, view.code])
    for answers in (view.answers, view.previous_answers or {}):
        disguise.remember([_personal(fields[name], value) for name, value in answers.items() if name in fields])
    return disguise


def _personal(asked: Any, value: Any) -> Any:
    """What of an answer names somebody: not what was chosen from a list."""
    if asked.type in {"choice", "choices", "yes_no", "appointment", "number", "money", "decimal"}:
        return None
    if asked.type == "group":
        inner = {one.id: one for one in asked.fields}
        return [_personal(inner[name], one) for item in value for name, one in item.items() if name in inner]
    if isinstance(value, Mapping):
        return value.get("detail")
    return value


def _scenario(
    version: ProcedureVersion,
    view: DossierView,
    answers: dict[str, Any],
    applicant: dict[str, Any],
    disguise: Disguise | None,
) -> dict[str, Any]:
    name = {language: f"{pick(version.name, language)}: {said}" for language, said in _SAID.items()}
    sent = [paper.paper_id for paper in view.papers if paper.round == 0]
    return {
        "name": name,
        "today": _said(view.submitted_at),
        "channel": view.channel.value,
        "applicant": applicant,
        "answers": answers,
        "papers": sorted(dict.fromkeys(sent)),
        "expect": {},
        "acts": [act for one in view.acts if (act := _act(version, view, one, disguise))],
    }


_SAID = {
    "vi": "ghi lại từ một hồ sơ thật, đã thay dữ liệu cá nhân",
    "en": "recorded from a real dossier, personal data replaced",
}


def _act(version: ProcedureVersion, view: DossierView, one: Any, disguise: Disguise | None) -> dict[str, Any]:
    action = _RENAMED.get(one.action, one.action)
    if action not in _ACTS | {"return"}:
        return {}
    act: dict[str, Any] = {"do": action, "at": _said(one.at)}
    if action == "request_supplement" and view.supplement:
        act |= {"fields": list(view.supplement.fields), "papers": list(view.supplement.papers), "reason": "Lý do ví dụ"}
    if action == "answer_supplement" and view.previous_answers is not None:
        changed = _answered(view, view.previous_answers)
        act["answers"] = disguise.answers(_fields(version), changed) if disguise else changed
        act["papers"] = sorted({paper.paper_id for paper in view.papers if paper.round > 0})
    if action == "refuse":
        act["reason"] = "Lý do ví dụ"
    if action == "resolve":
        act["proposal"] = {name: f"Ví dụ {number}" for number, name in enumerate(view.proposal, start=1)}
    return act


def _answered(view: DossierView, before: Mapping[str, Any]) -> dict[str, Any]:
    """What the supplement changed. A corrected result came after it and kept other answers as those of before: then what was
    asked for is told as it was decided on, since how it read at first is not kept."""
    if any(one.action == "correct" and one.facts.get("answers") for one in view.acts):
        asked = view.supplement.fields if view.supplement else ()
        return {name: before[name] for name in asked if name in before}
    return {name: value for name, value in view.answers.items() if before.get(name) != value}


def _applicant(person: PersonView, disguise: Disguise) -> dict[str, Any]:
    facts = {key: getattr(person, key) for key in _PERSON}
    told: dict[str, Any] = {"sex": facts["sex"]}
    for key, kind in (("full_name", "name"), ("personal_id", "personal_id"), ("phone", "phone"), ("email", "email")):
        if facts[key]:
            told[key] = disguise.text(kind, str(facts[key]))
    if facts["address"]:
        told["address"] = disguise.text("street", str(facts["address"]))
    if isinstance(facts["birth_date"], date):
        told["birth_date"] = disguise.day(facts["birth_date"].isoformat())
    return told


def _outcome(version: ProcedureVersion, scenario: Mapping[str, Any]) -> dict[str, Any]:
    return dossiers.scenario_outcome(version, scenario, calendar())


def _comparable(outcome: Mapping[str, Any]) -> dict[str, Any]:
    return {"expect": outcome["expect"], "then": outcome["then"]}


def _personal_part(version: ProcedureVersion, scenario: Mapping[str, Any]) -> str:
    """Every text of the scenario that somebody may have typed."""
    fields = _fields(version)
    answered = [scenario["answers"], *(act.get("answers", {}) for act in scenario["acts"])]
    parts: list[Any] = [scenario["applicant"]]
    parts += [_personal(fields[name], value) for answers in answered for name, value in answers.items()]
    parts += [[act.get("proposal", {}), act.get("reason", "")] for act in scenario["acts"]]
    return "\n".join(_leaves(parts))


def _leaves(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list | tuple):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [value] if isinstance(value, str) else []


def _fields(version: ProcedureVersion) -> Mapping[str, Any]:
    return forms.compile_form(version).fields


def _said(moment: datetime) -> str:
    return moment.astimezone(calendar().zone).isoformat(timespec="seconds")
