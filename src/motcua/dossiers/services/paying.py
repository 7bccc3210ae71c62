"""Waiting for the fee: the clock stands until an official has seen it paid. Money itself is another room's.

Both raise DossierNotFoundError, StaleDossierError, ActOutOfTurnError and ActNotAllowedError.
"""

from uuid import UUID

from motcua.dossiers.contracts import DossierView
from motcua.dossiers.errors import NothingToPayError
from motcua.dossiers.policies import nothing_to_pay
from motcua.dossiers.services.handling import handling
from motcua.dossiers.services.notes import required, tidy
from motcua.dossiers.services.registry import act
from motcua.kernel import clock
from motcua.kernel.actors import Actor


@act("request_payment")
def request_payment(*, actor: Actor, dossier_id: UUID, expected_version: int, reason: str) -> DossierView:
    """Ask the applicant to pay the dossier's fees; the clock pauses by itself. `reason`: how and where to pay.

    Raises NothingToPayError without fees and when they were paid, ReasonMissingError.
    """
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="request_payment"
    ) as work:
        row = work.row
        if nothing_to_pay(row):
            raise NothingToPayError
        work.note = required(reason)
        row.payment = {
            "amount": row.fee_total,
            "reason": work.note,
            "origin": work.origin.value,
            "requested_at": clock.now().isoformat(),
            "requested_by": actor.name,
            "confirmed_at": None,
        }
        work.facts = {"amount": row.fee_total}
    return work.view


@act("confirm_payment")
def confirm_payment(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """Write down that the fees were paid; the clock runs on from where it stood. `note`: number of the receipt."""
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="confirm_payment"
    ) as work:
        work.note = tidy("note", note)
        work.row.payment = {**(work.row.payment or {}), "confirmed_at": clock.now().isoformat()}
        work.facts = {"amount": work.row.payment["amount"]}
    return work.view
