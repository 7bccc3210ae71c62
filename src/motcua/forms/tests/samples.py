"""Forms to test with: one that asks for everything once, and a maker of arbitrary ones."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from motcua.agencies.contracts import UnitView
from motcua.catalogue.api import condition
from motcua.forms.contracts import FieldType, Form, FormContext
from motcua.forms.domain.compiled import compile_definition

TODAY = date(2026, 3, 2)
PROVINCES = {"46": ("19753", "19804"), "48": ("20242",)}


def say(text: str) -> dict[str, str]:
    return {"vi": text, "en": f"{text} (en)"}


def units(parent: str | None) -> list[UnitView]:
    codes = list(PROVINCES) if parent is None else PROVINCES.get(parent, ())
    level = "province" if parent is None else "commune"
    return [UnitView(code, say(code), say(f"Đơn vị {code}"), level, parent) for code in codes]


CONTEXT = FormContext(today=TODAY, units=units)


def field(field_id: str, kind: str = "text", **rest: Any) -> dict[str, Any]:
    if kind in ("choice", "choices"):
        rest.setdefault("options", [{"value": value, "label": say(value.upper())} for value in ("a", "b", "c")])
    return {"id": field_id, "type": kind, "label": say(f"Câu {field_id}"), **rest}


def page(page_id: str, *fields: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"id": page_id, "title": say(f"Trang {page_id}?"), "fields": list(fields), **rest}


def definition(*pages: dict[str, Any]) -> dict[str, Any]:
    return {"sections": [{"id": "all", "title": say("Tất cả"), "pages": list(pages)}]}


def make(*pages: dict[str, Any]) -> Form:
    return compile_definition("hash", definition(*pages), condition)


def one(kind: str, **rest: Any) -> Form:
    """A form with a single field `it`."""
    return make(page("only", field("it", kind, **rest)))


EVERYTHING = make(*(page(f"page_{kind}", field(f"a_{kind}", kind.value)) for kind in FieldType))


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Any definition: every type, optional fields, pages and fields shown by what came before."""
    pages, asked = [], []
    for number in range(draw(st.integers(1, 5))):
        fields = []
        page_condition = _condition(draw, asked)
        for place in range(draw(st.integers(1, 4))):
            kind = draw(st.sampled_from(list(FieldType)))
            made = field(f"f{number}_{place}", kind.value, required=draw(st.booleans()))
            made |= _condition(draw, asked)
            fields.append(made)
            asked.append((made["id"], kind))
        pages.append(page(f"p{number}", *fields, **page_condition))
    return definition(*pages)


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
            st.text(max_size=8) | st.sampled_from(["day", "month", "year", "province", "commune", "detail"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
