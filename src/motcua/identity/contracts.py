"""What the identity room tells others: people, and who is signed in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from motcua.kernel.languages import LocalText


class PrincipalKind(StrEnum):
    PERSON = "person"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a sign-in proved to be. `subject_id` is a person's id or an official's id; `assurance` 1 or 2."""

    kind: PrincipalKind
    subject_id: UUID
    name: str
    assurance: int
    provider: str


class Colleague(Protocol):
    """Somebody who holds a position at an agency, as the composition root tells it. `id` is the official's."""

    @property
    def id(self) -> UUID: ...
    @property
    def name(self) -> str: ...
    @property
    def title(self) -> LocalText: ...


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as the population register would tell. `personal_id` has 12 digits."""

    id: UUID
    full_name: str
    personal_id: str
    birth_date: date | None
    sex: str  # "male" | "female"
    phone: str
    email: str
    address: str
    unit_code: str
    nationality: str
    ethnicity: str
