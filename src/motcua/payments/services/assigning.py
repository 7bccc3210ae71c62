"""Money that says not what it is for: one official says what, another one agrees."""

from uuid import UUID

from django.db import IntegrityError

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.payments.contracts import AssignmentView, RefundView
from motcua.payments.domain import bill_codes, postings
from motcua.payments.domain.graphs import CREDIT, move
from motcua.payments.errors import CreditNotFoundError, FourEyesError, ObligationNotFoundError, ProposedAlreadyError
from motcua.payments.models import Assignment, Credit, Obligation
from motcua.payments.policies import agency_of, official_id
from motcua.payments.services.booking import book
from motcua.payments.services.credits import use
from motcua.payments.services.refunds import raise_refund
from motcua.payments.viewing import assignment_view, refund_view
from motcua.platform.database.transactions import acting


def propose_assignment(*, actor: Actor, credit_id: UUID, bill_code: str) -> AssignmentView:
    """Say what the money is for. Raises CreditNotFoundError, ObligationNotFoundError, ProposedAlreadyError."""
    agency_id, code = agency_of(actor), bill_codes.find(bill_code)
    with acting(SYSTEM):
        credit = _unknown(credit_id, agency_id)
        obligation = Obligation.objects.filter(bill_code=code, agency_id=agency_id).first()
        if obligation is None:
            raise ObligationNotFoundError
        try:
            with acting(SYSTEM):
                row = Assignment.objects.create(
                    credit=credit,
                    obligation=obligation,
                    agency_id=agency_id,
                    proposed_at=clock.now(),
                    proposed_by_id=official_id(actor),
                    proposed_by=actor.signed,
                )
        except IntegrityError:
            raise ProposedAlreadyError from None
        _tell(actor, row, "propose")
        return assignment_view(row)


def decide_assignment(*, actor: Actor, assignment_id: UUID, agreed: bool) -> AssignmentView:
    """Agree, and the money is used for it; or not, and it is unknown as before. Raises CreditNotFoundError, FourEyesError."""
    agency_id = agency_of(actor)
    with acting(SYSTEM):
        rows = Assignment.objects.select_for_update(of=("self",)).filter(id=assignment_id, agency_id=agency_id)
        row = rows.filter(state="proposed").first()
        if row is None:
            raise CreditNotFoundError
        if row.proposed_by_id == actor.id and agreed:
            raise FourEyesError
        row.state, row.decided_at = ("agreed" if agreed else "dropped"), clock.now()
        if row.proposed_by_id != actor.id:
            row.decided_by_id, row.decided_by = official_id(actor), actor.signed
        row.save(update_fields=["state", "decided_at", "decided_by_id", "decided_by"])
        _tell(actor, row, "agree_to" if agreed else "drop")
        if agreed:
            _assign(actor, row, agency_id)
        return assignment_view(row)


def _assign(actor: Actor, row: Assignment, agency_id: UUID) -> None:
    credit = _unknown(row.credit_id, agency_id)
    obligation = Obligation.objects.select_for_update(of=("self",)).get(id=row.obligation_id)
    credit.state, credit.obligation = move(CREDIT, credit.state, "assign"), obligation
    credit.save(update_fields=["state", "obligation"])
    moved = postings.assigned(obligation.id, credit.account.number, credit.amount)
    book(actor, "assigned", agency_id, moved, obligation_id=obligation.id, credit_id=credit.id)
    use(actor, obligation, "vietqr")


def propose_refund(*, actor: Actor, credit_id: UUID, reason: str) -> RefundView:
    """Give unknown money back, for a reason in writing; a head who is somebody else has to approve it.

    Raises CreditNotFoundError.
    """
    with acting(SYSTEM):
        credit = _unknown(credit_id, agency_of(actor))
        return refund_view(raise_refund(actor, None, credit.amount, reason.strip()[:500] or "?", credit=credit))


def _unknown(credit_id: UUID, agency_id: UUID) -> Credit:
    """Locked."""
    rows = Credit.objects.select_for_update(of=("self",)).filter(id=credit_id, agency_id=agency_id, state="unknown")
    row = rows.select_related("account").first()
    if row is None:
        raise CreditNotFoundError
    return row


def _tell(actor: Actor, row: Assignment, what: str) -> None:
    ledger.record(
        actor=actor,
        action=f"payments.{what}_assignment",
        record_id=row.id,
        subject_id=row.obligation.payer_id,
        facts={"amount": row.credit.amount, "credit": str(row.credit_id)},
    )
