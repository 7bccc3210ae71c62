"""Numbers that people and businesses go by. Each check returns None, or a code for what is wrong.

The tables are data (`data/*.csv`, with their sources in `data/README.md`); this file only knows how to read them.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from motcua.kernel import clock


@dataclass(frozen=True, slots=True)
class PersonalIdFacts:
    """What a well-formed personal id tells: where the birth was registered, sex ("male"/"female"), year of birth."""

    place: str
    sex: str
    birth_year: int


def personal_id_problem(value: str) -> str | None:
    """Return "not_digits", "wrong_length", "unknown_place", "unknown_century" or "future_year" for a 12-digit personal id.

    The number has no check digit, so a well-formed one need not exist.
    """
    if shape := _digits_problem(value, lengths=(12,)):
        return shape
    if not _place_of(value[:3]):
        return "unknown_place"
    if value[3] not in _centuries():
        return "unknown_century"
    return "future_year" if personal_id_facts(value).birth_year > clock.now().year else None


def personal_id_facts(value: str) -> PersonalIdFacts:
    """Read a personal id that `personal_id_problem` has nothing against. Raises ValueError for any other."""
    if len(value) != 12 or not _is_digits(value) or value[3] not in _centuries():
        raise ValueError("not a personal id")
    sex, century = _centuries()[value[3]]
    return PersonalIdFacts(_place_of(value[:3]), sex, century + int(value[4:6]))


def old_id_problem(value: str) -> str | None:
    """Return "not_digits" or "wrong_length" for a 9-digit identity card number of the time before personal ids."""
    return _digits_problem(value, lengths=(9,))


def tax_code_problem(value: str) -> str | None:
    """Return "not_digits", "wrong_length", "wrong_check_digit" or "unknown_branch" for a tax code.

    10 digits, 13 for a branch ("0314409058-001"), or the 12 digits of a person's or household's personal id.
    """
    digits = value.replace("-", "", 1) if re.fullmatch(r"\d{10}-\d{3}", value, re.ASCII) else value
    if shape := _digits_problem(digits, lengths=(10, 12, 13)):
        return shape
    if len(digits) == 12:
        return personal_id_problem(digits)
    total = sum(weight * int(digit) for weight, digit in zip(_tax_weights(), digits, strict=False))
    if 10 - total % 11 != int(digits[9]):
        return "wrong_check_digit"
    return "unknown_branch" if digits[10:] == "000" else None


def phone_digits(value: str) -> str:
    """A telephone number without spaces, dots, hyphens and brackets, and with +84 as the leading 0."""
    bare = re.sub(r"[\s.\-()]", "", value)
    return re.sub(r"^(\+84|0084)0?", "0", bare)


def phone_problem(value: str) -> str | None:
    """Return "not_digits", "wrong_length" or "unknown_prefix"; a foreign number may begin with + and have 8 to 15 digits."""
    number = phone_digits(value)
    if number.startswith("+"):
        return _digits_problem(number[1:], lengths=tuple(range(8, 16)))
    if not _is_digits(number):
        return "not_digits"
    lengths = [length for prefix, length in _phone_prefixes() if number.startswith(prefix)]
    if not lengths:
        return "unknown_prefix"
    return None if len(number) in lengths else "wrong_length"


def _digits_problem(value: str, *, lengths: tuple[int, ...]) -> str | None:
    if not _is_digits(value):
        return "not_digits"
    return None if len(value) in lengths else "wrong_length"


def _is_digits(value: str) -> bool:
    return value.isascii() and value.isdigit()


def _place_of(prefix: str) -> str:
    return next((name for first, last, name in _places() if first <= prefix <= last), "")


def _rows(name: str) -> list[dict[str, str]]:
    with files("motcua.kernel").joinpath("data", name).open(encoding="utf-8") as table:
        return list(csv.DictReader(table))


@cache
def _places() -> tuple[tuple[str, str, str], ...]:
    return tuple((row["first"], row["last"], row["name"]) for row in _rows("personal_id_places.csv"))


@cache
def _centuries() -> dict[str, tuple[str, int]]:
    return {row["digit"]: (row["sex"], int(row["century"])) for row in _rows("personal_id_centuries.csv")}


@cache
def _tax_weights() -> tuple[int, ...]:
    return tuple(int(row["weight"]) for row in _rows("tax_code_weights.csv"))


@cache
def _phone_prefixes() -> tuple[tuple[str, int], ...]:
    return tuple((row["prefix"], int(row["digits"])) for row in _rows("phone_prefixes.csv"))
