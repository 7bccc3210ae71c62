"""Answers of a real person made into those of nobody: the same shape, the same consequences, no value of the original.

Deterministic: the same answers give the same disguise. What was equal stays equal (the applicant's name in two places is one
name), what has a form keeps it (a personal id has its digits, a tax code its check digit). Choices, yes and no, and
numbers that are not sensitive stay: they decide what is asked and what it costs, and name nobody.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count, islice, product
from typing import Any

from motcua.forms.contracts import FieldType, FormField
from motcua.kernel.identifiers import personal_id_problem, tax_code_problem

MOST_TRIED = 2_000
SHORTEST, SHORTEST_NUMBER = 3, 6  # what is shorter names nobody and stands everywhere
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi", "Đỗ", "Ngô")
_MIDDLE = ("Ví Dụ", "Thử Nghiệm", "Minh Họa", "Tượng Trưng")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Giang", "Hạnh", "Khánh", "Liên", "Phúc", "Uyên")
_PLACES = (("46", "19774"), ("48", "20242"), ("01", "00004"), ("79", "26734"))
_ADDRESSES = (("Số", "đường Ví Dụ"), ("Nhà", "phố Minh Họa"), ("Lô", "ngõ Thử"))
_KEPT = frozenset({FieldType.CHOICE, FieldType.CHOICES, FieldType.YES_NO, FieldType.APPOINTMENT})
_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.DECIMAL})


def names_somebody(text: str) -> bool:
    return len(text) >= (SHORTEST_NUMBER if text.isdigit() else SHORTEST)


@dataclass
class Disguise:
    """One person's disguise. `shift`: by how many days dates move; `originals`: what must not be found afterwards."""

    shift: int = -7
    originals: set[str] = field(default_factory=set)
    _made: dict[tuple[str, str], Any] = field(default_factory=dict)
    _sources: dict[str, Iterator[Any]] = field(default_factory=dict)

    def remember(self, value: Any) -> None:
        """Note everything personal before anything is made up, so that nothing made up is by chance the original."""
        if isinstance(value, Mapping):
            for inner in value.values():
                self.remember(inner)
        elif isinstance(value, list | tuple):
            for inner in value:
                self.remember(inner)
        elif isinstance(value, str) and names_somebody(value.strip()):
            self.originals.add(value.strip())

    def answers(self, fields: Mapping[str, FormField], answers: Mapping[str, Any]) -> dict[str, Any]:
        """The same questions answered by nobody; answers to questions that are not there are left out."""
        return {name: self.answer(fields[name], value) for name, value in answers.items() if name in fields}

    def answer(self, asked: FormField, value: Any) -> Any:
        if value is None or asked.type in _KEPT:
            return value
        if asked.type is FieldType.GROUP:
            inner = {one.id: one for one in asked.fields}
            return [self.answers(inner, item) for item in value]
        if asked.type in _NUMBERS:
            return self._number(asked, value) if asked.sensitive else value
        if asked.type is FieldType.DATE:
            return self.day(str(value))
        if asked.type is FieldType.ADDRESS:
            return self.address(value)
        kind = "name" if asked.type in {FieldType.NAME, FieldType.SIGNATURE} else asked.type.value
        return self.text(kind, str(value), asked.max_length)

    def text(self, kind: str, value: str, longest: int = 200) -> str:
        """A made-up value of `kind` ("name", "personal_id", "phone", …; anything else is free text)."""
        if not value.strip():
            return value
        known = kind if kind in _MAKE else "text"
        key = (known, " ".join(value.split()).casefold())
        if key not in self._made:
            source = self._sources.setdefault(known, _MAKE[known](value))
            fitting = (made for made in islice(source, MOST_TRIED) if not self._shows(made))
            self._made[key] = next(fitting, "")  # rather nothing than what was there
        return str(self._made[key])[:longest]

    def day(self, text: str) -> str:
        """A day, month or year moved away from where it was."""
        try:
            if len(text) == len("1990"):
                return f"{int(text) - 1:04d}"
            if len(text) == len("1990-05"):
                return (date.fromisoformat(f"{text}-15") - timedelta(days=31)).isoformat()[:7]
            return (date.fromisoformat(text) + timedelta(days=self.shift)).isoformat()
        except (ValueError, OverflowError):
            return self.text("text", text)

    def address(self, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return self.text("text", str(value))
        key = ("place", str(value.get("commune", "")))
        if key not in self._made:
            source = self._sources.setdefault("place", iter(_PLACES * 20))
            self._made[key] = next((place for place in source if not self._shows(" ".join(place))), ("", ""))
        province, commune = self._made[key]
        return {"province": province, "commune": commune, "detail": self.text("street", str(value.get("detail", "")))}

    def survivors(self, written: str) -> set[str]:
        """Originals that can still be read in `written`."""
        flat = written.casefold()
        return {original for original in self.originals if original.casefold() in flat}

    def _shows(self, made: str) -> bool:
        flat = made.casefold()
        return any(original.casefold() in flat for original in self.originals)

    def _number(self, asked: FormField, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        return value - 1 if isinstance(asked.max, int) and value >= asked.max else value + 1


def _names(_value: str) -> Iterator[str]:
    for middle, given, family in product(_MIDDLE, _GIVEN, _FAMILY):
        yield f"{family} {middle} {given}"


def _personal_ids(value: str) -> Iterator[str]:
    """With the sex and the century of the original, where it has them; a rule may compare them."""
    begun = next(
        one for one in (f"{value[3:4]}10", f"{value[3:4]}90", "090") if not personal_id_problem(f"001{one}000001")
    )
    return (f"{place}{begun}{number % 10**6:06d}" for number in count(1) for place in ("001", "046", "079"))


def _tax_codes(_value: str) -> Iterator[str]:
    for number in count(10_000_000):
        for check in range(10):
            made = f"0{number % 10**8:08d}{check}"
            if tax_code_problem(made) is None:
                yield made


def _phones(_value: str) -> Iterator[str]:
    return (f"{prefix}{number % 10**6:06d}" for number in count(100) for prefix in ("0905", "0868", "0325"))


def _emails(_value: str) -> Iterator[str]:
    return (f"nguoi{number}@{place}" for number in count(1) for place in ("example.com", "vidu.test"))


def _streets(_value: str) -> Iterator[str]:
    return (f"{word} {number}, {street}" for number in count(11) for word, street in _ADDRESSES)


def _texts(_value: str) -> Iterator[str]:
    return (f"{words} {number}" for number in count(11) for words in ("Nội dung ví dụ", "Điều minh họa", "Lời thử"))


_MAKE: Mapping[str, Callable[[str], Iterator[str]]] = {
    "name": _names,
    "personal_id": _personal_ids,
    "tax_code": _tax_codes,
    "phone": _phones,
    "email": _emails,
    "street": _streets,
    "text": _texts,
}
