"""What is said of rights to one dossier, and of why somebody sees one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class ShareView:
    """One official's right to one dossier, or to one paper of it (`part`, empty for the whole). `roles`: in which of the
    own position's roles it may be worked on, none to read; `live`: it counts now."""

    id: UUID
    code: str
    procedure_name: LocalText
    official_id: UUID
    official_name: str
    official_agency_id: UUID
    part: LocalText
    roles: frozenset[str]
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
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Sight:
    """Why somebody sees a dossier. `narrowed`: the position is restricted, and this dossier is within its rights."""

    why: WhySeen
    narrowed: bool
    share: ShareView | None = None
