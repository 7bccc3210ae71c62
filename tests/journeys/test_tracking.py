"""Whoever holds the code sees status and dates; whoever it belongs to sees everything."""

import pytest

from tests.journeys.applying import MOTHER

pytestmark = pytest.mark.journey


@pytest.fixture
def dossier(careful, sign_in):
    """The code of a dossier that the demo world gave to MOTHER."""
    page = careful.open()
    page.goto("/my")
    sign_in(page, MOTHER)
    page.wait_for_url("**/my")
    links = page.locator("main a[href*='/dossiers/']")
    assert links.count(), page.locator("main").inner_text()
    return links.first.get_attribute("href").rsplit("/", 1)[-1]


def test_without_signing_in_one_sees_status_and_dates_and_no_name(careful, dossier):
    page = careful.open()
    page.goto("/track")
    careful.look(page)
    page.fill("#code", dossier.lower())
    page.get_by_role("button", name="Tra cứu").click()
    careful.look(page)
    shown = page.locator("main").inner_text()
    assert dossier in shown
    assert "Đã nộp hồ sơ" in shown
    assert MOTHER not in page.content()
    assert page.locator("main a[href*='/documents/']").count() == 0


def test_the_owner_sees_who_holds_it_and_why_the_date_is_what_it_is(careful, sign_in, dossier):
    page = careful.open()
    page.goto(f"/dossiers/{dossier}")
    sign_in(page, MOTHER)
    careful.look(page)
    shown = page.locator("main").inner_text()
    assert dossier in shown
    assert "Các bước của hồ sơ" in shown
    page.goto(f"/en/dossiers/{dossier}")
    careful.look(page)


def test_somebody_else_who_signs_in_does_not(careful, sign_in, dossier):
    page = careful.open()
    page.goto("/sign-in")
    sign_in(page, "Mai An Tiêm")
    page.wait_for_url("**/my")
    answered = page.goto(f"/dossiers/{dossier}")
    assert answered.status == 404
    assert MOTHER not in page.content()
    careful.look(page)


def test_a_code_that_does_not_exist_is_told_kindly(careful):
    page = careful.open()
    answered = page.goto("/track?code=H57.2-260101-9999")
    assert answered.status == 404
    assert "Bạn xem lại mã" in page.locator("main").inner_text()
    careful.look(page)
