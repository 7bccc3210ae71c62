"""Numbers with a fractional part, exact: typed with a comma or a dot, kept as text with a dot ("72.5")."""

import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from motcua.forms.contracts import FormContext, FormField
from motcua.forms.domain.faults import Fault
from motcua.forms.domain.numbers import BIGGEST

Cleaner = Callable[[Any, FormContext], str | None]

USUAL_PLACES, MOST_PLACES = 2, 6
EXAMPLE = "72,5"
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_SIMPLE = re.compile(r"[+-]?\d{1,20}(?:[.,]\d{1,20})?", re.ASCII)
_GROUPED = re.compile(r"([+-]?\d{1,3}(?:([.,])\d{3})+)(?:(?!\2)[.,](\d{1,20}))?", re.ASCII)


def decimal(field: FormField) -> Cleaner:
    low, high, places = limit_of(field.min), limit_of(field.max), field.places

    def clean_decimal(raw: Any, context: FormContext) -> str | None:
        value = _value(raw, places)
        if value is None:
            return None
        if value < (low if low is not None else -BIGGEST):
            raise Fault("too_small", limit=written(canonical(low or Decimal(-BIGGEST)), context.language))
        if value > (high if high is not None else BIGGEST):
            raise Fault("too_big", limit=written(canonical(high or Decimal(BIGGEST)), context.language))
        return canonical(value)

    return clean_decimal


def limit_of(limit: Any) -> Decimal | None:
    """A limit as a definition writes it: 10, 0.5 or "0.5"; None when it is none."""
    if isinstance(limit, bool) or not isinstance(limit, int | float | str):
        return None
    text = str(limit).strip()
    return Decimal(text) if re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text, re.ASCII) else None


def canonical(value: Decimal) -> str:
    """Without zeros at the end and without an exponent: "72.5", "-3", "0"."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def rounded(value: str, places: int) -> str:
    """A calculated value at the places of its field, half away from zero."""
    return canonical(Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


def written(value: str, language: str) -> str:
    """1234.5 as "1.234,5", in English as "1,234.5"."""
    whole, _dot, rest = value.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    english = language.startswith("en")
    grouped = f"{int(digits):,}" if english else f"{int(digits):,}".replace(",", ".")
    point = "." if english else ","
    return f"{sign}{grouped}{point}{rest}" if rest else f"{sign}{grouped}"


def _value(raw: Any, places: int) -> Decimal | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise Fault("not_a_number", example=EXAMPLE)
    typed = raw if isinstance(raw, str) else repr(raw) if isinstance(raw, float) else _digits(raw)
    if len(typed) > 60:
        raise Fault("not_a_number", example=EXAMPLE)
    typed = _SPACES.sub("", typed)
    if not typed:
        return None
    whole, rest = _parts(typed)
    if len(rest) > places:  # "1.230" may mean a thousand two hundred and thirty: refused rather than guessed
        raise Fault("too_many_places", places=places, example=EXAMPLE)
    return Decimal(f"{whole}.{rest}" if rest else whole)


def _digits(raw: int) -> str:
    return str(raw) if abs(raw) <= BIGGEST * 10 else "9" * 61  # far too long: refused, and never spelled out


def _parts(typed: str) -> tuple[str, str]:
    """What stands before and after the comma. One separator alone is taken for it; with two kinds it is the last."""
    if _SIMPLE.fullmatch(typed):
        whole, _comma, rest = typed.replace(",", ".").partition(".")
        return whole, rest
    if grouped := _GROUPED.fullmatch(typed):
        return re.sub(r"[.,]", "", grouped[1]), grouped[3] or ""
    raise Fault("not_a_number", example=EXAMPLE)
