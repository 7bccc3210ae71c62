"""Waiting for the fee: the clock stands until the money has come, or an official has taken it. Money itself is the payments
room's: what is owed is written down in the transaction that begins the wait, so neither is there without the other.

Both raise DossierNotFoundError, StaleDossierError, ActOutOfTurnError and ActNotAllowedError.
"""

from uuid import UUID

from django.utils import timezone

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import FeeLine, ProcedureVersion
from motcua.dossiers.contracts import DossierView, State
from motcua.dossiers.errors import NothingToPayError
from motcua.dossiers.models import Dossier
from motcua.dossiers.policies import nothing_to_pay
from motcua.dossiers.services.handling import Handling, handling
from motcua.dossiers.services.notes import required, tidy
from motcua.dossiers.services.owing import KIND
from motcua.dossiers.services.registry import act
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.payments import api as payments
from motcua.payments.contracts import DueLine, Means, Reference
from motcua.payments.errors import AlreadyPaidError
from motcua.platform.database.transactions import acting

WHOLE = {"vi": "Phí, lệ phí của hồ sơ", "en": "Fees of the dossier"}


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
        _raise(work)
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


def _raise(work: Handling) -> None:
    row = work.row
    version = catalogue.get_version(row.version_hash)
    reference = Reference(KIND, row.id, row.code, dict(version.name), f"{version.code} {version.hash}"[:120])
    try:
        payments.raise_obligation(
            actor=work.actor,
            reference=reference,
            payer_id=row.applicant_id,
            agency_id=row.resolving_agency_id,
            lines=_lines(row, version),
        )
    except AlreadyPaidError:  # it was paid before the dossier was stopped and taken up again
        raise NothingToPayError from None


def _lines(row: Dossier, version: ProcedureVersion) -> tuple[DueLine, ...]:
    """What the fees consist of, as it was reckoned at submission; one line for the sum where that can't be told any more."""
    day = timezone.localdate(row.submitted_at)
    fees = catalogue.reckon_fees(version, row.answers, row.channel, day)
    if sum(fee.total for fee in fees) != row.fee_total:
        return (DueLine(WHOLE, 1, row.fee_total, row.fee_total),)
    return tuple(_line(fee, version) for fee in fees if fee.total)


def _line(fee: FeeLine, version: ProcedureVersion) -> DueLine:
    known = {one.id: one for one in version.legal_basis}
    named = [known[one] for one in fee.fee.legal if one in known]
    legal = tuple(
        {"vi": f"{one.article} {one.number}".strip(), "en": f"{one.number} {one.article}".strip()} for one in named
    )
    return DueLine(dict(fee.fee.name), fee.quantity, fee.fee.amount, fee.total, legal)


@act("confirm_payment")
def confirm_payment(*, actor: Actor, dossier_id: UUID, expected_version: int, note: str = "") -> DossierView:
    """Write down that the fees were paid; the clock runs on from where it stood. `note`: number of the receipt."""
    with handling(
        actor=actor, dossier_id=dossier_id, expected_version=expected_version, action="confirm_payment"
    ) as work:
        work.note = tidy("note", note)
        if actor.is_official:
            payments.pay_at_counter(actor=actor, kind=KIND, reference_id=dossier_id, means=Means.CASH)
        work.row.payment = {**(work.row.payment or {}), "confirmed_at": clock.now().isoformat()}
        work.facts = {"amount": work.row.payment["amount"]}
    return work.view


def go_on_after_payment(dossier_id: UUID) -> None:
    """The money has come: a dossier that waits for it goes on by itself. One that waits no more is left as it is.

    Raises StaleDossierError when somebody acts on it at this moment; whoever delivers the news does it again.
    """
    with acting(SYSTEM):
        row = Dossier.objects.filter(id=dossier_id).only("state", "version").first()
        waits = row is not None and row.state == State.AWAITING_PAYMENT
    if row is not None and waits:
        confirm_payment(actor=SYSTEM, dossier_id=dossier_id, expected_version=row.version)
