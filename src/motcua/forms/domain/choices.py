"""Answers that are picked: one option, several, yes or no."""

from collections.abc import Callable
from typing import Any

from motcua.forms.contracts import FormContext, FormField
from motcua.forms.domain.faults import Fault

_YES_NO: dict[Any, bool] = {"yes": True, "true": True, "no": False, "false": False}


def choice(field: FormField) -> Callable[[Any, FormContext], str | None]:
    values = frozenset(option.value for option in field.options)

    def clean_choice(raw: Any, _context: FormContext) -> str | None:
        if isinstance(raw, str) and raw in values:
            return raw
        if isinstance(raw, str) and len(raw) < 100 and not raw.strip():
            return None
        raise Fault("unknown_choice")

    return clean_choice


def several(field: FormField) -> Callable[[Any, FormContext], list[str] | None]:
    """In the order of the options, each once. A browser with one ticked box may send the bare value."""
    values = tuple(option.value for option in field.options)
    known = frozenset(values)

    def clean_several(raw: Any, _context: FormContext) -> list[str] | None:
        picked = [raw] if isinstance(raw, str) else raw
        if not isinstance(picked, list | tuple) or len(picked) > 2 * len(values) + 2:
            raise Fault("not_choices")
        if not all(isinstance(value, str) for value in picked):
            raise Fault("not_choices")
        ticked = {value for value in picked if value}
        if not ticked <= known:
            raise Fault("unknown_choice")
        return [value for value in values if value in ticked] or None

    return clean_several


def yes_no(_field: FormField) -> Callable[[Any, FormContext], bool | None]:
    def clean_yes_no(raw: Any, _context: FormContext) -> bool | None:
        if raw is True or raw is False:
            return bool(raw)
        if isinstance(raw, str) and len(raw) < 100:
            typed = raw.strip().lower()
            if not typed:
                return None
            if typed in _YES_NO:
                return _YES_NO[typed]
        raise Fault("not_yes_no")

    return clean_yes_no
