"""Forms to test with: one that asks for everything once, and a maker of arbitrary ones."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from motcua.agencies.contracts import ChangeKind, OldUnitView, UnitPart, UnitView
from motcua.catalogue.api import calculation, condition
from motcua.forms.contracts import FieldType, Form, FormContext, FormField, FreeDay
from motcua.forms.domain.appointments import offered
from motcua.forms.domain.compiled import compile_definition
from motcua.kernel.texts import fold

ITEM = {"vi": "Người con", "en": "Child"}
TODAY = date(2026, 3, 2)
PROVINCES = {"46": ("19753", "19804"), "48": ("20242",)}


def say(text: str) -> dict[str, str]:
    return {"vi": text, "en": f"{text} (en)"}


def units(parent: str | None) -> list[UnitView]:
    codes = list(PROVINCES) if parent is None else PROVINCES.get(parent, ())
    level = "province" if parent is None else "commune"
    return [UnitView(code, say(code), say(f"Đơn vị {code}"), level, parent) for code in codes]


class OldUnits:
    """Two communes of before: one became another whole, one was split."""

    def __init__(self) -> None:
        whole, split = self._unit("20014", "Hương Vinh", "19804"), self._unit("00016", "Ngọc Hà", "19753", "19804")
        self._known = {unit.code: unit for unit in (whole, split)}

    @staticmethod
    def _unit(code: str, name: str, *parts: str) -> OldUnitView:
        kind = ChangeKind.WHOLE if len(parts) == 1 else ChangeKind.PART
        present = {unit.code: unit for unit in units("46")}
        became = tuple(UnitPart(present[part], kind) for part in parts)
        return OldUnitView(code, f"Phường {name}", "Quận Cũ", "46", "Tỉnh Cũ", date(2025, 7, 1), became)

    def provinces(self) -> list[tuple[str, str]]:
        return [("46", "Tỉnh Cũ")]

    def find(self, text: str, province: str) -> list[OldUnitView]:
        found = [unit for unit in self._known.values() if text and fold(text) in fold(unit.name)]
        return found if province == "46" else []

    def get(self, code: str) -> OldUnitView | None:
        return self._known.get(code)


def free_days(asked: FormField) -> tuple[FreeDay, ...]:
    """Nobody has taken anything, and the agency never closes."""
    return offered(asked.slots, lambda _day: ((0, 24 * 60),), TODAY) if asked.slots else ()


CONTEXT = FormContext(today=TODAY, units=units, old_units=OldUnits(), free_days=free_days)


def field(field_id: str, kind: str = "text", **rest: Any) -> dict[str, Any]:
    if kind in ("choice", "choices"):
        rest.setdefault("options", [{"value": value, "label": say(value.upper())} for value in ("a", "b", "c")])
    if kind == "appointment":
        rest.setdefault("slots", {"days": ["tue", "wed"], "times": ["08:00"], "capacity": 1, "within_days": 9})
    if kind == "group":
        rest = {"item": ITEM, "fields": [field("name"), field("born", "date", required=False)], **rest}
    return {"id": field_id, "type": kind, "label": say(f"Câu {field_id}"), **rest}


def page(page_id: str, *fields: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"id": page_id, "title": say(f"Trang {page_id}?"), "fields": list(fields), **rest}


def definition(*pages: dict[str, Any]) -> dict[str, Any]:
    return {"sections": [{"id": "all", "title": say("Tất cả"), "pages": list(pages)}]}


def make(*pages: dict[str, Any]) -> Form:
    return compile_definition("hash", definition(*pages), condition, calculation)


def one(kind: str, **rest: Any) -> Form:
    """A form with a single field `it`."""
    return make(page("only", field("it", kind, **rest)))


EVERYTHING = make(*(page(f"page_{kind}", field(f"a_{kind}", kind.value)) for kind in FieldType))


SIMPLE = [kind for kind in FieldType if kind is not FieldType.GROUP]


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Any definition: every type, optional fields, pages and fields shown by what came before."""
    pages: list[dict[str, Any]] = []
    asked: list[tuple[str, FieldType]] = []
    for number in range(draw(st.integers(1, 5))):
        page_condition = _condition(draw, asked)
        if draw(st.integers(0, 3)) == 0:
            made = _group(draw, f"g{number}", asked) | _condition(draw, asked)
            pages.append(page(f"p{number}", made, **page_condition))
            asked.append((made["id"], FieldType.GROUP))
            continue
        fields = []
        for place in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(SIMPLE))
            made = _simple(draw, f"f{number}_{place}", kind) | _condition(draw, asked)
            fields.append(made)
            asked.append((made["id"], kind))
        pages.append(page(f"p{number}", *fields, **page_condition))
    return definition(*pages)


def _simple(draw: st.DrawFn, name: str, kind: FieldType) -> dict[str, Any]:
    made = field(name, kind.value, required=draw(st.booleans()))
    if kind is FieldType.DATE:
        made["partial"] = draw(st.booleans())
    if kind is FieldType.DECIMAL:
        made["places"] = draw(st.integers(1, 6))
    return made


def _group(draw: st.DrawFn, name: str, asked: list[tuple[str, FieldType]]) -> dict[str, Any]:
    """Simple questions, shown by what was asked before the group or of the same item."""
    inner: list[dict[str, Any]] = []
    for place in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from([each for each in SIMPLE if each is not FieldType.APPOINTMENT]))
        made = _simple(draw, f"i{place}", kind)
        before = [(f"item.{each['id']}", FieldType(each["type"])) for each in inner]
        inner.append(made | _condition(draw, [*asked, *before]) if place else made | {"required": True})
    least = draw(st.integers(0, 2))
    return field(name, "group", fields=inner, min=least, max=draw(st.integers(least, 4)))


def _condition(draw: st.DrawFn, asked: list[tuple[str, FieldType]]) -> dict[str, str]:
    if not asked or draw(st.booleans()):
        return {}
    name, kind = draw(st.sampled_from(asked))
    tests = {
        FieldType.YES_NO: f"{name} == true",
        FieldType.CHOICE: f"{name} == 'a'",
        FieldType.CHOICES: f"{name} != null && 'b' in {name}",
        FieldType.NUMBER: f"{name} > 20",
        FieldType.DATE: f"{name} <= today",
        FieldType.GROUP: f"{name}.size() > 1",
    }
    return {"show_if": tests.get(kind, f"{name} != null")}


hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=True)
    | st.text(st.characters(categories=None, codec=None), max_size=40)
    | st.sampled_from(
        [
            "\x00",
            "\u202eabc",
            "\u200b",
            "\ud800",
            "٣",
            "1" * 5000,
            "2026-02-30",
            "a" * 100_000,
            10**4000,
            "1e999",
            "yes",
        ]
    ),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8)
            | st.sampled_from(["day", "month", "year", "province", "commune", "detail", "old", "name", "born"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
