"""One application, two people, two devices: whoever is invited reads it, answers the own part and agrees."""

import re

import pytest

from tests.journeys.applying import CODE, FORWARD, fill_address, forward, photo, place

pytestmark = pytest.mark.journey
NEWCOMER, HOST, STRANGER = "Hoàng Sọ Dừa", "Mai An Tiêm", "Lê Thạch Sanh"
HERE = {"province": "46", "commune": "19774", "detail": "3 ngõ Dưa Hấu"}
ANSWERS = {
    "for_whom": {"for_whom": "self"},
    "requester": {},
    "contact": {},
    "citizen_status": {"citizen_status": "in_country"},
    "new_address": {"new_address": HERE},
    "place_kind": {"place_kind": "rented"},
    "host": {"host_name": HOST, "host_personal_id": "046087000000", "consent_how": "here"},
    "floor_area": {"floor_area": "60", "residents_count": "3"},
    "host_consent": {"host_is": "both", "host_phone": "0900000102"},
    "previous": {"previous_kind": "first_time"},
    "household": {"relation_to_head": "lodger"},
    "others": {"others_count": "0"},
    "fee_exemption": {"fee_exemption": "none"},
    "delivery": {"delivery": "online"},
}


def answer(page, *, scripts=True):
    page.wait_for_load_state()
    for field, value in ANSWERS[place(page)].items():
        if isinstance(value, dict):
            fill_address(page, field, value, scripts=scripts)
        elif page.locator(f"input[type=radio][name={field}]").count():
            page.check(f"input[name={field}][value={value}]")
        else:
            page.fill(f"#{field}", value)


def asked(page, sign_in, *, scripts=True, look=lambda _page: None):
    """Everything that the newcomer answers, up to the page of the people."""
    page.goto("/apply/1.004222")
    sign_in(page, NEWCOMER)
    page.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    seen = []
    while place(page) in ANSWERS:
        seen.append(place(page))
        look(page)
        answer(page, scripts=scripts)
        forward(page)
    assert "host_consent" not in seen, "the part of the host is the host's"
    while place(page) != "people":  # papers
        look(page)
        page.set_input_files("#files", photo("hop-dong-thue.jpg"))
        forward(page)


def link_on(page):
    """The link as it stands on the page; the demo's own address in front is the product's public one."""
    text = page.locator("main").inner_text()
    return re.search(r"/invited/[\w-]+", text)[0]


def test_a_host_consents_from_a_second_device(careful, sign_in):
    page = careful.open()
    asked(page, sign_in, look=careful.look)
    careful.look(page)
    page.get_by_role("button", name="Tạo đường dẫn mời").click()
    page.wait_for_selector("svg")
    careful.look(page)
    link = link_on(page)

    thief = careful.open()
    thief.goto(link)
    sign_in(thief, STRANGER)
    thief.wait_for_load_state()
    careful.look(thief)
    told = thief.locator("main").inner_text()
    assert "Lời mời này dành cho người khác" in told
    assert NEWCOMER not in told
    assert "Đăng ký thường trú" not in told

    other = careful.open()
    other.goto(link)
    sign_in(other, HOST)
    other.wait_for_url("**/agree")
    careful.look(other)
    shown = other.locator("main").inner_text()
    assert f"{NEWCOMER} mời bạn cùng đứng đơn" in shown
    assert "3 ngõ Dưa Hấu" in shown
    assert "046095000000" not in shown, "the newcomer's number is private"
    assert other.get_by_role("button", name="Tôi đồng ý và cùng đứng đơn").count() == 0
    other.get_by_role("button", name="Trả lời phần của tôi").click()
    other.wait_for_url("**/host_consent")
    careful.look(other)
    answer(other)
    forward(other)
    other.wait_for_url("**/agree")
    careful.look(other)
    other.get_by_role("button", name="Tôi đồng ý và cùng đứng đơn").click()
    other.wait_for_selector(".govuk-notification-banner--success")
    careful.look(other)

    draft = re.search(r".*/drafts/[^/]+", page.url)[0]
    page.goto(f"{draft}/delivery")
    careful.look(page)
    assert f"{HOST} đã đồng ý. Nếu bạn sửa" in page.locator("main").inner_text()
    page.check("input[name=delivery][value=counter]")
    forward(page)
    page.goto(f"{draft}/check")
    careful.look(page)
    check = page.locator("main").inner_text()
    assert f"sự đồng ý của {HOST} không còn" in check
    assert "0900000102" not in check, "the host's phone is the host's"
    assert page.get_by_role("button", name="Nộp hồ sơ").count() == 0

    other.goto("/my")
    careful.look(other)
    assert "nội dung đã thay đổi, mời bạn xem lại" in other.locator("main").inner_text()
    other.locator("a[href$='/agree']").first.click()
    other.wait_for_url("**/agree")
    assert "Nội dung đã thay đổi từ lúc bạn đồng ý" in other.locator("main").inner_text()
    other.get_by_role("button", name="Tôi đồng ý và cùng đứng đơn").click()
    other.wait_for_selector(".govuk-notification-banner--success")

    page.reload()
    page.check("#declared")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url(re.compile("/dossiers/.+done=1$"))
    careful.look(page)
    code = re.search(r"/dossiers/([^?]+)", page.url)[1]
    assert re.fullmatch(CODE, code)
    page.goto(f"/dossiers/{code}")
    careful.look(page)
    assert f"Bạn và {HOST} cùng nộp hồ sơ" in page.locator("main").inner_text()

    other.goto("/my")
    careful.look(other)
    assert code in other.locator("main").inner_text()
    assert other.goto(f"/dossiers/{code}").status == 404
    assert other.goto(link).status == 404


def test_a_host_declines_and_consents_without_javascript(careful, sign_in):
    page = careful.open(scripts=False)
    asked(page, sign_in, scripts=False)
    page.get_by_role("button", name="Tạo đường dẫn mời").click()
    first = link_on(page)
    page.get_by_role("button", name="Tạo đường dẫn mới").click()
    link = link_on(page)
    assert link != first

    other = careful.open(scripts=False)
    other.goto(first)
    sign_in(other, HOST)
    assert "Đường dẫn mời này không còn dùng được" in other.locator("main").inner_text()
    other.goto(link)
    other.get_by_role("button", name="Trả lời phần của tôi").click()
    answer(other, scripts=False)
    other.click(FORWARD)
    other.locator("summary", has_text="Tôi không đồng ý").click()
    other.get_by_role("button", name="Gửi câu trả lời không đồng ý").click()
    assert "Hãy ghi lý do" in other.locator(".govuk-error-summary").inner_text()
    other.fill("#reason", "Ghi sai diện tích.")
    other.get_by_role("button", name="Gửi câu trả lời không đồng ý").click()

    page.reload()
    assert "Ghi sai diện tích." in page.locator("main").inner_text()
    page.goto("/my")
    assert f"{HOST} không đồng ý" in page.locator("main").inner_text()
    other.get_by_role("button", name="Tôi đồng ý và cùng đứng đơn").click()
    page.reload()
    assert "Mọi người đã đồng ý, bạn nộp được rồi" in page.locator("main").inner_text()

    page.go_back()
    page.get_by_role("button", name="Thu lại lời mời").click()
    assert other.goto(link).status == 404
    other.goto("/my")
    assert "mời bạn cùng đứng đơn" not in other.locator("main").inner_text()
