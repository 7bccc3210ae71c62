"""Trying to pay: begun by the payer, ended by money or by time. An answer that nobody knows leaves it where it is."""

from datetime import timedelta

import structlog

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.payments.connectors import connector_of
from motcua.payments.contracts import Means, ObligationView
from motcua.payments.domain.graphs import ATTEMPT, move
from motcua.payments.errors import NoticeRefusedError, ObligationNotFoundError
from motcua.payments.models import Attempt, Obligation
from motcua.payments.policies import payer
from motcua.payments.services.credits import take_credit
from motcua.payments.viewing import view_of
from motcua.platform.database.transactions import acting

log = structlog.get_logger(__name__)

FIRST_ASK = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=1)
LAPSES_AFTER = timedelta(days=2)
AT_ONCE = 50
OPEN = ("begun", "pending")


def show_bill(*, actor: Actor, bill_code: str) -> ObligationView:
    """What the payer owes. Whoever looks at the code may be about to pay, so from here on the bank is asked.

    Raises ObligationNotFoundError for one that is not there, and for somebody else's.
    """
    with acting(actor):
        row = Obligation.objects.filter(bill_code=bill_code, payer_id=payer(actor)).select_related("account").first()
        if row is None:
            raise ObligationNotFoundError
        seen = view_of(row)
    if row.state == "owed" and row.account is not None:
        _begin(row)
    return seen


def _begin(row: Obligation) -> None:
    """One open try at a time for each means; it locks nobody out of another."""
    with acting(SYSTEM):
        if row.attempt_rows.filter(means=Means.VIETQR, state__in=OPEN).exists():
            return
        now = clock.now()
        Attempt.objects.create(
            obligation=row,
            means=Means.VIETQR,
            bank=row.account.bank if row.account else "",
            state=move(ATTEMPT, "begun", "offer"),
            begun_at=now,
            next_ask_at=now + FIRST_ASK,
        )


def ask_again() -> int:
    """Ask the banks about tries that are due; returns how many. A bank that does not answer is asked later."""
    asked = 0
    while asked < AT_ONCE and _ask_next():
        asked += 1
    return asked


def _ask_next() -> bool:
    with acting(SYSTEM):
        due = Attempt.objects.filter(next_ask_at__lte=clock.now()).order_by("next_ask_at")
        row = due.select_for_update(skip_locked=True, of=("self",)).select_related("obligation__account").first()
        if row is None:
            return False
        row.asked += 1
        _plan(row)
    _ask(row)  # outside of the transaction: a slow bank holds nothing up
    return True


def _plan(row: Attempt) -> None:
    """When it is asked the next time: after twice the pause, until nobody asks any more."""
    now = clock.now()
    if now - row.begun_at > LAPSES_AFTER:
        row.state, row.next_ask_at = move(ATTEMPT, row.state, "lapse"), None
    else:
        row.state = move(ATTEMPT, row.state, "unknown")
        row.next_ask_at = now + min(FIRST_ASK * 2 ** min(row.asked, 12), LONGEST_PAUSE)
    row.save(update_fields=["state", "asked", "next_ask_at"])


def _ask(row: Attempt) -> None:
    connector = connector_of(row.bank)
    if connector is None:
        return
    for news in connector.ask(row.obligation.bill_code):
        try:
            take_credit(news)
        except NoticeRefusedError as refusal:
            log.warning("payments.answer_refused", code=row.bank, reason=refusal.facts.get("why", ""))
