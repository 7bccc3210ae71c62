"""Somebody knows an address only as old papers have it: it is found by name, and asked back where it was split."""

import os
import re
from pathlib import Path

import pytest

from tests.journeys.applying import forward, place

pytestmark = pytest.mark.journey
SHOTS = os.environ.get("MOTCUA_SHOTS", "")


def look(careful, page, name, *, scripts):
    if scripts:
        careful.look(page)
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}-{'script' if scripts else 'plain'}.png", full_page=True)


def find(page, field, name, *, scripts):
    page.select_option(f"#{field}-oldprovince", "01")
    page.locator(f"#{field}-oldname").press_sequentially(name)
    if not scripts:
        page.click(f"button[name=find-old][value={field}]")
    page.wait_for_selector(f"input[name={field}-old]", state="attached")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_an_address_of_before_becomes_the_present_one(careful, sign_in, scripts):
    page = careful.open(scripts=scripts)
    page.goto("/apply/1.004194")
    sign_in(page, "Hoàng Sọ Dừa")
    page.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    while place(page) != "home_kind":
        forward(page)
    page.check("input[name=home_kind][value=barracks]")
    forward(page)
    assert place(page) == "address"
    page.fill("#home_address-detail", "12 ngõ 5")
    look(careful, page, "1-offer", scripts=scripts)
    page.click("button[name=old-address][value=home_address]")
    page.wait_for_selector("#home_address-oldname")
    assert page.input_value("#home_address-detail") == "12 ngõ 5", "nothing typed is lost"
    look(careful, page, "2-empty", scripts=scripts)

    find(page, "home_address", "lieu giai", scripts=scripts)
    found = page.locator("#home_address-oldfound").inner_text()
    assert "Phường Liễu Giai, Quận Ba Đình" in found
    assert "nay là Phường Ngọc Hà, Thành phố Hà Nội" in found, "one present commune is told at once"

    page.fill("#home_address-oldname", "")
    find(page, "home_address", "ngoc ha", scripts=scripts)
    page.wait_for_selector("text=đã chia về 2 nơi")
    page.check("input[name=home_address-old][value='00016']", force=True)
    look(careful, page, "3-found", scripts=scripts)
    if not scripts:
        forward(page)
        assert "đã được chia về nhiều nơi" in page.locator(".govuk-error-summary").inner_text()
    page.wait_for_selector("input[name='home_address-commune-00016']", state="attached")
    parts = page.locator("#home_address-oldpart").inner_text()
    assert "Phường Ngọc Hà đã được chia. Địa chỉ này nay thuộc nơi nào?" in parts
    assert "hỏi hàng xóm" in parts, "how to find out is said"
    look(careful, page, "4-which", scripts=scripts)
    page.check("input[name='home_address-commune-00016'][value='00004']", force=True)
    forward(page)
    assert place(page) != "address"

    page.goto(re.sub(r"/[^/]+$", "/address", page.url.split("?")[0]))
    assert page.is_checked("input[name='home_address-commune-00016'][value='00004']"), "it is still there"
    look(careful, page, "5-again", scripts=scripts)
    page.goto(re.sub(r"/[^/]+$", "/check", page.url.split("?")[0]))
    checked = page.locator("main").inner_text()
    assert "12 ngõ 5, Phường Ba Đình, Thành phố Hà Nội" in checked
    assert "địa chỉ cũ: Phường Ngọc Hà, Quận Ba Đình, Thành phố Hà Nội" in checked
    look(careful, page, "6-check", scripts=scripts)
