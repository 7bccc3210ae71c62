"""Giving money back: a rule or an official raises it, another official approves it, the bank's word ends it."""

from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.payments.contracts import RefundView
from motcua.payments.domain import postings
from motcua.payments.domain.graphs import CREDIT, REFUND, NoSuchMoveError, move
from motcua.payments.errors import FourEyesError, RefundNotFoundError, RefundOutOfTurnError
from motcua.payments.events import RefundRaised
from motcua.payments.models import Credit, Obligation, Refund
from motcua.payments.policies import agency_of
from motcua.payments.services.booking import book
from motcua.payments.viewing import refund_view
from motcua.platform.database.transactions import acting
from motcua.platform.outbox import api as outbox

APPROVES = "head"


def raise_refund(
    actor: Actor, obligation: Obligation | None, amount: int, reason: str, *, credit: Credit | None = None
) -> Refund:
    """Set money aside that has to be given back, in the caller's transaction, as the system."""
    if obligation is None and credit is None:
        raise ValueError("a refund is of an obligation's money, or of a credit")
    agency_id = obligation.agency_id if obligation else credit.agency_id  # type: ignore[union-attr]
    row = Refund.objects.create(
        obligation=obligation,
        credit=credit,
        agency_id=agency_id,
        amount=amount,
        reason=reason,
        raised_at=clock.now(),
        raised_by_id=actor.id,
        raised_by=actor.signed,
    )
    number = credit.account.number if credit else ""
    set_aside = postings.to_give_back(agency_id, amount, obligation.id if obligation else None, number)
    book(
        actor,
        "refund_raised",
        agency_id,
        set_aside,
        obligation_id=row.obligation_id,
        credit_id=row.credit_id,
        refund_id=row.id,
    )
    _tell(actor, row, "raise")
    outbox.announce(RefundRaised(refund_id=row.id, agency_id=agency_id, amount=amount, reason=reason))
    if credit:
        credit.state = move(CREDIT, credit.state, "give_back")
        credit.save(update_fields=["state"])
    elif obligation:
        obligation.credit_rows.filter(state="held").update(state="refunding")
    return row


def approve_refund(*, actor: Actor, refund_id: UUID) -> RefundView:
    """Let it be given back. Raises NotAllowedError, FourEyesError, RefundOutOfTurnError, RefundNotFoundError."""
    return _decide(actor, refund_id, "approve")


def note_refund_paid(*, actor: Actor, refund_id: UUID) -> RefundView:
    """It has left the account. Raises as `approve_refund` does, without four eyes: it only says what happened."""
    with acting(SYSTEM):
        row = _locked(actor, refund_id)
        _move(row, "pay")
        row.paid_at = clock.now()
        row.save(update_fields=["state", "paid_at"])
        gone = postings.given_back(row.agency_id, _where(row), row.amount)
        book(actor, "given_back", row.agency_id, gone, obligation_id=row.obligation_id, refund_id=row.id)
        _tell(actor, row, "pay")
        return refund_view(row)


def _where(row: Refund) -> str:
    """The account that the money leaves."""
    if row.credit:
        return f"bank:{row.credit.account.number}"
    if row.obligation and row.obligation.account:
        return f"bank:{row.obligation.account.number}"
    return f"cash:{row.agency_id}"


def _decide(actor: Actor, refund_id: UUID, event: str) -> RefundView:
    if APPROVES not in actor.roles:
        raise NotAllowedError
    with acting(SYSTEM):
        row = _locked(actor, refund_id)
        if row.raised_by_id and row.raised_by_id == actor.id:
            raise FourEyesError
        _move(row, event)
        row.decided_by_id, row.decided_by, row.decided_at = actor.id, actor.signed, clock.now()
        row.save(update_fields=["state", "decided_by_id", "decided_by", "decided_at"])
        _tell(actor, row, event)
        return refund_view(row)


def _locked(actor: Actor, refund_id: UUID) -> Refund:
    """Of the actor's own agency; another one's is not there."""
    row = Refund.objects.select_for_update(of=("self",)).filter(id=refund_id, agency_id=agency_of(actor)).first()
    if row is None:
        raise RefundNotFoundError
    return row


def _move(row: Refund, event: str) -> None:
    try:
        row.state = move(REFUND, row.state, event)
    except NoSuchMoveError:
        raise RefundOutOfTurnError from None


def _tell(actor: Actor, row: Refund, what: str) -> None:
    ledger.record(
        actor=actor,
        action=f"payments.{what}_refund",
        record_id=row.id,
        subject_id=row.obligation.payer_id if row.obligation else None,
        facts={"amount": row.amount, "reason": row.reason if row.raised_by_id is None else "by an official"},
    )
