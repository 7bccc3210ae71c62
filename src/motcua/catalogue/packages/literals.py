"""What conditions compare answers with: an option that is not there, a number in quotes, a yes that is a text.

CEL finds nothing wrong with `kind == 'hause'`; it is simply never true. A writer wants to hear of it at once.
"""

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

_TEXT = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_LITERAL = rf"{_TEXT}|true|false|-?\d+"
_NAME = r"(?<![\w.'\"])([a-z][a-z0-9_]*)(?![\w.(])"
_COMPARED = re.compile(rf"{_NAME}\s*(==|!=|<=|>=|<|>)\s*({_LITERAL})(?!\w)")
_REVERSED = re.compile(rf"(?<![\w.'\"])({_LITERAL})\s*(==|!=|<=|>=|<|>)\s*([a-z][a-z0-9_]*)(?![\w.(])")
_IN_LIST = re.compile(rf"{_NAME}\s+in\s+\[([^\]]*)\]")
_IN_NAME = re.compile(rf"({_TEXT})\s+in\s+([a-z][a-z0-9_]*)(?![\w.(])")
_CHANNELS = ("online", "in_person", "postal")
_LISTED = ", ".join(f"'{channel}'" for channel in _CHANNELS)
_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_WORDS = frozenset(
    {"text", "long_text", "name", "personal_id", "tax_code", "phone", "email", "decimal", "signature", "appointment"}
)

Fault = tuple[str, str]
"""What is wrong, what to write instead."""


def literal_faults(expression: str, fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """Comparisons that can never come out as meant. `fields` are the form's fields by id."""
    for name, _operator, literal in _COMPARED.findall(expression):
        yield from _fault(name, literal, fields)
    for literal, _operator, name in _REVERSED.findall(expression):
        yield from _fault(name, literal, fields)
    for name, listed in _IN_LIST.findall(expression):
        for literal in re.findall(_LITERAL, listed):
            yield from _fault(name, literal, fields)
    for literal, name in _IN_NAME.findall(expression):
        if fields.get(name, {}).get("type") == "choices":
            yield from _no_option(name, literal[1:-1], fields[name])


def _fault(name: str, literal: str, fields: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    quoted = literal[0] in "'\""
    if name == "channel":
        if not quoted or literal[1:-1] not in _CHANNELS:
            yield f"`channel` is compared with {literal}.", f"Write one of {_LISTED}."
        return
    kind = fields.get(name, {}).get("type")
    if kind == "choice":
        if quoted:
            yield from _no_option(name, literal[1:-1], fields[name])
        else:
            yield f"`{name}` is a choice and is compared with {literal}.", "Compare with an option's value in quotes."
    elif kind == "choices":
        yield f"`{name}` holds several values.", f"Write '{literal[1:-1] if quoted else literal}' in {name}."
    elif kind == "yes_no" and literal not in {"true", "false"}:
        yield f"`{name}` is a yes/no question and is compared with {literal}.", f"Write {name} == true, or == false."
    elif kind in {"number", "money"} and (quoted or literal in {"true", "false"}):
        yield f"`{name}` is a number and is compared with {literal}.", "Write the number without quotes and dots."
    elif kind == "date" and not (quoted and _DAY.fullmatch(literal[1:-1])):
        yield f"`{name}` is a date and is compared with {literal}.", "Write the day as '2025-07-01', in quotes."
    elif kind in _WORDS and not quoted:
        yield f"`{name}` is a text and is compared with {literal}.", "Write the text in quotes."


def _no_option(name: str, value: str, field: Mapping[str, Any]) -> Iterator[Fault]:
    values = [option["value"] for option in field.get("options", ())]
    if value not in values:
        close = get_close_matches(value, values, n=1)
        instead = f"Did you mean '{close[0]}'?" if close else f"Its options are: {', '.join(values)}."
        yield f"`{name}` has no option '{value}'.", instead
