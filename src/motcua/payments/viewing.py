"""Rows to contracts."""

from motcua.payments.contracts import (
    AccountView,
    AssignmentView,
    DueLine,
    ObligationState,
    ObligationView,
    Reference,
    RefundView,
)
from motcua.payments.models import Assignment, Obligation, Receipt, Refund, TreasuryAccount


def view_of(row: Obligation) -> ObligationView:
    """What is held is reckoned from the credits, which the payer may see; the books are the agency's."""
    held = sum(row.credit_rows.filter(state="held").values_list("amount", flat=True))
    return ObligationView(
        id=row.id,
        reference=Reference(row.reference_kind, row.reference_id, row.reference_code, row.title, row.rule),
        payer_id=row.payer_id,
        agency_id=row.agency_id,
        amount=row.amount,
        lines=tuple(DueLine(**{**line, "legal": tuple(line["legal"])}) for line in row.lines),
        bill_code=row.bill_code,
        state=ObligationState(row.state),
        raised_at=row.raised_at,
        settled_at=row.settled_at,
        held=held,
        account=account_view(row.account) if row.account else None,
        means=row.means,
        receipt=_receipt(row),
        refunds=tuple(refund_view(one) for one in row.refund_rows.order_by("id")),
    )


def _receipt(row: Obligation) -> str:
    found = Receipt.objects.filter(obligation_id=row.id).first() if row.state == "settled" else None
    return f"{found.series} {found.number:07d}" if found else ""


def account_view(row: TreasuryAccount) -> AccountView:
    return AccountView(row.id, row.agency_id, row.bank, row.bin, row.number, row.holder, row.bank_name)


def refund_view(row: Refund) -> RefundView:
    return RefundView(
        id=row.id,
        obligation_id=row.obligation_id,
        agency_id=row.agency_id,
        amount=row.amount,
        state=row.state,
        reason=row.reason,
        raised_at=row.raised_at,
        raised_by=row.raised_by,
        raised_by_id=row.raised_by_id,
        bill_code=row.obligation.bill_code if row.obligation else "",
    )


def assignment_view(row: Assignment) -> AssignmentView:
    return AssignmentView(
        id=row.id,
        credit_id=row.credit_id,
        amount=row.credit.amount,
        message=row.credit.message,
        bill_code=row.obligation.bill_code,
        state=row.state,
        proposed_by=row.proposed_by,
        proposed_by_id=row.proposed_by_id,
    )
