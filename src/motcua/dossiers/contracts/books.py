"""What an agency's books say: the hands of one dossier (form 06), and the dossiers that were followed (form 07)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motcua.kernel.languages import LocalText


class Outcome(StrEnum):
    """How a hand kept its time, as form 06 asks: before the day, on it and in time, or too late."""

    AHEAD = "ahead"
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who has a dossier: a role at an agency, and the person with their position where one is known. `role` "" is an
    asked agency."""

    role: str
    agency_id: UUID | None = None
    name: str = ""
    position: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One line: `giver` handed it to `taker` at `at` by `action`; the taker was to act by `due_at` and handed it on at
    `done_at`. `outcome` None: still there and not late, or nobody's time was running."""

    giver: Hand
    taker: Hand
    action: str
    at: datetime
    due_at: datetime | None = None
    done_at: datetime | None = None
    outcome: Outcome | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ControlSlip:
    """Every hand-over of a dossier as of `as_of`, oldest first, asked agencies at the moment they were asked."""

    code: str
    procedure_code: str
    procedure_name: LocalText
    applicant_name: str
    receiving_agency_id: UUID
    resolving_agency_id: UUID
    as_of: datetime
    lines: tuple[Handover, ...]
