"""What somebody owes: raised, settled, cancelled. Another room calls these inside its own act's transaction, so that a
case that waits for money and the obligation that it waits for are there together, or not at all."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.payments.accounts import account_of
from motcua.payments.contracts import DueLine, ObligationView, Reference
from motcua.payments.domain import bill_codes, postings
from motcua.payments.domain.graphs import OBLIGATION, move
from motcua.payments.errors import AlreadyPaidError, NothingOwedError
from motcua.payments.events import ObligationSettled
from motcua.payments.models import Obligation
from motcua.payments.services.booking import book, held_for
from motcua.payments.services.receipts import number_receipt
from motcua.payments.services.refunds import raise_refund
from motcua.payments.viewing import view_of
from motcua.platform.database.transactions import acting
from motcua.platform.outbox import api as outbox


def raise_obligation(
    *, actor: Actor, reference: Reference, payer_id: UUID, agency_id: UUID, lines: Sequence[DueLine]
) -> ObligationView:
    """Write down what is owed for `reference`. Once only: the same obligation again when it is owed already.

    Raises AlreadyPaidError when it has been settled, NothingOwedError when the lines come to nothing.
    """
    amount = sum(line.total for line in lines)
    if amount <= 0:
        raise NothingOwedError
    with acting(SYSTEM):
        row = _of(reference.kind, reference.id)
        if row is not None and row.state == "settled":
            raise AlreadyPaidError
        if row is None:
            row = _new(reference, payer_id, agency_id, lines, amount)
            book(actor, "raised", agency_id, postings.raised(row.id, agency_id, amount), obligation_id=row.id)
            _tell(actor, row, "raise")
        return view_of(row)


def _new(reference: Reference, payer_id: UUID, agency_id: UUID, lines: Sequence[DueLine], amount: int) -> Obligation:
    now = clock.now()
    return Obligation.objects.create(
        reference_kind=reference.kind,
        reference_id=reference.id,
        reference_code=reference.code,
        title=reference.title,
        rule=reference.rule,
        payer_id=payer_id,
        agency_id=agency_id,
        account=account_of(agency_id, now),
        amount=amount,
        lines=[asdict(line) for line in lines],
        bill_code=bill_codes.draw(),
        raised_at=now,
    )


def cancel_obligation(*, actor: Actor, kind: str, reference_id: UUID) -> None:
    """Nobody owes it any more; nothing happens where nothing is owed. What had come in for it is given back."""
    with acting(SYSTEM):
        row = _of(kind, reference_id)
        if row is None or row.state != "owed":
            return
        row.state = move(OBLIGATION, row.state, "cancel")
        row.save(update_fields=["state"])
        book(
            actor,
            "cancelled",
            row.agency_id,
            postings.cancelled(row.id, row.agency_id, row.amount),
            obligation_id=row.id,
        )
        _tell(actor, row, "cancel")
        if held := held_for(row.id):
            raise_refund(SYSTEM, row, held, "late")


def has_paid(*, kind: str, reference_id: UUID) -> bool:
    """Whether what was owed for it is settled."""
    with acting(SYSTEM):
        return Obligation.objects.filter(reference_kind=kind, reference_id=reference_id, state="settled").exists()


def apply_money(actor: Actor, row: Obligation, means: str) -> str:
    """Use what is held for a locked obligation: settle it when it suffices, give back what is too much.

    Returns "settled", "short" or "refunding".
    """
    held = held_for(row.id)
    if row.state != "owed":
        raise_refund(SYSTEM, row, held, "twice" if row.state == "settled" else "late")
        return "refunding"
    if held < row.amount:
        return "short"
    settle(actor, row, means)
    if held > row.amount:
        raise_refund(SYSTEM, row, held - row.amount, "too_much")
    return "settled"


def settle(actor: Actor, row: Obligation, means: str) -> None:
    """The money is there: books, ledger and everybody who waits for it, in one transaction."""
    row.state = move(OBLIGATION, row.state, "settle")
    row.settled_at, row.means = clock.now(), means
    row.save(update_fields=["state", "settled_at", "means"])
    book(actor, "settled", row.agency_id, postings.settled(row.id, row.amount), obligation_id=row.id)
    row.credit_rows.filter(state="held").update(state="used")
    number_receipt(row)
    _tell(actor, row, "settle")
    outbox.announce(
        ObligationSettled(
            obligation_id=row.id,
            reference_kind=row.reference_kind,
            reference_id=row.reference_id,
            amount=row.amount,
            settled_at=row.settled_at,
        )
    )


def _of(kind: str, reference_id: UUID) -> Obligation | None:
    """The obligation that counts, locked."""
    rows = Obligation.objects.select_for_update(of=("self",)).filter(reference_kind=kind, reference_id=reference_id)
    return rows.exclude(state="cancelled").first()


def _tell(actor: Actor, row: Obligation, what: str) -> None:
    ledger.record(
        actor=actor,
        action=f"payments.{what}_obligation",
        record_id=row.id,
        subject_id=row.payer_id,
        facts={"amount": row.amount, "reference": str(row.reference_id)},
    )
