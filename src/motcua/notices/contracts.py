"""What the room is told, and what it shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell a person. `key`: what it comes of, the same for the same thing, at most 120 characters; `kind`: a template;
    `values`: what fills its places, in each language; `about`: the code of her dossier."""

    person_id: UUID
    key: str
    kind: str
    at: datetime
    about: str = ""
    values: Mapping[str, LocalText] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as its person reads it; `read_at` None: not read yet."""

    id: UUID
    kind: str
    title: LocalText
    body: LocalText
    about: str
    at: datetime
    read_at: datetime | None
