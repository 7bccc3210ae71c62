"""Reads: what somebody owes and paid, what an agency has to look at."""

from uuid import UUID

from motcua.kernel.actors import Actor
from motcua.payments.contracts import (
    AssignmentView,
    CreditView,
    ObligationView,
    ReceiptView,
    RefundView,
    StatementView,
)
from motcua.payments.errors import ObligationNotFoundError, ReceiptNotFoundError
from motcua.payments.models import (
    Assignment,
    Credit,
    Obligation,
    Receipt,
    Refund,
    Statement,
)
from motcua.payments.policies import agency_of, payer
from motcua.payments.statements.reconciling import statement_view
from motcua.payments.viewing import assignment_view, refund_view, view_of
from motcua.platform.database.transactions import looking

MOST_SHOWN = 200


def get_bill(*, actor: Actor, bill_code: str) -> ObligationView:
    """The payer's own obligation. Raises ObligationNotFoundError for any other."""
    with looking(actor):
        row = Obligation.objects.filter(bill_code=bill_code, payer_id=payer(actor)).select_related("account").first()
        if row is None:
            raise ObligationNotFoundError
        return view_of(row)


def find_obligation(*, actor: Actor, kind: str, reference_id: UUID) -> ObligationView | None:
    """The obligation for something, cancelled ones left out; None without one, or where the asker may not see it."""
    with looking(actor):
        rows = Obligation.objects.filter(reference_kind=kind, reference_id=reference_id).exclude(state="cancelled")
        row = rows.select_related("account").first()
        return view_of(row) if row else None


def list_my_payments(*, actor: Actor) -> tuple[ObligationView, ...]:
    """What the person owes and paid, the newest first."""
    with looking(actor):
        rows = Obligation.objects.filter(payer_id=payer(actor)).select_related("account").order_by("-id")[:MOST_SHOWN]
        return tuple(view_of(row) for row in rows)


def list_refunds(*, actor: Actor) -> tuple[RefundView, ...]:
    """The agency's refunds that are not over, the oldest first."""
    with looking(actor):
        rows = Refund.objects.filter(agency_id=agency_of(actor)).exclude(state__in=("paid", "refused"))
        return tuple(refund_view(row) for row in rows.select_related("obligation").order_by("id")[:MOST_SHOWN])


def list_unknown_credits(*, actor: Actor) -> tuple[CreditView, ...]:
    """Money on the agency's accounts that says not what it is for, the oldest first."""
    with looking(actor):
        rows = Credit.objects.filter(agency_id=agency_of(actor), state="unknown").select_related("account")
        return tuple(_credit(row) for row in rows.order_by("id")[:MOST_SHOWN])


def _credit(row: Credit) -> CreditView:
    return CreditView(
        row.id, row.bank, row.reference, row.amount, row.message, row.booked_at, row.state, row.account.number
    )


def list_assignments(*, actor: Actor) -> tuple[AssignmentView, ...]:
    """What somebody proposed and nobody decided yet, the oldest first."""
    with looking(actor):
        rows = Assignment.objects.filter(agency_id=agency_of(actor), state="proposed")
        return tuple(
            assignment_view(row) for row in rows.select_related("credit", "obligation").order_by("id")[:MOST_SHOWN]
        )


def list_statements(*, actor: Actor) -> tuple[StatementView, ...]:
    """What banks said of the agency's accounts, the newest first."""
    with looking(actor):
        rows = Statement.objects.filter(agency_id=agency_of(actor)).select_related("account").order_by("-id")[:30]
        return tuple(statement_view(row) for row in rows)


def find_receipt(*, actor: Actor, bill_code: str) -> ReceiptView:
    """The payer's own. Raises ReceiptNotFoundError, ObligationNotFoundError."""
    owed = get_bill(actor=actor, bill_code=bill_code)
    with looking(actor):
        row = Receipt.objects.filter(obligation_id=owed.id).first()
        if row is None:
            raise ReceiptNotFoundError
        return ReceiptView(row.series, row.number, row.issued_at, owed)
