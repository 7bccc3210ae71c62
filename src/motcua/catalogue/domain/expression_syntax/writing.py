"""Prints a tree again, in one plain way."""

from typing import Any

from motcua.catalogue.domain.expression_syntax.tree import (
    Binary,
    Call,
    Either,
    Item,
    Literal,
    Logic,
    Loop,
    Name,
    Node,
    Part,
    Row,
    Unary,
)

STRENGTH = {"?:": 1, "||": 2, "&&": 3, "in": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "unary": 7, "member": 8}
RELATIONS = ("==", "!=", "<=", ">=", "<", ">", "in")
STRENGTH |= dict.fromkeys(RELATIONS, 4)


def written(node: Node, least: int = 0) -> str:
    """The expression as both engines are given it."""
    text, strength = _written(node)
    return f"({text})" if strength < least else text


def _written(node: Node) -> tuple[str, int]:  # noqa: PLR0911 - one for each kind of node
    member = STRENGTH["member"]
    match node:
        case Literal(value=value):
            return _literal(value), member if not isinstance(value, int) or value >= 0 else STRENGTH["unary"]
        case Name(name=name):
            return name, member
        case Part(of=of, key=key):
            return f"{written(of, member)}.{key}", member
        case Item(of=of, index=index):
            return f"{written(of, member)}[{written(index)}]", member
        case Row(items=items):
            return f"[{_row(items)}]", member
        case Call(function=function, args=args, of=None):
            return f"{function}({_row(args)})", member
        case Call(function=function, args=args, of=of) if of is not None:
            return f"{written(of, member)}.{function}({_row(args)})", member
        case Loop(macro=macro, of=of, variable=variable, parts=parts):
            return f"{written(of, member)}.{macro}({variable},{_row(parts)})", member
        case Unary(op=op, operand=operand):
            return f"{op}{written(operand, member)}", STRENGTH["unary"]
        case Binary(op=op, left=left, right=right):
            own = STRENGTH[op]
            between = f" {op} " if op == "in" else op
            return f"{written(left, own)}{between}{written(right, own + 1)}", own
        case Logic(op=op, parts=parts):
            own = STRENGTH[op]
            return op.join(written(part, own + 1) for part in parts), own
        case Either(condition=condition, then=then, otherwise=otherwise):
            return f"{written(condition, 2)}?{written(then, 2)}:{written(otherwise, 1)}", 1
    raise TypeError(node)


def _row(nodes: tuple[Node, ...]) -> str:
    return ",".join(written(node) for node in nodes)


def _literal(value: Any) -> str:
    if isinstance(value, str):
        return f"'{''.join(_character(letter) for letter in value)}'"
    return "null" if value is None else str(value).lower()


def _character(letter: str) -> str:
    if letter in "\\'":
        return f"\\{letter}"
    return (
        letter
        if letter.isprintable()
        else (f"\\u{ord(letter):04x}" if ord(letter) < 0x10000 else f"\\U{ord(letter):08x}")
    )
