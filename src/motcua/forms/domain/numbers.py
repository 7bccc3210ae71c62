"""Whole numbers and money in đồng, typed with or without dots between the thousands."""

import re
from collections.abc import Callable
from typing import Any

from motcua.forms.contracts import FormContext, FormField
from motcua.forms.domain.faults import Fault

Cleaner = Callable[[Any, FormContext], int | None]

BIGGEST = 10**15  # well within what JSON readers, CEL and PostgreSQL hold exactly
_PLAIN = re.compile(r"[+-]?\d{1,16}", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ .,\u00a0\u202f]\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?\d+[.,]\d+", re.ASCII)
_UNIT = re.compile(r"\s*(?:đồng|đ|₫|vnđ|vnd)\s*$", re.IGNORECASE)


def number(field: FormField) -> Cleaner:
    return _within(field, -BIGGEST, "12")


def money(field: FormField) -> Cleaner:
    return _within(field, 0, "1500000")


def _within(field: FormField, lowest: int, example: str) -> Cleaner:
    low = lowest if field.min is None else max(int(field.min), -BIGGEST)
    high = BIGGEST if field.max is None else min(int(field.max), BIGGEST)

    def clean_number(raw: Any, _context: FormContext) -> int | None:
        value = _whole(raw, example)
        if value is None:
            return None
        if value < low:
            raise Fault("too_small", limit=low)
        if value > high:
            raise Fault("too_big", limit=high)
        return value

    return clean_number


def _whole(raw: Any, example: str) -> int | None:
    if isinstance(raw, str):
        return _typed(raw, example)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Fault("not_a_number", example=example)
    if isinstance(raw, float) and not raw.is_integer():  # NaN and the infinities are no integers either
        raise Fault("not_whole")
    return int(raw)


def _typed(raw: str, example: str) -> int | None:
    if len(raw) > 60:
        raise Fault("not_a_number", example=example)
    typed = _UNIT.sub("", raw).strip()
    if not typed:
        return None
    if _PLAIN.fullmatch(typed):
        return int(typed)
    if _GROUPED.fullmatch(typed):
        return int(re.sub(r"[^\d+-]", "", typed))
    raise Fault("not_whole") if _DECIMAL.fullmatch(typed) else Fault("not_a_number", example=example)
