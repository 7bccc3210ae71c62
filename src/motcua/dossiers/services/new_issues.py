"""Issuing a result anew: corrected where it was wrong, or once more where its paper is gone. Proposed first, then signed.

The dossier stays where it is: its clock, its figures and the day it was decided are those of the first result. Each is one
transaction; each names the version it saw. All of them raise DossierNotFoundError, StaleDossierError, ActOutOfTurnError,
ActNotAllowedError and DossierArchivedError.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import DocumentKind, DossierView
from motcua.dossiers.domain.clock import rule_day
from motcua.dossiers.domain.new_issues import CORRECTION, REISSUE
from motcua.dossiers.errors import (
    ActNotAllowedError,
    CorrectionAskedError,
    NewIssuePendingError,
    NoCorrectionAskedError,
    NoNewIssueError,
    NothingIssuedError,
    OwnProposalError,
    SubmissionInvalidError,
)
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Document, Dossier
from motcua.dossiers.policies import is_own_new_issue, may_drop_new_issue
from motcua.dossiers.services.handling import Handling, handling
from motcua.dossiers.services.notes import required
from motcua.dossiers.services.proposals import checked_proposal
from motcua.dossiers.services.registry import act
from motcua.forms import api as forms
from motcua.kernel import clock
from motcua.kernel.actors import Actor


@act("propose_correction")
def propose_correction(
    *,
    actor: Actor,
    dossier_id: UUID,
    expected_version: int,
    reason: str,
    proposal: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
    on_request: bool = False,
) -> DossierView:
    """Put before the head what the issued result says wrongly: `proposal` and `answers` hold, by field, what is right.
    `on_request`: the applicant asked for it.

    Raises ReasonMissingError, NothingIssuedError, NewIssuePendingError, SubmissionInvalidError when nothing differs from
    what was issued, or an answer is not the form's.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="propose_correction"
    ) as work:
        result, changed = corrections_of(work.row, proposal or {}, answers or {})
        on_request = on_request or work.row.correction_asked is not None
        _propose(work, CORRECTION, reason, on_request=on_request, result=result, answers=changed)
    return work.view


@act("ask_correction")
def ask_correction(
    *, actor: Actor, dossier_id: UUID, expected_version: int, reason: str, fields: Sequence[str] = ()
) -> DossierView:
    """The applicant says that the result is wrong: `reason` what is wrong and what is right, `fields` which answers she means.

    Raises ReasonMissingError, NothingIssuedError, NewIssuePendingError, CorrectionAskedError, SubmissionInvalidError for an
    answer that the form does not have.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="ask_correction"
    ) as work:
        row = work.row
        if row.correction_asked:
            raise CorrectionAskedError
        if row.new_issue:
            raise NewIssuePendingError
        known = forms.compile_form(catalogue.get_version(row.version_hash)).fields
        wrong = {key: _("Biểu mẫu không có câu này.") for key in fields if key not in known}
        if wrong:
            raise SubmissionInvalidError(fields={f"answers.{key}": text for key, text in wrong.items()})
        number = _issued(row).number
        work.note = required(reason)
        named = list(dict.fromkeys(fields))
        row.correction_asked = {"fields": named, "reason": work.note, "at": clock.now().isoformat()}
        work.facts = {"fields": named, "number": number}
    return work.view


@act("refuse_correction")
def refuse_correction(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """The desk finds that nothing is to be corrected, and says why; the applicant reads it. Raises NoCorrectionAskedError,
    ReasonMissingError."""
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="refuse_correction"
    ) as work:
        if not work.row.correction_asked:
            raise NoCorrectionAskedError
        work.note = required(reason)
        work.facts = {"asked_at": work.row.correction_asked["at"]}
        work.row.correction_asked = None
    return work.view


@act("propose_reissue")
def propose_reissue(
    *, actor: Actor, dossier_id: UUID, expected_version: int, reason: str, on_request: bool = True
) -> DossierView:
    """Put before the head that the result's paper is lost or damaged and has to be issued once more, with the same content.

    Raises ReasonMissingError, NothingIssuedError, NewIssuePendingError.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="propose_reissue"
    ) as work:
        _propose(work, REISSUE, reason, on_request=on_request, result={}, answers={})
    return work.view


@act("correct")
def correct_result(*, actor: Actor, dossier_id: UUID, expected_version: int) -> DossierView:
    """The head signs the correction that was proposed: the corrected result is issued and takes the first one's place.

    Raises NoNewIssueError, OwnProposalError for who proposed it, where the flow wants four eyes.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="correct") as work:
        asked, row = _sign(work, CORRECTION), work.row
        row.proposal = {**row.proposal, **asked["result"]}
        row.correction_asked = None
        if asked["answers"]:
            form = forms.compile_form(catalogue.get_version(row.version_hash))
            typed = {
                key: value
                for key, value in asked["answers"].items()
                if key in form.fields and not form.fields[key].calculate
            }
            row.previous_answers, row.answers = row.answers, corrected_answers(row, typed)
            work.facts = {**work.facts, "answers": sorted(asked["answers"])}
    return work.view


@act("reissue")
def reissue_result(*, actor: Actor, dossier_id: UUID, expected_version: int) -> DossierView:
    """The head signs the re-issue that was proposed: the same result under its own number, and the lost one holds no more.

    Raises NoNewIssueError, OwnProposalError for who proposed it, where the flow wants four eyes.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="reissue") as work:
        _sign(work, REISSUE)
    return work.view


@act("drop_new_issue")
def drop_new_issue(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """Take back what one proposed, or turn it down as the head: the issued result holds. Raises NoNewIssueError,
    ReasonMissingError."""
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="drop_new_issue"
    ) as work:
        if not work.row.new_issue:
            raise NoNewIssueError
        if not may_drop_new_issue(actor, work.row):
            raise ActNotAllowedError(action="drop_new_issue")
        work.note = required(reason)
        work.facts = {"new_issue": work.row.new_issue["kind"]}
        work.row.new_issue = None
    return work.view


def corrections_of(
    case: Dossier | DossierView, proposal: Mapping[str, Any], answers: Mapping[str, Any]
) -> tuple[dict[str, str], dict[str, Any]]:
    """What differs from the issued result and from the answers, by field: judged, and nothing written.

    Raises SubmissionInvalidError, also where nothing differs.
    """
    now = case.proposal
    right = checked_proposal(flow_of_hash(case.version_hash), {**now, **proposal}) if proposal else now
    given = corrected_answers(case, answers) if answers else case.answers
    result = {key: right[key] for key in right if right[key] != now.get(key)}
    # All of it: an answer that hides others takes them along, and whoever signs has to see that.
    either = {**case.answers, **given} if answers else {}
    changed = {key: given.get(key) for key in either if given.get(key) != case.answers.get(key)}
    if not result and not changed:
        raise SubmissionInvalidError(fields={"result": _("Hãy ghi ít nhất một chỗ khác với kết quả đã ban hành.")})
    return result, changed


def corrected_answers(row: Dossier | DossierView, answers: Mapping[str, Any]) -> dict[str, Any]:
    """All answers with these in place of what was sent, judged by the form as on the day of submission.

    Raises SubmissionInvalidError.
    """
    form = forms.compile_form(catalogue.get_version(row.version_hash))
    wrong = {
        key: _("Biểu mẫu không có câu này.") for key in answers if key not in form.fields or form.fields[key].calculate
    }
    if wrong:
        raise SubmissionInvalidError(fields={f"answers.{key}": text for key, text in wrong.items()})
    calendar = agencies.calendar_of(row.receiving_agency_id)
    context = forms.form_context(channel=str(row.channel), on=rule_day(row.submitted_at, calendar))
    judged = forms.validate_answers(form, {**row.answers, **answers}, context)
    if judged.problems:
        raise SubmissionInvalidError(fields={f"answers.{one.field}": one.message for one in judged.problems})
    return dict(judged.answers)


def _propose(
    work: Handling, kind: str, reason: str, *, on_request: bool, result: Mapping[str, str], answers: Mapping[str, Any]
) -> None:
    if work.row.new_issue:
        raise NewIssuePendingError
    old = _issued(work.row)
    work.note = required(reason)
    work.row.new_issue = {
        "kind": kind,
        "reason": work.note,
        "on_request": on_request,
        "result": dict(result),
        "answers": dict(answers),
        "document": str(old.id),
        "number": old.number,
        "by_id": str(work.actor.id),
        "by": work.actor.name,
        "at": clock.now().isoformat(),
    }
    work.facts = {"new_issue": kind, "on_request": on_request, "number": old.number}
    work.facts |= {"fields": [*result, *answers]} if kind == CORRECTION else {}


def _sign(work: Handling, kind: str) -> dict[str, Any]:
    asked: dict[str, Any] | None = work.row.new_issue
    if not asked or asked["kind"] != kind:
        raise NoNewIssueError
    if is_own_new_issue(work.actor, work.row, work.flow):
        raise OwnProposalError
    work.note, work.issues = asked["reason"], DocumentKind.RESULT
    work.replaces, work.issued_as = _issued(work.row), kind
    work.facts = {"on_request": asked["on_request"], "number": work.replaces.number, "proposed_by": asked["by"]}
    work.facts |= {"fields": [*asked["result"], *asked["answers"]]} if kind == CORRECTION else {}
    work.row.new_issue = None
    return asked


def _issued(row: Dossier) -> Document:
    """The result that holds. Raises NothingIssuedError."""
    newest = row.document_rows.filter(kind=DocumentKind.RESULT.value).order_by("-id").first()
    if newest is None:
        raise NothingIssuedError
    return newest
