"""What the dossiers room tells others: the case, its clock, its acts, its documents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.forms.contracts import FromRecord
from motcua.kernel.languages import LocalText
from motcua.kernel.working_time import DayLine, Reckoning

__all__ = [
    "ActView",
    "AppointmentView",
    "Channel",
    "ClockKind",
    "ClockSegment",
    "CoSigned",
    "CoSigner",
    "DayLine",
    "DocumentKind",
    "DocumentView",
    "DossierPaper",
    "DossierSummary",
    "DossierView",
    "DrawView",
    "Fit",
    "JourneySummary",
    "JourneyTracking",
    "JourneyView",
    "Lot",
    "Mismatch",
    "MoveOutcome",
    "MovePlan",
    "QueuePage",
    "Reckoning",
    "State",
    "StepKind",
    "StepView",
    "SupplementRequest",
    "Tracking",
    "WaitingDraw",
]


class Channel(StrEnum):
    """How the dossier came in (national code beside it: 1 in person, 2 online, 3 post)."""

    ONLINE = "online"
    IN_PERSON = "in_person"
    POSTAL = "postal"


class State(StrEnum):
    """States of the standard one-stop flow. `flow.national_status` gives the national code 1..10."""

    AWAITING_EARLIER = "awaiting_earlier"  # of a journey: handed over when earlier dossiers of it are done
    SUBMITTED = "submitted"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    IN_PROCESS = "in_process"
    AWAITING_APPROVAL = "awaiting_approval"
    APPROVED = "approved"  # result issued, not yet handed over
    RETURNED = "returned"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    STOPPED = "stopped"  # of a journey: an earlier dossier came to nothing, so this one can't go on


class StepKind(StrEnum):
    """What a procedure may ask for between acceptance and its result."""

    INSPECTION = "inspection"  # somebody goes and looks
    DRAW = "draw"  # lots are drawn among all applications of a round
    OPINION = "opinion"  # another agency says what it thinks
    MEETING = "meeting"  # the parties, or a council, meet


class ClockKind(StrEnum):
    """Kinds of clock segments; only RUNNING uses up the time limit."""

    CHECKING = "checking"
    RUNNING = "running"
    WAITING_APPLICANT = "waiting_applicant"
    WAITING_AGENCY = "waiting_agency"  # for another agency, before this one is handed the dossier
    STOPPED = "stopped"


class DocumentKind(StrEnum):
    """Official papers that the case produces; the first three are forms 01-03 of the one-stop circular."""

    RECEIPT = "receipt"  # 01
    SUPPLEMENT_REQUEST = "supplement_request"  # 02
    REFUSAL = "refusal"  # 03
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class ClockSegment:
    """From `started_at` until the next segment's start. `reason` in plain words, `legal` the article if any."""

    kind: ClockKind
    started_at: datetime
    reason: str = ""
    legal: str = ""


@dataclass(frozen=True, slots=True)
class SupplementRequest:
    """What the official asked for. `fields` and `papers` are ids of the form and of the procedure's papers."""

    fields: tuple[str, ...]
    papers: tuple[str, ...]
    reason: str
    requested_at: datetime
    requested_by: str
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class DossierPaper:
    id: UUID
    paper_id: str
    name: LocalText
    file_id: UUID
    file_name: str
    content_type: str
    size: int
    sha256: str
    added_at: datetime
    round: int  # 0 at submission, 1 with the supplement


@dataclass(frozen=True, slots=True)
class StepView:
    """A step that this dossier asks for. `agency_id`: who does it; `act_by`: the end of that agency's own share of the
    time, None when the flow gives it none; `record`: field id to text, empty until `recorded_at`; `mine`: the asker may
    record it now. `shown`: the record as label and value, in both languages."""

    id: str
    kind: StepKind
    name: LocalText
    role: str
    agency_id: UUID
    opened_at: datetime
    act_by: datetime | None
    recorded_at: datetime | None
    recorded_by: str
    record: Mapping[str, str]
    shown: tuple[tuple[LocalText, LocalText], ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class OpinionView:
    """An opinion that an agency gave, for itself: which dossier it was for, and what was said as label and value."""

    code: str
    name: LocalText
    recorded_at: datetime
    recorded_by: str
    shown: tuple[tuple[LocalText, LocalText], ...]


@dataclass(frozen=True, slots=True)
class AppointmentView:
    """Somebody who comes to the agency at a moment, for which dossier."""

    starts_at: datetime
    code: str
    applicant_name: str
    procedure_name: LocalText


@dataclass(frozen=True, slots=True)
class ActView:
    """One line of the timeline. `action` is the verb ("submit", "accept", ...), `note` what was said."""

    action: str
    at: datetime
    actor_name: str
    position: str
    note: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentView:
    id: UUID
    kind: DocumentKind
    number: str
    title: LocalText
    issued_at: datetime
    ready: bool


@dataclass(frozen=True, slots=True)
class CoSigner:
    """Somebody who agreed to the application before it was submitted. `role`: what they are to it; `content_hash`:
    SHA-256 of what they agreed to (`forms.api.hash_of` works it out again from answers and papers)."""

    role: LocalText
    person_id: UUID
    person_name: str
    agreed_at: datetime
    content_hash: str


@dataclass(frozen=True, slots=True)
class CoSigned:
    """A dossier of somebody else that one agreed to: its code, for tracking it."""

    code: str
    procedure_name: LocalText
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class DossierSummary:
    """A row of a queue or of "my dossiers". `journey_id`: the journey that it is part of, if any; `journey_part`: which
    part."""

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


@dataclass(frozen=True, slots=True)
class DossierView:
    """The whole case, for those who may see it. `journey_part`: which part of the journey it is; `from_record`: by field,
    which answers the applicant's record gave or would give otherwise."""

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
class Tracking:
    """What anyone who knows the code may see: status and dates, nothing about the person."""

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


@dataclass(frozen=True, slots=True)
class JourneyTracking:
    """The same for dossiers that were filed together."""

    code: str
    procedure_code: str
    procedure_name: LocalText
    submitted_at: datetime
    dossiers: tuple[Tracking, ...]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a queue, most urgent first. `counts`: open dossiers by state; `cursor`: pass it on for the next page;
    `asked`: how many dossiers of others wait for an opinion of the asker's agency."""

    rows: tuple[DossierSummary, ...]
    counts: Mapping[State, int]
    cursor: str
    asked: int = 0


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


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a scenario expects something else than came out. `path` leads to the expectation in its file."""

    path: tuple[str | int, ...]
    what: str
    instead: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.instead}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan:
    """How running dossiers and drafts go over to another version of their procedure.

    `renamed`: former question to present one; `given`: answers for new questions; `dropped`: questions whose answers stay
    behind; `papers`: former paper to present one. `deadline`: "keep" what was promised, or "reckon" it by the new limit.
    """

    procedure: str
    from_hash: str
    to_hash: str
    legal: str
    renamed: Mapping[str, str]
    given: Mapping[str, Any]
    dropped: tuple[str, ...]
    papers: Mapping[str, str]
    deadline: str = "keep"


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether one running dossier fits the other version; `why` not, a sentence each. Nothing in it names a person."""

    code: str
    state: str
    version: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveOutcome:
    """`skipped`: codes of dossiers that did not fit, or on which somebody acted in between."""

    id: UUID
    dossiers: int
    drafts: int
    skipped: tuple[str, ...] = ()
    drafts_skipped: int = 0
