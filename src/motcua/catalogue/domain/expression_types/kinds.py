"""What values are, and which can stand for which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from motcua.catalogue.domain.expression_functions import decimal, full_day, known_date


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is. `is_`: any, null, bool, int, text, choice, date, partial, decimal, list or map.

    `literal`: the value itself where it is written in the expression. `options`: of a choice. `item`: of a list.
    `parts`: of a map; an `open` one may have others too.
    """

    is_: str
    literal: Any = None
    options: tuple[str, ...] = ()
    item: "Kind | None" = None
    parts: Mapping[str, "Kind"] = field(default_factory=dict)
    open: bool = False


ANY, NULL, BOOL, INT, TEXT = Kind("any"), Kind("null"), Kind("bool"), Kind("int"), Kind("text")
DATE, PARTIAL, DECIMAL = Kind("date"), Kind("partial"), Kind("decimal")
CONTEXT: Mapping[str, Kind] = {"today": DATE, "channel": Kind("choice", options=("online", "in_person", "postal"))}
WANTED = {
    "bool": BOOL,
    "yes_no": BOOL,
    "number": INT,
    "money": INT,
    "decimal": DECIMAL,
    "text": TEXT,
    "date": DATE,
}
_PLAIN = {"number": INT, "money": INT, "decimal": DECIMAL, "yes_no": BOOL}
TEXTUAL = frozenset({"text", "choice", "date", "partial", "decimal"})  # all of them are texts to CEL


def kind_of(raw: Mapping[str, Any]) -> Kind:
    """The kind of one field of a form.yaml."""
    kind = raw.get("type")
    if kind == "date":
        return PARTIAL if raw.get("partial") is True else DATE
    if kind in {"choice", "choices"}:
        options = tuple(str(option.get("value")) for option in raw.get("options", ()))
        choice = Kind("choice", options=options)
        return choice if kind == "choice" else Kind("list", item=choice)
    if kind == "address":
        return Kind("map", parts={"province": TEXT, "commune": TEXT, "detail": TEXT}, open=True)
    if kind == "group":
        return Kind("list", item=Kind("map", parts=kinds_of(raw.get("fields", ()))))
    return _PLAIN.get(str(kind), TEXT)


def kinds_of(fields: Iterable[Mapping[str, Any]]) -> dict[str, Kind]:
    """Kinds by field id."""
    return {str(raw.get("id")): kind_of(raw) for raw in fields}


def kind_of_literal(value: Any) -> Kind:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return replace(BOOL, literal=value)
    return replace(INT if isinstance(value, int) else TEXT, literal=value)


def common(kinds: list[Kind]) -> Kind:
    """One kind for several values: theirs when they share it."""
    known = [kind for kind in kinds if kind.is_ != "null"]
    if not known:
        return NULL if kinds else ANY
    if any(kind.is_ == "any" for kind in known):
        return ANY
    for wide in known:
        if all(fits(kind, wide) for kind in known):
            return (
                wide
                if len(known) == 1
                else replace(wide, literal=None, options=wide.options if all(k == wide for k in known) else ())
            )
    return TEXT if all(kind.is_ in TEXTUAL for kind in known) else ANY


def fits(kind: Kind, target: Kind) -> bool:
    """Whether a value of the kind can stand where the target is wanted."""
    if kind.is_ in {"any", "null"} or target.is_ in {"any", kind.is_}:
        return kind.is_ != "list" or not kind.item or not target.item or fits(kind.item, target.item)
    if target.is_ == "text":
        return kind.is_ in TEXTUAL - {"decimal"}
    if target.is_ == "date":
        return is_date(kind)
    if target.is_ == "partial":
        return kind.is_ == "date" or is_partial(kind)
    if target.is_ == "decimal":
        return kind.is_ == "int" or is_decimal(kind)
    return False


def is_date(kind: Kind) -> bool:
    return isinstance(kind.literal, str) and _reads(full_day, kind.literal)


def is_partial(kind: Kind) -> bool:
    return isinstance(kind.literal, str) and _reads(known_date, kind.literal)


def is_decimal(kind: Kind) -> bool:
    return isinstance(kind.literal, str) and _reads(decimal, kind.literal)


def _reads(reader: Any, text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True
