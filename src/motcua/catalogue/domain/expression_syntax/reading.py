"""Reads an expression into a tree, and says what to write instead of what it can't read."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
    depth_of,
)
from motcua.catalogue.domain.expression_syntax.writing import RELATIONS
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


def read(expression: str) -> Node:
    """Raises ExpressionError, which says what to write instead."""
    if len(expression) > LONGEST:
        raise ExpressionError(f"The condition has {len(expression)} characters; {LONGEST} is the most.")
    return _Reader(expression).whole()


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
        if depth_of(node) > DEEPEST:
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
        if not self._is(*RELATIONS):
            return left
        op = self._step()
        node = Binary(op.at, op.text, left, self._sum())
        if self._is(*RELATIONS):
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
