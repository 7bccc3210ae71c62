"""What a browser makes of what is typed is what the server makes of it, where both can read it."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from motcua.forms.contracts import FieldType
from motcua.forms.domain.cleaners import cleaner_for
from motcua.forms.domain.faults import Fault
from motcua.forms.tests.samples import CONTEXT, one
from motcua.forms.tests.twins import LIVE
from motcua.platform.testing.browsers import CHROMIUM

pytestmark = [pytest.mark.journey, pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium")]

_READER = """
async ([source, asked]) => {
  const address = URL.createObjectURL(new Blob([source], {type: "text/javascript"}));
  const {cleaned} = await import(address);
  return asked.map(([typed, spec]) => {
    const value = cleaned(typed, spec);
    return typeof value === "bigint" ? {whole: String(value)} : value;
  });
}
"""
TYPED = {
    FieldType.NUMBER: [
        "12",
        " 7 ",
        "1.500",
        "1 500 000",
        "+3",
        "-4",
        "1,5",
        "1.5",
        "abc",
        "",
        "1.50",
        "99999999999999999",
        "007",
        "1e3",
        "12 đồng",
        "١٢",
    ],
    FieldType.MONEY: ["1.500.000", "1500000đ", "1,500,000 VND", "-5", "0", "5 đ", "₫5", " "],
    FieldType.DECIMAL: [
        "72,5",
        "72.5",
        "72.50",
        "1.234,5",
        "1,234.5",
        "1.230",
        "1.234.567",
        "0,05",
        "-0,5",
        "0",
        "-0",
        "1,234",
        "72,555",
        "x",
        "",
        "1 234,5",
        "00,5",
        "+2,5",
    ],
    FieldType.TEXT: [
        "  Nguyễn   An ",
        "Nguye\u0302\u0303n",
        "a\tb",
        "a\u200bb",
        "\ufffd",
        "a\nb",
        "",
        "  ",
        "x" * 201,
        "😀" * 150,
        "\u202eabc",
        "a\x00b",
        "a\u00a0b",
    ],
    FieldType.LONG_TEXT: ["a\r\nb", " a \n\n\n\n b ", "", "\n", "a  b\tc"],
    FieldType.YES_NO: ["yes", "no", "", "x"],
    FieldType.CHOICE: ["a", ""],
    FieldType.PERSONAL_ID: ["046190000017", "046 190 000 017", "046-190.000 017", ""],
    FieldType.TAX_CODE: ["0100109106", "0100109106001", "0100109106-001", ""],
}
BOXES = [
    {"day": day, "month": month, "year": year}
    for day in ("", "1", "29", " 31 ", "x")
    for month in ("", "2", "12", "13")
    for year in ("", "2024", "2023", "90", "0000", "1990 ")
]


def on_the_server(kind: FieldType, raw: Any, **more: Any) -> Any:
    try:
        value = cleaner_for(one(kind.value, **more).fields["it"])(raw, CONTEXT)
    except Fault:
        return None
    return {"whole": str(value)} if isinstance(value, int) and not isinstance(value, bool) else value


def in_a_browser(browser: Any, asked: list[tuple[Any, list[Any]]]) -> list[Any]:
    tab = browser.new_page()
    found = tab.evaluate(_READER, [LIVE.read_text(encoding="utf-8"), asked])
    tab.close()
    return found


@pytest.mark.parametrize("kind", TYPED)
def test_what_is_typed_is_read_alike(kind: FieldType, browser: Any):
    found = in_a_browser(browser, [(typed, [kind.value]) for typed in TYPED[kind]])
    pairs = [(typed, on_the_server(kind, typed), read) for typed, read in zip(TYPED[kind], found, strict=True)]
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


@pytest.mark.parametrize(
    "more", [{}, {"partial": True}, {"min": "2023-06-01", "max": "2024-02-15"}, {"partial": True, "min": "2023-06-01"}]
)
def test_dates_in_three_boxes_are_read_alike(more: dict[str, Any], browser: Any):
    found = in_a_browser(browser, [(boxes, ["date", more]) for boxes in BOXES])
    pairs = [
        (boxes, on_the_server(FieldType.DATE, boxes, **more), read) for boxes, read in zip(BOXES, found, strict=True)
    ]
    assert [pair for pair in pairs if pair[1] != pair[2]] == []


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.text(st.sampled_from("0123456789 .,-+đ") | st.characters(codec="utf-8"), max_size=14),
        min_size=50,
        max_size=200,
    )
)
def test_whatever_is_typed_is_read_alike(browser: Any, all_typed: list[str]):
    kinds = (FieldType.NUMBER, FieldType.MONEY, FieldType.DECIMAL, FieldType.TEXT)
    asked = [(kind, typed) for kind in kinds for typed in all_typed]
    found = in_a_browser(browser, [(typed, [kind.value]) for kind, typed in asked])
    pairs = [(kind, typed, on_the_server(kind, typed), read) for (kind, typed), read in zip(asked, found, strict=True)]
    assert [pair for pair in pairs if pair[2] != pair[3]] == []
