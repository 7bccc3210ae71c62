"""One act on many dossiers: what would happen, and what did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from motcua.dossiers.contracts.case import DossierSummary

MOST = 100  # dossiers of one batch
MOST_TO_SIGN = 30  # each is read before it is signed
MOST_TO_MOVE = 500


@dataclass(frozen=True, slots=True)
class Chosen:
    """A dossier as it was chosen, in the version that was seen; `assignee_id`: whom it is to be given to."""

    dossier_id: UUID
    version: int
    assignee_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would happen to one dossier. `problem`: why it can't be done, "" when it can."""

    dossier: DossierSummary
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BatchRowView:
    """`outcome`: "waiting", "done" or "refused", with `why`; `assignee`, `before`: names, when the batch gave work out."""

    code: str
    outcome: str
    why: str
    assignee: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class BatchView:
    """`may_undo`: whether it can still be taken back."""

    id: UUID
    action: str
    actor_name: str
    asked_at: datetime
    rows: tuple[BatchRowView, ...]
    may_undo: bool = False
    undo_of: UUID | None = None
    given: Mapping[str, str] = field(default_factory=dict)

    def count(self, outcome: str) -> int:
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def finished(self) -> bool:
        return not self.count("waiting")
