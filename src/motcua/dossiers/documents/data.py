"""What a paper says: plain values that the case fills in, nothing of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from motcua.forms.contracts import ShownSection


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The agency whose paper it is. `parent` stands above it in the head, "" when none; `place` is where it is
    signed ("Gia Lai", "phường Quy Nhơn").
    """

    name: str
    parent: str = ""
    place: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who answers for the paper: `capacity` "TM. ỦY BAN NHÂN DÂN" or "", `title` "CHỦ TỊCH", `name`."""

    name: str
    title: str = ""
    capacity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Who asked. `personal_id` as it may be read on this paper: masked by the caller where it isn't needed."""

    name: str
    personal_id: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A paper of the dossier; `files` counts files sent online. `why` (form 02): what is wrong with it."""

    name: str
    originals: int = 0
    copies: int = 0
    files: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A label with what is said of it. `field` is the id by which a package's template asks for it."""

    label: str
    value: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentData:
    """Everything a paper can say. All texts are in Vietnamese unless their name ends in `_en`; moments are aware.

    `title`: the result's name (other papers have their own). `track_url`: the short address in the QR code, never
    with anything about a person. `due_at` None: no date yet, then `check_by` says until when the agency checks. `former_due_at`: what was promised
    before an extension, or, when `late`, what was not kept; then `expected_on` is the day hoped for ("YYYY-MM-DD", "").
    `answers` as `forms.api.show_answers` gives them, `values` as the dossier keeps them; `result` what the specialist
    filled in (dates may be "YYYY-MM-DD"). `appointment`: when the applicant is expected at the agency.
    `demo`: the paper says that it has no legal force. `reprinted_at`: it says that it was printed again, and when, and with
    `copied_by` that it is a copy, made by whom. `check_url`: where whoever is shown the paper learns whether it holds,
    in the QR code instead of `track_url`. `replaces_number`, `replaces_at`: the paper that it takes the place of;
    `issued_as` "correction" or "reissue" says why, `issued_text` what the procedure wants said of it besides.
    """

    agency: Issuer
    dossier_code: str
    procedure_name: str
    procedure_code: str
    applicant: Applicant
    track_url: str
    issued_at: datetime
    procedure_name_en: str = ""
    number: str = ""
    title: str = ""
    title_en: str = ""
    signer: Signer | None = None
    filed_by: str = ""
    channel: str = ""
    submitted_at: datetime | None = None
    received_at: datetime | None = None
    due_at: datetime | None = None
    former_due_at: datetime | None = None
    late: bool = False
    expected_on: str = ""
    check_by: datetime | None = None
    time_limit: str = ""
    fee: str = ""
    result_name: str = ""
    result_place: str = ""
    appointment: str = ""
    papers: tuple[PaperLine, ...] = ()
    asked: tuple[Line, ...] = ()
    reason: str = ""
    legal: str = ""
    next_steps: tuple[str, ...] = ()
    answers: tuple[ShownSection, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    result: tuple[Line, ...] = ()
    demo: bool = True
    reprinted_at: datetime | None = None
    check_url: str = ""
    replaces_number: str = ""
    replaces_at: datetime | None = None
    issued_as: str = ""
    issued_text: str = ""
    copied_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """One hand-over: each text in Vietnamese and, in `_en`, in English. `done_at` None: the taker still has it."""

    giver: str
    taker: str
    at: datetime
    giver_en: str = ""
    taker_en: str = ""
    due_at: datetime | None = None
    done_at: datetime | None = None
    outcome: str = ""
    outcome_en: str = ""
    act: str = ""
    act_en: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipData:
    """What a control slip (form 06) says. `issued_at`: as of when it was printed; `resolving`: the agency that decides."""

    agency: Issuer
    dossier_code: str
    procedure_code: str
    procedure_name: str
    applicant_name: str
    track_url: str
    issued_at: datetime
    lines: tuple[SlipLine, ...]
    procedure_name_en: str = ""
    resolving: str = ""
    demo: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BookData:
    """What a printed book says: `columns` are pairs (Vietnamese, English), `widths` shares of the page (0: as wide as needed), `rows` their
    cells as they are to be read. The rows are counted through."""

    agency: Issuer
    title: str
    title_en: str
    period: str
    columns: tuple[tuple[str, str], ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    issued_at: datetime
    printed_by: str
    demo: bool = True
