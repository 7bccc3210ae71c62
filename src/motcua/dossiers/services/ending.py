"""Stopping a dossier, and opening one again that was over. Each is one transaction; each names the version it saw.

All of them raise DossierNotFoundError, StaleDossierError, ActOutOfTurnError and ActNotAllowedError.
"""

from uuid import UUID

from motcua.dossiers.contracts import ClockKind, DocumentKind, DossierView
from motcua.dossiers.domain.terms import REOPEN
from motcua.dossiers.errors import NeverReceivedError
from motcua.dossiers.rules import articles_of
from motcua.dossiers.services.handling import handling
from motcua.dossiers.services.notes import required
from motcua.dossiers.services.registry import act
from motcua.dossiers.services.timing import Turn
from motcua.kernel.actors import Actor


@act("stop")
def stop_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """Stop handling a dossier that can't go on, with the reason in writing. Issues form 05. Raises ReasonMissingError."""
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="stop") as work:
        work.note, work.issues = required(reason), DocumentKind.STOP
        work.turns = Turn(ClockKind.STOPPED, articles_of(work.row, work.flow.terms.stop_legal))
    return work.view


@act("reopen")
def reopen_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """Handle a dossier again that was over. Its clock goes on with what was left of the limit, or with the limit that the
    flow gives reopened dossiers; what was decided first stays on record, its papers too.

    Raises NeverReceivedError for one that was over before it was accepted, ReasonMissingError.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action=REOPEN) as work:
        row, terms = work.row, work.flow.terms
        if row.received_at is None:
            raise NeverReceivedError
        work.note = required(reason)
        work.facts = {"decided_at": row.decided_at.isoformat() if row.decided_at else "", "was": row.state}
        kind = ClockKind.RESTARTED if terms.reopened_limit else ClockKind.RUNNING
        work.turns = Turn(kind, articles_of(row, terms.reopening_legal), terms.reopened_limit)
        row.decided_at = row.ended_at = row.new_issue = row.correction_asked = None
    return work.view
