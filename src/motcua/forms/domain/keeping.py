"""What of a page is kept in a draft: cleaned answers, and what could not be read as it was typed."""

from collections.abc import Mapping
from typing import Any

from motcua.forms.contracts import FormField, Page, Validation
from motcua.forms.domain.engine import MOST_SENT, is_blank
from motcua.forms.domain.faults import item_path
from motcua.forms.domain.numbers import BIGGEST
from motcua.forms.domain.words import UNREADABLE, readable_length

_BOXES = 12  # more entries than any list or set of boxes that a question has
_LONGEST_BOX = 400


def kept_answers(page: Page, raw: Any, judged: Validation) -> dict[str, Any]:
    """The page's part of the draft's answers, ready for jsonb."""
    typed = raw if isinstance(raw, Mapping) else {}
    wrong = {problem.field for problem in judged.problems}
    kept = dict(judged.answers)
    for field in page.fields:
        if field.is_group:
            kept[field.id] = _kept_items(field, typed.get(field.id), judged, wrong)
        elif field.id in wrong and field.id not in kept:
            value = storable(field, typed.get(field.id))
            if value is not None:
                kept[field.id] = value
    return kept


def _kept_items(field: FormField, raw: Any, judged: Validation, wrong: set[str]) -> list[dict[str, Any]]:
    """All items with something in them, each with what could be read and, as it was typed, what could not."""
    cleaned = dict(zip(judged.places.get(field.id, ()), judged.answers.get(field.id, ()), strict=True))
    kept: list[dict[str, Any]] = []
    for place, item in enumerate(raw[:MOST_SENT] if isinstance(raw, list | tuple) else ()):
        if not isinstance(item, Mapping) or is_blank(item) or len(kept) == field.max:
            continue
        found = {name: value for name, value in cleaned.get(place, {}).items() if value is not None}
        for inner in field.fields:
            value = item.get(inner.id)
            if item_path(field.id, place, inner.id) in wrong and inner.id not in found and value is not None:
                found[inner.id] = storable(inner, value)
        kept.append(found)
    return kept


def storable(field: FormField, raw: Any) -> Any:
    """What was typed, without what PostgreSQL can't hold; still unacceptable, so that it is asked for again.

    A text that is far too long keeps its beginning, which is still too long.
    """
    if isinstance(raw, str):
        return _text(raw, readable_length(field.max_length))
    if isinstance(raw, Mapping):
        parts = list(raw.items())[:_BOXES]
        return {_box(key): _boxes(part) for key, part in parts if isinstance(key, str)}
    if isinstance(raw, list | tuple):
        return [_box(part) for part in raw[:_BOXES]]
    return _box(raw)


def _boxes(part: Any) -> Any:
    """One box, or those of an address of before."""
    if isinstance(part, Mapping):
        return {_box(key): _box(inner) for key, inner in list(part.items())[:_BOXES] if isinstance(key, str)}
    return _box(part)


def _box(part: Any) -> Any:
    if isinstance(part, str):
        return _text(part, _LONGEST_BOX)
    if isinstance(part, bool):
        return part
    return part if isinstance(part, int) and abs(part) <= BIGGEST else None


def _text(raw: str, limit: int) -> str:
    """Lone surrogates and NUL, which jsonb refuses, become the sign for an unreadable character."""
    cut = raw[:limit].replace("\x00", UNREADABLE)
    return cut if cut.isascii() else cut.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
