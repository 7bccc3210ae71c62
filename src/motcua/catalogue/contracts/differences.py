"""What is wrong with a package, and what differs between two versions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from motcua.kernel.languages import LocalText


@dataclass(frozen=True, slots=True)
class PackageProblem:
    """One thing to mend in a package: `line` counts from 1 (0: the whole file); `path` leads to the value in it."""

    file: str
    line: int
    what: str
    instead: str = ""
    path: tuple[str | int, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.what}" + (f" {self.instead}" if self.instead else "")


class DifferenceKind(StrEnum):
    """What a difference is about."""

    TEXT = "text"
    FEE = "fee"
    PAPER = "paper"
    TIME_LIMIT = "time_limit"
    QUESTION = "question"
    CONDITION = "condition"
    OPTION = "option"
    FLOW = "flow"
    LEGAL = "legal"
    DOCUMENT = "document"
    SETTING = "setting"  # channels, tiers, validity and the like
    PARTY = "party"  # who has to agree besides the applicant
    JOURNEY = "journey"  # the dossiers of a guided path, and where their answers and papers come from


class Change(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Severity(StrEnum):
    """Whom a difference touches. Drafts and dossiers are pinned, so nothing touches them by itself: the last word is
    about what would no longer fit if they were moved to the newer version."""

    HARMLESS = "harmless"
    NEW_DOSSIERS = "new_dossiers"
    RUNNING_DRAFTS = "running_drafts"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions. `said` is the whole of it in words, {vi, en}.

    `file` is the package's file, `id` the stable id of what differs ("" for the procedure itself; "field.option" for an
    option), `part` which key of it ("" the whole). `before` and `after` are the raw values.
    """

    kind: DifferenceKind
    change: Change
    severity: Severity
    file: str
    id: str
    part: str
    said: LocalText
    before: Any = None
    after: Any = None
