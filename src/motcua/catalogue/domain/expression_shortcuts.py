"""Conditions so plain that asking the engine costs more than deciding: answers compared with texts, yes or no, null.

Nearly every condition of a form is one of these, and a submission asks twenty. The engine stays the measure: a shortcut
says yes, no, or None for "ask the engine", and it is never sure of an answer whose kind it wasn't made for.
"""

from collections.abc import Callable, Mapping
from typing import Any

from motcua.catalogue.domain.expression_syntax import Binary, Literal, Logic, Name, Node, Row, Unary

Shortcut = Callable[[Mapping[str, Any]], bool | None]


def shortcut(node: Node) -> Shortcut | None:  # noqa: PLR0911 - one for each kind of node
    """How to decide `node` without an engine; None for what is not as plain as that."""
    match node:
        case Name(name=name):
            return _is_yes(name)
        case Unary(op="!", operand=operand):
            return _opposite(shortcut(operand))
        case Binary(op="==", left=Name(name=name), right=Literal(value=value)):
            return _is(name, value)
        case Binary(op="!=", left=Name(name=name), right=Literal(value=value)):
            return _opposite(_is(name, value))
        case Binary(op="in", left=Name(name=name), right=Row(items=items)):
            return _is_among(name, items)
        case Logic(op=op, parts=parts):
            return _together(tuple(shortcut(part) for part in parts), ends=op == "||")
    return None


def _is_yes(name: str) -> Shortcut:
    def decide(answers: Mapping[str, Any]) -> bool | None:
        found = answers.get(name)
        return found if found is True or found is False else None

    return decide


def _is(name: str, value: str | int | bool | None) -> Shortcut | None:  # noqa: FBT001 - what the expression says
    if type(value) is int:
        return None
    kind = type(value)

    def decide(answers: Mapping[str, Any]) -> bool | None:
        found = answers.get(name)
        if found is None:
            return value is None
        return found == value if type(found) is kind else None

    def decide_null(answers: Mapping[str, Any]) -> bool | None:
        found = answers.get(name)
        if found is None:
            return True
        return False if type(found) is str or type(found) is bool else None

    return decide_null if value is None else decide


def _is_among(name: str, items: tuple[Node, ...]) -> Shortcut | None:
    texts = frozenset(item.value for item in items if isinstance(item, Literal) and type(item.value) is str)
    if len(texts) != len(items):
        return None

    def decide(answers: Mapping[str, Any]) -> bool | None:
        found = answers.get(name)
        return found in texts if type(found) is str else None

    return decide


def _opposite(inner: Shortcut | None) -> Shortcut | None:
    if inner is None:
        return None

    def decide(answers: Mapping[str, Any]) -> bool | None:
        found = inner(answers)
        return None if found is None else not found

    return decide


def _together(parts: tuple[Shortcut | None, ...], *, ends: bool) -> Shortcut | None:
    """`ends`: what one part says that settles the whole. Parts are asked in their order, up to that one."""
    sure = tuple(part for part in parts if part is not None)
    if len(sure) != len(parts):
        return None

    def decide(answers: Mapping[str, Any]) -> bool | None:
        for part in sure:
            found = part(answers)
            if found is None or found is ends:
                return found
        return not ends

    return decide
