"""Somebody pays the fee of his noodle shop from a phone, with a bank that does not exist and does everything wrong."""

import re
from urllib.parse import urlsplit

import pytest

from tests.journeys.at_desk import reload_until
from tests.journeys.conftest import PHONE

NAME = "Mai An Tiêm"  # opens a noodle shop
pytestmark = pytest.mark.journey

NARROW = {"width": 360, "height": 740}


def to_the_bill(page, sign_in):
    """Sign in and open the payment page of the dossier that waits for its fee."""
    page.goto("/sign-in?next=/my/payments")
    sign_in(page, NAME)
    page.wait_for_url(lambda url: urlsplit(url).path == "/my/payments")
    page.locator("main a.govuk-link", has_text="hộ kinh doanh").first.click()
    page.wait_for_selector("#pay-state img")


def test_the_fee_is_paid_by_code_while_the_page_is_closed_and_the_dossier_goes_on(careful, sign_in):
    page = careful.open(size=NARROW)
    to_the_bill(page, sign_in)
    careful.look(page)
    bill, bank = page.url, page.locator("#pay-state a[target=_blank]").get_attribute("href")
    page.goto("about:blank")

    app = careful.open(size=PHONE)
    app.goto(bank)
    careful.look(app)
    app.locator("summary").click()
    app.check("input[name=slow]")
    app.check("input[name=twice]")
    app.check("input[name=double]")
    app.get_by_role("button").click()
    assert "Đã chuyển tiền" in app.inner_text("h1")

    page.goto(bill)
    page.wait_for_selector("#pay-state img")
    page.wait_for_selector(".govuk-panel", timeout=40_000)  # it turns by itself
    assert "Đã nhận tiền" in page.inner_text(".govuk-panel")
    reload_until(page, lambda: page.locator("text=Tiền hoàn lại bạn").count() == 1)
    careful.look(page)
    assert len(re.findall("khoản này đã được nộp trước đó", page.inner_text("main"))) == 1

    page.get_by_role("button", name="Về hồ sơ").click()
    reload_until(page, lambda: "Đang giải quyết" in page.inner_text("#state"))
    assert "Cơ quan đã nhận phí, lệ phí" in page.inner_text("main")
    careful.look(page)
