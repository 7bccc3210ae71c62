"""What the ledger tells others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
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
    sealed_until: datetime | None = None
    sealed_basis: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """Until when a person does not hear of a look, and by which law: it goes into the log at once like every other."""

    until: datetime
    basis: str

    def __post_init__(self) -> None:
        if not self.basis.strip():
            raise ValueError("a seal names the law that it rests on")


@dataclass(frozen=True, slots=True)
class SealedCount:
    """How many looks an agency sealed in a month (its first day, on the clock of the installation)."""

    agency_id: UUID | None
    month: date
    count: int


@dataclass(frozen=True, slots=True)
class EntriesAsked:
    """Which entries about a person: from `since` to, without, `until`; on one record; of these kinds of actors; written
    before the entry with the id `before`, to page on."""

    since: datetime | None = None
    until: datetime | None = None
    record_id: UUID | None = None
    actor_kinds: tuple[str, ...] = ()
    before: UUID | None = None
