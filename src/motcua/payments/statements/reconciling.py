"""A bank's statement beside what is booked here: line by line, and then what is booked here and the bank does not know.

The file is read as a stream, five hundred lines at a time, in one transaction: a file that stops making sense changes nothing.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import BinaryIO

from django.db import connection

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.payments.contracts import CreditNews, Outcome, StatementView, Verdict
from motcua.payments.errors import NoticeRefusedError, StatementRefusedError
from motcua.payments.models import Credit, Statement, StatementLine, TreasuryAccount
from motcua.payments.services.credits import take_credit
from motcua.payments.statements.reading import CHUNK, BadStatementError, Entry, Foot, Head, read_statement
from motcua.platform.database.transactions import acting

BATCH = 500
MOST_LINES = 5_000_000


@dataclass
class _Running:
    """One statement under way."""

    row: Statement
    account: TreasuryAccount
    total: int = 0
    seen: int = 0
    days: set[date] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)


def take_statement(*, bank: str, stream: BinaryIO, actor: Actor = SYSTEM) -> tuple[StatementView, ...]:
    """Read a camt.053 or camt.054 and compare it with the books; credits that nobody told of before are booked now, late.

    Only for the system: whoever may hand in a file may say that money came. The same file again changes nothing. Raises StatementRefusedError: it is no statement, not of an account of ours, or
    does not add up.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowedError
    fingerprint = _fingerprint(stream)
    try:
        with acting(SYSTEM):
            _one_at_a_time(bank)
            rows = Statement.objects.filter(bank=bank, file_hash=fingerprint)
            if not rows.exists():
                _read(bank, stream, fingerprint, actor)
            return tuple(statement_view(row) for row in rows.select_related("account").order_by("id"))
    except BadStatementError as bad:
        raise StatementRefusedError(why=str(bad)) from None


def _fingerprint(stream: BinaryIO) -> str:
    """SHA-256 of the whole file, which is wound back to its beginning."""
    digest = hashlib.sha256()
    while piece := stream.read(CHUNK):
        digest.update(piece)
    stream.seek(0)
    return digest.hexdigest()


def _one_at_a_time(bank: str) -> None:
    """The same file handed in twice in one instant waits for itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 42))", [f"statements {bank}"])


def _read(bank: str, stream: BinaryIO, fingerprint: str, actor: Actor) -> None:
    running: _Running | None = None
    waiting: list[Entry] = []
    for one in read_statement(stream):
        if isinstance(one, Head):
            running = _begin(bank, one, fingerprint)
        elif running is None:
            raise BadStatementError("an entry before its account")
        elif isinstance(one, Entry):
            waiting.append(one)
            if len(waiting) >= BATCH:
                _take(running, waiting)
                waiting.clear()
        else:
            _take(running, waiting)
            waiting.clear()
            _finish(running, one, actor)
            running = None


def _begin(bank: str, head: Head, fingerprint: str) -> _Running:
    account = TreasuryAccount.objects.filter(bank=bank, number=head.account).order_by("-valid_from").first()
    if account is None:
        raise BadStatementError("not an account of ours")
    row = Statement.objects.create(
        bank=bank,
        number=head.number,
        account=account,
        agency_id=account.agency_id,
        taken_at=clock.now(),
        counts={},
        file_hash=fingerprint,
    )
    return _Running(row, account)


def _take(running: _Running, entries: Sequence[Entry]) -> None:
    """Judge up to BATCH lines: one look at what is booked, one statement for the verdicts."""
    running.seen += len(entries)
    if running.seen > MOST_LINES:
        raise BadStatementError("too many entries")
    wanted = [one.reference for one in entries]
    booked = dict(Credit.objects.filter(bank=running.row.bank, reference__in=wanted).values_list("reference", "amount"))
    before = set(
        StatementLine.objects.filter(statement__bank=running.row.bank, reference__in=wanted).values_list(
            "reference", flat=True
        )
    )
    lines = []
    for one in entries:
        running.total += one.amount
        running.days.add(one.booked_at.date())
        verdict = _judge(running, one, booked, one.reference in before)
        before.add(one.reference)
        running.counts[verdict] += 1
        lines.append(
            StatementLine(
                statement=running.row,
                reference=one.reference,
                amount=one.amount,
                verdict=verdict,
                booked_at=one.booked_at,
            )
        )
    StatementLine.objects.bulk_create(lines)


def _judge(running: _Running, one: Entry, booked: dict[str, int], told_before: bool) -> Verdict:  # noqa: FBT001
    if told_before:
        return Verdict.DUPLICATE
    if one.amount < 0:
        return Verdict.WENT_OUT
    if one.reference in booked:
        return Verdict.MATCHED if booked[one.reference] == one.amount else Verdict.AMOUNT_DIFFERS
    account = running.account
    news = CreditNews(
        account.bank, one.reference, account.bin, account.number, one.amount, one.message, one.booked_at, "statement"
    )
    try:
        outcome = take_credit(news)
    except NoticeRefusedError:
        return Verdict.AMOUNT_DIFFERS
    return Verdict.UNKNOWN if outcome is Outcome.UNKNOWN else Verdict.LATE


def _finish(running: _Running, foot: Foot, actor: Actor) -> None:
    row = running.row
    if foot.opening is not None and foot.closing is not None and foot.opening + running.total != foot.closing:
        raise BadStatementError("it does not add up")
    if foot.closing is not None and running.days:
        _look_for_missing(running)
    row.counts = {name: count for name, count in sorted(running.counts.items()) if count}
    row.opening, row.closing, row.total = foot.opening, foot.closing, running.total
    row.first_day = min(running.days, default=None)
    row.last_day = max(running.days, default=None)
    row.save(update_fields=["counts", "opening", "closing", "total", "first_day", "last_day"])
    ledger.record(actor=actor, action="payments.take_statement", record_id=row.id, facts={"counts": row.counts})


def _look_for_missing(running: _Running) -> None:
    """What we booked for days that the statement is of, and the bank does not know: somebody lied to us, or it is on
    another statement. A day at each end is left out, since banks and we may cut days differently."""
    first, last = min(running.days), max(running.days)
    told = StatementLine.objects.filter(statement__account=running.account).values("reference")
    booked = Credit.objects.filter(account=running.account, booked_at__gte=_start(first), booked_at__lt=_start(last))
    missing = list(booked.exclude(reference__in=told))
    running.counts[Verdict.NOT_AT_BANK] = len(missing)
    StatementLine.objects.bulk_create(
        [
            StatementLine(
                statement=running.row,
                reference=row.reference,
                amount=row.amount,
                verdict=Verdict.NOT_AT_BANK,
                booked_at=row.booked_at,
            )
            for row in missing
        ]
    )


def _start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def statement_view(row: Statement) -> StatementView:
    return StatementView(
        row.id,
        row.bank,
        row.number,
        row.account.number,
        row.taken_at,
        row.first_day,
        row.last_day,
        row.total,
        dict(row.counts),
    )
