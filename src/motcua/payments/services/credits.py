"""Money that came in. One number of one bank is one credit, however often and in whatever order it is told."""

from uuid import UUID

from django.db import connection

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.payments.accounts import account_for
from motcua.payments.contracts import CreditNews, Outcome
from motcua.payments.domain import bill_codes, postings
from motcua.payments.domain.graphs import ATTEMPT, move
from motcua.payments.errors import NoticeRefusedError
from motcua.payments.models import Credit, Obligation, TreasuryAccount
from motcua.payments.services.booking import book
from motcua.payments.services.obligations import apply_money
from motcua.platform.database.transactions import acting

LONGEST_MESSAGE = 255
MOST = 10**15  # đồng; more is no fee, and an account would overflow in the end


def take_credit(news: CreditNews, *, means: str = "vietqr") -> Outcome:
    """Book a credit that a bank told of, and use it for what it says it is for.

    Raises NoticeRefusedError for money on an account that is not ours, and for a number told before with other contents.
    """
    with acting(SYSTEM):
        _one_at_a_time(news)
        account = account_for(news.bank, news.bin, news.account)
        if account is None or not 0 < news.amount <= MOST:
            raise NoticeRefusedError(why="not_our_account" if account is None else "no_amount")
        seen = Credit.objects.filter(bank=news.bank, reference=news.reference).first()
        if seen is not None:
            if (seen.amount, seen.account_id) != (news.amount, account.id):
                raise NoticeRefusedError(why="contradicts")
            return Outcome.SEEN
        row = _write(news, account)
        if row.obligation is None:
            return Outcome.UNKNOWN
        return use(SYSTEM, row.obligation, means)


def use(actor: Actor, obligation: Obligation, means: str) -> Outcome:
    """Use what is held for a locked obligation; its tries have succeeded when that settles it."""
    outcome = apply_money(actor, obligation, means)
    if outcome == "settled":
        for attempt in obligation.attempt_rows.all():
            attempt.state = move(ATTEMPT, attempt.state, "succeed")
            attempt.next_ask_at = None
            attempt.save(update_fields=["state", "next_ask_at"])
    return Outcome(outcome)


def _write(news: CreditNews, account: TreasuryAccount) -> Credit:
    obligation = _meant(news.message, account.agency_id)
    row = Credit.objects.create(
        bank=news.bank,
        reference=news.reference,
        account=account,
        agency_id=account.agency_id,
        amount=news.amount,
        message=news.message[:LONGEST_MESSAGE],
        booked_at=news.booked_at,
        received_at=clock.now(),
        source=news.source,
        state="held" if obligation else "unknown",
        obligation=obligation,
    )
    came = postings.came(f"bank:{account.number}", news.amount, obligation.id if obligation else None, account.number)
    book(SYSTEM, "came", account.agency_id, came, obligation_id=obligation.id if obligation else None, credit_id=row.id)
    ledger.record(
        actor=SYSTEM,
        action="payments.take_credit",
        record_id=row.id,
        subject_id=obligation.payer_id if obligation else None,
        facts={"amount": news.amount, "source": news.source},
    )
    return row


def _meant(message: str, agency_id: UUID) -> Obligation | None:
    """The obligation that the message names, locked; None for money of another agency: a person looks at it."""
    code = bill_codes.find(message)
    if not code:
        return None
    rows = Obligation.objects.select_for_update(of=("self",))
    return rows.filter(bill_code=code, agency_id=agency_id).first()


def _one_at_a_time(news: CreditNews) -> None:
    """The same number told twice in one instant waits for itself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 42))", [f"credit {news.bank} {news.reference}"]
        )
