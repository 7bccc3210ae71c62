"""Signing in by eID on a phone, and confirming at a higher level in the middle of an application."""

from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.journey
MARRIAGE = "1.000894"  # needs level 2
NEWCOMER, LEVEL_1, LEVEL_2 = "Chử Đồng Tử", "Mức độ 1", "Mức độ 2"
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
    confirm(careful, page, NEWCOMER, LEVEL_1)
    page.wait_for_url(f"**/apply/{MARRIAGE}")
    careful.look(page)  # too low to begin: the way up is on this page
    page.get_by_role("button", name=BUTTON).click()
    confirm(careful, page, NEWCOMER, LEVEL_2)
    page.wait_for_url(f"**/apply/{MARRIAGE}")
    agency = page.locator("select#agency")
    if agency.count() and not agency.input_value():
        agency.select_option(index=1)
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url("**/drafts/**")
    check = f"{page.url.rsplit('/', 1)[0]}/check"
    page.goto(check)
    assert NEWCOMER in page.locator("main").inner_text(), "what the eID told is in the form"

    page.goto(f"/sign-in?next={urlsplit(check).path}")  # another day, at the lower level
    page.get_by_role("button", name=BUTTON).click()
    confirm(careful, page, NEWCOMER, LEVEL_1)
    page.wait_for_url(check)
    careful.look(page)
    page.locator("#confirm").get_by_role("button", name=BUTTON).click()
    confirm(careful, page, NEWCOMER, LEVEL_1)
    page.wait_for_url("**/answer?**")  # told so, and signed in as before
    careful.look(page)
    assert "mức thấp hơn" in page.locator("#eid").inner_text()

    page.goto(check)
    page.locator("#confirm").get_by_role("button", name=BUTTON).click()
    confirm(careful, page, NEWCOMER, LEVEL_2)
    page.wait_for_url(check)
    careful.look(page)
    assert page.locator("#confirm").count() == 0
    assert NEWCOMER in page.locator("main").inner_text(), "the draft is as it was"
