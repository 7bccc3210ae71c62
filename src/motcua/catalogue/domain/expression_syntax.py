"""Reads an expression into a tree. This grammar is the subset of CEL that the server and the browser agree on.

Whatever isn't read here is refused when a package is checked, with what to write instead: decimal numbers, bytes,
timestamps, maps, macros that only one side knows. `written` prints the tree again, in one plain way; that text, and never
the author's own, is what both engines are given. So layout, comments, escapes and quotes can't make them differ.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from motcua.catalogue.errors import ExpressionError

LONGEST = 2_000  # characters of an expression
DEEPEST = 50  # brackets, calls and operators inside each other; rows of && and || count once
BIGGEST = 10**15  # as in forms: what JSON readers and PostgreSQL hold exactly

MACROS = frozenset({"all", "exists", "exists_one", "filter", "map"})
_RESERVED = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)
_WORDS = {"true": True, "false": False, "null": None, "in": None}


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


def read(expression: str) -> Node:
    """Raises ExpressionError, which says what to write instead."""
    if len(expression) > LONGEST:
        raise ExpressionError(f"The condition has {len(expression)} characters; {LONGEST} is the most.")
    return _Reader(expression).whole()


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


def _depth(node: Node) -> int:
    """Without recursion: it is what makes recursion safe."""
    deepest, waiting = 0, [(node, 1)]
    while waiting:
        current, depth = waiting.pop()
        deepest = max(deepest, depth)
        waiting += [(child, depth + 1) for child in children(current)]
    return deepest


_STRENGTH = {"?:": 1, "||": 2, "&&": 3, "in": 4, "+": 5, "-": 5, "*": 6, "/": 6, "%": 6, "unary": 7, "member": 8}
_RELATIONS = ("==", "!=", "<=", ">=", "<", ">", "in")
_STRENGTH |= dict.fromkeys(_RELATIONS, 4)


def written(node: Node, least: int = 0) -> str:
    """The expression as both engines are given it."""
    text, strength = _written(node)
    return f"({text})" if strength < least else text


def _written(node: Node) -> tuple[str, int]:  # noqa: PLR0911 - one for each kind of node
    member = _STRENGTH["member"]
    match node:
        case Literal(value=value):
            return _literal(value), member if not isinstance(value, int) or value >= 0 else _STRENGTH["unary"]
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
            return f"{op}{written(operand, member)}", _STRENGTH["unary"]
        case Binary(op=op, left=left, right=right):
            own = _STRENGTH[op]
            between = f" {op} " if op == "in" else op
            return f"{written(left, own)}{between}{written(right, own + 1)}", own
        case Logic(op=op, parts=parts):
            own = _STRENGTH[op]
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


_TOKEN = re.compile(
    r"""(?P<space>(?:[ \t\r\n]+|//[^\n]*)+)
    |(?P<text>[rR]?(?:'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"))
    |(?P<number>\d[\w.]*)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>==|!=|<=|>=|&&|\|\||[-+*/%<>!?:.,()\[\]])""",
    re.VERBOSE,
)
_ESCAPES = {"\\": "\\", "'": "'", '"': '"', "n": "\n", "t": "\t", "r": "\r"}
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


class _Reader:
    """One expression being read."""

    def __init__(self, expression: str) -> None:
        self._text = expression
        self._tokens = [*_tokens(expression), _Token("end", "", len(expression))]
        self._place = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression()
        if self._now.kind != "end":
            raise self._unexpected()
        if _depth(node) > DEEPEST:
            raise self._too_deep()
        return node

    @property
    def _now(self) -> _Token:
        return self._tokens[self._place]

    def _step(self) -> _Token:
        token = self._now
        self._place += 1
        return token

    def _is(self, *signs: str) -> bool:
        return self._now.text in signs and self._now.kind in {"sign", "name"}

    def _take(self, sign: str) -> bool:
        if self._is(sign):
            self._place += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            raise self._unexpected(sign)

    def _expression(self) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._too_deep()
        condition = self._logic("||")
        if self._take("?"):
            at = self._tokens[self._place - 1].at
            then = self._logic("||")
            self._need(":")
            condition = Either(at, condition, then, self._expression())
        self._depth -= 1
        return condition

    def _logic(self, op: str) -> Node:
        def inner() -> Node:
            return self._logic("&&") if op == "||" else self._relation()

        at = self._now.at
        parts = [inner()]
        while self._take(op):
            parts.append(inner())
        return parts[0] if len(parts) == 1 else Logic(at, op, tuple(parts))

    def _relation(self) -> Node:
        left = self._sum()
        if not self._is(*_RELATIONS):
            return left
        op = self._step()
        node = Binary(op.at, op.text, left, self._sum())
        if self._is(*_RELATIONS):
            raise refusal(self._text, "compares a comparison; write a < b && b < c")
        return node

    def _sum(self) -> Node:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/", "%"), self._unary))

    def _chain(self, ops: tuple[str, ...], inner: Callable[[], Node]) -> Node:
        node = inner()
        while self._is(*ops):
            op = self._step()
            node = Binary(op.at, op.text, node, inner())
        return node

    def _unary(self) -> Node:
        token = self._now
        if self._take("!"):
            if self._is("!", "-"):
                raise refusal(self._text, f"has !{self._now.text}; write the second sign in brackets, or neither")
            return Unary(token.at, "!", self._member())
        if self._take("-"):
            if self._is("!", "-"):
                raise refusal(self._text, f"has -{self._now.text}; write the second sign in brackets, or neither")
            operand = self._member()
            if isinstance(operand, Literal) and type(operand.value) is int:
                return Literal(token.at, -operand.value)
            return Unary(token.at, "-", operand)
        return self._member()

    def _member(self) -> Node:
        node = self._primary()
        while self._is(".", "["):
            node = self._part(node) if self._step().text == "." else self._item(node)
        return node

    def _part(self, of: Node) -> Node:
        token = self._step()
        if token.kind != "name" or token.text in _RESERVED or token.text in _WORDS:
            self._place -= 1
            raise self._unexpected()
        if not self._is("("):
            return Part(token.at, of, token.text)
        if token.text in MACROS:
            return self._loop(token, of)
        return Call(token.at, token.text, self._arguments(), of)

    def _item(self, of: Node) -> Node:
        at = self._now.at
        index = self._expression()
        self._need("]")
        return Item(at, of, index)

    def _loop(self, macro: _Token, of: Node) -> Node:
        args = self._arguments()
        most = 3 if macro.text == "map" else 2
        if not 2 <= len(args) <= most or not isinstance(args[0], Name):
            example = "children.exists(c, c.sex == 'girl')".replace("exists", macro.text)
            raise refusal(self._text, f"uses {macro.text} without its own name for an item; write {example}")
        return Loop(macro.at, macro.text, of, args[0].name, args[1:])

    def _arguments(self) -> tuple[Node, ...]:
        self._need("(")
        return self._list(")")

    def _list(self, end: str) -> tuple[Node, ...]:
        found: list[Node] = []
        while not self._take(end):
            if found:
                self._need(",")
            found.append(self._expression())
        return tuple(found)

    def _primary(self) -> Node:
        token = self._step()
        if token.kind == "text":
            return Literal(token.at, _unquoted(self._text, token.text))
        if token.kind == "number":
            return Literal(token.at, _number(self._text, token.text))
        if token.kind == "name":
            return self._named(token)
        if token.text == "(" and token.kind == "sign":
            node = self._expression()
            self._need(")")
            return node
        if token.text == "[" and token.kind == "sign":
            return Row(token.at, self._list("]"))
        self._place -= 1
        raise self._unexpected()

    def _named(self, token: _Token) -> Node:
        if token.text in _RESERVED or token.text == "in":
            raise refusal(self._text, f"uses the word `{token.text}`, which CEL keeps for itself")
        if token.text in _WORDS:
            return Literal(token.at, _WORDS[token.text])
        return Call(token.at, token.text, self._arguments()) if self._is("(") else Name(token.at, token.text)

    def _too_deep(self) -> ExpressionError:
        return refusal(self._text, f"is nested more than {DEEPEST} deep; make it two fields or two rules")

    def _unexpected(self, wanted: str = "") -> ExpressionError:
        found = f"`{self._now.text}`" if self._now.text else "its end"
        return refusal(
            self._text,
            f"is not CEL: at character {self._now.at + 1} stands {found}"
            + (f" where {wanted} is missing" if wanted else " where a value is missing" if not self._now.text else ""),
        )


def _tokens(expression: str) -> Iterator[_Token]:
    place = 0
    while place < len(expression):
        found = _TOKEN.match(expression, place)
        if not found or not found.lastgroup:
            raise refusal(expression, f"is not CEL: at character {place + 1} stands `{expression[place]}`")
        if found.lastgroup != "space":
            yield _Token(found.lastgroup, found[0], place)
        place = found.end()


def _unquoted(expression: str, token: str) -> str:
    """The text between the quotes, composed (NFC) as answers are."""
    raw = token[0] in "rR"
    inner = token[2:-1] if raw else token[1:-1]

    def meant(found: re.Match[str]) -> str:
        sign = found[1]
        if len(sign) > 1:
            number = int(sign[1:], 16)
            if number < 0x110000 and not 0xD800 <= number < 0xE000:
                return chr(number)
        elif sign in _ESCAPES:
            return _ESCAPES[sign]
        raise refusal(
            expression, rf"has the escape \{sign} in a text; write the letter itself, \\, \', \n, \t or \u0000"
        )

    text = unicodedata.normalize("NFC", inner if raw else _ESCAPE.sub(meant, inner))
    if "\x00" in text or any(0xD800 <= ord(letter) < 0xE000 for letter in text):
        raise refusal(expression, "has an unreadable character in a text")
    return text


def _number(expression: str, token: str) -> int:
    if not token.isdigit():
        raise refusal(
            expression,
            f"has {token}, which is no whole number; money and numbers are whole (đồng, days), a decimal is a text for "
            "the decimal_ functions: decimal_multiply(area, '1.5')",
        )
    if len(token) > 1 and token[0] == "0":
        raise refusal(
            expression, f"has the number {token}; write it without a zero in front, or in quotes if it is a code"
        )
    if int(token) > BIGGEST:
        raise refusal(expression, f"has the number {token}; {BIGGEST} is the biggest")
    return int(token)


_TEXTS = re.compile(r"""'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*\"""")
_INSTEAD = (
    (re.compile(r"===?=|!=="), "CEL compares with == and !="),
    (re.compile(r"(?<![=!<>])=(?!=)"), "compare with =="),
    (re.compile(r"<>"), "write != for 'is not'"),
    (re.compile(r"\band\b", re.IGNORECASE), "write && for 'and'"),
    (re.compile(r"\bor\b", re.IGNORECASE), "write || for 'or'"),
    (re.compile(r"\bnot\b", re.IGNORECASE), "write ! for 'not'"),
    (re.compile("[“”‘’]"), "use straight quotes: 'text'"),
    (re.compile(r"\{"), "there are no maps; write the conditions one by one"),
    (re.compile(r"'''|\"\"\""), "write a text in single quotes"),
)


def refusal(expression: str, what: str) -> ExpressionError:
    """The sentence about the expression, with a hint where we know the usual slip."""
    bare = _TEXTS.sub("''", expression)
    hint = next((text for pattern, text in _INSTEAD if pattern.search(bare)), "") if "is not CEL" in what else ""
    shown = expression if len(expression) <= 200 else f"{expression[:200]}…"
    return ExpressionError(f"The expression {shown!r} {what}{'; ' + hint if hint else ''}.")
