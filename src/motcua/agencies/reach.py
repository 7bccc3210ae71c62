"""What a restricted position reaches, written as keys: what kind of procedure, and where. The database compares these keys
with those of a dossier (`dossiers_within`); nothing else does."""

from collections.abc import Iterable, Sequence
from uuid import UUID

NOTHING = "-"
"""The only key of a position that is restricted, and has no right that counts today."""
ANY = "*"

Right = tuple[str, str, Sequence[UUID] | None]
"""A family of procedures or "", a procedure's code or "", the agencies of a unit or None for everywhere."""


def reach_of(rights: Iterable[Right]) -> tuple[str, ...]:
    """The keys of these rights, each once, in order. (NOTHING,) where they come to nothing."""
    keys = {
        f"{_what(family, code)}|{where}"
        for family, code, agencies in rights
        for where in ((ANY,) if agencies is None else (f"a:{each}" for each in agencies))
    }
    return tuple(sorted(keys)) or (NOTHING,)


def kinds_of(reach: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The families and the procedure codes that a reach names; None where a right of it holds for any procedure."""
    kinds = {key.rpartition("|")[0] for key in reach}
    if ANY in kinds:
        return None
    named = {start: tuple(sorted(what[2:] for what in kinds if what.startswith(start))) for start in ("f:", "p:")}
    return named["f:"], named["p:"]


def covers(own: Iterable[str], wanted: Iterable[str], family: str = "") -> bool:
    """Whether every key of `wanted` lies within `own` (empty: all). `family`: to which a procedure that is named belongs."""
    held = {tuple(key.rpartition("|")[::2]) for key in own}
    return not held or all(_held(held, key, family) for key in wanted)


def _held(held: set[tuple[str, ...]], key: str, family: str) -> bool:
    what, _bar, where = key.rpartition("|")
    return any((w, p) in held for w in (what, ANY, f"f:{family}") for p in (where, ANY))


def _what(family: str, code: str) -> str:
    return f"p:{code}" if code else f"f:{family}" if family else ANY
