"""Officials change a service while people are using it: whoever began under the old rules finishes under them."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.applying import CODE, fill_address, forward, photo, place
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.journey
EDITOR = "Trịnh Văn Khế"
OF_POLICE = "Cao Văn Lỗ", "Thục Văn Phán"
PROCEDURE = "3.000333"
ANSWERS = {
    "for_whom": {"for_whom": "self"},
    "record_type": {"record_type": "type_2"},
    "purpose": {"purpose": "work", "copies": "1"},
    "requester": {"requester_paper": "personal_id"},
    "contact": {},
    "other_names": {"used_other_names": "no"},
    "birth_place": {"birth_place": "thành phố Huế"},
    "residence": {"residence_history": "từ 1/2003 đến nay, xã Phú Lộc, thành phố Huế", "lived_abroad": "no"},
    "father": {},
    "mother": {},
    "spouse": {"has_spouse": "no"},
    "fee_group": {"fee_group": "none"},
    "delivery": {"delivery": "online"},
}


def today():
    return f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')):%d/%m/%Y}"


def sit_down(page, name, where):
    """Sign in as an official; those of other desks are folded away on the demo's page."""
    page.goto(where)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    page.locator("button[name=account]", has_text=name).first.click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def answer(page, upto):
    """Answer page after page until the one named, which stays open."""
    while place(page) != upto and place(page) in ANSWERS:
        page.wait_for_load_state()
        for field, value in ANSWERS[place(page)].items():
            if page.locator(f"input[type=radio][name={field}]").count():
                page.check(f"input[name={field}][value={value}]")
            else:
                page.fill(f"#{field}", value)
        if page.locator("#requester_address-province").count():
            fill_address(
                page, "requester_address", {"province": "46", "commune": "20107", "detail": "Thôn Cây Đa"}, scripts=True
            )
        forward(page)


def begin(careful, sign_in, name):
    page = careful.open()
    page.goto(f"/apply/{PROCEDURE}")
    sign_in(page, name)
    page.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    page.wait_for_url("**/drafts/**")
    if place(page) not in ANSWERS:
        forward(page)
    return page


def saved(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu", exact=True).last.click()
    page.wait_for_selector(".edit-said")


def test_a_service_is_changed_with_four_eyes_while_somebody_is_half_way_through_the_old_one(careful, sign_in):
    citizen = begin(careful, sign_in, "Lê Thạch Sanh")
    answer(citizen, "contact")

    editor = careful.open(size=DESK)
    sit_down(editor, OF_POLICE[0], "/authoring/")
    careful.look(editor)
    editor.get_by_role("button", name="Sửa một thủ tục, hoặc lập thủ tục mới").click()
    editor.fill("#q", "lý lịch tư pháp")
    editor.keyboard.press("Enter")
    editor.wait_for_url("**q=**")
    careful.look(editor)
    editor.locator(f"form:has(input[value='{PROCEDURE}']) button").click()
    editor.wait_for_url("**/edits/**")
    careful.look(editor)

    editor.get_by_role("link", name="Thông tin chung").click()
    editor.fill("#f-name-vi", "Cấp phiếu lý lịch tư pháp (cách mới)")
    saved(editor)
    careful.look(editor)

    editor.get_by_role("link", name="Phí, lệ phí").click()
    careful.look(editor)
    editor.get_by_role("link", name=re.compile("^Mức thu mới")).first.click()
    editor.fill("#f-amount", "250.000")
    editor.fill("#f-from", today())
    careful.look(editor)
    saved(editor)
    assert "250.000 đồng" in editor.locator(".edit-amounts").inner_text()

    editor.get_by_role("link", name="Tờ khai", exact=True).click()
    careful.look(editor)
    editor.locator("a[href$='/items/contact']").first.click()
    careful.look(editor)
    editor.fill("#child-fields input[name=title]", "Số liên lạc khác")
    editor.locator("#child-fields").get_by_role("button", name="Thêm câu hỏi").click()
    editor.wait_for_url("**/items/so_lien_lac_khac")
    editor.fill("#f-label-en", "Another phone number")
    editor.select_option("#f-type", "phone")
    editor.uncheck("input[name=required]")
    careful.look(editor)
    saved(editor)

    editor.get_by_role("link", name="Tổng quan").click()
    editor.fill("#effective_from", today())
    editor.fill("#law_note", "Mức phí mới theo thông tư mới.")
    saved(editor)
    careful.look(editor)
    editor.get_by_role("link", name="So sánh và gửi duyệt").first.click()
    careful.look(editor)
    changes = editor.locator(".edit-differences").inner_text()
    assert "Số liên lạc khác" in changes and "250.000 đồng" in changes
    editor.get_by_role("button", name="Gửi duyệt").click()
    editor.wait_for_selector(".edit-said")
    assert editor.get_by_role("button", name="Công bố").count() == 0

    publisher = careful.open(size=DESK)
    sit_down(publisher, OF_POLICE[1], "/authoring/")
    careful.look(publisher)
    publisher.locator(".edit-items a").first.click()
    careful.look(publisher)
    publisher.get_by_role("link", name="Xem thử", exact=True).click()
    publisher.wait_for_selector(".preview-mark")
    careful.look(publisher)
    publisher.go_back()
    publisher.get_by_role("button", name="Công bố").click()
    publisher.wait_for_selector(".edit-said")
    careful.look(publisher)
    publisher.set_viewport_size(PHONE)
    careful.look(publisher)

    answer(citizen, "check")
    citizen.set_input_files("#files", photo("can-cuoc.jpg"))
    citizen.get_by_role("button", name="Gửi tệp đã chọn").click()
    forward(citizen)
    old = citizen.locator("main").inner_text()
    assert "200.000 đồng" in old and "Số liên lạc khác" not in old
    citizen.check("#declared")
    citizen.get_by_role("button", name="Nộp hồ sơ").click()
    citizen.wait_for_url(re.compile("/dossiers/.+done=1$"))
    assert re.search(CODE, citizen.url)

    newcomer = begin(careful, sign_in, "Hoàng Sọ Dừa")
    answer(newcomer, "contact")
    assert newcomer.get_by_label("Số liên lạc khác").count() == 1
    newcomer.goto(f"/procedures/{PROCEDURE}")
    assert "cách mới" in newcomer.locator("h1").inner_text()
    assert "250.000 đồng" in newcomer.locator("main").inner_text()


def test_items_are_dragged_and_everything_fits_a_phone(careful):
    page = careful.open(size=DESK)
    sit_down(page, EDITOR, "/authoring/new?q=kết+hôn")
    page.locator("form:has(input[value='1.000894']) button").first.click()
    page.wait_for_url("**/edits/**")
    with page.expect_navigation():
        page.get_by_role("link", name="Giấy tờ").click()
    rows = page.locator(".edit-item__link")
    before = rows.all_inner_texts()
    with page.expect_navigation():
        page.locator("#item-2").drag_to(page.locator("#item-0"))
    assert rows.all_inner_texts()[:3] == [before[2], before[0], before[1]]
    page.get_by_role("button", name=re.compile("Lấy lại lần lưu vừa rồi")).click()
    page.wait_for_selector(".edit-said")
    page.get_by_role("link", name="Giấy tờ").click()
    assert rows.all_inner_texts() == before

    page.locator(".edit-item__link").first.click()
    page.locator("input[value=cel]").first.check()
    page.fill(".edit-code", "no_such_question == true")
    page.wait_for_selector(".edit-when__said .govuk-error-message")
    careful.look(page)
    page.set_viewport_size(PHONE)
    for name in ("Thông tin chung", "Phí, lệ phí", "Tờ khai", "Tệp YAML", "Tổng quan"):
        page.get_by_role("link", name=name, exact=True).first.click()
        page.wait_for_load_state()
        careful.look(page)
