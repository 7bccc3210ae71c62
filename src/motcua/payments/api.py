"""The front door of the payments room."""

from motcua.payments.accounts import import_accounts, write_accounts
from motcua.payments.notices import hear
from motcua.payments.qr import demo_app, pay_code, pay_text
from motcua.payments.queries import (
    find_obligation,
    get_bill,
    list_my_payments,
    list_refunds,
    list_unknown_credits,
)
from motcua.payments.services.attempts import show_bill
from motcua.payments.services.counter import pay_at_counter
from motcua.payments.services.credits import take_credit
from motcua.payments.services.obligations import cancel_obligation, has_paid, raise_obligation
from motcua.payments.services.refunds import approve_refund, note_refund_paid
from motcua.payments.simulating import run_simulator

__all__ = [
    "approve_refund",
    "cancel_obligation",
    "demo_app",
    "find_obligation",
    "get_bill",
    "has_paid",
    "hear",
    "import_accounts",
    "list_my_payments",
    "list_refunds",
    "list_unknown_credits",
    "note_refund_paid",
    "pay_at_counter",
    "pay_code",
    "pay_text",
    "raise_obligation",
    "run_simulator",
    "show_bill",
    "take_credit",
    "write_accounts",
]
