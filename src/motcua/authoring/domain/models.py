"""What an edit's YAML says, as plain values: found by path, changed by copies."""

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

Path = tuple[str | int, ...]
_ID = re.compile(r"[^a-z0-9]+")


def value_at(model: Any, path: Path) -> Any:
    """The value at `path`; None when there is nothing."""
    for key in path:
        try:
            model = model[key]
        except (KeyError, IndexError, TypeError):
            return None
    return model


def with_value(model: Any, path: Path, value: Any) -> Any:
    """A copy that says `value` at `path`; None takes the key away. Lists and maps on the way are made where missing."""
    copied: Any = copy.deepcopy(model) if isinstance(model, dict | list) else {}
    here: Any = copied
    for place, key in enumerate(path[:-1]):
        following = path[place + 1]
        if isinstance(here, dict) and not isinstance(here.get(key), dict | list):
            here[key] = [] if isinstance(following, int) else {}
        here = here[key]
    last = path[-1]
    if isinstance(here, dict) and value is None:
        here.pop(last, None)
    elif isinstance(here, list) and isinstance(last, int) and last >= len(here):
        here.append(value)
    else:
        here[last] = value
    return copied


def items_at(model: Any, path: Path) -> list[Any]:
    """The list at `path`; an empty one when there is none."""
    found = value_at(model, path)
    return found if isinstance(found, list) else []


def index_of(items: Sequence[Any], key: str) -> int | None:
    """The place of the item with this id, or with this number where items have no ids."""
    for place, item in enumerate(items):
        if isinstance(item, dict) and item.get("id") == key:
            return place
    if key.isascii() and key.isdigit() and int(key) < len(items):
        item = items[int(key)]
        return int(key) if not (isinstance(item, dict) and "id" in item) else None
    return None


def moved(items: Sequence[Any], start: int, end: int) -> list[Any]:
    """The items with the one at `start` put to the place `end`."""
    order = list(items)
    order.insert(max(0, min(end, len(order) - 1)), order.pop(start))
    return order


def free_id(wanted: str, taken: Iterator[str] | set[str], *, joiner: str = "_") -> str:
    """An id of small letters and digits that is not taken, near the words `wanted` (folded already)."""
    known = set(taken)
    plain = _ID.sub(joiner, wanted.lower()).strip(joiner)[:48] or "item"
    plain = plain if plain[0].isalpha() or joiner == "-" else f"q{joiner}{plain}"
    found, number = plain, 2
    while found in known:
        found, number = f"{plain}{joiner}{number}", number + 1
    return found


def ids_in(value: Any) -> Iterator[str]:
    """Every id in the value, however deep."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), str):
            yield value["id"]
        for inner in value.values():
            yield from ids_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from ids_in(inner)


def fields_of(form: Any) -> dict[str, dict[str, Any]]:
    """The form's questions by id in their order, as far as it can be read; those inside groups left out."""
    found: dict[str, dict[str, Any]] = {}
    for section in items_at(form, ("sections",)):
        for page in items_at(section, ("pages",)):
            for field in items_at(page, ("fields",)):
                if isinstance(field, dict) and isinstance(field.get("id"), str):
                    found.setdefault(field["id"], field)
    return found
