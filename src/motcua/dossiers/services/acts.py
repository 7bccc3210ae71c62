"""The acts of officials and applicants on a dossier. Each is one transaction; each names the version it saw.

All of them raise DossierNotFoundError, StaleDossierError, ActOutOfTurnError and ActNotAllowedError.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from motcua.dossiers.contracts import ClockKind, DocumentKind, DossierView, StepKind
from motcua.dossiers.domain.steps import PAUSE_STEP, RECORD_STEP, RESUME_STEP
from motcua.dossiers.errors import (
    LateReasonMissingError,
    NewIssuePendingError,
    OwnProposalError,
    StepNotAskedError,
    StepsPendingError,
    SubmissionInvalidError,
    SupplementAlreadyRequestedError,
    UnroutedError,
)
from motcua.dossiers.policies import is_own_proposal
from motcua.dossiers.services.handling import handling
from motcua.dossiers.services.notes import required, tidy
from motcua.dossiers.services.proposals import checked_fields, checked_proposal
from motcua.dossiers.services.registry import act
from motcua.dossiers.services.steps import pause, pending_steps, resume, write_record
from motcua.dossiers.services.supplements import apply_answers, check_kind, check_marks, turn_after_answer
from motcua.kernel import clock
from motcua.kernel.actors import Actor


@act("accept")
def accept_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """Receive the dossier as valid: the legal clock starts now. Issues form 01 with the appointment.

    Raises UnroutedError before it is known which agency resolves it.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="accept") as work:
        if work.row.unrouted:
            raise UnroutedError
        work.note, work.issues = tidy("note", note), DocumentKind.RECEIPT
        work.row.received_at = clock.now()
    return work.view


@act("request_supplement")
def request_supplement(
    *,
    actor: Actor,
    dossier_id: UUID,
    expected_version: int,
    fields: tuple[str, ...] = (),
    papers: tuple[str, ...] = (),
    reason: str,
    step: str = "",
    kind: str = "",
) -> DossierView:
    """Ask the applicant to correct `fields` and send `papers` again; the clock pauses by itself. Issues form 02.

    `step`: for which another agency asks, through the same door: its own clock pauses, and that of the case where the flow
    says so. `kind`: "incorrect" or "incomplete" where the flow gives them different time; else it is not looked at.
    Raises StepNotAskedError for a step that is not open, SupplementAlreadyRequestedError when the flow's number of requests
    is used up, ReasonMissingError, FaultKindMissingError, InvalidInputError when nothing is marked or an id is not the
    form's or the procedure's.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="request_supplement", step=step
    ) as work:
        row = work.row
        if row.supplements_asked >= work.flow.supplement_times:
            raise SupplementAlreadyRequestedError
        work.note, work.issues = required(reason), DocumentKind.SUPPLEMENT_REQUEST
        check_marks(row, fields, papers)
        check_kind(work.flow, kind)
        row.supplements_asked += 1
        row.supplement = {
            "fields": list(fields),
            "papers": list(papers),
            "reason": work.note,
            "origin": work.origin.value,
            "requested_at": clock.now().isoformat(),
            "requested_by": actor.name,
            "answered_at": None,
            "step": step,
            "kind": kind if work.flow.terms.kinds else "",
        }
        if work.on_step:
            pause(work.step.row, work.step.rule, ClockKind.WAITING_APPLICANT, work.note)
        work.facts |= {"fields": list(fields), "papers": list(papers), "kind": row.supplement["kind"]}
    return work.view


@act("answer_supplement")
def answer_supplement(
    *,
    actor: Actor,
    dossier_id: UUID,
    expected_version: int,
    answers: Mapping[str, Any],
    papers: Mapping[str, tuple[UUID, ...]],
) -> DossierView:
    """The applicant sends just what was asked for; the clock runs on from where it stood, or begins anew where the flow
    says so for an application that was faulty in this way.

    `answers`: raw answers by field id; `papers`: file ids by paper id. Raises SubmissionInvalidError for anything
    that is not asked, is missing or is wrong.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="answer_supplement"
    ) as work:
        work.facts = apply_answers(work.row, actor, answers, papers)
        work.turns = turn_after_answer(work.row, work.flow)
    return work.view


@act("refuse")
def refuse_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """Refuse, with the reason in writing. Issues form 03. Raises ReasonMissingError."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="refuse") as work:
        work.note, work.issues = required(reason), DocumentKind.REFUSAL
    return work.view


@act("record_step")
def record_step(
    *, actor: Actor, dossier_id: UUID, expected_version: int, step: str, record: Mapping[str, Any], note: str = ""
) -> DossierView:
    """Write down what came of a step; the dossier stays where it is. A draw is held, not recorded.

    An agency that has given its opinion reads the dossier no longer; what it said stays in `list_given_opinions`.
    Raises StepNotAskedError, SubmissionInvalidError.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action=RECORD_STEP, step=step
    ) as work:
        own = work.step
        if own.rule.kind is StepKind.DRAW:
            raise StepNotAskedError
        work.note = tidy("note", note)
        write_record(own.row, actor, checked_fields(own.rule.fields, record))
    return work.view


@act("pause_step")
def pause_step(
    *, actor: Actor, dossier_id: UUID, expected_version: int, step: str, reason: str, legal: str
) -> DossierView:
    """The agency that does `step` can't go on, by the article `legal`: the step's own clock stands still, and that of the
    case where the flow says so. Raises StepNotAskedError, ReasonMissingError, SubmissionInvalidError without an article.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action=PAUSE_STEP, step=step
    ) as work:
        work.note, work.legal = required(reason), tidy("legal", legal)
        if not work.legal:
            raise SubmissionInvalidError(fields={"legal": gettext("Hãy ghi điều khoản cho phép tạm dừng.")})
        work.facts |= {"legal": work.legal}
        pause(work.step.row, work.step.rule, ClockKind.PAUSED, work.note, work.legal)
    return work.view


@act("resume_step")
def resume_step(*, actor: Actor, dossier_id: UUID, expected_version: int, step: str, note: str = "") -> DossierView:
    """The agency goes on with `step`; its clock runs on from where it stood. Raises StepNotAskedError."""
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action=RESUME_STEP, step=step
    ) as work:
        work.note = tidy("note", note)
        resume(work.step.row, work.step.rule)
    return work.view


@act("resolve")
def resolve_dossier(
    *, actor: Actor, dossier_id: UUID, expected_version: int, proposal: Mapping[str, Any], note: str = ""
) -> DossierView:
    """The specialist fills in the result and puts it before the head.

    Raises StepsPendingError while a step that was asked is not recorded, LateReasonMissingError when the due moment has
    passed and nobody has said why, SubmissionInvalidError.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="resolve") as work:
        pending = pending_steps(work.row) if work.flow.steps else ()
        if pending:
            raise StepsPendingError(steps=pending)
        if work.flow.terms.reason_when_late and work.row.lateness and not work.row.lateness["reason"]:
            raise LateReasonMissingError
        work.note = tidy("note", note)
        work.row.proposal = checked_proposal(work.flow, proposal)
    return work.view


@act("send_back")
def send_back(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """The head returns the proposal to the specialist; the clock keeps running. Raises ReasonMissingError."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="send_back") as work:
        work.note = required(reason)
    return work.view


@act("approve")
def approve_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """The head approves: the clock stops and the result is issued.

    Raises OwnProposalError for who resolved it, where the flow wants four eyes.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="approve") as work:
        if is_own_proposal(actor, work.row, work.flow):
            raise OwnProposalError
        work.note, work.issues = tidy("note", note), DocumentKind.RESULT
    return work.view


@act("return")
def return_result(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """The result is handed over; `note` says how (at the counter, online, by post).

    Raises NewIssuePendingError while somebody says that it is wrong.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="return") as work:
        if work.row.new_issue:
            raise NewIssuePendingError
        work.note = tidy("note", note)
    return work.view


@act("withdraw")
def withdraw_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str = "") -> DossierView:
    """The applicant takes the dossier back before it is decided."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="withdraw") as work:
        work.note = tidy("reason", reason)
    return work.view
