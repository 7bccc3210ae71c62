"""Dossiers that are filed together: which ones an application makes, what each is told, and where a fault is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.agencies.errors import NoCompetentAgencyError
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Given, JourneyPart, ProcedureVersion
from motcua.catalogue.errors import EvaluationError
from motcua.dossiers.contracts import Channel
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.dossiers.services.submitting import Applicant, Submission, check_submission, missing_papers, missing_parties
from motcua.forms import api as forms
from motcua.forms.contracts import Form, PartyView
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick

Files = Mapping[str, tuple[UUID, ...]]
Versions = Mapping[str, str]
"""Hash of the pinned version by part."""

AGENCY = "agency"  # a fault of a dossier: nobody is competent
CALCULATED = frozenset({"number", "money", "decimal", "date", "yes_no"})  # a calculation of any other kind is a text
NOTHING = "dossiers"  # a fault of an application: it files nothing


@dataclass(frozen=True, slots=True)
class Planned:
    """One dossier to be. `awaited`: answers that earlier ones bring; `waits`: for whom, by part; `problems` by question
    of the journey's form, `papers.<id>`, or `<part>.<question>` where no question of ours can mend it."""

    part: JourneyPart
    version: ProcedureVersion
    receiving: AgencyView | None
    answers: Mapping[str, Any]
    files: Files
    awaited: frozenset[str]
    waits: tuple[str, ...]
    submission: Submission | None
    problems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Application:
    """What the person said once: answers to the journey's own form, files by its own papers. `chosen`: the agency that
    was chosen at the start."""

    version: ProcedureVersion
    versions: Versions
    applicant: Applicant
    answers: Mapping[str, Any]
    files: Files
    channel: Channel
    chosen: AgencyView | None
    day: date
    agreed: tuple[PartyView, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """The dossiers that an application makes, and everything that is to be mended first: none, and it can be filed."""

    planned: tuple[Planned, ...]
    problems: Mapping[str, str]


def judge(actor: Actor, application: Application) -> Judged:
    """Everything at once: the journey's own questions and papers, then each dossier by its own form, papers and agency.

    What the journey's own form finds is said in its words; a dossier adds what only it knows.
    """
    form, channel = forms.compile_form(application.version), application.channel.value
    facts = forms.facts_from(form, application.applicant.record, channel)
    context = forms.form_context(channel=channel, on=application.day, facts=facts)
    validation = forms.validate_answers(form, application.answers, context)
    problems: dict[str, str] = {}
    for problem in validation.problems:
        problems.setdefault(problem.field, problem.message)
    asked = catalogue.asked_papers(application.version, validation.answers, channel, application.day)
    signed = frozenset(one.party.id for one in application.agreed)
    problems |= missing_parties(forms.parties_asked(form, validation.answers, context), signed)
    problems |= missing_papers(asked, frozenset(paper for paper, ids in application.files.items() if ids))
    planned = plan(actor, replace(application, answers=validation.answers))
    for one in planned:
        for key, message in one.problems.items():
            problems.setdefault(key, message)
    if not planned:
        problems.setdefault(NOTHING, gettext("Hãy chọn ít nhất một việc để nộp."))
    return Judged(planned, problems)


def plan(actor: Actor, application: Application) -> tuple[Planned, ...]:
    """The dossiers that these checked answers make, with what each of them lacks."""
    names = {**application.answers, "channel": application.channel.value, "today": application.day.isoformat()}
    parts = filed_parts(application.version, names)
    here = {part.id for part in parts}
    return tuple(_planned(actor, application, part, names, here) for part in parts)


def filed_parts(version: ProcedureVersion, names: Mapping[str, Any]) -> tuple[JourneyPart, ...]:
    """The parts that these answers call for. One whose condition reads what is not answered yet is not called for."""
    return tuple(part for part in version.journey if _is_filed(part, names))


def told(part: JourneyPart, form: Form, names: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that a dossier, whose form this is, is given now; what is not known stays out."""
    given = {
        field: _value(source, form.fields[field].type.value if field in form.fields else "text", names)
        for field, source in part.answers.items()
        if not source.result
    }
    return {field: value for field, value in given.items() if value is not None}


def awaited_by(part: JourneyPart, waits: Iterable[str]) -> frozenset[str]:
    """The questions that the parts it `waits` for will answer."""
    known = set(waits)
    return frozenset(f for f, source in part.answers.items() if source.result.partition(".")[0] in known)


def brought(part: JourneyPart, results: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The answers that earlier dossiers have brought. `results`: by part, what the official filled in."""
    found = {}
    for field, source in part.answers.items():
        earlier, _, name = source.result.partition(".")
        value = results.get(earlier, {}).get(name)
        if source.result and value:
            found[field] = value
    return found


def mended_at(part: JourneyPart, fault: str, asked: Iterable[str]) -> str:
    """Where the fault of a dossier can be mended in the journey's form; "" when nowhere there.

    `fault`: a question of the dossier, or `papers.<id>`; `asked`: the questions and `papers.<id>` that are asked now.
    """
    if fault.startswith("papers."):
        wanted = [f"papers.{part.papers[paper]}" for paper in [fault.removeprefix("papers.")] if paper in part.papers]
    elif fault == AGENCY:
        wanted = [part.place]
    else:
        source = part.answers.get(fault, Given())
        wanted = [source.field, *sorted(catalogue.names_in(source.cel))]
    known = set(asked)
    return next((name for name in wanted if name in known), "")


def pinned_versions(version: ProcedureVersion) -> dict[str, str]:
    """The versions in force now of everything that a journey files, by part."""
    return {part.id: catalogue.get_procedure(part.procedure).hash for part in version.journey}


def _planned(
    actor: Actor, application: Application, part: JourneyPart, names: Mapping[str, Any], here: set[str]
) -> Planned:
    version = catalogue.get_version(application.versions[part.id])
    waits = tuple(name for name in part.after if name in here)
    answers, awaited = told(part, forms.compile_form(version), names), awaited_by(part, waits)
    files = {paper: application.files[own] for paper, own in part.papers.items() if application.files.get(own)}
    submission, faults = None, {}
    receiving = _agency(version, part, application)
    if receiving is None:
        faults[AGENCY] = gettext(
            "chưa có cơ quan nào ở nơi này nhận hồ sơ trên hệ thống. Bạn ghi nhầm địa chỉ thì sửa lại; "
            "địa chỉ đúng rồi thì đừng chọn việc này ở đây, bạn nộp việc này tại quầy."
        )
    else:
        try:
            submission = check_submission(
                actor=actor,
                version=version,
                applicant=application.applicant,
                answers=answers,
                paper_ids=files,
                channel=application.channel,
                receiving=receiving,
                refuse_needless=False,
                awaited=awaited,
                agreed=frozenset(one.party.id for one in application.agreed),  # said once, of the same id
            )
        except SubmissionInvalidError as error:
            faults = {key: str(message) for key, message in error.fields.items()}
    problems = _mapped(application, part, version, faults)
    return Planned(part, version, receiving, answers, files, awaited, waits, submission, problems)


def _agency(version: ProcedureVersion, part: JourneyPart, application: Application) -> AgencyView | None:
    """Competent where the answer to `place` says, else where the person chose; None when there is none."""
    chosen, address = application.chosen, application.answers.get(part.place) if part.place else None
    if address is None and chosen and chosen.tier in version.tiers and chosen.branch == version.branch:
        return chosen
    unit = address["commune"] if address else (chosen.unit_code if chosen else "") or ""
    try:
        return agencies.competent_agency(version.tiers, unit, version.branch)
    except NoCompetentAgencyError:
        return None


def _mapped(
    application: Application, part: JourneyPart, version: ProcedureVersion, faults: Mapping[str, str]
) -> dict[str, str]:
    """Each fault in words that name the service, at the question that mends it: nobody is left without a next step."""
    asked = _asked(application)
    language = get_language() or "vi"
    service = pick(part.name or version.name, language)
    labels = {name: pick(field.label, language) for name, field in forms.compile_form(version).fields.items()}
    labels |= {f"papers.{paper.id}": pick(paper.name, language) for paper in version.papers}
    found: dict[str, str] = {}
    for fault, message in faults.items():
        name = mended_at(part, fault, asked)
        about = f" ({labels[fault]})" if not name and fault in labels else ""
        found.setdefault(name or f"{part.id}.{fault}", f"{service}{about}: {message}")
    return found


def _asked(application: Application) -> set[str]:
    form = forms.compile_form(application.version)
    context = forms.form_context(channel=application.channel.value, on=application.day)
    pages = forms.asked_pages(form, application.answers, context)
    papers = catalogue.asked_papers(
        application.version, application.answers, application.channel.value, application.day
    )
    return {f.id for page in pages for f in page.fields} | {f"papers.{paper.id}" for paper in papers}


def _value(source: Given, kind: str, names: Mapping[str, Any]) -> Any:
    if source.field:
        return names.get(source.field)
    if not source.cel:
        return source.value
    try:
        return catalogue.calculation(source.cel, kind if kind in CALCULATED else "text")(names)
    except EvaluationError:
        if catalogue.lacks_answers(catalogue.names_in(source.cel), names):
            return None
        raise


def _is_filed(part: JourneyPart, names: Mapping[str, Any]) -> bool:
    try:
        return catalogue.condition(part.when)(names)
    except EvaluationError:
        if catalogue.lacks_answers(catalogue.names_in(part.when), names):
            return False
        raise
