"""The case itself: in a list, whole, and as anybody who knows its code sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.dossiers.contracts.parts import (
    ActView,
    ClockSegment,
    CorrectionAsked,
    CoSigner,
    DocumentView,
    DossierPaper,
    Holding,
    Lateness,
    NewIssueView,
    PaymentRequest,
    ProgressView,
    StepView,
    SupplementRequest,
    TrackedStep,
)
from motcua.dossiers.contracts.words import Channel, State
from motcua.forms.contracts import FromRecord
from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """A row of a queue or of "my dossiers". `journey_id`: the journey that it is part of, if any; `journey_part`: which
    part; `assignee_id`, `assignee_name`: the official who works on it; `source`: the other system that decides it, "" for
    one of ours."""

    id: UUID
    code: str
    procedure_code: str
    procedure_name: LocalText
    applicant_name: str
    state: State
    status: int
    submitted_at: datetime
    due_at: datetime | None
    act_by: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    receiving_agency_id: UUID
    version: int
    holder: str
    channel: Channel
    journey_id: UUID | None = None
    journey_part: str = ""
    assignee_id: UUID | None = None
    assignee_name: str = ""
    source: str = ""
    calendar_agency_id: UUID | None = None  # whose working days count for the limit, None where nobody says
    waits_for: tuple[UUID, ...] = ()  # agencies whose pause stops the clock of the whole case
    own_due_at: datetime | None = None  # of the asker's own step, in the list of others' dossiers


@dataclass(frozen=True, slots=True)
class DossierView:
    """The whole case, for those who may see it. `journey_part`: which part of the journey it is; `unrouted`: which agency resolves it has
    still to be found out; `from_record`: by field,
    which answers the applicant's record gave or would give otherwise; `desk_acts`: of claim, assign and release those
    that the asker may do; `instead`: the asker stands in for the absent colleague who works on it; `source`: the name of
    the other system that decides it and told its `progress` (oldest first), "" for one of ours. `holding`: the agencies that have it now; `steps`: how far each is."""

    id: UUID
    code: str
    procedure_code: str
    procedure_name: LocalText
    version_hash: str
    state: State
    status: int
    version: int
    channel: Channel
    applicant_id: UUID
    applicant_name: str
    filed_by_name: str
    receiving_agency_id: UUID
    resolving_agency_id: UUID
    answers: Mapping[str, Any]
    from_record: Mapping[str, FromRecord]
    previous_answers: Mapping[str, Any] | None
    papers: tuple[DossierPaper, ...]
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    act_by: datetime
    decided_at: datetime | None
    ended_at: datetime | None
    clock: tuple[ClockSegment, ...]
    supplement: SupplementRequest | None
    proposal: Mapping[str, Any]
    fee_total: int
    acts: tuple[ActView, ...]
    documents: tuple[DocumentView, ...]
    holder: str
    next_actions: tuple[str, ...]
    steps: tuple[StepView, ...] = ()
    journey_id: UUID | None = None
    journey_part: str = ""
    co_signers: tuple[CoSigner, ...] = ()
    unrouted: bool = False
    payment: PaymentRequest | None = None
    lateness: Lateness | None = None
    assignee_id: UUID | None = None
    assignee_name: str = ""
    assigned_at: datetime | None = None
    desk_acts: tuple[str, ...] = ()
    archived_at: datetime | None = None
    source: str = ""
    progress: tuple[ProgressView, ...] = ()
    instead: bool = False
    new_issue: NewIssueView | None = None
    correction_asked: CorrectionAsked | None = None
    calendar_agency_id: UUID | None = None  # whose working days count for the limit
    waits_for: tuple[UUID, ...] = ()  # agencies whose pause stops the clock of the whole case


@dataclass(frozen=True, slots=True)
class Tracking:
    """What anyone who knows the code may see: status and dates, nothing about the person, no names. `source`: the other
    system that decides it and told its `progress` (oldest first), "" for one of ours."""

    code: str
    procedure_code: str
    procedure_name: LocalText
    agency: LocalText
    agency_id: UUID
    state: State
    status: int
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    source: str = ""
    progress: tuple[ProgressView, ...] = ()
    holding: tuple[Holding, ...] = ()
    steps: tuple[TrackedStep, ...] = ()
    calendar_agency_id: UUID | None = None  # whose working days count for the limit
    waits_for: tuple[UUID, ...] = ()  # agencies whose pause stops the clock of the whole case


@dataclass(frozen=True, slots=True, kw_only=True)
class ActDone:
    """What a program hears of its act: where the dossier stands after it, and by when what has to happen.

    `status`: the national one, 1 to 10; `act_by`: by when its holder should act.
    """

    code: str
    action: str
    state: State
    status: int
    version: int
    received_at: datetime | None
    due_at: datetime | None
    act_by: datetime
    decided_at: datetime | None
    ended_at: datetime | None
