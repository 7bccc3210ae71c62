"""What the payments room announces."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from motcua.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class ObligationSettled(Event):
    """All of it is paid. `settled_at` is when the money was booked here."""

    name: ClassVar[str] = "payments.obligation_settled.v1"
    obligation_id: UUID
    reference_kind: str
    reference_id: UUID
    amount: int
    settled_at: datetime


@dataclass(frozen=True, kw_only=True)
class RefundRaised(Event):
    """Money has to be given back; somebody has to agree to it."""

    name: ClassVar[str] = "payments.refund_raised.v1"
    refund_id: UUID
    agency_id: UUID
    amount: int
    reason: str
