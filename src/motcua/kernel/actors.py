"""Who acts. Every command takes an actor first; the ledger writes down all of it."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    ANONYMOUS = "anonymous"
    PERSON = "person"
    OFFICIAL = "official"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """One signed-in somebody at one moment.

    `id` is the person's or the official's id. `position` is the title under which an official acts,
    `agency_id` the agency of that position, `agency_ids` every agency whose dossiers the position may see,
    `roles` what the position may do there. `reach` is empty where it may see all of their dossiers, else what it may see of
    them, as keys that `agencies.reach` writes. `assurance` is the level that the sign-in proved (0 none, 1, 2).
    """

    kind: ActorKind
    id: UUID | None = None
    name: str = ""
    position: str = ""
    agency_id: UUID | None = None
    agency_ids: tuple[UUID, ...] = ()
    roles: frozenset[str] = field(default_factory=frozenset)
    assurance: int = 0
    reach: tuple[str, ...] = ()

    @property
    def is_person(self) -> bool:
        return self.kind is ActorKind.PERSON

    @property
    def is_official(self) -> bool:
        return self.kind is ActorKind.OFFICIAL

    @property
    def signed(self) -> str:
        """Name and position, as somebody signs."""
        return f"{self.name}, {self.position}" if self.position else self.name


ANONYMOUS = Actor(ActorKind.ANONYMOUS)
SYSTEM = Actor(ActorKind.SYSTEM, name="Một Cửa")
