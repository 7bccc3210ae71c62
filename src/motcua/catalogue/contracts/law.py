"""What a version says of time, money, papers and results, with its days."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from motcua.kernel.languages import LocalText


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


def in_force(valid_from: date | None, valid_to: date | None, day: date) -> bool:
    """Whether a rule with these inclusive bounds held on `day`."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a reckoning in đồng: `quantity` times `amount` is `total`."""

    fee: Fee
    quantity: int
    total: int
