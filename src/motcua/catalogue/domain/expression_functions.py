"""What expressions may call, and how the server computes it. The browser's twin is `forms/js/cel.mjs`.

`data/expression_functions.json` is the one table of names, arguments and results; both sides are checked against it.
A function raises ValueError for arguments that it can't take; the expression is then an error, on both sides.
"""

import calendar
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from motcua.catalogue.errors import ExpressionError

TABLE = Path(__file__).parent.parent / "data" / "expression_functions.json"
MOST_DIGITS = 40  # of a decimal, before and after the point together
MOST_PLACES = 10

Decimal = tuple[int, int]
"""Units and places: 72.5 is (725, 1)."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of the table. `on`: what a method may stand behind; () for a function."""

    name: str
    takes: tuple[tuple[str, ...], ...]
    gives: str
    on: tuple[str, ...] = ()


def _signatures(part: str) -> dict[str, Signature]:
    rows = json.loads(TABLE.read_text(encoding="utf-8"))[part]
    return {
        row["name"]: Signature(
            row["name"], tuple(tuple(kinds) for kinds in row["takes"]), row["gives"], tuple(row.get("on", ()))
        )
        for row in rows
    }


FUNCTIONS = _signatures("functions")
METHODS = _signatures("methods")

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_DECIMAL = re.compile(r"(-?)(0|[1-9]\d*)(?:\.(\d*[1-9]))?", re.ASCII)


def full_day(text: str) -> date:
    """Raises ValueError for everything but an existing day as YYYY-MM-DD."""
    if not _DATE.fullmatch(text):
        raise ValueError(f"{text!r} is no full date")
    return date.fromisoformat(text)


def decimal(value: str | int) -> Decimal:
    """Raises ValueError for what isn't written the one way that decimals are: 72.5, not 72.50 or 072,5."""
    if isinstance(value, int):
        return value, 0
    found = _DECIMAL.fullmatch(value)
    if not found or value == "-0" or len(value) > MOST_DIGITS + 2:
        raise ValueError(f"{value!r} is no decimal")
    sign, whole, places = found.groups()
    return int(f"{sign}{whole}{places or ''}"), len(places or "")


def written_decimal(units: int, places: int) -> str:
    """The canonical text: no zeros at the end, a point."""
    while places and units % 10 == 0:
        units, places = units // 10, places - 1
    digits = str(abs(units)).rjust(places + 1, "0")
    if len(digits) > MOST_DIGITS:
        raise ValueError("the decimal has too many digits")
    text = f"{digits[:-places]}.{digits[-places:]}" if places else digits
    return f"-{text}" if units < 0 else text


def _aligned(first: str | int, second: str | int) -> tuple[int, int, int]:
    """Units of both at the same places."""
    (a, a_places), (b, b_places) = decimal(first), decimal(second)
    places = max(a_places, b_places)
    return a * 10 ** (places - a_places), b * 10 ** (places - b_places), places


def _half_up(numerator: int, denominator: int) -> int:
    """Divided and rounded, half away from zero."""
    quotient = (2 * abs(numerator) + abs(denominator)) // (2 * abs(denominator))
    return quotient if (numerator < 0) == (denominator < 0) else -quotient


def _places(places: int) -> int:
    if not 0 <= places <= MOST_PLACES:
        raise ValueError(f"places are 0 to {MOST_PLACES}")
    return places


def _add(first: str | int, second: str | int) -> str:
    a, b, places = _aligned(first, second)
    return written_decimal(a + b, places)


def _subtract(first: str | int, second: str | int) -> str:
    a, b, places = _aligned(first, second)
    return written_decimal(a - b, places)


def _multiply(first: str | int, second: str | int) -> str:
    (a, a_places), (b, b_places) = decimal(first), decimal(second)
    return written_decimal(a * b, a_places + b_places)


def _divide(first: str | int, second: str | int, places: int) -> str:
    a, b, _ = _aligned(first, second)
    if b == 0:
        raise ValueError("division by zero")
    return written_decimal(_half_up(a * 10 ** _places(places), b), places)


def _round(value: str | int, places: int) -> str:
    units, own = decimal(value)
    if own <= _places(places):
        return written_decimal(units, own)
    return written_decimal(_half_up(units, 10 ** (own - places)), places)


def _whole(value: str | int) -> int:
    units, places = decimal(value)
    return _in_range(_half_up(units, 10**places))


def _compare(first: str | int, second: str | int) -> int:
    a, b, _ = _aligned(first, second)
    return (a > b) - (a < b)


def _decimals(items: list[Any]) -> list[str | int]:
    if not all(isinstance(item, str) or type(item) is int for item in items):
        raise ValueError("a list of decimals holds something else")
    return items


def _decimal_sum(items: list[Any]) -> str:
    total = "0"
    for item in _decimals(items):
        total = _add(total, item)
    return total


def _decimal_best(items: list[Any], sign: int) -> str:
    if not _decimals(items):
        raise ValueError("the list is empty")
    best = items[0]
    for item in items:
        if _compare(item, best) == sign:
            best = item
    return written_decimal(*decimal(best))


def _sum(items: list[Any]) -> int:
    if not all(type(item) is int for item in items):
        raise ValueError("a list to sum holds something else than whole numbers")
    return _in_range(sum(items))


def _best(items: list[Any], pick: Callable[[Iterable[Any]], Any]) -> Any:
    same = all(type(item) is int for item in items) or all(isinstance(item, str) for item in items)
    if not items or not same:
        raise ValueError("the list is empty, or not of whole numbers only or texts only")
    return pick(items)


def _in_range(number: int) -> int:
    if not -(2**63) <= number < 2**63:
        raise ValueError("the number is too big")
    return number


def _days_between(first: str, second: str) -> int:
    return (full_day(second) - full_day(first)).days


def _years_between(first: str, second: str) -> int:
    start, end = full_day(first), full_day(second)
    if end < start:
        return -_years(end, start)
    return _years(start, end)


def _years(start: date, end: date) -> int:
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _add_days(day: str, count: int) -> str:
    ordinal = full_day(day).toordinal() + count
    if not 1 <= ordinal <= date.max.toordinal():
        raise ValueError("the date is out of range")
    return date.fromordinal(ordinal).isoformat()


def _add_months(day: str, count: int) -> str:
    start = full_day(day)
    months = start.year * 12 + start.month - 1 + count
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        raise ValueError("the date is out of range")
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1])).isoformat()


def known_date(text: str) -> tuple[int, int | None, int | None]:
    """Year, month and day of a partly known date, as far as they are known. Raises ValueError."""
    found = _PARTIAL.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no date")
    year, month, day = (int(part) if part else None for part in found.groups())
    date(year or 0, month or 1, day or 1)  # exists
    return year or 0, month, day


def _part(text: str, place: int) -> int:
    part = known_date(text)[place]
    if part is None:
        raise ValueError(f"{text!r} doesn't say so much")
    return part


def _earliest_day(text: str) -> str:
    year, month, day = known_date(text)
    return date(year, month or 1, day or 1).isoformat()


def _latest_day(text: str) -> str:
    year, month, day = known_date(text)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1]).isoformat()


IMPLEMENTATIONS: dict[str, Callable[..., Any]] = {
    "min": lambda items: _best(items, min),
    "max": lambda items: _best(items, max),
    "sum": _sum,
    "days_between": _days_between,
    "years_between": _years_between,
    "add_days": _add_days,
    "add_months": _add_months,
    "year": lambda text: _part(text, 0),
    "month": lambda text: _part(text, 1),
    "day": lambda text: full_day(text).day,
    "earliest_day": _earliest_day,
    "latest_day": _latest_day,
    "decimal_add": _add,
    "decimal_subtract": _subtract,
    "decimal_multiply": _multiply,
    "decimal_divide": _divide,
    "decimal_round": _round,
    "decimal_whole": _whole,
    "decimal_compare": _compare,
    "decimal_sum": _decimal_sum,
    "decimal_min": lambda items: _decimal_best(items, -1),
    "decimal_max": lambda items: _decimal_best(items, 1),
}
"""The functions that the engine doesn't bring; `size` and `string` it does."""

ANY_CASE = "(?i)"
"""At the very beginning: capitals and small letters are alike."""

MOST_NESTED = 5  # times that a group with alternatives or repetitions may itself be repeated

_ATOM = r"(?:\\[dDwW.\\/()\[\]{}*+?^$|]|[^\\()\[\]{}*+?^$|.\n])"
_CLASS_PART = r"(?:\\[dDwW.\\/()\[\]{}*+?^$|\-]|[^\\\[\]\-^\n])"
_PIECE = re.compile(
    rf"""(?P<class>\[\^?(?:{_CLASS_PART}(?:-{_CLASS_PART})?)+-?\])
    |(?P<open>\((?:\?:)?)|(?P<close>\))|(?P<or>\|)|(?P<edge>[\^$])|(?P<any>\.)
    |(?P<times>(?:[*+?]|\{{\d{{1,3}}(?:,\d{{0,3}})?\}})\??)|(?P<atom>{_ATOM})""",
    re.VERBOSE,
)


def safe_pattern(pattern: str) -> str:
    """The pattern as both RE2 and a browser read it alike. Raises ExpressionError for what they don't.

    A group that is repeated without limit may hold neither alternatives nor another repetition: a browser could take
    hours over a few letters.
    """
    pieces: list[str] = []
    open_groups: list[bool] = []
    place, last = (len(ANY_CASE), "start") if (folded := pattern.startswith(ANY_CASE)) else (0, "start")
    simple = True  # of the group that just closed
    while place < len(pattern):
        found = _PIECE.match(pattern, place)
        if not found or not found.lastgroup:
            raise _pattern_refused(pattern, f"stops being understood at {pattern[place : place + 5]!r}")
        kind, text = found.lastgroup, found[0]
        if kind == "open":
            open_groups.append(True)
        elif kind == "close":
            if not open_groups:
                raise _pattern_refused(pattern, "closes a bracket that it didn't open")
            simple = open_groups.pop()
            if open_groups and not simple:
                open_groups[-1] = False
        elif kind == "times":
            if last not in {"class", "close", "any", "atom"}:
                raise _pattern_refused(pattern, f"repeats nothing with {text!r}")
            _check_times(pattern, text, group=last == "close", simple=simple)
        if kind in {"times", "or"} and open_groups:
            open_groups[-1] = False
        if kind == "class":
            _check_ranges(pattern, text)
        if folded and re.search(r"\\[wW]", text):
            raise _pattern_refused(pattern, "has \\w under (?i); write [a-z0-9_]")
        pieces.append("[^\n]" if kind == "any" else text)
        last, place = kind, found.end()
    if open_groups:
        raise _pattern_refused(pattern, "opens a bracket and doesn't close it")
    return (ANY_CASE if folded else "") + "".join(pieces)


def _check_times(pattern: str, times: str, *, group: bool, simple: bool) -> None:
    endless = times[0] in "*+" or times.rstrip("?}").endswith(",")
    numbers = [int(number) for number in re.findall(r"\d+", times)]
    if group and not simple and (endless or max(numbers, default=0) > MOST_NESTED):
        raise _pattern_refused(
            pattern, "repeats a group that itself repeats or has alternatives; write a [class] instead"
        )
    if numbers and (max(numbers) > 200 or sorted(numbers) != numbers):
        raise _pattern_refused(pattern, f"repeats {times}; at most 200 times, the smaller number first")


def _check_ranges(pattern: str, text: str) -> None:
    for found in re.finditer(rf"({_CLASS_PART})-({_CLASS_PART})", text[1:-1].removeprefix("^")):
        first, second = (part.removeprefix("\\") if len(part) > 1 else part for part in found.groups())
        wide = any(part in {r"\d", r"\D", r"\w", r"\W"} for part in found.groups())
        if wide or ord(first) > ord(second):
            raise _pattern_refused(pattern, f"has the range {found[0]}, which is none")


def _pattern_refused(pattern: str, what: str) -> ExpressionError:
    return ExpressionError(
        f"The pattern {pattern!r} {what}. Patterns have letters, . ^ $ | ( ) [a-z] \\d \\w * + ? {{2,3}} and (?i) at the "
        "beginning; write a space as a space, and other signs with \\ before them."
    )
