"""What all comparisons share: collecting differences, comparing one value, pieces by id, and order."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.catalogue.contracts import Change, Difference, DifferenceKind, Severity
from motcua.catalogue.domain import wording
from motcua.kernel.languages import LocalText

HARMLESS, NEW, RUNNING = Severity.HARMLESS, Severity.NEW_DOSSIERS, Severity.RUNNING_DRAFTS
CONDITIONS = frozenset({"when", "show_if", "rule"})
WORDS = frozenset({"name", "title", "label", "hint", "why", "note", "message", "group", "summary"})
QUIET = frozenset({"autocomplete", "legal", "article", "url", "number"})

Pieces = Mapping[str, Any]
Name = Callable[[Any], LocalText | str]


@dataclass(frozen=True, slots=True)
class About:
    """What is compared: a kind of thing, its stable id, and how it is called in a sentence."""

    kind: DifferenceKind
    id: str
    subject: wording.Said


@dataclass
class Found:
    """The differences so far; `file` is the one that is compared now."""

    file: str = ""
    items: list[Difference] = field(default_factory=list)

    def add(self, about: About, change: Change, severity: Severity, said: LocalText, **rest: Any) -> None:
        """`rest`: part, before, after."""
        facts = {"part": ""} | rest
        self.items.append(Difference(about.kind, change, severity, self.file, about.id, said=said, **facts))

    def value(self, about: About, part: str, values: tuple[Any, Any], severity: Severity | None = None) -> None:
        """One key of a thing; nothing when it says the same. Words are harmless, everything else is for new dossiers."""
        before, after = values
        if before == after or (_is_nothing(before) and _is_nothing(after)):
            return
        kind = DifferenceKind.CONDITION if part in CONDITIONS else DifferenceKind.TEXT if part in WORDS else about.kind
        usual = HARMLESS if part in WORDS | QUIET else NEW
        said = wording.became(about.subject, part, before, after)
        self.add(
            About(kind, about.id, about.subject), Change.CHANGED, severity or usual, said,
            part=part, before=before, after=after,
        )  # fmt: skip

    def came_or_went(self, about: About, before: Any, after: Any, severity: Severity) -> None:
        change = Change.REMOVED if after is None else Change.ADDED
        self.add(about, change, severity, wording.happened(about.subject, change), before=before, after=after)

    def moved(self, about: Callable[[str, Any], About], was: Pieces, now: Pieces) -> None:
        """What stands elsewhere among what both have: the fewest moves that explain the new order."""
        before, after = [known for known in was if known in now], [known for known in now if known in was]
        still = _longest_kept(before, after)
        for known in after:
            if known not in still:
                thing = about(known, now[known])
                places = {"before": before.index(known) + 1, "after": after.index(known) + 1}
                self.add(thing, Change.MOVED, HARMLESS, wording.happened(thing.subject, Change.MOVED), **places)


def _is_nothing(value: Any) -> bool:
    return value is None or (value is not False and value != 0 and not value)


def _longest_kept(before: list[str], after: list[str]) -> frozenset[str]:
    """The longest run of ids whose order did not change."""
    place = {known: index for index, known in enumerate(before)}
    best: list[tuple[str, ...]] = []  # best[n]: of all runs of n+1 ids so far, the one whose last stood earliest
    for known in after:
        at = next((n for n, run in enumerate(best) if place[run[-1]] > place[known]), len(best))
        best[at : at + 1] = [(*(best[at - 1] if at else ()), known)]
    return frozenset(best[-1] if best else ())
