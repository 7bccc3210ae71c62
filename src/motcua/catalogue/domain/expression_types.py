"""Checks an expression against the types of what it names, and says what to write instead.

For who checks packages: `kinds_of(fields)` turns the fields of a form.yaml (as they are read from YAML) into kinds, and
`type_problems(expression, kinds)` gives every mistake with its place. Pass `wanted="bool"` for conditions, or the type of
the calculated field ("number", "money", "decimal", "text", "date", "yes_no"); "any" asks for nothing. Inside a group add `item`: its siblings,
`{**kinds, "item": kinds[group].item}`. Fields that are not in `kinds` are taken for anything; unknown names are
`unknown_names`' business. Nothing here decides anything: the engines do, and they decide alike whatever the types are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from motcua.catalogue.domain.expression_calls import checked
from motcua.catalogue.domain.expression_functions import FUNCTIONS, METHODS, decimal, full_day, known_date
from motcua.catalogue.domain.expression_syntax import (
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
    read,
    written,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is. `is_`: any, null, bool, int, text, choice, date, partial, decimal, list or map.

    `literal`: the value itself where it is written in the expression. `options`: of a choice. `item`: of a list.
    `parts`: of a map; an `open` one may have others too.
    """

    is_: str
    literal: Any = None
    options: tuple[str, ...] = ()
    item: "Kind | None" = None
    parts: Mapping[str, "Kind"] = field(default_factory=dict)
    open: bool = False


@dataclass(frozen=True, slots=True)
class TypeProblem:
    """`at`: the character of the expression where it stands, from 0. Both sentences are for package writers."""

    at: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.what} {self.instead}".strip()


ANY, NULL, BOOL, INT, TEXT = Kind("any"), Kind("null"), Kind("bool"), Kind("int"), Kind("text")
DATE, PARTIAL, DECIMAL = Kind("date"), Kind("partial"), Kind("decimal")
CONTEXT: Mapping[str, Kind] = {"today": DATE, "channel": Kind("choice", options=("online", "in_person", "postal"))}
WANTED = {
    "bool": BOOL,
    "yes_no": BOOL,
    "number": INT,
    "money": INT,
    "decimal": DECIMAL,
    "text": TEXT,
    "date": DATE,
}
_PLAIN = {"number": INT, "money": INT, "decimal": DECIMAL, "yes_no": BOOL}
_SAID = {
    "bool": "yes or no (true, false)",
    "int": "a whole number",
    "text": "a text",
    "choice": "an option",
    "date": "a date",
    "partial": "a date that may be known in part",
    "decimal": "a decimal",
    "list": "a list",
    "map": "an answer of several parts",
    "null": "null",
}
_TEXTUAL = frozenset({"text", "choice", "date", "partial", "decimal"})  # all of them are texts to CEL


def kind_of(raw: Mapping[str, Any]) -> Kind:
    """The kind of one field of a form.yaml."""
    kind = raw.get("type")
    if kind == "date":
        return PARTIAL if raw.get("partial") is True else DATE
    if kind in {"choice", "choices"}:
        options = tuple(str(option.get("value")) for option in raw.get("options", ()))
        choice = Kind("choice", options=options)
        return choice if kind == "choice" else Kind("list", item=choice)
    if kind == "address":
        return Kind("map", parts={"province": TEXT, "commune": TEXT, "detail": TEXT}, open=True)
    if kind == "group":
        return Kind("list", item=Kind("map", parts=kinds_of(raw.get("fields", ()))))
    return _PLAIN.get(str(kind), TEXT)


def kinds_of(fields: Iterable[Mapping[str, Any]]) -> dict[str, Kind]:
    """Kinds by field id."""
    return {str(raw.get("id")): kind_of(raw) for raw in fields}


def type_problems(expression: str, kinds: Mapping[str, Kind], wanted: str = "bool") -> tuple[TypeProblem, ...]:
    """Every mistake, in the order in which they stand. Raises ExpressionError when it can't be read at all."""
    if not expression.strip():
        return ()
    return tree_problems(checked(read(expression), expression), kinds, wanted)


def tree_problems(node: Node, kinds: Mapping[str, Kind], wanted: str) -> tuple[TypeProblem, ...]:
    found = _Typing({**CONTEXT, **kinds})
    kind = found.of(node)
    if not found.problems:
        found.result(node, kind, wanted)
    return tuple(sorted(found.problems, key=lambda problem: problem.at))


class _Typing:
    """One walk over a tree."""

    def __init__(self, names: Mapping[str, Kind]) -> None:
        self._names = dict(names)
        self.problems: list[TypeProblem] = []

    def _say(self, node: Node, what: str, instead: str = "") -> None:
        self.problems.append(TypeProblem(node.at, what, instead))

    def of(self, node: Node) -> Kind:  # noqa: PLR0911 - one for each kind of node
        match node:
            case Literal(value=value):
                return _kind_of_literal(value)
            case Name(name=name):
                return self._names.get(name, ANY)
            case Part():
                return self._part(node)
            case Item():
                return self._item(node)
            case Row(items=items):
                return Kind("list", item=_common([self.of(item) for item in items]))
            case Call():
                return self._call(node)
            case Loop():
                return self._loop(node)
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Logic(parts=parts):
                for part in parts:
                    self._need_bool(part)
                return BOOL
            case Either():
                return self._either(node)

    def result(self, node: Node, kind: Kind, wanted: str) -> None:
        """Whether the whole expression gives what is wanted."""
        if wanted == "any":
            return
        text = written(node)
        if WANTED[wanted] is BOOL and kind.is_ not in ({"bool"} if wanted == "bool" else {"bool", "any", "null"}):
            example = f"{text} == true or {text} != null" if kind.is_ in {"any", "list", "map"} else f"{text} == …"
            what = f"It gives {_said(kind)}, no yes or no" if kind.is_ != "any" else "It gives no yes or no for certain"
            self._say(node, f"{what};", f"compare it with something, for example {example}.")
            return
        target = WANTED[wanted]
        if not _fits(kind, target):
            self._say(
                node, f"It gives {_said(kind)}, but the field is {_said(target)} ({wanted}).", _turned(kind, target)
            )

    def _part(self, node: Part) -> Kind:
        of = self.of(node.of)
        if of.is_ == "any":
            return ANY
        if of.is_ == "map":
            if node.key in of.parts:
                return of.parts[node.key]
            if not of.open:
                known = ", ".join(of.parts)
                self._say(
                    node,
                    f"`{written(node.of)}` has no `{node.key}`.",
                    _near(node.key, tuple(of.parts)) or f"It has {known}.",
                )
            return ANY
        where = written(node.of)
        instead = f"Write {where}.exists(x, x.{node.key} == …)." if of.is_ == "list" else "Write its name alone."
        self._say(node, f"`{where}` is {_said(of)} and has no `.{node.key}`.", instead)
        return ANY

    def _item(self, node: Item) -> Kind:
        of, index = self.of(node.of), self.of(node.index)
        if of.is_ == "map" and isinstance(index.literal, str):
            return of.parts.get(index.literal, ANY)
        if of.is_ not in {"any", "list"} or (of.is_ == "list" and index.is_ not in {"any", "int"}):
            self._say(
                node, f"`{written(node)}` picks an item out of {_said(of)}.", "Only lists have items: reasons[0]."
            )
            return ANY
        return of.item or ANY

    def _loop(self, node: Loop) -> Kind:
        of = self.of(node.of)
        if of.is_ not in {"any", "list"}:
            self._say(
                node, f"`{written(node.of)}` is {_said(of)}, no list.", f"{node.macro}() asks every item of a list."
            )
        outer, had = self._names.get(node.variable), node.variable in self._names
        self._names[node.variable] = of.item or ANY
        *conditions, last = node.parts
        for condition in conditions:
            self._need_bool(condition)
        if node.macro == "map":
            inner: Kind | None = replace(self.of(last), literal=None)
        else:
            self._need_bool(last)
            inner = of.item
        if had and outer:
            self._names[node.variable] = outer
        else:
            del self._names[node.variable]
        return Kind("list", item=inner) if node.macro in {"map", "filter"} else BOOL

    def _unary(self, node: Unary) -> Kind:
        if node.op == "!":
            self._need_bool(node.operand)
            return BOOL
        kind = self.of(node.operand)
        if kind.is_ == "decimal":
            self._say(
                node, f"`{written(node.operand)}` is a decimal.", f"Write decimal_subtract(0, {written(node.operand)})."
            )
        elif kind.is_ not in {"any", "int"}:
            self._say(node, f"`{written(node.operand)}` is {_said(kind)}, no number.")
        return INT

    def _need_bool(self, node: Node) -> None:
        kind = self.of(node)
        if kind.is_ not in {"any", "bool"}:
            self._say(
                node, f"`{written(node)}` is {_said(kind)}, no yes or no.", f"Compare it: {_compared(node, kind)}."
            )

    def _either(self, node: Either) -> Kind:
        self._need_bool(node.condition)
        then, otherwise = self.of(node.then), self.of(node.otherwise)
        if {then.is_, otherwise.is_}.isdisjoint({"any", "null"}) and not (
            _fits(then, otherwise) or _fits(otherwise, then)
        ):
            what = f"`{written(node)}` gives {_said(then)} or {_said(otherwise)}."
            self._say(node, what, "Both sides of : need one type, or null.")
            return ANY
        if "any" in (then.is_, otherwise.is_):
            return ANY
        return _common([then, otherwise])

    def _binary(self, node: Binary) -> Kind:
        left, right = self.of(node.left), self.of(node.right)
        if node.op in {"==", "!="}:
            self._equal(node, left, right)
            return BOOL
        if node.op == "in":
            self._among(node, left, right)
            return BOOL
        if node.op in {"<", "<=", ">", ">="}:
            self._ordered(node, left, right)
            return BOOL
        return self._reckoned(node, left, right)

    def _equal(self, node: Binary, left: Kind, right: Kind) -> None:
        if "any" in (left.is_, right.is_) or "null" in (left.is_, right.is_):
            return
        for one, other, where in ((left, right, node.left), (right, left, node.right)):
            if one.literal is None and (instead := _unequal(written(where), one, other, node.op)):
                self._say(node, f"`{written(where)}` is {_said(one)}, and `{written(node)}` never fits.", instead)
                return
        if left.literal is not None and right.literal is not None and type(left.literal) is not type(right.literal):
            self._say(node, f"`{written(node)}` compares {_said(left)} with {_said(right)}.", "They are never equal.")

    def _among(self, node: Binary, left: Kind, right: Kind) -> None:
        if right.is_ in _TEXTUAL:
            instead = f"Write {written(node.right)}.contains({written(node.left)}) for a text in a text."
            self._say(node, f"`{written(node.right)}` is {_said(right)}, no list.", instead)
        elif right.is_ not in {"any", "list"}:
            self._say(
                node, f"`{written(node.right)}` is {_said(right)}, no list.", "`in` looks into a list: ['a', 'b']."
            )
        elif isinstance(node.right, Row):
            for item in node.right.items:
                self._equal(Binary(item.at, "==", node.left, item), left, self.of(item))
        elif right.item and right.is_ == "list":
            self._equal(
                Binary(node.at, "==", node.left, Item(node.at, node.right, Literal(node.at, 0))), left, right.item
            )

    def _ordered(self, node: Binary, left: Kind, right: Kind) -> None:
        a, b = written(node.left), written(node.right)
        known = [kind for kind in (left, right) if kind.is_ != "any"]
        names = {kind.is_ for kind in known}
        if "decimal" in names:
            self._say(node, f"`{written(node)}` compares decimals.", f"Write decimal_compare({a}, {b}) {node.op} 0.")
        elif "partial" in names:
            part = a if left.is_ == "partial" else b
            what = f"`{part}` may be only a year or a month."
            self._say(node, what, f"Write earliest_day({part}) or latest_day({part}), as the rule means it.")
        elif bad := next((kind for kind in known if kind.is_ in {"null", "bool", "choice", "list", "map"}), None):
            instead = (
                f"Write {a} == null."
                if bad.is_ == "null"
                else f"Count it: {a}.size()."
                if bad.is_ == "list"
                else "Compare with ==."
            )
            self._say(node, f"`{written(node)}` puts {_said(bad)} in order.", instead)
        elif "date" in names and len(known) == 2:
            self._ordered_dates(node, left, right)
        elif len(known) == 2 and ("int" in names) != (names == {"int"}):
            self._say(node, f"`{written(node)}` compares {_said(left)} with {_said(right)}.", _number_or_text(known))

    def _ordered_dates(self, node: Binary, left: Kind, right: Kind) -> None:
        for kind, where, other in ((left, node.left, node.right), (right, node.right, node.left)):
            if kind.is_ == "int":
                instead = f"Write year({written(other)}) for a year, or a date in quotes: '2026-01-31'."
                self._say(node, f"`{written(node)}` compares a date with a whole number.", instead)
            elif kind.is_ != "date" and not _is_date(kind):
                self._say(node, f"`{written(where)}` is no date.", "Write a date as '2026-01-31', or today.")

    def _reckoned(self, node: Binary, left: Kind, right: Kind) -> Kind:
        a, b = written(node.left), written(node.right)
        names = {left.is_, right.is_} - {"any"}
        if "decimal" in names:
            function = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide", "%": "divide"}[node.op]
            places = ", 2" if function == "divide" else ""
            self._say(
                node, f"`{written(node)}` reckons with a decimal.", f"Write decimal_{function}({a}, {b}{places})."
            )
            return DECIMAL
        if names & {"date", "partial"} and node.op in "+-" and not (node.op == "+" and names <= _TEXTUAL):
            both = names <= {"date", "partial", "text"}
            instead = (
                f"Write days_between({b}, {a})."
                if both
                else f"Write add_days({a}, {'-' if node.op == '-' else ''}{b}), or add_months."
            )
            self._say(node, f"`{written(node)}` reckons with a date.", instead)
            return ANY
        if node.op == "+" and names and names <= _TEXTUAL:
            return TEXT
        if node.op == "+" and "list" in names and names <= {"list"}:
            return left if left.is_ == "list" else right
        if not names <= {"int"}:
            instead = (
                f"Write string({a if left.is_ == 'int' else b}) to add a number to a text."
                if node.op == "+" and "int" in names
                else "Only whole numbers are reckoned with."
            )
            self._say(
                node,
                f"`{written(node)}` reckons with {_said(left if left.is_ not in {'int', 'any'} else right)}.",
                instead,
            )
            return ANY
        return INT if names or node.op != "+" else ANY

    def _call(self, node: Call) -> Kind:
        signature = (METHODS if node.of is not None else FUNCTIONS)[node.function]
        kinds = [self.of(arg) for arg in node.args]
        if node.of is not None:
            self._argument(node, node.of, self.of(node.of), signature.on)
        for arg, kind, takes in zip(node.args, kinds, signature.takes, strict=True):
            self._argument(node, arg, kind, takes)
        if signature.gives == "item":
            return (kinds[0].item or ANY) if kinds else ANY
        return Kind(signature.gives)

    def _argument(self, call: Call, node: Node, kind: Kind, takes: tuple[str, ...]) -> None:
        if any(_fits(kind, Kind(each)) for each in takes) or "any" in takes:
            return
        wanted = " or ".join(_SAID[each] for each in takes)
        self._say(
            node,
            f"`{written(node)}` is {_said(kind)}; {call.function}() needs {wanted}.",
            _turned(kind, Kind(takes[0]), written(node)),
        )


def _kind_of_literal(value: Any) -> Kind:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return replace(BOOL, literal=value)
    return replace(INT if isinstance(value, int) else TEXT, literal=value)


def _said(kind: Kind) -> str:
    return (
        f"the text '{kind.literal}'"
        if kind.is_ == "text" and kind.literal is not None
        else _SAID.get(kind.is_, "anything")
    )


def _common(kinds: list[Kind]) -> Kind:
    """One kind for several values: theirs when they share it."""
    known = [kind for kind in kinds if kind.is_ != "null"]
    if not known:
        return NULL if kinds else ANY
    if any(kind.is_ == "any" for kind in known):
        return ANY
    for wide in known:
        if all(_fits(kind, wide) for kind in known):
            return (
                wide
                if len(known) == 1
                else replace(wide, literal=None, options=wide.options if all(k == wide for k in known) else ())
            )
    return TEXT if all(kind.is_ in _TEXTUAL for kind in known) else ANY


def _fits(kind: Kind, target: Kind) -> bool:
    """Whether a value of the kind can stand where the target is wanted."""
    if kind.is_ in {"any", "null"} or target.is_ in {"any", kind.is_}:
        return kind.is_ != "list" or not kind.item or not target.item or _fits(kind.item, target.item)
    if target.is_ == "text":
        return kind.is_ in _TEXTUAL - {"decimal"}
    if target.is_ == "date":
        return _is_date(kind)
    if target.is_ == "partial":
        return kind.is_ == "date" or _is_partial(kind)
    if target.is_ == "decimal":
        return kind.is_ == "int" or _is_decimal(kind)
    return False


def _is_date(kind: Kind) -> bool:
    return isinstance(kind.literal, str) and _reads(full_day, kind.literal)


def _is_partial(kind: Kind) -> bool:
    return isinstance(kind.literal, str) and _reads(known_date, kind.literal)


def _is_decimal(kind: Kind) -> bool:
    return isinstance(kind.literal, str) and _reads(decimal, kind.literal)


def _reads(reader: Any, text: str) -> bool:
    try:
        reader(text)
    except ValueError:
        return False
    return True


def _unequal(name: str, one: Kind, other: Kind, op: str) -> str:  # noqa: PLR0911, PLR0912 - one for each slip
    """What to write when a value of the kind `one`, called `name`, can't equal `other`; "" when it can."""
    match one.is_, other.is_:
        case "bool", "text" | "choice":
            yes = str(other.literal).lower() in {"yes", "true", "có", "co", "1"}
            return f"Write {name} {op} {'true' if yes else 'false'}."
        case "choice", "text" if other.literal is not None and one.options and other.literal not in one.options:
            return _near(other.literal, one.options) or f"The options are {', '.join(map(repr, one.options))}."
        case "choice", "choice" if one.options and other.options and not set(one.options) & set(other.options):
            return "They have no option in common."
        case "choice", "bool" | "int":
            return f"Write one of its options: {', '.join(map(repr, one.options)) or 'a text in quotes'}."
        case "int", "text":
            digits = str(other.literal)
            return (
                f"Write {name} {op} {digits}, without quotes." if digits.isdigit() else "A number equals a number only."
            )
        case (("date" | "partial"), "int"):
            return f"Write year({name}) {op} {other.literal if other.literal is not None else '…'}, or a date in quotes: '2026-01-31'."
        case "date", "text" if other.literal is not None and not _is_date(other):
            return "A date is written '2026-01-31'."
        case "partial", "text" if other.literal is not None and not _is_partial(other):
            return "A date is written '2026-01-31', '2026-01' or '2026'."
        case "decimal", _ if other.is_ in {"int", "decimal", "text"}:
            value = other.literal if other.is_ == "int" else f"'{str(other.literal).replace(',', '.')}'"
            return f"Write decimal_compare({name}, {value if other.literal is not None else '…'}) {op} 0."
        case "list", "text" | "choice" | "int" | "bool":
            value = "…" if other.literal is None else repr(other.literal)
            return f"Write {value} in {name}." if op == "==" else f"Write !({value} in {name})."
        case "map", _ if other.is_ != "map":
            return f"Ask for a part of it: {name}.{next(iter(one.parts), 'part')}."
        case "text" | "date" | "partial", "bool":
            return f"Write {name} != null to ask whether it was answered."
        case "text", "int":
            return (
                f"Write {name} {op} '{other.literal}', in quotes."
                if other.literal is not None
                else "A text equals a text only."
            )
        case "int", "bool":
            return f"Write {name} {op} {1 if other.literal else 0}, or {name} != null."
        case "bool", "int":
            return f"Write {name} {op} {'true' if other.literal else 'false'}."
    return ""


def _near(word: str, known: tuple[str, ...]) -> str:
    close = get_close_matches(word, known, n=1, cutoff=0.5)
    return f"Did you mean '{close[0]}'?" if close else ""


def _compared(node: Node, kind: Kind) -> str:
    name = written(node)
    if kind.is_ == "choice" and kind.options:
        return f"{name} == '{kind.options[0]}'"
    if kind.is_ == "list":
        return f"{name}.size() > 0"
    return f"{name} > 0" if kind.is_ == "int" else f"{name} != null"


def _number_or_text(kinds: list[Kind]) -> str:
    text = next((kind.literal for kind in kinds if kind.is_ == "text" and kind.literal is not None), None)
    return (
        f"Write {text} without quotes."
        if text and text.isdigit()
        else "Numbers compare with numbers, texts with texts."
    )


def _turned(kind: Kind, target: Kind, name: str = "") -> str:  # noqa: PLR0911 - one for each pair
    """How to make the one of the other."""
    name = name or "…"
    match kind.is_, target.is_:
        case "decimal", "int":
            return f"Write decimal_whole({name}) to round it."
        case (("int" | "bool"), "text"):
            return f"Write string({name})."
        case "partial", "date":
            return f"Write earliest_day({name}) or latest_day({name}), as the rule means it."
        case "text", "date":
            return "A date is a field of type date, today, or '2026-01-31'."
        case "text", "decimal":
            return "A decimal is a field of type decimal, a whole number, or a text like '1.5'."
        case "date", "int":
            return f"Write year({name}), month({name}), day({name}) or days_between(…)."
    return ""
