"""One walk over a tree, giving each part its kind and noting what doesn't go together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from motcua.catalogue.domain.expression_calls import checked
from motcua.catalogue.domain.expression_functions import FUNCTIONS, METHODS
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
from motcua.catalogue.domain.expression_types.advice import SAID, compared, near, number_or_text, said, turned, unequal
from motcua.catalogue.domain.expression_types.kinds import (
    ANY,
    BOOL,
    CONTEXT,
    DECIMAL,
    INT,
    TEXT,
    TEXTUAL,
    WANTED,
    Kind,
    common,
    fits,
    is_date,
    kind_of_literal,
)


@dataclass(frozen=True, slots=True)
class TypeProblem:
    """`at`: the character of the expression where it stands, from 0. Both sentences are for package writers."""

    at: int
    what: str
    instead: str

    def __str__(self) -> str:
        return f"{self.what} {self.instead}".strip()


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
                return kind_of_literal(value)
            case Name(name=name):
                return self._names.get(name, ANY)
            case Part():
                return self._part(node)
            case Item():
                return self._item(node)
            case Row(items=items):
                return Kind("list", item=common([self.of(item) for item in items]))
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
            what = f"It gives {said(kind)}, no yes or no" if kind.is_ != "any" else "It gives no yes or no for certain"
            self._say(node, f"{what};", f"compare it with something, for example {example}.")
            return
        target = WANTED[wanted]
        if not fits(kind, target):
            self._say(node, f"It gives {said(kind)}, but the field is {said(target)} ({wanted}).", turned(kind, target))

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
                    near(node.key, tuple(of.parts)) or f"It has {known}.",
                )
            return ANY
        where = written(node.of)
        instead = f"Write {where}.exists(x, x.{node.key} == …)." if of.is_ == "list" else "Write its name alone."
        self._say(node, f"`{where}` is {said(of)} and has no `.{node.key}`.", instead)
        return ANY

    def _item(self, node: Item) -> Kind:
        of, index = self.of(node.of), self.of(node.index)
        if of.is_ == "map" and isinstance(index.literal, str):
            return of.parts.get(index.literal, ANY)
        if of.is_ not in {"any", "list"} or (of.is_ == "list" and index.is_ not in {"any", "int"}):
            self._say(node, f"`{written(node)}` picks an item out of {said(of)}.", "Only lists have items: reasons[0].")
            return ANY
        return of.item or ANY

    def _loop(self, node: Loop) -> Kind:
        of = self.of(node.of)
        if of.is_ not in {"any", "list"}:
            self._say(
                node, f"`{written(node.of)}` is {said(of)}, no list.", f"{node.macro}() asks every item of a list."
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
            self._say(node, f"`{written(node.operand)}` is {said(kind)}, no number.")
        return INT

    def _need_bool(self, node: Node) -> None:
        kind = self.of(node)
        if kind.is_ not in {"any", "bool"}:
            self._say(node, f"`{written(node)}` is {said(kind)}, no yes or no.", f"Compare it: {compared(node, kind)}.")

    def _either(self, node: Either) -> Kind:
        self._need_bool(node.condition)
        then, otherwise = self.of(node.then), self.of(node.otherwise)
        if {then.is_, otherwise.is_}.isdisjoint({"any", "null"}) and not (
            fits(then, otherwise) or fits(otherwise, then)
        ):
            what = f"`{written(node)}` gives {said(then)} or {said(otherwise)}."
            self._say(node, what, "Both sides of : need one type, or null.")
            return ANY
        if "any" in (then.is_, otherwise.is_):
            return ANY
        return common([then, otherwise])

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
            if one.literal is None and (instead := unequal(written(where), one, other, node.op)):
                self._say(node, f"`{written(where)}` is {said(one)}, and `{written(node)}` never fits.", instead)
                return
        if left.literal is not None and right.literal is not None and type(left.literal) is not type(right.literal):
            self._say(node, f"`{written(node)}` compares {said(left)} with {said(right)}.", "They are never equal.")

    def _among(self, node: Binary, left: Kind, right: Kind) -> None:
        if right.is_ in TEXTUAL:
            instead = f"Write {written(node.right)}.contains({written(node.left)}) for a text in a text."
            self._say(node, f"`{written(node.right)}` is {said(right)}, no list.", instead)
        elif right.is_ not in {"any", "list"}:
            self._say(
                node, f"`{written(node.right)}` is {said(right)}, no list.", "`in` looks into a list: ['a', 'b']."
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
            self._say(node, f"`{written(node)}` puts {said(bad)} in order.", instead)
        elif "date" in names and len(known) == 2:
            self._ordered_dates(node, left, right)
        elif len(known) == 2 and ("int" in names) != (names == {"int"}):
            self._say(node, f"`{written(node)}` compares {said(left)} with {said(right)}.", number_or_text(known))

    def _ordered_dates(self, node: Binary, left: Kind, right: Kind) -> None:
        for kind, where, other in ((left, node.left, node.right), (right, node.right, node.left)):
            if kind.is_ == "int":
                instead = f"Write year({written(other)}) for a year, or a date in quotes: '2026-01-31'."
                self._say(node, f"`{written(node)}` compares a date with a whole number.", instead)
            elif kind.is_ != "date" and not is_date(kind):
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
        if names & {"date", "partial"} and node.op in "+-" and not (node.op == "+" and names <= TEXTUAL):
            both = names <= {"date", "partial", "text"}
            instead = (
                f"Write days_between({b}, {a})."
                if both
                else f"Write add_days({a}, {'-' if node.op == '-' else ''}{b}), or add_months."
            )
            self._say(node, f"`{written(node)}` reckons with a date.", instead)
            return ANY
        if node.op == "+" and names and names <= TEXTUAL:
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
                f"`{written(node)}` reckons with {said(left if left.is_ not in {'int', 'any'} else right)}.",
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
        if any(fits(kind, Kind(each)) for each in takes) or "any" in takes:
            return
        wanted = " or ".join(SAID[each] for each in takes)
        self._say(
            node,
            f"`{written(node)}` is {said(kind)}; {call.function}() needs {wanted}.",
            turned(kind, Kind(takes[0]), written(node)),
        )
