"""What is told of a look or an act."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class LookView:
    """One entry about a person, as she reads it. `what` a sentence; `who`, `position` of the official, "" for herself and
    for the system; `why` "" when none was given or it is not hers to read; `code` and `procedure` of her dossier, "" and
    {} where it was about none; `listed`: she stood on a list with others; `open`: her proof carries who and why."""

    id: UUID
    at: datetime
    what: str
    actor_kind: str
    who: str
    position: str
    agency_id: UUID | None
    agency: LocalText
    agency_code: str
    why: str
    code: str
    procedure: LocalText
    listed: bool
    open: bool
    sealed_basis: str


@dataclass(frozen=True, slots=True)
class LooksAsked:
    """`since`, `until` bound the time; `code` a dossier of hers, "" for all; `everything`: her own and the system's acts too;
    `before` the id of the last one on the page before."""

    since: datetime | None = None
    until: datetime | None = None
    code: str = ""
    everything: bool = False
    before: UUID | None = None


@dataclass(frozen=True, slots=True)
class LooksPage:
    """`more`: what comes next is asked for with it as `before`, None at the end."""

    looks: tuple[LookView, ...]
    more: UUID | None
