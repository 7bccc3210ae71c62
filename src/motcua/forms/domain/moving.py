"""Answers carried over from one version of a form to another: renamed, given, left out. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Moving:
    """`renamed`: former id to present id; `given`: what is answered for new questions; `dropped`: ids whose answers stay
    behind. An id inside a repeated group is written "children.child_name"; it stays in its group.
    """

    renamed: Mapping[str, str] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()


def moved_answers(answers: Mapping[str, Any], moving: Moving) -> dict[str, Any]:
    """The answers under the present ids; what is given fills only what was not answered."""
    moved: dict[str, Any] = {}
    for name, value in answers.items():
        if name not in moving.dropped:
            moved[moving.renamed.get(name, name)] = _moved_value(name, value, moving)
    return {**{name: value for name, value in moving.given.items() if "." not in name}, **moved}


def _moved_value(name: str, value: Any, moving: Moving) -> Any:
    if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
        return value
    inner = Moving(
        {_inside(name, old): _last(new) for old, new in moving.renamed.items() if _inside(name, old)},
        {_inside(name, new): given for new, given in moving.given.items() if _inside(name, new)},
        frozenset(_inside(name, old) for old in moving.dropped if _inside(name, old)),
    )
    return [moved_answers(item, inner) for item in value]


def _inside(group: str, name: str) -> str:
    return name.removeprefix(f"{group}.") if name.startswith(f"{group}.") else ""


def _last(name: str) -> str:
    return name.rpartition(".")[2]
