"""A change of a text as the places where it differs: applied and undone byte for byte."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Splice:
    """At character `at`, `old` stands and `new` is to stand."""

    at: int
    old: str
    new: str


Patch = tuple[Splice, ...]
"""Splices in the order of the text, places counted in the text before any of them; none overlaps another."""


def apply(text: str, patch: Patch) -> str:
    """The text with the patch. Raises ValueError when it is another text than the patch was made for."""
    pieces, done = [], 0
    for splice in patch:
        if text[splice.at : splice.at + len(splice.old)] != splice.old or splice.at < done:
            raise ValueError("the patch was made for another text")
        pieces += [text[done : splice.at], splice.new]
        done = splice.at + len(splice.old)
    return "".join([*pieces, text[done:]])


def inverse(patch: Patch) -> Patch:
    """The patch that takes `patch` back."""
    undone, shift = [], 0
    for splice in patch:
        undone.append(Splice(splice.at + shift, splice.new, splice.old))
        shift += len(splice.new) - len(splice.old)
    return tuple(undone)


def tidied(splices: Iterable[Splice]) -> Patch:
    """In order, without what stays the same at either end of each."""
    found = []
    for splice in sorted(splices, key=lambda one: one.at):
        at, old, new = splice.at, splice.old, splice.new
        front = _common(old, new)
        old, new, at = old[front:], new[front:], at + front
        back = _common(old[::-1], new[::-1])
        old, new = old[: len(old) - back], new[: len(new) - back]
        if old or new:
            found.append(Splice(at, old, new))
    return tuple(found)


def _common(one: str, other: str) -> int:
    most = min(len(one), len(other))
    if one[:most] == other[:most]:
        return most
    return next(index for index in range(most) if one[index] != other[index])
