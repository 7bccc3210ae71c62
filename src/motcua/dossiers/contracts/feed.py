"""What the change feed tells."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One act on one dossier. `cursor`: where it stands in the feed; `origin`: the state before, "" for a submission;
    `version`: the dossier's own count of acts, so a dossier's changes come in its order."""

    cursor: str
    id: UUID
    dossier_id: UUID
    code: str
    procedure_code: str
    receiving_agency_id: UUID
    resolving_agency_id: UUID
    channel: str
    version: int
    action: str
    origin: str
    state: str
    status: int
    at: datetime
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`cursor`: what to ask after next time; it moves on past changes that this reader may not see. `more`: there is
    more to be read at once."""

    changes: tuple[ChangeView, ...]
    cursor: str
    more: bool


@dataclass(frozen=True, slots=True)
class FeedFilter:
    """Only changes of dossiers that `agency_id` receives or resolves, only of this procedure. None: of all."""

    agency_id: UUID | None = None
    procedure_code: str | None = None
