"""The usual conditions, put together from answers: "is", "is not", "all of" and "one of". Everything else is CEL."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_TERMS = 4

_TERM = re.compile(
    r"""\s*(?P<name>[a-z][a-z0-9_]*)\s*(?P<sign>==|!=)\s*(?P<value>true|false|'[^'\\]*'|"[^"\\]*")\s*"""
    r"""|\s*(?P<not>!)?\s*\(?\s*(?P<item>'[^'\\]*'|"[^"\\]*")\s+in\s+(?P<list>[a-z][a-z0-9_]*)\s*\)?\s*"""
)


@dataclass(frozen=True, slots=True)
class Term:
    """`field` was answered with `value` ("true" and "false" for yes and no); `negated`: it was not."""

    field: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Simple:
    """Terms that must all hold (`every`), or of which one is enough."""

    terms: tuple[Term, ...]
    every: bool = True


_ONE_OF = re.compile(r"""\s*(?P<name>[a-z][a-z0-9_]*)\s+in\s+\[(?P<list>(?:\s*(?:'[^'\\]*'|"[^"\\]*")\s*,?)+)\]\s*""")


def read_simple(expression: str, fields: Mapping[str, Mapping[str, Any]]) -> Simple | None:
    """The expression as terms, or None when it says more than terms can. `fields`: raw fields of the form by id."""
    if one_of := _ONE_OF.fullmatch(expression):
        name, values = one_of["name"], [value[1:-1] for value in re.findall(r"'[^']*'|\"[^\"]*\"", one_of["list"])]
        fits = name in fields and fields[name].get("type") == "choice" and set(values) <= set(answers_of(fields[name]))
        return (
            Simple(tuple(Term(name, value) for value in values), every=False)
            if fits and len(values) <= MOST_TERMS
            else None
        )
    joiners = set(re.findall(r"&&|\|\|", expression))
    if len(joiners) > 1:
        return None
    terms = [_term(part, fields) for part in re.split(r"&&|\|\|", expression)]
    known = [term for term in terms if term is not None]
    if len(known) != len(terms) or len(known) > MOST_TERMS:
        return None
    return Simple(tuple(known), every=joiners != {"||"})


def write_simple(simple: Simple, fields: Mapping[str, Mapping[str, Any]]) -> str:
    """The expression in CEL; "" for no terms."""
    return (" && " if simple.every else " || ").join(_written(term, fields) for term in simple.terms)


def answers_of(field: Mapping[str, Any]) -> Sequence[str]:
    """The values that a question with choices can be answered with."""
    if field.get("type") == "yes_no":
        return ("true", "false")
    options = field.get("options") if field.get("type") in {"choice", "choices"} else None
    return [str(option["value"]) for option in options or () if isinstance(option, dict) and "value" in option]


def _term(text: str, fields: Mapping[str, Mapping[str, Any]]) -> Term | None:
    found = _TERM.fullmatch(text)
    if not found:
        return None
    if found["list"]:
        term = Term(found["list"], found["item"][1:-1], bool(found["not"]))
    else:
        term = Term(found["name"], found["value"].strip("'\""), found["sign"] == "!=")
    field = fields.get(term.field)
    fits = field is not None and term.value in answers_of(field) and (field["type"] == "choices") == bool(found["list"])
    return (
        term
        if (fits and (field or {}).get("type") != "yes_no") or (fits and found["value"] in {"true", "false"})
        else None
    )


def _written(term: Term, fields: Mapping[str, Mapping[str, Any]]) -> str:
    kind = fields.get(term.field, {}).get("type")
    if kind == "choices":
        return f"!('{term.value}' in {term.field})" if term.negated else f"'{term.value}' in {term.field}"
    value = term.value if kind == "yes_no" else f"'{term.value}'"
    return f"{term.field} {'!=' if term.negated else '=='} {value}"
