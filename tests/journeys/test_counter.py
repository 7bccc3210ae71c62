"""Somebody without a phone or an account comes to the counter."""

import pytest

from tests.journeys import at_desk
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey
NUMBER, NAME = "046199000345", "Ngô Thị Thử Nghiệm"


def test_an_official_files_for_a_person_without_a_phone_and_prints_the_slip(careful):
    page = careful.open(size=DESK)
    at_desk.sit_down(page, at_desk.RECEIVER, "/desk/file/")
    careful.look(page)
    page.keyboard.type("0461990")
    page.keyboard.press("Enter")
    page.wait_for_selector(".govuk-error-summary")
    careful.look(page)
    assert page.input_value("#personal_id") == "0461990"

    page.goto("/desk/file/")
    at_desk.find_or_enter(page, NUMBER, NAME)
    careful.look(page)
    assert NUMBER not in page.url
    at_desk.choose_birth_registration(page)
    careful.look(page)
    assert NAME in page.locator("main").inner_text()

    code = at_desk.fill_in_and_submit(page)
    careful.look(page)
    case = page.locator(".desk-case").inner_text()
    assert "Nộp tại quầy" in case
    assert at_desk.RECEIVER in case

    at_desk.act(page, "a")
    at_desk.send(page)
    careful.look(page)
    assert at_desk.opened_by(page, "i").endswith(f"/desk/{code}/documents/receipt")
    printed = page.request.get(f"/desk/{code}/documents/receipt")
    assert printed.body().startswith(b"%PDF")


def test_the_counter_speaks_english_and_fits_a_phone(careful):
    page = careful.open()
    at_desk.sit_down(page, at_desk.RECEIVER, "/en/desk/file/")
    careful.look(page)
    assert page.locator("h1").inner_text() == "File at the counter"
    page.keyboard.type("046199999999")
    page.keyboard.press("Enter")
    page.wait_for_selector("#full_name")
    careful.look(page)
