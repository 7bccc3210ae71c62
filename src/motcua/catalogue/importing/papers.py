"""Components of a record as papers: required only where the source sets no condition."""

import re
from functools import cache
from typing import Any

from motcua.catalogue.importing.records import SourceComponent
from motcua.catalogue.importing.texts import line
from motcua.catalogue.importing.words import Words

_NUMBERING = re.compile(r"^(?:[\s(\[]*(?:\d+(?:\.\d+)*|[a-zđ]|[ivx]+)[.)\]]+|[-+*•–(\[\s]+)+", re.IGNORECASE)


def papers_of(components: list[SourceComponent], words: Words) -> list[dict[str, Any]]:
    """Papers in the source's order; a component without any letter is no paper."""
    papers: list[dict[str, Any]] = []
    for component in components:
        name = line(component.name)
        if _starts(name, words.papers["alternatives"]) and papers:
            papers[-1]["required"] = False  # this one may stand in for it
        if any(char.isalpha() for char in name):
            papers.append(_paper(f"paper_{len(papers) + 1}", name, component, words))
    return papers


def _paper(paper_id: str, name: str, component: SourceComponent, words: Words) -> dict[str, Any]:
    group = line(component.group)
    originals, copies = component.originals or 0, component.copies or 0
    kind = _kind(name, group, originals + copies, words)
    paper: dict[str, Any] = {"id": paper_id, "name": {"vi": name}, "kind": kind}
    paper["required"] = kind == "upload" and not _is_conditional(name, group, words)
    most = words.papers["most_copies"]
    if max(originals, copies) > most:
        paper["hint"] = {"vi": words.texts["count_unclear"].format(count=max(originals, copies))}
    elif originals + copies:
        paper |= {"originals": originals, "copies": copies}
    if kind == "info":
        paper |= {"originals": 0, "copies": 0}
    if group:
        paper["group"] = {"vi": group}
    return paper


def _kind(name: str, group: str, count: int, words: Words) -> str:
    if count == 0 or _starts(name, words.papers["notes"]) or _starts(group, words.papers["notes"][:3]):
        return "info"
    return "present" if _starts(group, words.papers["present"]) else "upload"


def _is_conditional(name: str, group: str, words: Words) -> bool:
    starts, inside = words.papers["conditional_starts"], words.papers["conditional_words"]
    said = f"{name} {group}".lower()
    if _NUMBERING.sub("", name)[:1].islower():
        return True  # the rest of a sentence that the source broke: nobody knows of which
    return _starts(name, starts) or _starts(group, starts) or any(word in said for word in inside)


def _starts(text: str, beginnings: list[str]) -> bool:
    """Whether the text, behind its own numbering ("a)", "1.2.", "-"), begins with one of these words."""
    return bool(text) and _beginning(tuple(beginnings)).match(_NUMBERING.sub("", text)) is not None


@cache
def _beginning(beginnings: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, beginnings))})(?!\w)", re.IGNORECASE)
