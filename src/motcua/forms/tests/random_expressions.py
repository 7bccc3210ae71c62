"""Makes random expressions with random answers, plausible in their types most of the time, and makes them smaller."""

import random
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from typing import Any

from motcua.catalogue.domain.expression_functions import FUNCTIONS
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
    children,
    free_names,
    written,
)

Case = tuple[Node, dict[str, Any]]

_WHOLES = (0, 1, -1, 2, 3, 7, -7, 10, 12, 100, 365, 10**9, 3_037_000_500, 10**15, -(10**15))
_TEXTS = (
    "",
    "a",
    "b",
    "aa",
    "Z",
    "Nguyễn",
    "đ",
    "10",
    "9",
    "1.50",
    "x",
    "girl",
    "boy",
    "😀",
    "𠀧",
    "\uffee",
    "\ue000",
    "a\nb",
    "ẞ",
    "é",
    "x😀",
    "x\uffee",
)
_DATES = (
    "2026-03-02",
    "2024-02-29",
    "2023-02-28",
    "1990-05-01",
    "0001-01-01",
    "9999-12-31",
    "2000-12-31",
    "1900-03-01",
)
_PARTIALS = (*_DATES, "1990", "1990-05", "2024-02", "2026-13", "0000", "1990-5-1")
_DECIMALS = ("0", "0.5", "-0.5", "72.5", "1.25", "-2.675", "100", "0.01", "99999999999999999999", "0.0000000001", "-3")
_PATTERNS = (
    "^a",
    "b$",
    "^.$",
    "[a-z]+",
    "^[^0-9]*$",
    "(?i)É",
    "^\\d+$",
    "\\W",
    "a|b",
    "^(ab?)*$",
    "x{0,2}",
    "^-?[0-9]+$",
)
_BEYOND = (None, True, 3, "x", [], {"x": 1})
NAMES = "abcdefgh"
_LOOPED = ("p", "q")


def cases(seed: int, count: int) -> Iterator[Case]:
    for number in range(count):
        yield _Maker(random.Random(f"{seed}-{number}")).case()


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._kinds: dict[str, str] = {}  # name -> kind of its value
        self._looped: dict[str, str] = {}

    def case(self) -> Case:
        pick = self._chance.choice
        kinds = ["int", "text", "bool", "date", "partial", "decimal", "ints", "texts", "maps", "map"]
        self._kinds = {name: pick(kinds) for name in NAMES}
        node = self.of(
            pick(["bool", "bool", "bool", "int", "text", "date", "decimal", "ints", "texts"]),
            self._chance.randint(1, 5),
        )
        answers = {name: self._value(kind) for name, kind in self._kinds.items()}
        return node, {name: answers[name] for name in sorted(free_names(node)) if name in answers}

    def _value(self, kind: str) -> Any:
        chance = self._chance.random()
        if chance < 0.1:
            return None
        if chance < 0.16:
            return self._chance.choice(_BEYOND)
        pick = self._chance.choice
        match kind:
            case "int":
                return pick(_WHOLES)
            case "text":
                return pick(_TEXTS)
            case "bool":
                return pick((True, False))
            case "date":
                return pick(_DATES)
            case "partial":
                return pick(_PARTIALS)
            case "decimal":
                return pick((*_DECIMALS, *_WHOLES[:8]))
            case "map":
                return {
                    "n": self._value("int"),
                    "t": self._value("text"),
                    "d": self._value("date"),
                    "z": self._value("decimal"),
                }
        inner = {"ints": "int", "texts": "text", "maps": "map"}[kind]
        return [self._value(inner) for _ in range(self._chance.choice((0, 1, 1, 2, 3)))]

    def of(self, kind: str, depth: int) -> Node:
        if self._chance.random() < 0.06:
            kind = self._chance.choice(["bool", "int", "text", "date", "decimal", "ints", "texts"])
        if depth <= 0 or self._chance.random() < 0.12:
            return self._leaf(kind)
        return self._chance.choice(self._ways(kind))(depth - 1)

    def _leaf(self, kind: str) -> Node:
        fitting = [name for name, has in {**self._kinds, **self._looped}.items() if has == kind]
        parts = {"int": "n", "text": "t", "date": "d", "decimal": "z"}
        if kind in parts and self._chance.random() < 0.3:
            maps = [name for name, has in {**self._kinds, **self._looped}.items() if has == "map"]
            if maps:
                return Part(0, Name(0, self._chance.choice(maps)), parts[kind])
        if fitting and self._chance.random() < 0.7:
            return Name(0, self._chance.choice(fitting))
        if self._chance.random() < 0.05:
            return Literal(0, None)
        match kind:
            case "int":
                return Literal(0, self._chance.choice(_WHOLES))
            case "bool":
                return Literal(0, self._chance.choice((True, False)))
            case "ints" | "texts":
                return Row(0, tuple(self._leaf(kind[:-1]) for _ in range(self._chance.randint(0, 3))))
            case "maps" | "map":
                return Name(0, self._chance.choice(fitting or NAMES))
        pool = {"text": _TEXTS, "date": _DATES, "partial": _PARTIALS, "decimal": _DECIMALS}[kind]
        return Literal(0, self._chance.choice(pool))

    def _any(self) -> str:
        return self._chance.choice(["int", "text", "bool", "date", "decimal", "ints"])

    def _ways(self, kind: str) -> list[Callable[[int], Node]]:
        pick, of = self._chance.choice, self.of

        def either(depth: int) -> Node:
            return Either(0, of("bool", depth), of(kind, depth), of(kind, depth))

        def called(name: str) -> Callable[[int], Node]:
            kinds = {"list": "ints", "int": "int"}
            takes = FUNCTIONS[name].takes
            wants = {"decimal_sum": "decimals", "decimal_min": "decimals", "decimal_max": "decimals"}
            return lambda depth: Call(
                0,
                name,
                tuple(
                    self._decimals(depth) if name in wants else of(kinds.get(choice := pick(each), choice), depth)
                    for each in takes
                ),
            )

        match kind:
            case "bool":
                return [
                    *[lambda d: Binary(0, pick(["==", "!="]), of(k := self._any(), d), of(k, d))] * 3,
                    *[
                        lambda d: Binary(
                            0, pick(["<", "<=", ">", ">="]), of(k := pick(["int", "text", "date"]), d), of(k, d)
                        )
                    ]
                    * 3,
                    *[lambda d: Logic(0, pick(["&&", "||"]), tuple(of("bool", d) for _ in range(pick([2, 2, 3]))))] * 3,
                    lambda d: Unary(0, "!", of("bool", d)),
                    lambda d: Binary(0, "in", of(k := pick(["int", "text"]), d), of(f"{k}s", d)),
                    lambda d: Call(0, pick(["contains", "startsWith", "endsWith"]), (of("text", d),), of("text", d)),
                    lambda d: Call(0, "matches", (Literal(0, pick(_PATTERNS)),), of("text", d)),
                    *[lambda d: self._loop(pick(["exists", "all", "exists_one"]), "bool", d)] * 3,
                    either,
                ]
            case "int":
                return [
                    *[lambda d: Binary(0, pick("+-*/%"), of("int", d), of("int", d))] * 4,
                    lambda d: Unary(0, "-", of("int", d)),
                    lambda d: Call(0, "size", (of(pick(["text", "ints", "texts", "maps"]), d),)),
                    lambda d: Call(0, "size", (), of(pick(["text", "ints", "maps"]), d)),
                    lambda d: Item(0, of("ints", d), of("int", d)),
                    *map(called, ["min", "max", "sum", "days_between", "years_between", "year", "month", "day"]),
                    *map(called, ["decimal_whole", "decimal_compare"]),
                    either,
                ]
            case "text":
                return [
                    *[lambda d: Binary(0, "+", of("text", d), of("text", d))] * 2,
                    lambda d: Call(0, "string", (of(pick(["int", "text", "bool"]), d),)),
                    lambda d: Item(0, of("texts", d), of("int", d)),
                    lambda d: Call(0, pick(["min", "max"]), (of("texts", d),)),
                    either,
                ]
            case "date":
                return [*map(called, ["add_days", "add_months", "earliest_day", "latest_day"]), either]
            case "decimal":
                names = [name for name in FUNCTIONS if FUNCTIONS[name].gives == "decimal"]
                return [*map(called, names), either]
            case "ints" | "texts":
                return [
                    lambda d: Row(0, tuple(of(kind[:-1], d) for _ in range(pick([0, 1, 2, 3])))),
                    lambda d: self._loop(pick(["map", "filter", "map"]), kind, d),
                    lambda d: Binary(0, "+", of(kind, d), of(kind, d)),
                    either,
                ]
        return [lambda _depth: self._leaf(kind)]

    def _decimals(self, depth: int) -> Node:
        return Row(0, tuple(self.of("decimal", depth) for _ in range(self._chance.choice((0, 1, 2, 3)))))

    def _loop(self, macro: str, kind: str, depth: int) -> Node:
        over = kind if macro == "filter" else self._chance.choice(["ints", "texts", "maps"])
        of = self._leaf(over) if over == "maps" else self.of(over, depth - 1)
        variable = self._chance.choice((*_LOOPED, "a"))
        before = dict(self._looped)
        self._looped[variable] = {"ints": "int", "texts": "text", "maps": "map"}[over]
        parts: tuple[Node, ...]
        if macro == "map":
            made = self.of(kind[:-1], depth)
            parts = (self.of("bool", depth), made) if self._chance.random() < 0.4 else (made,)
        else:
            parts = (self.of("bool", depth),)
        self._looped = before
        return Loop(0, macro, of, variable, parts)


def smaller(case: Case) -> Iterator[Case]:
    """Cases that are a little smaller: a part in place of the whole, a plain value in place of a part or of an answer."""
    node, answers = case
    for made in _simpler(node):
        left = free_names(made)
        yield made, {name: value for name, value in answers.items() if name in left}
    for name, value in answers.items():
        for plain in (None, 0, "", [], *(value if isinstance(value, list) else ()), *_shorter(value)):
            if plain != value or type(plain) is not type(value):
                yield node, {**answers, name: plain}


def _shorter(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for place in range(len(value)):
            yield value[:place] + value[place + 1 :]
    elif isinstance(value, str) and len(value) > 1:
        yield from (value[1:], value[:-1])
    elif isinstance(value, dict):
        for key in value:
            yield {other: each for other, each in value.items() if other != key}


def _simpler(node: Node) -> Iterator[Node]:
    yield from children(node)
    if not isinstance(node, Literal):
        yield from (Literal(0, value) for value in (None, True, False, 0, "", "2026-03-02", "0.5"))
    if isinstance(node, Row | Logic):
        key = "items" if isinstance(node, Row) else "parts"
        inner = getattr(node, key)
        for place in range(len(inner)):
            if len(inner) > (1 if isinstance(node, Row) else 2):
                yield replace(node, **{key: inner[:place] + inner[place + 1 :]})
    for each in fields(node):
        value = getattr(node, each.name)
        if isinstance(value, tuple):
            for place, part in enumerate(value):
                for made in _simpler(part):
                    yield replace(node, **{each.name: (*value[:place], made, *value[place + 1 :])})
        elif isinstance(value, Node):
            for made in _simpler(value):
                yield replace(node, **{each.name: made})


def weight(case: Case) -> int:
    """How big a case is, for who looks for the smallest."""
    return len(written(case[0])) + len(repr(case[1]))
