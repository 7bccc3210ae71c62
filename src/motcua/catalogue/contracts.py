"""What the catalogue room tells others: procedures, their versions, papers, fees and time limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from motcua.kernel.languages import LocalText


class Origin(StrEnum):
    """Where a version came from."""

    PACKAGE = "package"  # written by hand, a folder in procedures/
    NATIONAL = "national"  # compiled from the imported national catalogue
    FIRST = "first"  # typed by us as facts, so that no installation begins empty
    LISTED = "listed"  # only named in a list: shown, not served online


class TimeUnit(StrEnum):
    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class LegalReference:
    """`number` e.g. "123/2015/NĐ-CP", `article` e.g. "Điều 9"; `url` may be "". `doubtful`: shown as the source has
    it, though it is no number of a legal document.
    """

    id: str
    number: str
    title: LocalText
    article: str = ""
    url: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """How long the law gives the agency. `unit` None: the source names no unit, so `note` shows what it says
    and no due date is computed.
    """

    amount: int | None
    unit: TimeUnit | None
    note: LocalText
    legal: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    """Ways of filing it holds for; empty means all."""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount in đồng that holds from `valid_from` to `valid_to` (inclusive). `when` is a CEL condition on the
    answers (with `channel`), `per` is "submission" or the id of a number field that multiplies.
    """

    id: str
    name: LocalText
    amount: int
    per: str = "submission"
    when: str = ""
    channels: tuple[str, ...] = ()
    note: LocalText | str = ""
    legal: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper of the dossier. `kind`: "upload" (sent as a file), "present" (shown at the counter), "info" (nothing
    to bring: a note of the source). `when` is a CEL condition on the answers; "" means always.
    """

    id: str
    name: LocalText
    kind: str = "upload"
    required: bool = True
    when: str = ""
    hint: LocalText | str = ""
    originals: int = 1
    copies: int = 0
    accept: tuple[str, ...] = ("pdf", "jpg", "png")
    legal: tuple[str, ...] = ()
    group: LocalText | str = ""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a dossier that ends in this result is kept after its end. `years`: the whole of it, None when its package
    says permanent; `papers_years`: the applicant's working papers, None as long as the rest; `legal`: what says so."""

    years: int | None
    papers_years: int | None = None
    legal: str = ""


@dataclass(frozen=True, slots=True)
class ResultDocument:
    """What the applicant gets. `template` names a document template of the package, or "result" (the plain one);
    `when` is a CEL condition on the answers, "" means always; `retention` None: the package does not say."""

    id: str
    name: LocalText
    code: str = ""
    template: str = "result"
    when: str = ""
    retention: Retention | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """An amount that holds from `since` to `until` (inclusive): `unit` is a unit of time, or "vnd"."""

    amount: int
    unit: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Where a dossier of a journey has one of its answers from: exactly one of these.

    `field`: a question of the journey's own form; `cel`: reckoned from its answers; `result`: what an earlier dossier
    of the journey will have brought, as "birth.child_personal_id"; else `value`, the same for everybody.
    """

    field: str = ""
    value: Any = None
    cel: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True)
class JourneyPart:
    """One dossier that a journey files. `when`: CEL, "" means always; `place`: the address question whose commune
    says which agency is competent, "" for the place chosen at the start; `answers`: by field of `procedure`;
    `papers`: paper of `procedure` to paper of the journey; `after`: it is handed over when these parts are done;
    `name`: what people call it, {} for the name of the procedure.
    """

    id: str
    procedure: str
    when: str = ""
    place: str = ""
    answers: Mapping[str, Given] = field(default_factory=dict)
    papers: Mapping[str, str] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    name: LocalText = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProcedureSummary:
    """A line in a list of found procedures. `limits` and `fees`: what is certain of time and money, each with its
    days; `free`: nothing is to be paid. What the source leaves open is in neither. `journey`: how many dossiers a
    guided path files, 0 for a single service.
    """

    code: str
    name: LocalText
    summary: LocalText
    field: LocalText
    tiers: tuple[str, ...]
    agency: LocalText
    online: bool
    origin: Origin
    life_events: tuple[str, ...] = ()
    limits: tuple[Dated, ...] = ()
    fees: tuple[Dated, ...] = ()
    free: bool = False
    journey: int = 0

    def limit_on(self, day: date) -> Dated | None:
        """The first time limit in force on `day`."""
        return next((limit for limit in self.limits if in_force(limit.since, limit.until, day)), None)

    def fees_on(self, day: date) -> tuple[int, int] | None:
        """The least and the most that is asked on `day`, in đồng; None when that is not certain."""
        held = [fee.amount for fee in self.fees if in_force(fee.since, fee.until, day)]
        return (min(held), max(held)) if held else (0, 0) if self.free else None


@dataclass(frozen=True, slots=True)
class ProcedureVersion:
    """One immutable version, named by the SHA-256 of its canonical content.

    `form` and `flow` are the raw documents of the package; the forms and dossiers rooms compile them.
    `effective_from` is `date.min` when the source names no day. `steps`, `requirements`: texts of the source.
    `document_templates`: file name -> HTML of the package. `journey`: the dossiers that it files, for a guided path over
    several procedures; empty for everything else.
    """

    hash: str
    code: str
    origin: Origin
    name: LocalText
    summary: LocalText
    everyday_names: Mapping[str, tuple[str, ...]]
    field: LocalText
    tiers: tuple[str, ...]
    subjects: tuple[str, ...]
    agency: LocalText
    channels: tuple[str, ...]
    online: bool
    assurance: int
    estimated_minutes: int
    legal_basis: tuple[LegalReference, ...]
    time_limits: tuple[TimeLimit, ...]
    papers: tuple[Paper, ...]
    fees: tuple[Fee, ...]
    fee_note: LocalText | str
    results: tuple[ResultDocument, ...]
    requirements: tuple[LocalText, ...]
    steps: tuple[LocalText, ...]
    life_events: tuple[str, ...]
    effective_from: date
    effective_to: date | None
    source: Mapping[str, Any]
    form: Mapping[str, Any]
    flow: Mapping[str, Any]
    document_templates: Mapping[str, str]
    published_at: datetime | None = None
    branch: str = ""
    journey: tuple[JourneyPart, ...] = ()

    def time_limit_on(self, day: date, channel: str = "") -> TimeLimit | None:
        """The time limit that the law gave on `day`, or None when the procedure declares none.

        With `channel`, one for that way of filing goes first; without, the first one in force.
        """
        held = [limit for limit in self.time_limits if in_force(limit.valid_from, limit.valid_to, day)]
        fitting = [limit for limit in held if not channel or not limit.channels or channel in limit.channels]
        return next(iter(fitting), None)


def in_force(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether a rule with these inclusive bounds held on `day`."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a reckoning in đồng: `quantity` times `amount` is `total`."""

    fee: Fee
    quantity: int
    total: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. `rejected`: (line number, reason)."""

    read: int
    created: int
    updated: int
    unchanged: int
    rejected: tuple[tuple[int, str], ...]


PackageFiles = Mapping[str, bytes]
"""The files of a package by their names in its folder ("form.yaml", "scenarios/adult.yaml"), byte for byte."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """The files that a version was published from, the newest such set. `folder` is the name they stood under."""

    hash: str
    version_hash: str
    folder: str
    files: PackageFiles
    stored_at: datetime


@dataclass(frozen=True, slots=True)
class PackageProblem:
    """One thing to mend in a package: `line` counts from 1 (0: the whole file); `path` leads to the value in it."""

    file: str
    line: int
    what: str
    instead: str = ""
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}" + (f" {self.instead}" if self.instead else "")


class DifferenceKind(StrEnum):
    """What a difference is about."""

    TEXT = "text"
    FEE = "fee"
    PAPER = "paper"
    TIME_LIMIT = "time_limit"
    QUESTION = "question"
    CONDITION = "condition"
    OPTION = "option"
    FLOW = "flow"
    LEGAL = "legal"
    DOCUMENT = "document"
    SETTING = "setting"  # channels, tiers, validity and the like
    PARTY = "party"  # who has to agree besides the applicant
    JOURNEY = "journey"  # the dossiers of a guided path, and where their answers and papers come from


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Severity(StrEnum):
    """Whom a difference touches. Drafts and dossiers are pinned, so nothing touches them by itself: the last word is
    about what would no longer fit if they were moved to the newer version."""

    HARMLESS = "harmless"
    NEW_DOSSIERS = "new_dossiers"
    RUNNING_DRAFTS = "running_drafts"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions. `said` is the whole of it in words, {vi, en}.

    `file` is the package's file, `id` the stable id of what differs ("" for the procedure itself; "field.option" for an
    option), `part` which key of it ("" the whole). `before` and `after` are the raw values.
    """

    kind: DifferenceKind
    change: Change
    severity: Severity
    file: str
    id: str
    part: str
    said: LocalText
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; "" and False: not. `field` and `agency` are the Vietnamese names."""

    field: str = ""
    agency: str = ""
    tier: str = ""
    event: str = ""
    online: bool = False

    def __bool__(self) -> bool:
        return bool(self.field or self.agency or self.tier or self.event or self.online)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value that a filter may take, and how many procedures it would leave. `label` {} for values with words of
    their own (tiers, life events)."""

    value: str
    label: LocalText
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """An answer of the search. `items`: the page asked for; `total`: all that fit; `facets`: by the filters' names.

    `meant`: the query with its slips mended, "" when there are none. `nearest`: when nothing fits, what comes nearest.
    """

    items: tuple[ProcedureSummary, ...]
    total: int
    facets: Mapping[str, tuple[FacetValue, ...]]
    meant: str = ""
    nearest: tuple[ProcedureSummary, ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a procedure stands where it stands: `title` is the name that fitted best, `reading` what the query was
    taken for, `closeness` how near they are (0 to 1), `score` with use, tier, place and origin."""

    summary: ProcedureSummary
    title: str
    reading: str
    closeness: float
    score: float


@dataclass(frozen=True, slots=True)
class SynonymView:
    """Everyday words and the words of the law, or the code, that they mean. `active` False: switched off.
    `curated`: it comes with the product; `legal` "" then switches that one off."""

    everyday: str
    legal: str
    owner: str
    reason: str
    active: bool
    curated: bool = False


@dataclass(frozen=True, slots=True)
class SynonymChange:
    """One change of a synonym; `before` and `after` None: there was, there is none. `undoes` names a change."""

    id: int
    everyday: str
    before: SynonymView | None
    after: SynonymView | None
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Missed:
    """A folded query that led nowhere, over some days: how often `nothing` was found, and how often what was found
    stayed `unopened`."""

    query: str
    nothing: int
    unopened: int
    last_on: date


@dataclass(frozen=True, slots=True)
class RuleSpan:
    """A fee or a time limit of a procedure's history, as long as it held. `kind`: "fee" or "time_limit".

    `valid_from` None: as far back as we know; `valid_to` None: until something else is published. `version_hash` names
    the version that says so; `legal` its references in full.
    """

    kind: str
    rule: Fee | TimeLimit
    legal: tuple[LegalReference, ...]
    valid_from: date | None
    valid_to: date | None
    version_hash: str


@dataclass(frozen=True, slots=True)
class RulesOn:
    """What the rule was on `day`. `in_force` False: no version known here covers that day; what is told are dated rules
    that `version`, a later one, still records. `legal_basis` are the references in force; `history` is in order of days.
    """

    code: str
    day: date
    version: ProcedureVersion
    in_force: bool
    fees: tuple[Fee, ...]
    time_limits: tuple[TimeLimit, ...]
    papers: tuple[Paper, ...]
    legal_basis: tuple[LegalReference, ...]
    source: Mapping[str, Any]
    history: tuple[RuleSpan, ...]
