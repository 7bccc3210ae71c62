"""What the catalogue room tells others: procedures, their versions, papers, fees and time limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from motcua.catalogue.contracts.law import Fee, LegalReference, Paper, ResultDocument, TimeLimit, in_force
from motcua.kernel.languages import LocalText


class Origin(StrEnum):
    """Where a version came from."""

    PACKAGE = "package"  # written by hand, a folder in procedures/
    NATIONAL = "national"  # compiled from the imported national catalogue
    FIRST = "first"  # typed by us as facts, so that no installation begins empty
    LISTED = "listed"  # only named in a list: shown, not served online


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
