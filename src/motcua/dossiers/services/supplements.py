"""The supplement loop: what an official may mark, and putting the applicant's answer to just that in place."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.domain.clock import rule_day
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.errors import FaultKindMissingError, SubmissionInvalidError
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.services.seats import hold_seats
from motcua.dossiers.services.timing import Turn
from motcua.forms import api as forms
from motcua.forms.contracts import Fact, FormContext
from motcua.kernel import clock
from motcua.kernel.actors import Actor


def check_marks(row: Dossier, fields: tuple[str, ...], papers: tuple[str, ...]) -> None:
    """Raises SubmissionInvalidError when nothing is marked or a mark points at nothing."""
    version = catalogue.get_version(row.version_hash)
    known = {paper.id for paper in version.papers}
    asked = forms.compile_form(version).fields
    problems = {f"fields.{f}": _("Biểu mẫu không có câu này.") for f in fields if f not in asked or asked[f].calculate}
    problems |= {f"papers.{p}": _("Thủ tục không có giấy tờ này.") for p in papers if p not in known}
    if not fields and not papers:
        problems["marks"] = _("Hãy đánh dấu ít nhất một câu trả lời hoặc một giấy tờ cần bổ sung.")
    if problems:
        raise SubmissionInvalidError(fields=problems)


def check_kind(flow: Flow, kind: str) -> None:
    """Raises FaultKindMissingError where the flow tells faults apart and `kind` is none of them."""
    if flow.terms.kinds and kind not in flow.terms.kinds:
        raise FaultKindMissingError(fields={"kind": FaultKindMissingError.message})


def turn_after_answer(row: Dossier, flow: Flow) -> Turn | None:
    """What the answer makes of the clock where the state alone would not: a limit that ran begins anew."""
    kind = flow.terms.clock_after_answer((row.supplement or {}).get("kind", ""))
    return Turn(kind) if kind and row.received_at is not None else None


def opened_questions(
    version_hash: str,
    before: Mapping[str, Any],
    marked: Sequence[str],
    answers: Mapping[str, Any],
    context: FormContext,
) -> tuple[str, ...]:
    """Questions that nobody marked but that the corrected answers call for: they may, and must, be answered too."""
    form = forms.compile_form(catalogue.get_version(version_hash))
    opened: list[str] = []
    while True:
        merged = {**before, **{key: answers.get(key) for key in (*marked, *opened)}}
        problems = forms.validate_answers(form, merged, context).problems
        wanting = dict.fromkeys(p.field.partition("[")[0] for p in problems if p.code in {"required", "too_few_items"})
        more = [field for field in wanting if field not in (*marked, *opened)]
        opened += more
        if not any(key in answers for key in more):  # an answered one may open further ones
            return tuple(opened)


def record_facts(
    actor: Actor,
    person_id: UUID,
    version_hash: str,
    *,
    channel: str,
    before: Mapping[str, Any],
    marked: Sequence[str],
) -> dict[str, Fact]:
    """What the applicant's record says now of the questions that may be answered again; the others stay as they were."""
    form = forms.compile_form(catalogue.get_version(version_hash))
    facts = forms.facts_from(form, forms.record_of(actor, person_id), channel)
    return {key: fact for key, fact in facts.items() if key in marked or before.get(key) is None}


def apply_answers(
    row: Dossier, actor: Actor, answers: Mapping[str, Any], papers: Mapping[str, tuple[UUID, ...]]
) -> dict[str, Any]:
    """Put the corrected answers and the new papers into the dossier; returns what changed, for the ledger."""
    asked = row.supplement or {"fields": [], "papers": []}
    version = catalogue.get_version(row.version_hash)
    calendar = agencies.calendar_of(row.receiving_agency_id)
    facts = record_facts(
        actor, row.applicant_id, row.version_hash, channel=row.channel, before=row.answers, marked=asked["fields"]
    )
    context = forms.form_context(channel=row.channel, on=rule_day(row.submitted_at, calendar), facts=facts)
    opened = opened_questions(row.version_hash, row.answers, asked["fields"], answers, context)
    allowed = [*asked["fields"], *opened]
    merged = {**row.answers, **{key: answers.get(key) for key in allowed}}
    validation = forms.validate_answers(forms.compile_form(version), merged, context)
    problems = {problem.field: problem.message for problem in validation.problems}
    problems |= {key: _("Câu này không cần bổ sung.") for key in answers if key not in allowed}
    problems |= {f"papers.{key}": _("Giấy tờ này không cần bổ sung.") for key in papers if key not in asked["papers"]}
    problems |= {f"papers.{key}": _("Còn thiếu giấy tờ này.") for key in asked["papers"] if not papers.get(key)}
    if problems:
        raise SubmissionInvalidError(fields=problems)
    attach_papers(row.id, papers, owner_id=actor.id, supplement=True)
    row.previous_answers, row.answers = row.answers, validation.answers
    again = forms.origins({key: fact for key, fact in facts.items() if key in allowed}, row.answers)
    row.from_record = {k: v for k, v in row.from_record.items() if k not in allowed} | forms.origins_to_json(again)
    hold_seats(row.id, version, row.receiving_agency_id, row.answers)
    row.supplement = {**asked, "answered_at": clock.now().isoformat()}
    changed = [key for key in allowed if row.previous_answers.get(key) != row.answers.get(key)]
    return {"fields": changed, "papers": list(papers)}
