"""What is said of rights to one dossier, and of why somebody sees one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class ShareView:
    """One official's right to one dossier, or to one paper of it (`part`, empty for the whole). `live`: it counts now."""

    id: UUID
    code: str
    procedure_name: LocalText
    official_id: UUID
    official_name: str
    official_agency_id: UUID
    part: LocalText
    valid_until: datetime
    reason: str
    given_by_name: str
    given_agency_id: UUID | None
    given_at: datetime
    ended_at: datetime | None
    live: bool


class WhySeen(StrEnum):
    """By what right an official sees a dossier."""

    RECEIVING = "receiving"  # the own agency received it
    RESOLVING = "resolving"  # the own agency resolves it
    ABOVE = "above"  # an agency below the own one does one or the other
    ASKED = "asked"  # the own agency was asked for an opinion or has a task
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Sight:
    """Why somebody sees a dossier. `narrowed`: the position is restricted, and this dossier is within its rights;
    `may_share`: they may let somebody else read it; `shares`: those that count now, newest first."""

    why: WhySeen
    narrowed: bool
    may_share: bool
    share: ShareView | None = None
    shares: tuple[ShareView, ...] = ()
