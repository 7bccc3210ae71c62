"""The other guided paths, shorter; and what can come between the first question and the last on any of them."""

import re

import pytest

from tests.journeys import life_events
from tests.journeys.applying import CODE, FORWARD, MOTHER, answer, forward, place
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey
SMALL = {"width": 360, "height": 740}
DEATH, SHOP, BABY = "0.000002", "0.000001", "2.000986"
OWNER, NEWCOMER = "Mai An Tiêm", "Hoàng Sọ Dừa"


def told(page):
    return page.locator("main").inner_text()


def begin(page, sign_in, who, path, language=""):
    page.goto(f"{language}/apply/{path}")
    sign_in(page, who)
    page.wait_for_url(f"**/apply/{path}")


def listed(page):
    """What the check page says of each dossier."""
    return page.locator("main ol.mc-stack > li").all_inner_texts()


def test_a_daughter_tells_of_a_death_once_and_three_dossiers_go_their_way(careful, sign_in):
    page = careful.open(size=SMALL)
    page.goto("/procedures?q=nha co tang lam giay to gi")
    careful.look(page)
    page.get_by_role("link", name=re.compile("^Gia đình có người mất:")).first.click()
    careful.look(page)
    assert "3 hồ sơ" in told(page)
    begin(page, sign_in, MOTHER, DEATH)
    careful.look(page)
    life_events.start(page)
    life_events.answer_all(page, life_events.DEATH, careful.look)
    careful.look(page)
    death, residence, funeral = listed(page)
    assert "Khai tử" in death and "Phí, lệ phí: 16.000 đồng" in death and "Giấy tờ gửi kèm: Giấy báo tử" in death
    assert "Công an phường Kim Long, 5 ngày làm việc" in residence
    assert "Tự chuyển đi khi xong: Khai tử." in residence and "Tự chuyển đi khi xong: Khai tử." in funeral
    code = life_events.submit(page)
    careful.look(page)
    assert len(set(re.findall(rf"\b({CODE})\b", told(page)))) == 3
    page.goto(f"/journeys/{code}")
    careful.look(page)
    assert "3 việc, chưa việc nào xong" in told(page)


def test_an_owner_opens_a_noodle_shop_in_english_and_no_place_is_asked_that_the_address_decides(careful, sign_in):
    page = careful.open(size=DESK)
    begin(page, sign_in, OWNER, SHOP, "/en")
    careful.look(page)
    assert page.locator("#agency").count() == 0
    life_events.start(page)
    life_events.answer_all(page, life_events.SHOP, careful.look)
    careful.look(page)
    business, food = listed(page)
    assert "People's Committee of Kim Long" in business and "Fees:" in business
    assert "Hue City Department of Health" in food
    code = life_events.submit(page)
    careful.look(page)
    assert "Registration of the business" in told(page)
    page.goto(f"/en/journeys/{code}")
    careful.look(page)
    assert "2 services, none done yet" in told(page)


def test_a_place_where_nobody_takes_a_part_is_told_with_what_to_do_and_the_rest_can_be_filed(careful, sign_in):
    page = careful.open(size=SMALL)
    begin(page, sign_in, NEWCOMER, BABY)
    life_events.start(page)
    life_events.answer_all(page, life_events.BABY)
    careful.look(page)
    assert "Thường trú của bé: chưa có cơ quan nào ở nơi này nhận hồ sơ trên hệ thống." in told(page)
    assert page.get_by_role("button", name=re.compile("^Nộp")).count() == 0
    page.get_by_role("button", name="Làm tiếp chỗ còn thiếu").click()
    assert place(page) == "new_address"
    page.goto(page.url.split("/new_address")[0] + "/wanted?back=check")
    page.uncheck("input[name=wanted][value=residence]")
    forward(page)
    assert place(page) == "check"
    careful.look(page)
    life_events.submit(page)
    assert "2 việc, chưa việc nào xong" in told(page)


def test_a_draft_goes_on_elsewhere_and_what_was_deleted_there_is_told_here(careful, sign_in):
    page = careful.open(size=SMALL)
    begin(page, sign_in, OWNER, BABY)
    life_events.start(page)
    for _page in range(3):
        life_events.answer_here(page, life_events.BABY)
    half = place(page)

    other = careful.open(size=DESK)
    other.goto("/my")
    sign_in(other, OWNER)
    other.wait_for_url("**/my")
    careful.look(other)
    other.get_by_role("link", name=re.compile("^Sinh con:")).first.click()
    assert place(other) == half
    life_events.answer_here(other, life_events.BABY)

    life_events.answer_here(page, life_events.BABY)
    careful.look(page)
    assert place(page) == place(other), "the same answer twice is no conflict"

    other.get_by_role("link", name="Lưu và làm tiếp sau").or_(
        other.get_by_role("button", name="Lưu và làm tiếp sau")
    ).click()
    other.get_by_role("link", name=re.compile("bản nháp này$")).click()
    careful.look(other)
    other.get_by_role("button", name=re.compile("hẳn$")).click()
    other.wait_for_url("**/my")
    answer(page, life_events.BABY)
    page.click(FORWARD)
    page.wait_for_load_state()
    careful.look(page)
    assert "Không tìm thấy bản nháp này" in told(page)
    assert page.goto(page.url).status == 404


def test_a_session_that_ran_out_before_the_last_press_files_after_signing_in_again(careful, sign_in):
    page = careful.open(size=SMALL)
    begin(page, sign_in, OWNER, BABY)
    life_events.start(page)
    life_events.answer_all(page, life_events.BABY)
    page.check("#declared")
    kept = [each for each in page.context.cookies() if "session" not in each["name"]]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    page.click(FORWARD)
    page.wait_for_load_state()
    careful.look(page)
    assert "Phiên làm việc đã hết" in page.locator("h1").inner_text()
    sign_in(page, OWNER)
    page.wait_for_url("**/check**")
    careful.look(page)
    assert "3 hồ sơ" in told(page), "nothing was filed behind one's back"
    life_events.submit(page)
