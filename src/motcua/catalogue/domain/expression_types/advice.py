"""What to write instead."""

from difflib import get_close_matches

from motcua.catalogue.domain.expression_syntax import Node, written
from motcua.catalogue.domain.expression_types.kinds import Kind, is_date, is_partial

SAID = {
    "bool": "yes or no (true, false)",
    "int": "a whole number",
    "text": "a text",
    "choice": "an option",
    "date": "a date",
    "partial": "a date that may be known in part",
    "decimal": "a decimal",
    "list": "a list",
    "map": "an answer of several parts",
    "null": "null",
}


def said(kind: Kind) -> str:
    return (
        f"the text '{kind.literal}'"
        if kind.is_ == "text" and kind.literal is not None
        else SAID.get(kind.is_, "anything")
    )


def unequal(name: str, one: Kind, other: Kind, op: str) -> str:  # noqa: PLR0911, PLR0912 - one for each slip
    """What to write when a value of the kind `one`, called `name`, can't equal `other`; "" when it can."""
    match one.is_, other.is_:
        case "bool", "text" | "choice":
            yes = str(other.literal).lower() in {"yes", "true", "có", "co", "1"}
            return f"Write {name} {op} {'true' if yes else 'false'}."
        case "choice", "text" if other.literal is not None and one.options and other.literal not in one.options:
            return near(other.literal, one.options) or f"The options are {', '.join(map(repr, one.options))}."
        case "choice", "choice" if one.options and other.options and not set(one.options) & set(other.options):
            return "They have no option in common."
        case "choice", "bool" | "int":
            return f"Write one of its options: {', '.join(map(repr, one.options)) or 'a text in quotes'}."
        case "int", "text":
            digits = str(other.literal)
            return (
                f"Write {name} {op} {digits}, without quotes." if digits.isdigit() else "A number equals a number only."
            )
        case (("date" | "partial"), "int"):
            return f"Write year({name}) {op} {other.literal if other.literal is not None else '…'}, or a date in quotes: '2026-01-31'."
        case "date", "text" if other.literal is not None and not is_date(other):
            return "A date is written '2026-01-31'."
        case "partial", "text" if other.literal is not None and not is_partial(other):
            return "A date is written '2026-01-31', '2026-01' or '2026'."
        case "decimal", _ if other.is_ in {"int", "decimal", "text"}:
            value = other.literal if other.is_ == "int" else f"'{str(other.literal).replace(',', '.')}'"
            return f"Write decimal_compare({name}, {value if other.literal is not None else '…'}) {op} 0."
        case "list", "text" | "choice" | "int" | "bool":
            value = "…" if other.literal is None else repr(other.literal)
            return f"Write {value} in {name}." if op == "==" else f"Write !({value} in {name})."
        case "map", _ if other.is_ != "map":
            return f"Ask for a part of it: {name}.{next(iter(one.parts), 'part')}."
        case "text" | "date" | "partial", "bool":
            return f"Write {name} != null to ask whether it was answered."
        case "text", "int":
            return (
                f"Write {name} {op} '{other.literal}', in quotes."
                if other.literal is not None
                else "A text equals a text only."
            )
        case "int", "bool":
            return f"Write {name} {op} {1 if other.literal else 0}, or {name} != null."
        case "bool", "int":
            return f"Write {name} {op} {'true' if other.literal else 'false'}."
    return ""


def near(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean '{close[0]}'?" if close else ""


def compared(node: Node, kind: Kind) -> str:
    name = written(node)
    if kind.is_ == "choice" and kind.options:
        return f"{name} == '{kind.options[0]}'"
    if kind.is_ == "list":
        return f"{name}.size() > 0"
    return f"{name} > 0" if kind.is_ == "int" else f"{name} != null"


def number_or_text(kinds: list[Kind]) -> str:
    text = next((kind.literal for kind in kinds if kind.is_ == "text" and kind.literal is not None), None)
    return (
        f"Write {text} without quotes."
        if text and text.isdigit()
        else "Numbers compare with numbers, texts with texts."
    )


def turned(kind: Kind, target: Kind, name: str = "") -> str:  # noqa: PLR0911 - one for each pair
    """How to make the one of the other."""
    name = name or "…"
    match kind.is_, target.is_:
        case "decimal", "int":
            return f"Write decimal_whole({name}) to round it."
        case (("int" | "bool"), "text"):
            return f"Write string({name})."
        case "partial", "date":
            return f"Write earliest_day({name}) or latest_day({name}), as the rule means it."
        case "text", "date":
            return "A date is a field of type date, today, or '2026-01-31'."
        case "text", "decimal":
            return "A decimal is a field of type decimal, a whole number, or a text like '1.5'."
        case "date", "int":
            return f"Write year({name}), month({name}), day({name}) or days_between(…)."
    return ""
