"""A page that answers at once, in a real browser: by eye, by keyboard, by pointer, and as a screen reader hears it."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from motcua.forms.tests import trial_urls
from motcua.platform import ui
from motcua.platform.testing.browsers import CHROMIUM

AXE = Path(ui.__file__).parent / "tests/fixtures/axe.min.js.gz"
pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
    pytest.mark.urls("motcua.forms.tests.trial_urls"),
    pytest.mark.usefixtures("clean_db"),
]


@pytest.fixture
def opened(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages of the trial; each is held to axe as it is left, and nothing may complain on the way."""
    tabs, complaints = [], []

    def open_one(path: str, **more: Any) -> Any:
        tab = browser.new_context(**more).new_page()
        tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.goto(f"{live_server.url}{path}")
        tabs.append((tab, more.get("java_script_enabled", True)))
        return tab

    yield open_one
    for tab, scripts in tabs:
        if scripts:
            tab.evaluate(gzip.decompress(AXE.read_bytes()).decode())
            found = tab.evaluate("axe.run('form')")["violations"]
            assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        tab.context.close()
    assert complaints == []


@pytest.fixture
def live_page(opened: Callable[..., Any]) -> Any:
    """The page /live, whose questions depend on each other in ways that only expressions can say."""
    return opened("/live")


def leave(tab: Any, box: str) -> None:
    tab.locator(box).blur()


def heard(tab: Any) -> str:
    return str(tab.locator("form > [role=status]").inner_text())


def test_questions_come_and_go_by_any_condition_and_are_announced(live_page: Any):
    assert not live_page.is_visible("#why")
    live_page.fill("#copies", "7")
    assert heard(live_page) == ""
    leave(live_page, "#copies")
    assert live_page.is_visible("#why")
    assert heard(live_page) == "Có thêm câu hỏi: Câu why. Câu total: 56.000 đồng."
    live_page.fill("#copies", "5")
    leave(live_page, "#copies")
    assert not live_page.is_visible("#why")
    assert heard(live_page) == "Không cần trả lời nữa: Câu why. Câu total: 40.000 đồng."


def test_a_sum_follows_while_it_is_typed_and_decides_what_is_asked(live_page: Any):
    assert live_page.inner_text("[data-value=total]") == "–"
    live_page.locator("#copies").press_sequentially("12")
    assert live_page.inner_text("[data-value=total]") == "96.000 đồng"
    assert not live_page.is_visible("[data-question=dear]")  # nothing comes or goes before the box is left
    leave(live_page, "#copies")
    assert live_page.is_visible("[data-question=dear]")
    live_page.fill("#copies", "mười")
    assert live_page.inner_text("[data-value=total]") == "–"


def test_a_rule_is_told_when_its_answers_are_in_and_taken_back_while_they_are_mended(live_page: Any):
    told = live_page.locator("#born-told")
    live_page.fill("#born-day", "1")
    live_page.fill("#born-month", "5")
    live_page.fill("#born-year", "2090")
    assert told.count() == 0
    leave(live_page, "#born-year")
    assert told.inner_text() == heard(live_page) == "Ngày sinh phải trước hôm nay"
    described = live_page.eval_on_selector("#born", "each => each.closest('fieldset').getAttribute('aria-describedby')")
    assert "born-told" in described.split()
    live_page.fill("#born-year", "1990")
    assert not told.is_visible()


def test_a_rule_that_is_broken_never_keeps_anybody_from_sending(live_page: Any):
    live_page.evaluate("document.forms[0].addEventListener('submit', event => {event.preventDefault(); sent = true})")
    live_page.fill("#copies", "7")
    leave(live_page, "#copies")
    live_page.fill("#why", "x")
    live_page.hover("form button.govuk-button")
    live_page.mouse.down()
    assert live_page.locator("#why-told").count() == 0  # it would push the button away from under the pointer
    live_page.mouse.up()
    assert live_page.evaluate("globalThis.sent") is True
    live_page.wait_for_selector("#why-told")


def test_what_the_server_said_is_not_said_twice(opened: Callable[..., Any]):
    tab = opened("/live?refused=1")
    assert tab.locator(".govuk-error-message").count() == 1
    tab.fill("#born-year", "2091")
    leave(tab, "#born-year")
    assert tab.locator(".govuk-error-message:visible").count() == 1


def test_a_question_that_has_the_focus_stays_until_it_is_left(live_page: Any):
    live_page.fill("#copies", "7")
    live_page.press("#copies", "Tab")
    assert live_page.evaluate("document.activeElement.id") == "why"
    live_page.evaluate("document.querySelector('#copies').value = '1'")
    live_page.evaluate("document.querySelector('#copies').dispatchEvent(new Event('change', {bubbles: true}))")
    assert live_page.is_visible("#why")
    assert live_page.evaluate("document.activeElement.id") == "why"
    leave(live_page, "#why")
    live_page.wait_for_selector("#why", state="hidden")


def test_the_page_is_told_only_what_its_expressions_read_and_nothing_sensitive(live_page: Any):
    program = json.loads(live_page.locator("#page-program").text_content())
    assert program["known"] == {"limit": 5, "today": "2026-03-02"}
    assert set(program["fields"]) == {"copies", "born", "why"}
    assert "secret" not in json.dumps(program)
    for name in ("guarded", "after_guarded"):  # as without scripts: the server decides when it is sent
        assert live_page.is_visible(f"#{name}")


def test_a_person_of_a_group_has_questions_sums_and_rules_of_their_own(opened: Callable[..., Any]):
    tab = opened("/person")
    assert not tab.is_visible("[data-question='people-1-school']")
    for part, typed in (("day", "1"), ("month", "9"), ("year", "2015")):
        tab.fill(f"#people-1-born-{part}", typed)
    assert tab.inner_text("[data-value='people-1-age']") == "10"
    leave(tab, "#people-1-born-year")
    assert tab.is_visible("[data-question='people-1-school']")
    assert "Có thêm câu hỏi: Câu school." in heard(tab)
    tab.fill("#people-1-name", "Nguyễn Văn Chủ")
    leave(tab, "#people-1-name")
    assert tab.inner_text("#people-1-name-told") == "Là người khác"
    known = json.loads(tab.locator("#page-program").text_content())["known"]
    assert known == {"owner": "Nguyễn Văn Chủ", "today": "2026-03-02"}  # and nothing of the other people


def test_without_scripts_all_questions_of_such_a_page_stand_there(opened: Callable[..., Any]):
    for path, box in (("/live", "#why"), ("/person", "#people-1-school")):
        tab = opened(path, java_script_enabled=False)
        assert tab.is_visible(box)


def test_english_readers_hear_english_and_read_numbers_their_way(opened: Callable[..., Any]):
    tab = opened("/live?language=en")
    tab.fill("#copies", "12")
    leave(tab, "#copies")
    assert heard(tab).startswith("A question was added: Câu why (en). Câu total (en): 96,000 ")


def test_the_trial_page_has_what_these_tests_are_about():
    assert {step[0] for step in trial_urls.drawn_live().program["steps"]} == {"show", "sum", "check"}
