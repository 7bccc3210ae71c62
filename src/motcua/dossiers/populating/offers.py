"""What a population is made of: who offers which procedure, and who the invented people are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from motcua.kernel.working_time import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Hand:
    """Who acts for an agency in one role; `id` None where the demo has nobody there."""

    id: UUID | None
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Applicant:
    """`id` in 32 hexadecimal digits."""

    id: str
    name: str
    personal_id: str
    phone: str


@dataclass(frozen=True, slots=True)
class Offer:
    """One procedure at one agency. `within`: the legal limit; `tell`: the answers on a day, as JSON text in which
    NAME, NUMBER, and PHONE stand for the applicant's own; `weight`: how often it is asked for."""

    procedure_code: str
    family: str
    version_hash: str
    agency_id: UUID
    agency_code: str
    calendar: WorkingCalendar
    within: tuple[int, str]
    fee_total: int
    tell: Callable[[date], str]
    receiver: Hand
    specialist: Hand
    head: Hand
    weight: float


NAME, NUMBER, PHONE = "@ten@", "@so@", "@dt@"


@dataclass(frozen=True, slots=True)
class Population:
    """How many dossiers, from when until now; `history_since`: from when on acts are told in the ledger;
    `changes_since`: from when on in the change feed."""

    total: int
    since: datetime
    now: datetime
    history_since: datetime
    changes_since: datetime
    seed: int = 20261126


class PopulatedOtherwiseError(Exception):
    """A population of another size, seed or length is there already."""
