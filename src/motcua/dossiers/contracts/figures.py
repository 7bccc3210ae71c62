"""What boards and the public are told about how agencies do."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Figures of one group: None in `agency_id`, `procedure_code`, `tier` or `month` where it was not asked for.

    Of the months asked for: `submitted` of them `submitted_online`, `received`, decided `on_time`, `late` or `undated`
    (no due date was promised), `refused`, `withdrawn`, `stopped`. Of now, whichever months are asked for:
    `in_progress` (accepted, not decided), `waiting` (for the applicant or an earlier dossier), `unchecked` (not accepted
    yet), `to_return` (decided, not handed over), `overdue` (promised for a day that is over), `due_today`, `due_soon`
    (in the days after today that were asked for). `in_progress` counts those that are overdue too."""

    agency_id: UUID | None = None
    procedure_code: str | None = None
    tier: str | None = None
    month: date | None = None
    submitted: int = 0
    submitted_online: int = 0
    received: int = 0
    on_time: int = 0
    late: int = 0
    undated: int = 0
    refused: int = 0
    withdrawn: int = 0
    stopped: int = 0
    in_progress: int = 0
    waiting: int = 0
    unchecked: int = 0
    to_return: int = 0
    overdue: int = 0
    due_today: int = 0
    due_soon: int = 0


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """`as_of`: when figures were last brought up to date; None when nothing was ever counted."""

    rows: tuple[FigureRow, ...]
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class PublicRate:
    """How many of the decided dossiers were on time, as far as it may be told: a number below the least that is published
    is None, and so is what it could be worked out from; then `at_least` or `at_most` says as much as may be said.
    Percentages are whole and cut down. `left_out`: how many months with fewer decisions than that are in none of these
    numbers."""

    decided: int | None
    on_time: int | None
    late: int | None
    percent: int | None
    at_least: int | None = None
    at_most: int | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """One agency's line. `overdue`: promised for a day that is over and not decided; None when it may not be told."""

    agency_id: UUID
    rate: PublicRate
    overdue: int | None
