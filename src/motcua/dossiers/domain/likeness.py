"""How alike two sets of answers are. Pure."""

from collections.abc import Container, Iterator, Mapping
from typing import Any

from motcua.kernel.texts import fold

NEARLY_THE_SAME = 0.8
ALIKE = 0.5
FEWEST = 2  # answers; fewer say nothing


def likeness(one: Mapping[str, Any], other: Mapping[str, Any], known: Container[str]) -> float:
    """From 0 (nothing in common) to 1 (the same), by the share of equal answers among all of both; how they are written
    (capitals, diacritics, spaces) makes no difference. What is `known` of the person anyway, by field, does not count.
    """
    here, there = set(_said(one, known)), set(_said(other, known))
    every = here | there
    return len(here & there) / len(every) if len(every) >= FEWEST else 0.0


def _said(answers: Mapping[str, Any], known: Container[str]) -> Iterator[tuple[str, str]]:
    for field, answer in answers.items():
        if field not in known:
            yield from _leaves(field, answer)


def _leaves(path: str, answer: Any) -> Iterator[tuple[str, str]]:
    if isinstance(answer, Mapping):
        for key, inner in answer.items():
            yield from _leaves(f"{path}.{key}", inner)
    elif isinstance(answer, list | tuple):
        for inner in answer:  # whose turn it is in a list makes no difference either
            yield from _leaves(path, inner)
    elif answer not in (None, ""):
        yield path, " ".join(fold(str(answer)).split())
