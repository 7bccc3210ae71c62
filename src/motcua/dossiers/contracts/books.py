"""What an agency's books say: the hands of one dossier (form 06), and the dossiers that were followed (form 07)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from motcua.dossiers.contracts.words import Channel, DocumentKind, State
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


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """What whoever is shown a paper may learn of it; nothing of the person. `newer_number`, `newer_at`: the paper that took
    its place, "" and None while it holds; `newer_as` why: "correction", "reissue", or "" where it was decided anew;
    `holds_number`: the paper that holds now, where that one was replaced too. `issued_as`: why this one took another's place."""

    kind: DocumentKind
    title: LocalText
    number: str
    issued_at: datetime
    agency: LocalText
    code: str
    procedure_name: LocalText
    newer_number: str = ""
    newer_at: datetime | None = None
    newer_as: str = ""
    holds_number: str = ""
    issued_as: str = ""


@dataclass(frozen=True, slots=True)
class BookFilter:
    """A book of one's own agency for a month. `book`: "dossiers" (form 07), or the kind of paper whose numbers it keeps;
    `month`: its first day; `procedure`: only that one, "" for all."""

    book: str
    month: date
    procedure: str = ""


@dataclass(frozen=True, slots=True)
class BookRow:
    """A line of form 07. `decided_at`: when there was a result or another end, `ended_at`: when it was handed out."""

    code: str
    procedure_code: str
    procedure_name: LocalText
    applicant_name: str
    resolving_agency_id: UUID | None
    state: State
    channel: Channel
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A line of the book of one kind of paper. `missing`: the numbers right before it that stand nowhere (first, last);
    `replaced_as`: why another took its place, `issued_as` why it took another's: "correction", "reissue", or ""."""

    serial: int
    number: str
    issued_at: datetime
    title: LocalText
    code: str
    applicant_name: str
    signer: str
    replaced_by: str = ""
    missing: tuple[int, int] | None = None
    replaced_as: str = ""
    issued_as: str = ""


@dataclass(frozen=True, slots=True)
class BookPage:
    """One page of a book, in the order in which it was written. `cursor`: pass it on for the next page, "" at the end."""

    rows: tuple[BookRow, ...] = ()
    numbers: tuple[NumberRow, ...] = ()
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class BookPrintView:
    """How far the print of a book is. `ready`: it can be opened; `failed`: it came to nothing."""

    id: UUID
    book: str
    month: date
    procedure: str
    asked_at: datetime
    rows: int
    ready: bool
    failed: bool
