"""Drawing lots."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class Lot:
    """One line of a draw's protocol. `lot`: 64 hexadecimal digits that anybody can work out; `gone`: the applicant had
    left the draw before it was held."""

    place: int
    code: str
    lot: str
    won: bool
    gone: bool


@dataclass(frozen=True, slots=True)
class DrawView:
    """The protocol of a draw. `source`: where the deciding number will come from, said before it is known; `seed`: that
    number, "" until it is held; `fingerprint`: SHA-256 of the closed list of `codes`."""

    id: UUID
    agency_id: UUID
    procedure_code: str
    procedure_name: LocalText
    source: str
    places: int
    codes: tuple[str, ...]
    fingerprint: str
    announced_at: datetime
    announced_by: str
    seed: str
    lots: tuple[Lot, ...]
    held_at: datetime | None
    held_by: str


@dataclass(frozen=True, slots=True)
class WaitingDraw:
    """A draw that could be announced now, and how many dossiers would be in it."""

    procedure_code: str
    step: str
    procedure_name: LocalText
    step_name: LocalText
    dossiers: int
