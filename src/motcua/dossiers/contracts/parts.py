"""What a case is made of: its clock's segments, papers, steps, acts, documents, and who stood behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from motcua.dossiers.contracts.words import ClockKind, DocumentKind, StepKind, StepState
from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class ClockSegment:
    """From `started_at` until the next segment's start. `reason` in plain words, `legal` the article if any.
    `added`: the amount and unit by which an EXTENDED segment prolongs the limit, or a RESTARTED one's own limit."""

    kind: ClockKind
    started_at: datetime
    reason: str = ""
    legal: str = ""
    added: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class SupplementRequest:
    """What the official asked for. `fields` and `papers` are ids of the form and of the procedure's papers; `step`: the
    step for which another agency asked, "" when the desk that handles the dossier did; `kind` "incorrect" or "incomplete"
    where the flow tells them apart, else ""."""

    fields: tuple[str, ...]
    papers: tuple[str, ...]
    reason: str
    requested_at: datetime
    requested_by: str
    answered_at: datetime | None
    step: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What the applicant was asked to pay, in đồng, and why. `confirmed_at` None: not yet."""

    amount: int
    reason: str
    requested_at: datetime
    requested_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Lateness:
    """That a due moment passed: which, and what the agency said for itself. `expected`: the day it hopes for now."""

    due_at: datetime
    reason: str
    explained_by: str
    explained_at: datetime | None
    expected: date | None


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
    """A step that this dossier asks for. `agency_id`: who does it; `opened_at`: since when it is that agency's, None while
    it waits for the steps `after` which it comes; `act_by`: the end of that agency's own share of the time, None when the
    flow gives it none or its own `clock` stands still; `record`: field id to text, empty until `recorded_at`; `mine`: the
    asker may record it now; `acts`: what else the asker may do with it. `shown`: the record as label and value, in both
    languages."""

    id: str
    kind: StepKind
    name: LocalText
    role: str
    agency_id: UUID
    state: StepState
    opened_at: datetime | None
    act_by: datetime | None
    recorded_at: datetime | None
    recorded_by: str
    record: Mapping[str, str]
    shown: tuple[tuple[LocalText, LocalText], ...]
    mine: bool
    after: tuple[str, ...] = ()
    clock: tuple[ClockSegment, ...] = ()
    acts: tuple[str, ...] = ()
    elsewhere: bool = False  # another agency than the one that handles the dossier does it


@dataclass(frozen=True, slots=True)
class ProgressView:
    """A step that the system of another agency told. `status`: the national status from here on, None where it says
    nothing; what names people ("" for whoever only knows the code) is for those who may see the dossier."""

    at: datetime
    unit: str
    status: int | None
    actor_name: str = ""
    position: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrackedStep:
    """A step as anybody may know it: what is done where, and how far it is; never what was found out. `stops_case`: its
    agency holds it up for a reason that stops the clock of the whole case."""

    name: LocalText
    agency_id: UUID
    state: StepState
    opened_at: datetime | None
    recorded_at: datetime | None
    elsewhere: bool = True
    stops_case: bool = False


@dataclass(frozen=True, slots=True)
class Holding:
    """Who has a dossier now: a `role` at an agency, or "applicant" (no `agency_id`), `since` when. `step`: for which step,
    None for the dossier itself; `paused`: the agency waits for something."""

    role: str
    agency_id: UUID | None
    since: datetime | None
    step: LocalText | None = None
    paused: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedTime:
    """What the `number` dossiers decided in the last `window` days took from receipt to decision, in working days: half of
    them at most `median`, nine of ten at most `nine_of_ten`. `agency_id` None: at all agencies together."""

    window: int
    number: int
    median: int
    nine_of_ten: int
    agency_id: UUID | None
    reckoned_at: datetime


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
    """A paper that was issued. `replaced_by`: the number of the paper that took its place, "" while it holds;
    `replaced_as`, `issued_as`: why that one, and this one, took another's place: "correction", "reissue", or "" where it was
    decided anew or takes nobody's."""

    id: UUID
    kind: DocumentKind
    number: str
    title: LocalText
    issued_at: datetime
    ready: bool
    replaced_by: str = ""
    replaced_as: str = ""
    issued_as: str = ""


@dataclass(frozen=True, slots=True)
class NewIssueView:
    """That the result is to be issued anew: `kind` "correction" or "reissue", by whom it was proposed and why; `on_request`:
    the applicant asked for it; `number`: of the paper that holds until then; `result` and `answers`: by field what is right."""

    kind: str
    reason: str
    on_request: bool
    number: str
    by: str
    at: datetime
    result: Mapping[str, str]
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """That the applicant says the result is wrong: which answers, by field, what is wrong in her own words, and when."""

    fields: tuple[str, ...]
    reason: str
    at: datetime


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
