"""A page of questions in a real browser, with scripts and without."""

from typing import Any

import pytest

from motcua.platform.testing.browsers import CHROMIUM

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(not CHROMIUM, reason="there is no Chromium"),
    pytest.mark.urls("motcua.forms.tests.trial_urls"),
    pytest.mark.usefixtures("clean_db"),
]


@pytest.fixture
def provinces() -> None:
    from datetime import date

    from motcua.agencies.models import Unit

    rows = [("46", "province", ""), ("19753", "commune", "46"), ("48", "province", ""), ("20242", "commune", "48")]
    for code, level, parent in rows:
        name = {"vi": f"Đơn vị {code}", "en": f"Unit {code}"}
        Unit.objects.create(
            code=code,
            level=level,
            name=name,
            full_name=name,
            parent_code=parent,
            sort_key=code,
            valid_from=date(2025, 7, 1),
        )


def test_with_scripts_questions_come_when_they_are_asked_and_communes_follow_the_province(
    provinces: None, browser: Any, live_server: Any
):
    tab = browser.new_page()
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(f"{live_server.url}/trial")

    assert not tab.is_visible("[name=under]")
    assert not tab.is_visible("[name=several]")
    tab.check("#it-2", force=True)
    assert tab.is_visible("[name=under]")
    assert tab.is_visible("[name=several]")
    tab.check("#it-3", force=True)
    assert not tab.is_visible("[name=several]")

    assert not tab.is_visible("[name=choose-province]")
    tab.select_option("#home-province", "46")
    tab.wait_for_selector("#home-commune option[value='19753']", state="attached")
    assert tab.locator("#home-commune option").count() == 2
    assert complaints == []


def test_without_scripts_every_question_stands_there_and_a_button_asks_for_the_communes(browser: Any, live_server: Any):
    tab = browser.new_context(java_script_enabled=False).new_page()
    tab.goto(f"{live_server.url}/trial")
    for name in ("under", "several", "choose-province", "home-commune", "home-detail"):
        assert tab.is_visible(f"[name={name}]")


def test_a_page_with_simple_conditions_needs_no_engine(browser: Any, live_server: Any):
    tab = browser.new_page()
    loaded: list[str] = []
    tab.on("request", lambda request: loaded.append(request.url))
    tab.goto(f"{live_server.url}/trial")
    assert any("forms/reveal" in url for url in loaded)
    assert not any("forms/live" in url for url in loaded)
