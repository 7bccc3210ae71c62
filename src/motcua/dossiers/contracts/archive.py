"""What is told of archived dossiers and of lists of destruction: codes and days, nobody's name but the officials'."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DueView:
    """An archived dossier whose time is over since `until`. `result`: the id of its result, or the state it ended in;
    `legal`: what its package says the time comes from."""

    dossier_id: UUID
    code: str
    procedure_code: str
    result: str
    ended_at: datetime
    until: date
    legal: str


@dataclass(frozen=True, slots=True)
class DestructionLine:
    """`outcome`: "waiting", "done", or "stayed" when it was held or taken out meanwhile; `files`: SHA-256 of what went."""

    code: str
    procedure_code: str
    result: str
    kept_until: date
    outcome: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DestructionView:
    """A list. `scope`: "papers" that applicants sent, or "all"; `approved` None: nobody has decided yet; `done_at`: it is
    carried out, and this is the record."""

    id: UUID
    scope: str
    reason: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    approved: bool | None
    decided_by: str
    decided_at: datetime | None
    note: str
    done_at: datetime | None
    lines: tuple[DestructionLine, ...]
