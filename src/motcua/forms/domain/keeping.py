"""What of a page is kept in a draft: cleaned answers, and what could not be read as it was typed."""

from collections.abc import Mapping
from typing import Any

from motcua.forms.contracts import FormField, Page, Validation
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
        if field.id in wrong and field.id not in kept:
            value = storable(field, typed.get(field.id))
            if value is not None:
                kept[field.id] = value
    return kept


def storable(field: FormField, raw: Any) -> Any:
    """What was typed, without what PostgreSQL can't hold; still unacceptable, so that it is asked for again.

    A text that is far too long keeps its beginning, which is still too long.
    """
    if isinstance(raw, str):
        return _text(raw, readable_length(field.max_length))
    if isinstance(raw, Mapping):
        parts = list(raw.items())[:_BOXES]
        return {_box(key): _box(part) for key, part in parts if isinstance(key, str)}
    if isinstance(raw, list | tuple):
        return [_box(part) for part in raw[:_BOXES]]
    return _box(raw)


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
