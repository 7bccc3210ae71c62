"""What an expression is made of."""

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Literal:
    """A text, a whole number, true, false or null. `at` is where it stands, in characters."""

    at: int
    value: str | int | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    at: int
    name: str


@dataclass(frozen=True, slots=True)
class Part:
    """`home.province`"""

    at: int
    of: "Node"
    key: str


@dataclass(frozen=True, slots=True)
class Item:
    """`reasons[0]`"""

    at: int
    of: "Node"
    index: "Node"


@dataclass(frozen=True, slots=True)
class Row:
    """`['a', 'b']`"""

    at: int
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Call:
    """`size(x)`, or `x.size()`, where `of` is x."""

    at: int
    function: str
    args: tuple["Node", ...]
    of: "Node | None" = None


@dataclass(frozen=True, slots=True)
class Loop:
    """`children.exists(c, c.sex == 'girl')`; `parts` are what follows the variable."""

    at: int
    macro: str
    of: "Node"
    variable: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Unary:
    at: int
    op: str
    operand: "Node"


@dataclass(frozen=True, slots=True)
class Binary:
    at: int
    op: str
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True)
class Logic:
    """`a && b && c`: one row of parts, however long."""

    at: int
    op: str
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """`condition ? then : otherwise`"""

    at: int
    condition: "Node"
    then: "Node"
    otherwise: "Node"


Node = Literal | Name | Part | Item | Row | Call | Loop | Unary | Binary | Logic | Either


def children(node: Node) -> tuple[Node, ...]:  # noqa: PLR0911 - one for each kind of node
    """The nodes right below, in the order in which they are written."""
    match node:
        case Part(of=of):
            return (of,)
        case Item(of=of, index=index):
            return (of, index)
        case Row(items=items):
            return items
        case Call(args=args, of=of):
            return args if of is None else (of, *args)
        case Loop(of=of, parts=parts):
            return (of, *parts)
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return (left, right)
        case Logic(parts=parts):
            return parts
        case Either(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case _:
            return ()


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with `change` done to each of the nodes right below."""
    made: dict[str, Any] = {}
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple):
            made[each.name] = tuple(map(change, value))
        elif isinstance(value, Node):
            made[each.name] = change(value)
    return replace(node, **made) if made else node


def free_names(node: Node) -> frozenset[str]:
    """The names that the expression takes from outside; a macro's own variable isn't one."""
    if isinstance(node, Name):
        return frozenset({node.name})
    if isinstance(node, Loop):
        inner = frozenset().union(*(free_names(part) for part in node.parts)) - {node.variable}
        return free_names(node.of) | inner
    return frozenset().union(*(free_names(child) for child in children(node)))


def depth_of(node: Node) -> int:
    """Without recursion: it is what makes recursion safe."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in children(current)]
    return deepest
