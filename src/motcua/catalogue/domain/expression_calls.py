"""What an expression calls: only what the table knows, as it is written there, and patterns that both sides read alike."""

from dataclasses import replace
from difflib import get_close_matches

from motcua.catalogue.domain.expression_functions import FUNCTIONS, METHODS, Signature, safe_pattern
from motcua.catalogue.domain.expression_syntax import MACROS, Call, Literal, Node, rebuilt, refusal


def checked(node: Node, expression: str) -> Node:
    """The tree with its patterns made safe. Raises ExpressionError for a call that the table doesn't know."""
    if isinstance(node, Call):
        _check_call(node, expression)
    made = rebuilt(node, lambda inner: checked(inner, expression))
    return _with_safe_pattern(made, expression) if isinstance(made, Call) and made.function == "matches" else made


def _check_call(call: Call, expression: str) -> None:
    known, others = (FUNCTIONS, METHODS) if call.of is None else (METHODS, FUNCTIONS)
    signature = known.get(call.function)
    if signature is None:
        raise refusal(expression, f"calls {call.function}(), {_instead(call, others)}")
    if len(call.args) != len(signature.takes):
        raise refusal(expression, f"calls {call.function}() with {len(call.args)} values; write {_example(signature)}")


def _instead(call: Call, others: dict[str, Signature]) -> str:
    if call.function in others:
        return f"which is written {_example(others[call.function])}"
    if call.function in MACROS:
        return f"which stands behind a list: children.{call.function}(c, …)"
    if call.function == "has":
        return "which isn't needed: every name is there, compare it with null"
    near = get_close_matches(call.function, [*FUNCTIONS, *METHODS, *MACROS], n=1)
    more = f"did you mean {near[0]}()?" if near else "dates compare as text, size() counts, matches() tests a pattern"
    return f"which isn't one of the functions of docs/reference/package-format.md; {more}"


def _example(signature: Signature) -> str:
    values = ", ".join(" or ".join(kinds) for kinds in signature.takes)
    return f"text.{signature.name}({values})" if signature.on else f"{signature.name}({values})"


def _with_safe_pattern(call: Call, expression: str) -> Call:
    (pattern,) = call.args
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        raise refusal(expression, "tests a pattern that isn't written in it; matches() needs a text in quotes")
    return replace(call, args=(replace(pattern, value=safe_pattern(pattern.value)),))
