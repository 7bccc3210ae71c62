"""A result that is issued anew: because it was wrong (a correction), or its paper is gone (a re-issue). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

CORRECTION, REISSUE = "correction", "reissue"
NEXT = "next"  # the book's next number
KEPT, RESTARTED = "kept", "restarted"
LONGEST = 60


@dataclass(frozen=True, slots=True)
class NewIssueRule:
    """`number`: "next", or how the first paper's number is written on, with {number} and {time} (1 for the first time);
    `restarts_keeping`: the time of keeping begins with the new paper; `text`: what the new paper says besides, by language;
    `legal`: ids of the procedure's legal basis."""

    number: str
    restarts_keeping: bool
    text: Mapping[str, str]
    legal: tuple[str, ...]

    def written(self, first: str, time: int, in_book: str) -> str:
        """The number of the new paper: `first` written on, `in_book` where the flow says so or the other is too long."""
        said = in_book if self.number == NEXT else self.number.format(number=first, time=time)
        return said if len(said) <= LONGEST else in_book


def compile_new_issue(kind: str, written: Mapping[str, Any]) -> NewIssueRule:
    """A flow's section. Raises ValueError that says what to write."""
    number, keeping = str(written.get("number", NEXT)), str(written.get("keeping", KEPT))
    if number != NEXT and not _is_pattern(number):
        raise ValueError(
            f'flow.yaml: {kind}.number {number!r} is no way to write a number; write next, or "{{number}}-{{time}}"'
        )
    if keeping not in {KEPT, RESTARTED}:
        raise ValueError(f"flow.yaml: {kind}.keeping {keeping!r} is not known; write one of: {KEPT}, {RESTARTED}")
    return NewIssueRule(number, keeping == RESTARTED, written.get("text") or {}, tuple(written.get("legal", ())))


def _is_pattern(number: str) -> bool:
    try:
        parts = [part for part in Formatter().parse(number) if part[1] is not None]
    except ValueError:
        return False
    places = [str(name) for _text, name, spec, conversion in parts if not spec and not conversion]
    return len(places) == len(parts) and set(places) == {"number", "time"} and len(number) <= LONGEST // 2
