"""The acts of officials and applicants on a dossier. Each is one transaction; each names the version it saw.

All of them raise DossierNotFoundError, StaleDossierError, ActOutOfTurnError and ActNotAllowedError.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from motcua.dossiers.contracts import DocumentKind, DossierView, StepKind
from motcua.dossiers.domain.flow import RECORD_STEP
from motcua.dossiers.errors import (
    ActNotAllowedError,
    StepNotAskedError,
    StepsPendingError,
    SupplementAlreadyRequestedError,
)
from motcua.dossiers.policies import may_record
from motcua.dossiers.services.handling import handling
from motcua.dossiers.services.notes import required, tidy
from motcua.dossiers.services.proposals import checked_fields, checked_proposal
from motcua.dossiers.services.steps import end_asking, pending_steps, write_record
from motcua.dossiers.services.supplements import apply_answers, check_marks
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.platform.database.transactions import acting


def accept_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """Receive the dossier as valid: the legal clock starts now. Issues form 01 with the appointment."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="accept") as work:
        work.note, work.issues = tidy("note", note), DocumentKind.RECEIPT
        work.row.received_at = clock.now()
    return work.view


def request_supplement(
    *,
    actor: Actor,
    dossier_id: UUID,
    expected_version: int,
    fields: tuple[str, ...] = (),
    papers: tuple[str, ...] = (),
    reason: str,
) -> DossierView:
    """Ask the applicant to correct `fields` and send `papers` again; the clock pauses by itself. Issues form 02.

    Raises SupplementAlreadyRequestedError when the flow's number of requests is used up, ReasonMissingError,
    InvalidInputError when nothing is marked or an id is not the form's or the procedure's.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="request_supplement"
    ) as work:
        row = work.row
        if row.supplements_asked >= work.flow.supplement_times:
            raise SupplementAlreadyRequestedError
        work.note, work.issues = required(reason), DocumentKind.SUPPLEMENT_REQUEST
        check_marks(row, fields, papers)
        row.supplements_asked += 1
        row.supplement = {
            "fields": list(fields),
            "papers": list(papers),
            "reason": work.note,
            "origin": work.origin.value,
            "requested_at": clock.now().isoformat(),
            "requested_by": actor.name,
            "answered_at": None,
        }
        work.facts = {"fields": list(fields), "papers": list(papers)}
    return work.view


def answer_supplement(
    *,
    actor: Actor,
    dossier_id: UUID,
    expected_version: int,
    answers: Mapping[str, Any],
    papers: Mapping[str, tuple[UUID, ...]],
) -> DossierView:
    """The applicant sends just what was asked for; the clock runs on from where it stood.

    `answers`: raw answers by field id; `papers`: file ids by paper id. Raises SubmissionInvalidError for anything
    that is not asked, is missing or is wrong.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="answer_supplement"
    ) as work:
        work.facts = apply_answers(work.row, actor, answers, papers)
    return work.view


def refuse_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """Refuse, with the reason in writing. Issues form 03. Raises ReasonMissingError."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="refuse") as work:
        work.note, work.issues = required(reason), DocumentKind.REFUSAL
    return work.view


def record_step(
    *, actor: Actor, dossier_id: UUID, expected_version: int, step: str, record: Mapping[str, Any], note: str = ""
) -> DossierView:
    """Write down what came of a step; the dossier stays where it is. A draw is held, not recorded.

    An agency that has given its opinion reads the dossier no longer; what it said stays in `list_given_opinions`.
    Raises StepNotAskedError, SubmissionInvalidError.
    """
    with acting(actor):
        with handling(
            actor=actor, dossier_id=dossier_id, expected_version=expected_version, action=RECORD_STEP
        ) as work:
            rule, row = work.flow.step(step), work.row.step_rows.filter(step_id=step, recorded_at=None).first()
            if rule is None or row is None or rule.kind is StepKind.DRAW:
                raise StepNotAskedError
            if not may_record(actor, row, rule):
                raise ActNotAllowedError(action=RECORD_STEP)
            work.note, work.facts = tidy("note", note), {"step": step}
            write_record(row, actor, checked_fields(rule.fields, record))
        if rule.kind is StepKind.OPINION:
            with acting(SYSTEM):
                end_asking(work.row)
    return work.view


def resolve_dossier(
    *, actor: Actor, dossier_id: UUID, expected_version: int, proposal: Mapping[str, Any], note: str = ""
) -> DossierView:
    """The specialist fills in the result and puts it before the head.

    Raises StepsPendingError while a step that was asked is not recorded, SubmissionInvalidError.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="resolve") as work:
        pending = pending_steps(work.row) if work.flow.steps else ()
        if pending:
            raise StepsPendingError(steps=pending)
        work.note = tidy("note", note)
        work.row.proposal = checked_proposal(work.flow, proposal)
    return work.view


def send_back(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """The head returns the proposal to the specialist; the clock keeps running. Raises ReasonMissingError."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="send_back") as work:
        work.note = required(reason)
    return work.view


def approve_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """The head approves: the clock stops and the result is issued."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="approve") as work:
        work.note, work.issues = tidy("note", note), DocumentKind.RESULT
    return work.view


def return_result(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """The result is handed over; `note` says how (at the counter, online, by post)."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="return") as work:
        work.note = tidy("note", note)
    return work.view


def withdraw_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str = "") -> DossierView:
    """The applicant takes the dossier back before it is decided."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="withdraw") as work:
        work.note = tidy("reason", reason)
    return work.view
