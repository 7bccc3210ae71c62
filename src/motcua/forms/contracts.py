"""What the forms room tells others: a compiled form, its pages and questions, answers and what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from motcua.agencies.contracts import OldUnitView, UnitView
from motcua.identity.contracts import PersonView
from motcua.kernel.languages import LocalText

Answers = Mapping[str, Any]
"""JSON-ready values by field id: text as str (NFC, trimmed), number/money as int (đồng), date as "YYYY-MM-DD",
yes_no as bool, choice as the option's value, choices as a list of values, address as {"province","commune","detail"}
(and "old": {"code","text"} when it was given as one of before), decimal as text ("72.5"), appointment as "YYYY-MM-DDTHH:MM", a partly known date as "1990" or "1990-05",
group as a list of maps in which every field of the group is a key (None: not answered), [] when nobody is in it."""

Units = Callable[[str | None], Sequence[UnitView]]
"""The administrative units of the day: `units(None)` are the provinces, `units("46")` the communes of one."""


class OldUnits(Protocol):
    """Administrative units of before and what became of them."""

    def provinces(self) -> Sequence[tuple[str, str]]:
        """Code and name of the former provinces; none where no table of changes is known."""

    def find(self, text: str, province: str) -> Sequence[OldUnitView]:
        """Communes of a former province by their name as it is typed."""

    def get(self, code: str) -> OldUnitView | None: ...


def as_written(text: str) -> str:
    """The Vietnamese sentence itself: the translation of who asks for none."""
    return text


@dataclass(frozen=True, slots=True)
class Fact:
    """An answer that a person's record gave: `source` says which place in it ("applicant.full_name"), `at` when it was
    read. `locked`: only where the record is kept can it be changed, so another answer is refused. `judged`: the day on
    which `value` was found to be an answer that the question takes as it is; None when nobody has looked.
    """

    value: Any
    source: str
    at: datetime | None = None
    locked: bool = False
    judged: date | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record says something else than when the draft last looked. `kept`: the person's own answer stayed."""

    field: str
    before: Any
    after: Any
    kept: bool = False


@dataclass(frozen=True, slots=True)
class FromRecord:
    """Where an answer that was handed in came from. `recorded`: what the record says, where that is something else."""

    source: str
    at: datetime
    locked: bool
    differs_from_record: bool = False
    recorded: Any = None


@dataclass(frozen=True, slots=True)
class Slots:
    """When an appointment can be: on these weekdays (0 is Monday) at these times ("07:30"), so many people at once, at
    most so many days ahead. `per_person`: how many one person may hold that are still to come."""

    days: frozenset[int]
    times: tuple[str, ...]
    capacity: int
    within_days: int
    per_person: int = 1


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day with the times at which somebody can still come."""

    day: date
    times: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormContext:
    """What answers are judged against besides themselves. `forms.api.form_context` makes one in the reader's language.

    `today` is the day where the agency is. Without `units` an address is checked for its shape only, without `old_units` one of before is.
    `province_of`: the province of a commune by its code; without it `units` are looked through.
    `translate` turns a Vietnamese sentence into the `language` of labels and messages. `facts`: by field, what the
    applicant's record says; a locked one is the answer whatever was sent. `free_days`: for a field of type appointment, what is
    free at the agency; without it only the form's own days and times are checked.
    """

    today: date
    channel: str = "online"
    applicant: PersonView | None = None
    units: Units | None = None
    old_units: OldUnits | None = None
    province_of: Callable[[str], str | None] | None = None
    language: str = "vi"
    translate: Callable[[str], str] = as_written
    facts: Mapping[str, Fact] = field(default_factory=dict)
    free_days: "FreeDaysOf | None" = None


FreeDaysOf = Callable[["FormField"], Sequence[FreeDay]]
"""The days and times at an agency that are free for a field of type appointment."""


class FieldType(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    NAME = "name"  # a Vietnamese or foreign person's full name, one box
    PERSONAL_ID = "personal_id"
    TAX_CODE = "tax_code"
    PHONE = "phone"
    EMAIL = "email"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    ADDRESS = "address"  # province, commune of the day, and the rest as text
    DECIMAL = "decimal"  # exact, kept as text: "72.5"
    SIGNATURE = "signature"  # the full name typed as a declaration; no electronic signature
    APPOINTMENT = "appointment"  # "2026-03-05T08:00": a seat at the agency at that time
    GROUP = "group"  # the same questions for each of several: children, co-owners


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: LocalText
    hint: LocalText | str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule of the package: `rule` (CEL) must be true once its fields are answered, else `message` on `field`."""

    field: str
    rule: str
    message: LocalText


@dataclass(frozen=True, slots=True)
class FormField:
    """`fields`, `item`, `checks`, and `min` and `max` as numbers of items are a group's own; `partial` is a date's,
    `places` a decimal's. `calculate`: not asked but reckoned (CEL). `editable`: what is prefilled may be
    changed, by the rules in `legal` or for the reason in `why_editable`.
    """

    id: str
    type: FieldType
    label: LocalText
    hint: LocalText | str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    show_if: str = ""
    prefill: str = ""  # "applicant.full_name" and the like: where an answer can come from
    sensitive: bool = False
    min: Any = None  # number/money: lowest; date: "YYYY-MM-DD", "today" or "today-14y"
    max: Any = None
    max_length: int = 200
    autocomplete: str = ""
    partial: bool = False  # date: the year, or month and year, will do
    places: int = 2  # decimal: digits after the comma
    calculate: str = ""
    editable: bool = False
    why_editable: LocalText | str = ""
    legal: tuple[str, ...] = ()
    item: LocalText | str = ""  # group: what one of them is called, "Người con"
    fields: tuple["FormField", ...] = ()
    checks: tuple[Check, ...] = ()
    slots: Slots | None = None  # appointment

    @property
    def is_group(self) -> bool:
        return self.type is FieldType.GROUP


@dataclass(frozen=True, slots=True)
class Page:
    """One thing to answer at a time; `title` is the question."""

    id: str
    section: str
    title: LocalText
    why: LocalText | str
    fields: tuple[FormField, ...]
    show_if: str = ""
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    id: str
    title: LocalText
    pages: tuple[str, ...]
    party: str = ""  # who fills it in, when that is not the applicant


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who stands behind the application beside the applicant, and must agree to it. `binds`: the question
    whose answer is that person's personal number; `when`: CEL, "" means always.
    """

    id: str
    name: LocalText
    binds: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled form; `version_hash` is the procedure version it belongs to."""

    version_hash: str
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    fields: Mapping[str, FormField]
    parties: tuple[Party, ...] = ()

    def pages_of(self, party: str) -> frozenset[str]:
        """Ids of the pages that this party fills in."""
        return frozenset(page for section in self.sections if section.party == party for page in section.pages)

    def pages_of_others(self) -> frozenset[str]:
        """The pages that somebody beside the applicant fills in."""
        return frozenset(page for section in self.sections if section.party for page in section.pages)


class PartyState(StrEnum):
    """How far somebody is who has to agree."""

    NOT_INVITED = "not_invited"
    INVITED = "invited"  # has the link, has not opened it
    READING = "reading"  # has opened it; also when an agreement was voided by a change
    AGREED = "agreed"
    DECLINED = "declined"
    EXPIRED = "expired"  # the link was not opened in time


@dataclass(frozen=True, slots=True)
class PartyView:
    """Somebody who is asked for on a draft. `person_name` is known once the link was opened; `voided_at`: when a
    change took the last agreement back; `content_hash`: what was agreed to.
    """

    party: Party
    state: PartyState
    person_id: UUID | None = None
    person_name: str = ""
    invited_at: datetime | None = None
    expires_at: datetime | None = None
    answered_at: datetime | None = None
    voided_at: datetime | None = None
    reason: str = ""
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `code` is stable ("required", "too_long", "not_a_date", ...). `field` is a field's id, or
    the way into a group: "children[1].birth_date" is about the second child.
    """

    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Validation:
    """`answers`: cleaned, only those that are asked. `problems` empty means that they can be submitted.

    `places`: for each group, at which places of what was sent its cleaned items stood (empty ones are left out).
    """

    answers: dict[str, Any]
    problems: tuple[Problem, ...] = ()
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """A line of "check your answers": `page` is where it can be changed, `value` reads as people say it.

    `note`: a word on where it came from; `fixed`: it can't be changed here; `differs`: the record says otherwise.
    In a group `field` is the way to it ("children[1].birth_date"), `item` names whose it is ("Người con thứ 2"),
    `own_label` is the question alone and `label` both together, so that a line can stand by itself.
    """

    field: str
    page: str
    label: str
    value: str
    sensitive: bool = False
    item: str = ""
    own_label: str = ""
    note: str = ""
    fixed: bool = False
    differs: bool = False


@dataclass(frozen=True, slots=True)
class ShownSection:
    id: str
    title: str
    rows: tuple[ShownAnswer, ...]


@dataclass(frozen=True, slots=True)
class DraftPaper:
    """A file attached to a paper of the draft."""

    paper_id: str
    file_id: UUID
    file_name: str
    content_type: str
    size: int


@dataclass(frozen=True, slots=True)
class DraftView:
    """An application being written. `revision` grows with each save; a save names the revision it saw.

    `answers` holds everything typed so far: cleaned where it could be read, else as it was typed, so nothing is lost.
    They have to be judged (`validate_answers`) before they are used. `record`: by field, what the owner's record
    said when it was last read; `record_changes`: what it says otherwise since, until the person has seen it.
    `facts["versions"]` maps a journey's part to the version that it will be filed under. `filed_by` is the official who files for the owner. `parties`: who has to agree besides, as far as the answers
    tell; `party`: which of them is looking, "" for the owner.
    """

    id: UUID
    procedure_code: str
    version_hash: str
    owner_id: UUID
    filed_by: UUID | None
    receiving_agency_id: UUID | None
    answers: dict[str, Any]
    papers: tuple[DraftPaper, ...]
    current_page: str
    revision: int
    created_at: datetime
    saved_at: datetime
    expires_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    record: Mapping[str, Fact] = field(default_factory=dict)
    record_changes: tuple[RecordChange, ...] = ()
    parties: tuple[PartyView, ...] = ()
    party: str = ""

    @property
    def channel(self) -> str:
        """How the dossier will come in: at the counter when an official files it."""
        return "in_person" if self.filed_by else "online"


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a draft is kept: `days_left` whole days, `days` more with each save; `ends_soon`: to be told plainly."""

    until: datetime
    days_left: int
    days: int
    ends_soon: bool


@dataclass(frozen=True, slots=True)
class SavedPage:
    """What saving a page did: all of it is kept; `problems` is what is to be mended on that page."""

    draft: DraftView
    problems: tuple[Problem, ...] = ()
