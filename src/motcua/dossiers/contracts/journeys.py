"""Cases that were filed together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from motcua.dossiers.contracts.case import DossierView, Tracking
from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class JourneySummary:
    """A line of "my dossiers": dossiers that were filed together. `names`: what the path calls each part; a part that
    it gives no name is not in it."""

    id: UUID
    code: str
    procedure_name: LocalText
    submitted_at: datetime
    names: Mapping[str, LocalText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class JourneyView:
    """Dossiers that were filed together, in the order of the path. `names`: by dossier, what people call it;
    `waits_for`: by dossier, those before it that are not done yet."""

    id: UUID
    code: str
    procedure_code: str
    procedure_name: LocalText
    applicant_id: UUID
    applicant_name: str
    submitted_at: datetime
    dossiers: tuple[DossierView, ...]
    names: Mapping[UUID, LocalText]
    waits_for: Mapping[UUID, tuple[UUID, ...]]


@dataclass(frozen=True, slots=True)
class JourneyTracking:
    """The same for dossiers that were filed together."""

    code: str
    procedure_code: str
    procedure_name: LocalText
    submitted_at: datetime
    dossiers: tuple[Tracking, ...]
