"""Conditions and calculations of packages, in CEL. The one file that knows which CEL engine the server uses.

An expression reads answers by field id, `channel` and `today`. Whatever is not in the answers is null. An expression is
compiled once and kept; compiled ones may be called by several threads at once. Both engines are given our own writing of
it: `portable` is the browser's.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product
from typing import Any

from cel_expr_python import cel

from motcua.catalogue.domain.expression_calls import checked
from motcua.catalogue.domain.expression_functions import FUNCTIONS, IMPLEMENTATIONS, decimal, full_day, written_decimal
from motcua.catalogue.domain.expression_shortcuts import shortcut
from motcua.catalogue.domain.expression_syntax import (
    BIGGEST,
    Binary,
    Call,
    Item,
    Literal,
    Logic,
    Loop,
    Node,
    Part,
    Row,
    children,
    free_names,
    read,
    rebuilt,
    written,
)
from motcua.catalogue.domain.expression_types import WANTED, tree_problems
from motcua.catalogue.errors import EvaluationError, ExpressionError

CONTEXT_NAMES = frozenset({"today", "channel"})
KINDS = tuple(kind for kind in WANTED if kind != "bool")
"""What a calculation may give: number, money, decimal, text, date, yes_no."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What an expression reads (its macros' own variables are not among it) and how it is given to an engine.

    `minds_absence`: it speaks of null itself, so it wants to be asked when an answer is missing. `parts`: the parts of
    answers that it can read (`home.province` reads province); None when it may read all of them.
    """

    text: str
    portable: str
    reads: frozenset[str]
    minds_absence: bool
    parts: frozenset[str] | None = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """Decides: `condition(answers)`. Raises EvaluationError when it breaks on the given answers. The same text is the same
    condition, so telling two apart takes no look into them."""

    expression: Expression
    _run: Callable[[Mapping[str, Any]], Any]

    def __call__(self, answers: Mapping[str, Any]) -> bool:
        result = self._run(answers)
        if result is True:
            return True
        if result is False:
            return False
        raise _broken(self.expression.text, f"it gives {result!r}, no yes or no")


@dataclass(frozen=True, slots=True)
class Calculation:
    """Reckons: `calculation(answers)`. None for want of an answer: null came out, or it broke and something it reads is
    null. Raises EvaluationError when it breaks on complete answers, or gives what isn't of its kind.
    """

    expression: Expression
    kind: str
    _run: Callable[[Mapping[str, Any]], Any]

    def __call__(self, answers: Mapping[str, Any]) -> Any:
        try:
            result = self._run(answers)
        except EvaluationError:
            if lacks_answers(self.expression.reads, answers):
                return None
            raise
        return None if result is None else _of_kind(result, self.kind, self.expression.text)


def condition(expression: str) -> Condition:
    """Return the compiled condition; an empty one always holds. Raises ExpressionError."""
    return _condition(expression.strip())


def calculation(expression: str, kind: str) -> Calculation:
    """Return the compiled calculation of a field of type `kind`: number, money (int), decimal (canonical text), text,
    date ("YYYY-MM-DD") or yes_no. Raises ExpressionError.
    """
    if kind not in KINDS:
        raise ExpressionError(f"A field of type {kind} can't be calculated; choose one of: {', '.join(KINDS)}.")
    return _calculation(expression.strip(), kind)


def names_in(expression: str) -> frozenset[str]:
    """The names that the expression takes from outside. Raises ExpressionError."""
    return free_names(read(expression)) if expression.strip() else frozenset()


def unknown_names(expression: str, known: frozenset[str]) -> tuple[str, ...]:
    """Names that are neither in `known` nor given by the context, sorted. Raises ExpressionError."""
    return tuple(sorted(names_in(expression) - known - CONTEXT_NAMES))


def is_ruled_out(expression: str, fixed: Mapping[str, Any]) -> bool:
    """Whether the condition fails whatever else is answered, since one of the things that it asks for is `fixed`
    otherwise."""
    if not expression.strip():
        return False
    tree = read(expression)
    needed = tree.parts if isinstance(tree, Logic) and tree.op == "&&" else (tree,)
    return any(not condition(written(node))(fixed) for node in needed if free_names(node) <= fixed.keys())


def lacks_answers(reads: Iterable[str], answers: Mapping[str, Any]) -> bool:
    """Whether something that was read is null, items of groups included: then breaking is nobody's fault."""
    return any(_has_null(answers.get(name)) for name in reads)


def _has_null(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_null, value.values()))
    return any(map(_has_null, value)) if isinstance(value, list | tuple) else value is None


@lru_cache(maxsize=8192)
def _condition(text: str) -> Condition:
    if not text:
        return Condition(Expression("", "true", frozenset(), minds_absence=False), lambda _answers: True)
    expression, run = _compiled(text, "bool")
    return Condition(expression, run)


@lru_cache(maxsize=4096)
def _calculation(text: str, kind: str) -> Calculation:
    if not text:
        raise ExpressionError("A calculation can't be empty; write what the field is, for example copies * 8000.")
    expression, run = _compiled(text, kind)
    return Calculation(expression, kind, run)


def _compiled(text: str, wanted: str) -> tuple[Expression, Callable[[Mapping[str, Any]], Any]]:
    tree = checked(read(text), text)
    for problem in tree_problems(tree, {}, wanted):
        raise ExpressionError(f"The expression {text!r} can't work. {problem}")
    expression = Expression(text, written(tree), free_names(tree), _speaks_of_null(tree), _parts_read(tree))
    try:
        program = _ENGINE.compile(written(_over_lists(tree)), disable_check=True)  # checked by us, more strictly
        _try_patterns(tree)
    except RuntimeError as error:
        raise ExpressionError(f"The expression {text!r} is not CEL: {error}.") from None
    names = tuple(expression.reads)
    quick = shortcut(tree) if wanted == "bool" else None

    def run(answers: Mapping[str, Any]) -> Any:
        try:
            value = program.eval(data={name: answers.get(name) for name in names})
            if value.type() == cel.Type.ERROR:
                raise _broken(text, str(value.value()))
            return value.plain_value()
        except (RuntimeError, TypeError, ValueError, OverflowError) as error:
            raise _broken(text, str(error)) from None

    def decide(answers: Mapping[str, Any]) -> Any:
        found = quick(answers) if quick else None
        return run(answers) if found is None else found

    return expression, decide if quick else run


def _over_lists(node: Node) -> Node:
    """Loops go over lists only: the engine would go over the keys of an address too, in no order. `x + []` breaks then."""
    made = rebuilt(node, _over_lists)
    return replace(made, of=Binary(made.at, "+", made.of, Row(made.at, ()))) if isinstance(made, Loop) else made


def _speaks_of_null(node: Node) -> bool:
    null = isinstance(node, Literal) and node.value is None
    return null or any(_speaks_of_null(child) for child in children(node))


def _parts_read(tree: Node) -> frozenset[str] | None:
    """None as soon as a whole value is compared with another, or a part is picked by what an answer says."""
    found: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Part):
            found.add(node.key)
        elif isinstance(node, Item) and isinstance(node.index, Literal):
            found.add(str(node.index.value))
        elif isinstance(node, Item) or (isinstance(node, Binary) and _compares_wholes(node)):
            return None
        waiting += children(node)
    return frozenset(found)


def _compares_wholes(node: Binary) -> bool:
    sides = (node.left, node.right)
    return node.op in {"==", "!=", "in"} and not any(isinstance(side, Literal | Row) for side in sides)


def _try_patterns(node: Node) -> None:
    """A pattern that the engine itself refuses is found now, not with the first answer."""
    if isinstance(node, Call) and node.function == "matches":
        trial = _ENGINE.compile(f"''.matches({written(node.args[0])})", disable_check=True).eval(data={})
        if trial.type() == cel.Type.ERROR:
            raise RuntimeError(trial.value())
    for child in children(node):
        _try_patterns(child)


def _of_kind(value: Any, kind: str, text: str) -> Any:
    """The value as a field of the kind keeps it."""
    try:
        match kind, value:
            case "yes_no", bool():
                return value
            case "number" | "money", int() if not isinstance(value, bool) and abs(value) <= BIGGEST:
                return value
            case "decimal", int() | str() if not isinstance(value, bool):
                return written_decimal(*decimal(value))
            case "date", str():
                return full_day(value).isoformat()
            case "text", str():
                return unicodedata.normalize("NFC", value)
    except ValueError:
        pass
    raise _broken(text, f"it gives {value!r}, which is no {kind}")


_ENGINE_TYPES = {
    "text": (cel.Type.STRING,),
    "date": (cel.Type.STRING,),
    "partial": (cel.Type.STRING,),
    "decimal": (cel.Type.STRING, cel.Type.INT),
    "int": (cel.Type.INT,),
    "list": (cel.Type.LIST,),
}
_GIVES = {"int": cel.Type.INT, "item": cel.Type.DYN}


def _declared(name: str) -> cel.FunctionDecl:
    signature = FUNCTIONS[name]
    choices = [[engine for kind in kinds for engine in _ENGINE_TYPES[kind]] for kinds in signature.takes]
    overloads = [
        cel.Overload(
            id=f"{name}_{number}",
            return_type=_GIVES.get(signature.gives, cel.Type.STRING),
            parameters=list(parameters),
            impl=IMPLEMENTATIONS[name],
        )
        for number, parameters in enumerate(product(*choices))
    ]
    return cel.FunctionDecl(name, overloads)


_ENGINE = cel.NewEnv(functions=[_declared(name) for name in IMPLEMENTATIONS])


def _broken(text: str, reason: str) -> EvaluationError:
    hint = (
        " An answer that was not given is null: test it first, for example `birth_date != null && birth_date < today`."
        if "null_type" in reason or "overload" in reason
        else ""
    )
    return EvaluationError(f"The expression {text!r} could not be decided: {reason}.{hint}", expression=text)
