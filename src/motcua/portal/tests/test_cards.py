"""Lines of results: kept for the day, and never an old one, a foreign language or another's query."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.catalogue.contracts import Dated, Origin, ProcedureSummary
from motcua.portal.web import cards as drawing
from motcua.portal.web.cards import cards

KITE = ProcedureSummary(
    code="9.000001",
    name={"vi": "Cấp phép thả diều <b>", "en": "Kite licence"},
    summary={"vi": "Cho ai muốn thả diều.", "en": "For whoever flies a kite."},
    field={},
    tiers=("commune",),
    agency={"vi": "Ủy ban; Sở"},
    online=True,
    origin=Origin.PACKAGE,
    limits=(Dated(3, "working_day", until=date(2026, 3, 2)), Dated(9, "working_day", since=date(2026, 3, 3))),
)


def only(summary=KITE, language="vi", query="", **asked):
    (card,) = cards([summary], language, query, **asked)
    return card


@pytest.fixture(autouse=True)
def on_a_day(frozen_clock):
    drawing._kept.clear()
    return frozen_clock


def test_a_line_is_drawn_once():
    assert only().facts is only().facts
    assert only(replace(KITE)).facts is only().facts


def test_a_changed_procedure_is_another_line():
    assert "thả diều." in only().facts
    assert "Nay khác" in only(replace(KITE, summary={"vi": "Nay khác."})).facts
    assert "thả diều." in only().facts


def test_tomorrow_what_holds_then_is_said(on_a_day):
    assert "3 ngày" in only().facts
    on_a_day.forward(timedelta(days=1))
    assert "9 ngày" in only().facts


def test_each_language_and_each_query_has_its_own():
    assert only().marked != only(query="thả diều").marked
    assert only().name != only(language="en").name
    assert only(query="a&b").href == "/procedures/9.000001?q=a%26b"
    assert only().href == "/procedures/9.000001"


def test_what_is_named_is_marked_and_everything_escaped():
    assert only(query="cap phep").marked == '<mark class="mc-mark">Cấp phép</mark> thả diều &lt;b&gt;'
    assert only(query="cap ph", unfinished=True).marked == only(query="cap phep").marked
    assert "<b>" not in only().marked + only(query="x").marked


def test_what_is_kept_has_a_bound(monkeypatch):
    monkeypatch.setattr(drawing, "MOST_KEPT", 3)
    for number in range(10):
        only(replace(KITE, code=f"9.{number:06}"))
    assert len(drawing._kept) <= 3
