"""Moving running cases to another version of their procedure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where a scenario expects something else than came out. `path` leads to the expectation in its file."""

    path: tuple[str | int, ...]
    what: str
    instead: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.instead}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class MovePlan:
    """How running dossiers and drafts go over to another version of their procedure.

    `renamed`: former question to present one; `given`: answers for new questions; `dropped`: questions whose answers stay
    behind; `papers`: former paper to present one. `deadline`: "keep" what was promised, or "reckon" it by the new limit.
    """

    procedure: str
    from_hash: str
    to_hash: str
    legal: str
    renamed: Mapping[str, str]
    given: Mapping[str, Any]
    dropped: tuple[str, ...]
    papers: Mapping[str, str]
    deadline: str = "keep"


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether one running dossier fits the other version; `why` not, a sentence each. Nothing in it names a person."""

    code: str
    state: str
    version: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveOutcome:
    """`skipped`: codes of dossiers that did not fit, or on which somebody acted in between."""

    id: UUID
    dossiers: int
    drafts: int
    skipped: tuple[str, ...] = ()
    drafts_skipped: int = 0
