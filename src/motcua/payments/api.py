"""The front door of the payments room."""

from motcua.payments.accounts import import_accounts, write_accounts
from motcua.payments.notices import hear
from motcua.payments.papers.printing import print_receipt
from motcua.payments.policies import may_look_after
from motcua.payments.qr import demo_app, pay_code, pay_text
from motcua.payments.queries import (
    find_obligation,
    find_receipt,
    get_bill,
    list_assignments,
    list_my_payments,
    list_refunds,
    list_statements,
    list_unknown_credits,
)
from motcua.payments.reporting import month_report
from motcua.payments.services.assigning import decide_assignment, propose_assignment, propose_refund
from motcua.payments.services.attempts import show_bill
from motcua.payments.services.counter import pay_at_counter
from motcua.payments.services.credits import take_credit
from motcua.payments.services.obligations import cancel_obligation, has_paid, raise_obligation
from motcua.payments.services.receipts import write_ranges
from motcua.payments.services.refunds import approve_refund, note_refund_paid
from motcua.payments.simulating import run_simulator
from motcua.payments.statements.reconciling import take_statement

__all__ = [
    "approve_refund",
    "cancel_obligation",
    "decide_assignment",
    "demo_app",
    "find_obligation",
    "find_receipt",
    "get_bill",
    "has_paid",
    "hear",
    "import_accounts",
    "list_assignments",
    "list_my_payments",
    "list_refunds",
    "list_statements",
    "list_unknown_credits",
    "may_look_after",
    "month_report",
    "note_refund_paid",
    "pay_at_counter",
    "pay_code",
    "pay_text",
    "print_receipt",
    "propose_assignment",
    "propose_refund",
    "raise_obligation",
    "run_simulator",
    "show_bill",
    "take_credit",
    "take_statement",
    "write_accounts",
    "write_ranges",
]
