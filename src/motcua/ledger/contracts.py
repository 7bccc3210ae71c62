"""What the ledger tells others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EntryView:
    """One line: who (with position) did what on which record, why, when."""

    id: UUID
    at: datetime
    action: str
    actor_kind: str
    actor_id: UUID | None
    actor_name: str
    position: str
    agency_id: UUID | None
    subject_id: UUID | None
    record_id: UUID | None
    why: str
    facts: Mapping[str, Any]
