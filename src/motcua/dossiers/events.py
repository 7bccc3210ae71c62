"""What the dossiers room announces."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from motcua.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class DossierSubmitted(Event):
    name: ClassVar[str] = "dossiers.dossier_submitted.v1"
    dossier_id: UUID
    procedure_code: str
    receiving_agency_id: UUID


@dataclass(frozen=True, kw_only=True)
class DossierMoved(Event):
    """An act changed the state: `action` from `origin` to `state`."""

    name: ClassVar[str] = "dossiers.dossier_moved.v1"
    dossier_id: UUID
    action: str
    origin: str
    state: str
    version: int


@dataclass(frozen=True, kw_only=True)
class DossierNearlyDue(Event):
    """The due moment comes near. `warned` "holder" (whoever works on it: `assignee_id`, else all of the role) or "head"."""

    name: ClassVar[str] = "dossiers.dossier_nearly_due.v1"
    dossier_id: UUID
    receiving_agency_id: UUID
    assignee_id: UUID | None
    warned: str
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class DossierLate(Event):
    """The due moment has passed and nothing is decided."""

    name: ClassVar[str] = "dossiers.dossier_late.v1"
    dossier_id: UUID
    receiving_agency_id: UUID
    assignee_id: UUID | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class JourneySubmitted(Event):
    """Dossiers were filed together; each has its own `DossierSubmitted` too."""

    name: ClassVar[str] = "dossiers.journey_submitted.v1"
    journey_id: UUID
    procedure_code: str


@dataclass(frozen=True, kw_only=True)
class JourneyPartSettled(Event):
    """A dossier of a journey has its result, or came to nothing: others may be waiting for that."""

    name: ClassVar[str] = "dossiers.journey_part_settled.v1"
    journey_id: UUID
    dossier_id: UUID
    state: str


@dataclass(frozen=True, kw_only=True)
class BatchAsked(Event):
    """An official asked for one act on many dossiers; what the page did not get done is the worker's."""

    name: ClassVar[str] = "dossiers.batch_asked.v1"
    batch_id: UUID


@dataclass(frozen=True, kw_only=True)
class DocumentIssued(Event):
    name: ClassVar[str] = "dossiers.document_issued.v1"
    dossier_id: UUID
    document_id: UUID
    kind: str
