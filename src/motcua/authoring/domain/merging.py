"""Two people changed the same file: what each of them changed is put together, by ids, and clashes are decided openly."""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.authoring.contracts import Clash

Path = tuple[str | int, ...]
NAMED_BY = ("id", "value")
_GONE = object()


def merge(
    base: Any, theirs: Any, ours: Any, *, file: str, keep_ours: Callable[[Path], bool]
) -> tuple[Any, list[Clash]]:
    """What a file should say with the changes of both. Where both changed one value otherwise it is a clash, and
    `keep_ours(path)` says whose stays; paths name items of lists by their id.
    """
    merging = _Merging(file, keep_ours)
    merged = merging.value(base, theirs, ours, ())
    return (None if merged is _GONE else merged), merging.clashes


class _Merging:
    def __init__(self, file: str, keep_ours: Callable[[Path], bool]) -> None:
        self.file = file
        self.keep_ours = keep_ours
        self.clashes: list[Clash] = []

    def value(self, base: Any, theirs: Any, ours: Any, path: Path) -> Any:
        if _same(ours, base) or _same(ours, theirs):
            return theirs
        if _same(theirs, base):
            return ours
        if isinstance(theirs, dict) and isinstance(ours, dict):
            return self._map(base if isinstance(base, dict) else {}, theirs, ours, path)
        if _is_named(theirs) and _is_named(ours):
            return self._list(base if _is_named(base) else [], theirs, ours, path)
        return self._clash(base, theirs, ours, path)

    def _map(self, base: Mapping[str, Any], theirs: Mapping[str, Any], ours: Mapping[str, Any], path: Path) -> Any:
        merged = {}
        for key in dict.fromkeys([*theirs, *ours]):
            value = self.value(base.get(key, _GONE), theirs.get(key, _GONE), ours.get(key, _GONE), (*path, key))
            if value is not _GONE:
                merged[key] = value
        return merged

    def _list(self, base: list[Any], theirs: list[Any], ours: list[Any], path: Path) -> Any:
        """Their order stays; what we added comes after the item that it follows in ours."""
        sides = [{_name(item): item for item in side} for side in (base, theirs, ours)]
        found = {}
        for name in dict.fromkeys([*sides[1], *sides[2]]):
            was, here, mine = (side.get(name, _GONE) for side in sides)
            value = self.value(was, here, mine, (*path, str(name)))
            if value is not _GONE:
                found[name] = value
        order = [name for name in sides[1] if name in found]
        known_ours = [name for name in sides[2] if name in found]
        if [name for name in sides[0] if name in sides[1]] == [name for name in sides[1] if name in sides[0]]:
            order = _in_our_order(order, known_ours)  # they moved nothing: our moves stand
        for place, name in enumerate(known_ours):
            if name not in order:
                before = [one for one in known_ours[:place] if one in order]
                order.insert(order.index(before[-1]) + 1 if before else 0, name)
        return [found[name] for name in order]

    def _clash(self, base: Any, theirs: Any, ours: Any, path: Path) -> Any:
        shown = [None if side is _GONE else side for side in (base, theirs, ours)]
        self.clashes.append(Clash(self.file, path, *shown))
        return ours if self.keep_ours(path) else theirs


def _in_our_order(theirs: list[Any], ours: list[Any]) -> list[Any]:
    """Their items with those that both have in our order."""
    both = iter([name for name in ours if name in set(theirs)])
    shared = set(ours)
    return [next(both) if name in shared else name for name in theirs]


def _is_named(value: Any) -> bool:
    names = [_name(item) for item in value] if isinstance(value, list) else [None]
    return None not in names and len(set(names)) == len(names)


def _name(item: Any) -> str | None:
    if not isinstance(item, dict):
        return None
    return next((str(item[key]) for key in NAMED_BY if isinstance(item.get(key), str | int)), None)


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)
