"""What crosses the door of the payments room."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

LOOKS_AFTER = ("receiver", "head")  # the roles of officials that see and settle what an agency's money needs


class ObligationState(StrEnum):
    OWED = "owed"
    SETTLED = "settled"
    CANCELLED = "cancelled"


class Means(StrEnum):
    """How somebody pays."""

    VIETQR = "vietqr"
    CASH = "cash"
    CARD = "card"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class DueLine:
    """One line of what is owed. `name` by language; `quantity` times `amount` is `total` đồng; `legal`: the names of the
    documents that say so, by language."""

    name: dict[str, str]
    quantity: int
    amount: int
    total: int
    legal: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What an obligation is for. `kind`: the room that asks; `id`: its record; `code`: what people call it;
    `title` by language; `rule`: which rules it was reckoned by."""

    kind: str
    id: UUID
    code: str
    title: dict[str, str]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account of the treasury. `bank`: the connector that tells of its movements; `bin`: its bank's six digits."""

    id: UUID
    agency_id: UUID
    bank: str
    bin: str
    number: str
    holder: str
    bank_name: str


@dataclass(frozen=True, slots=True)
class ObligationView:
    """What somebody owes, or owed. `held`: đồng that came in for it and do not suffice yet; `account` None: it can be
    paid at the counter only; `receipt`: series and number, "" without one; `refunds`: what was paid
    too much and is given back."""

    id: UUID
    reference: Reference
    payer_id: UUID
    agency_id: UUID
    amount: int
    lines: tuple[DueLine, ...]
    bill_code: str
    state: ObligationState
    raised_at: datetime
    settled_at: datetime | None
    held: int
    account: AccountView | None
    means: str = ""
    receipt: str = ""
    refunds: tuple["RefundView", ...] = ()

    @property
    def missing(self) -> int:
        """Đồng that are still to come."""
        return max(self.amount - self.held, 0) if self.state is ObligationState.OWED else 0


@dataclass(frozen=True, slots=True)
class RefundView:
    """Money to be given back. `reason`: "twice", "too_much", "late", "not_ours" or what an official wrote."""

    id: UUID
    obligation_id: UUID | None
    agency_id: UUID
    amount: int
    state: str
    reason: str
    raised_at: datetime
    raised_by: str
    raised_by_id: UUID | None
    bill_code: str = ""


@dataclass(frozen=True, slots=True)
class CreditNews:
    """What a bank tells of one credit. `reference`: the bank's own number of it, one credit one number."""

    bank: str
    reference: str
    bin: str
    account: str
    amount: int
    message: str
    booked_at: datetime
    source: str = "notice"


class Outcome(StrEnum):
    """What became of news of a credit."""

    SETTLED = "settled"
    SHORT = "short"
    REFUNDING = "refunding"
    UNKNOWN = "unknown"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class CreditView:
    """Money that came in. `state`: "held", "used", "unknown" or "refunding"."""

    id: UUID
    bank: str
    reference: str
    amount: int
    message: str
    booked_at: datetime
    state: str
    account: str
    facts: dict[str, Any] = field(default_factory=dict)


class Verdict(StrEnum):
    """What a line of a statement is. NOT_AT_BANK: booked here and not in the statement of its days."""

    MATCHED = "matched"
    LATE = "late"
    UNKNOWN = "unknown"
    AMOUNT_DIFFERS = "amount_differs"
    DUPLICATE = "duplicate"
    WENT_OUT = "went_out"
    NOT_AT_BANK = "not_at_bank"


@dataclass(frozen=True, slots=True)
class StatementView:
    """A bank's statement and how many of its lines are what. `total`: what they come to, in đồng."""

    id: UUID
    bank: str
    number: str
    account: str
    taken_at: datetime
    first_day: date | None
    last_day: date | None
    total: int
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class AssignmentView:
    """Somebody says what unknown money is for; another one has to agree."""

    id: UUID
    credit_id: UUID
    amount: int
    message: str
    bill_code: str
    state: str
    proposed_by: str
    proposed_by_id: UUID


@dataclass(frozen=True, slots=True)
class AccountMonth:
    """One account in one month, in đồng: what lay there before, came in, went out, and lies there at the end."""

    account: str
    opening: int
    came: int
    went: int
    closing: int


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """The paper that says that money was taken."""

    series: str
    number: int
    issued_at: datetime
    owed: ObligationView
