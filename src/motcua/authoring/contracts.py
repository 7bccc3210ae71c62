"""What the authoring room tells: edits on their way to being published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.catalogue.contracts import Difference, PackageFiles


class EditState(StrEnum):
    OPEN = "open"  # its author writes
    IN_REVIEW = "in_review"  # waits for somebody else's eyes
    SENT_BACK = "sent_back"  # came back with a remark; its author writes on
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


WRITABLE = frozenset({EditState.OPEN, EditState.SENT_BACK})


@dataclass(frozen=True, slots=True)
class EditSummary:
    """An edit as a line of a list. `base_hash` "" : a new procedure."""

    id: UUID
    procedure_code: str
    title: str
    state: EditState
    revision: int
    author_id: UUID
    author_name: str
    decider_name: str
    base_hash: str
    effective_from: date | None
    saved_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    published_hash: str


@dataclass(frozen=True, slots=True)
class EditView(EditSummary):
    """An edit with its files. `last_step` is what the save before did, "" when nothing can be taken back."""

    folder: str
    agency_id: UUID
    law_note: str
    effective_law: str
    remark: str
    files: PackageFiles
    last_step: str = ""


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody published another version since the edit began: what they changed, what this edit changes, and the
    ids that both touch (`file`, `id`, `part` of differences)."""

    current_hash: str
    theirs: tuple[Difference, ...]
    ours: tuple[Difference, ...]
    both: frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Clash:
    """A value that both sides changed otherwise: `path` in `file`, and what each of them says now."""

    file: str
    path: tuple[str | int, ...]
    base: Any
    theirs: Any
    ours: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Files with the changes of both sides; clashes were decided by `keep`."""

    files: PackageFiles
    clashes: tuple[Clash, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
