"""What the data plane answers."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from motcua.dossiers.contracts import Tracking
from motcua.dossiers.services.submitting import Receipt


class Submitted(msgspec.Struct):
    """201, or 200 when the same key had sent the same content before. `check_by`: by when an official looks at it."""

    id: UUID
    code: str
    submitted_at: datetime
    check_by: datetime

    @classmethod
    def of(cls, receipt: Receipt) -> Self:
        return cls(receipt.id, receipt.code, receipt.submitted_at, receipt.check_by)


def tracked(tracking: Tracking) -> dict[str, Any]:
    """Status and dates; nothing about the person."""
    return {
        "code": tracking.code,
        "procedure": {"code": tracking.procedure_code, "name": tracking.procedure_name},
        "agency": tracking.agency,
        "state": tracking.state,
        "status": tracking.status,
        "submitted_at": tracking.submitted_at,
        "received_at": tracking.received_at,
        "due_at": tracking.due_at,
        "decided_at": tracking.decided_at,
        "ended_at": tracking.ended_at,
    }
