"""Conditions of packages, in CEL. The one file that knows which CEL engine is used.

A condition reads answers by field id, `channel` and `today`. Whatever is not in the answers is null. An expression is
compiled once and kept; compiled conditions may be called by several threads at once.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from cel_expr_python import cel

from motcua.catalogue.errors import EvaluationError, ExpressionError

Condition = Callable[[Mapping[str, Any]], bool]

CONTEXT_NAMES = frozenset({"today", "channel"})
LONGEST = 2_000  # characters of an expression

_STRING = re.compile(r"""[rRbB]{0,2}('''.*?'''|\"\"\".*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*")""", re.DOTALL)
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*(?!\w)(?!\s*\()")
_DECIMAL = re.compile(r"(?<![\w.])(\d+\.\d+|\.\d+|\d+[eE][+-]?\d+)")
_WORDS = frozenset({"true", "false", "null", "in"})
_INSTEAD = (
    (re.compile(r"===?=|!=="), "CEL compares with == and !="),
    (re.compile(r"(?<![=!<>])=(?!=)"), "compare with =="),
    (re.compile(r"<>"), "write != for 'is not'"),
    (re.compile(r"\band\b", re.IGNORECASE), "write && for 'and'"),
    (re.compile(r"\bor\b", re.IGNORECASE), "write || for 'or'"),
    (re.compile(r"\bnot\b", re.IGNORECASE), "write ! for 'not'"),
    (re.compile(r"\b(None|nil|undefined)\b"), "write null for 'not answered'"),
    (re.compile(r"\b(True|False|TRUE|FALSE|yes|no)\b"), "write true or false"),
    (re.compile("[“”‘’]"), "use straight quotes: 'text'"),
)


def condition(expression: str) -> Condition:
    """Return the compiled condition; an empty one always holds.

    The condition raises EvaluationError when it breaks on the given answers. Raises ExpressionError.
    """
    return _compiled(expression.strip())


def names_in(expression: str) -> frozenset[str]:
    """The names that the expression reads, variables of its own macros (`exists(x, …)`) included."""
    return frozenset(_NAME.findall(_STRING.sub("''", expression))) - _WORDS


def unknown_names(expression: str, known: frozenset[str]) -> tuple[str, ...]:
    """Names that are neither in `known` nor given by the context nor a macro's own variable, sorted."""
    bare = _STRING.sub("''", expression)
    own = set(re.findall(r"\.(?:exists|exists_one|all|filter|map)\(\s*(\w+)\s*,", bare))
    return tuple(sorted(names_in(expression) - known - CONTEXT_NAMES - own))


@lru_cache(maxsize=8192)
def _compiled(expression: str) -> Condition:
    if not expression:
        return _always
    _refuse_what_the_twins_disagree_on(expression)
    names = tuple(names_in(expression))
    program = _program(expression, names)

    def holds(answers: Mapping[str, Any]) -> bool:
        try:
            result = program.eval(data={name: answers.get(name) for name in names}).value()
        except (RuntimeError, TypeError, ValueError, OverflowError) as error:
            raise _broken(expression, str(error)) from None
        if result is True or result is False:
            return bool(result)
        raise _broken(expression, str(result))

    return holds


def _always(_answers: Mapping[str, Any]) -> bool:
    return True


def _refuse_what_the_twins_disagree_on(expression: str) -> None:
    if len(expression) > LONGEST:
        raise ExpressionError(f"The condition has {len(expression)} characters; {LONGEST} is the most.")
    if found := _DECIMAL.search(_STRING.sub("''", expression)):
        raise ExpressionError(
            f"The condition {expression!r} has the decimal number {found[0]}; numbers and money are whole: "
            "write a whole number (đồng, days)."
        )


def _program(expression: str, names: tuple[str, ...]) -> cel.Expression:
    try:
        program = cel.NewEnv(variables=dict.fromkeys(names, cel.Type.DYN)).compile(expression)
    except RuntimeError as error:
        raise ExpressionError(f"The condition {expression!r} is not CEL: {_reason(str(error))}") from None
    if program.return_type() != cel.Type.BOOL:
        raise ExpressionError(
            f"The condition {expression!r} gives no yes or no; compare the answer with something, "
            f"for example {expression} == true or {expression} != null."
        )
    return program


def _reason(message: str) -> str:
    """The engine's first line, shortened, and a hint where we know the usual slip."""
    lines = message.removeprefix("INVALID_ARGUMENT: ").splitlines()
    first = lines[0].removeprefix("ERROR: ").replace("<input>:", "at ").split(" expecting {")[0]
    source = _STRING.sub("''", lines[1].removeprefix(" | ")) if len(lines) > 1 else ""
    hint = next((text for pattern, text in _INSTEAD if pattern.search(source)), "")
    if not hint and "undeclared reference" in first:
        hint = "CEL has no such function; dates compare as text, size() counts, matches() tests a pattern"
    return f"{first.removesuffix(' [INVALID_ARGUMENT]')}{'; ' + hint if hint else ''}."


def _broken(expression: str, reason: str) -> EvaluationError:
    hint = (
        " An answer that was not given is null: test it first, for example `birth_date != null && birth_date < today`."
        if "null_type" in reason or "overload" in reason
        else ""
    )
    return EvaluationError(f"The condition {expression!r} could not be decided: {reason}.{hint}", expression=expression)
