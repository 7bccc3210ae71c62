"""A morning at the desk, from the queue to the result handed over: all of it on the keyboard."""

import re

import pytest

from tests.journeys import at_desk
from tests.journeys.applying import photo
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey
BIRTH = "Đăng ký khai sinh"


def test_a_dossier_goes_from_the_queue_to_its_result_without_a_mouse(careful, sign_in):
    receiver = careful.open(size=DESK)
    at_desk.sit_down(receiver, at_desk.RECEIVER)
    careful.look(receiver)
    code, applicant = _first_new_birth(receiver)
    careful.look(receiver)

    at_desk.act(receiver, "s")
    careful.look(receiver)
    at_desk.tab_to(receiver, "input[value='child_name']")
    receiver.keyboard.press("Space")
    at_desk.tab_to(receiver, "input[value='birth_notice']")
    receiver.keyboard.press("Space")
    at_desk.send_without_reason(receiver)
    careful.look(receiver)
    assert receiver.is_checked("input[value='child_name']") and receiver.is_checked("input[value='birth_notice']")
    at_desk.tab_to(receiver, "#request_supplement-reason")
    receiver.keyboard.type("Ảnh giấy chứng sinh bị mờ, tên bé chưa rõ dấu. Bạn hãy chụp lại.")
    at_desk.send(receiver)
    careful.look(receiver)
    assert "đang tạm dừng tính hạn" in receiver.locator(".desk-head").inner_text()

    _answer_supplement(careful.open(), sign_in, code, applicant)

    at_desk.open_case(receiver, code)
    careful.look(receiver)
    changed = receiver.locator(".desk-changes")
    assert changed.locator("ins").all_inner_texts() == ["Trần Thị Sửa Tên"]
    assert "Đã yêu cầu bổ sung một lần" in receiver.locator(".desk-acts").inner_text()
    at_desk.act(receiver, "a")
    assert "hạn trả là" in receiver.locator("#act-accept").inner_text()
    at_desk.send(receiver)
    receiver.keyboard.press("v")
    receiver.wait_for_selector(".desk-days__due")
    careful.look(receiver)
    receiver.keyboard.press("?")
    receiver.wait_for_selector("#mc-keys[open]")
    assert "Hồ sơ tiếp theo" in receiver.locator("#mc-keys-list").inner_text()
    receiver.keyboard.press("Escape")

    specialist, head = careful.open(size=DESK), careful.open(size=DESK)
    at_desk.sit_down(specialist, at_desk.SPECIALIST)
    at_desk.open_case(specialist, code)
    careful.look(specialist)
    at_desk.act(specialist, "p")
    specialist.keyboard.type("12/2026")
    at_desk.send(specialist)

    at_desk.sit_down(head, at_desk.HEAD)
    at_desk.open_case(head, code)
    at_desk.act(head, "b")
    head.keyboard.type("Ghi cả số định danh của bé.")
    at_desk.send(head)
    careful.look(head)

    at_desk.open_case(specialist, code)
    assert "Ghi cả số định danh của bé." in specialist.locator(".desk-last-word").inner_text()
    at_desk.act(specialist, "p")
    assert specialist.input_value("#resolve-certificate_number") == "12/2026"
    at_desk.tab_to(specialist, "#resolve-child_personal_id")
    specialist.keyboard.type("046326000017")
    at_desk.send(specialist)

    at_desk.open_case(head, code)
    at_desk.act(head, "d")
    assert "046326000017" in head.locator("#act-approve").inner_text()
    careful.look(head)
    at_desk.send(head)
    assert at_desk.opened_by(head, "i").endswith(f"/desk/{code}/documents/result")

    at_desk.open_case(receiver, code)
    at_desk.act(receiver, "t")
    at_desk.send(receiver)
    careful.look(receiver)
    assert "Đã trả kết quả" in receiver.locator(".desk-facts").inner_text()
    assert receiver.locator(".mc-timeline__step").count() == 9


def test_the_keys_walk_the_queue_and_go_back_to_it(careful):
    page = careful.open(size=DESK)
    at_desk.sit_down(page, at_desk.SPECIALIST)
    names = page.locator("#desk-rows .desk-row__link")
    assert names.count() >= 2
    page.keyboard.press("j")
    assert _focused_row(page) == 0
    page.keyboard.press("j")
    assert _focused_row(page) == 1
    page.keyboard.press("ArrowUp")
    assert _focused_row(page) == 0
    page.keyboard.press("k")
    assert _focused_row(page) == 0
    page.keyboard.press("Enter")
    at_desk.until(page, "document.activeElement.id === 'case-title'")
    opened = page.url
    assert page.locator("#desk-rows [aria-current]").count() == 1
    page.keyboard.press("j")
    assert _focused_row(page) == 1
    page.keyboard.press("Enter")
    at_desk.until(page, "document.activeElement.id === 'case-title'")
    page.go_back()
    page.wait_for_url(opened)
    page.wait_for_selector(".desk-case")
    page.keyboard.press("u")
    at_desk.at(page, "/desk/")


def test_the_desk_speaks_english_and_works_on_a_phone(careful):
    page = careful.open()
    at_desk.sit_down(page, at_desk.SPECIALIST, "/en/desk/")
    careful.look(page)
    page.locator(".desk-row__link").first.click()
    page.wait_for_selector(".desk-case")
    assert page.locator("#desk-rows").is_hidden()
    careful.look(page)
    words = page.locator(".desk-case").inner_text()
    assert "What happened" in words and "Diễn biến" not in words
    page.get_by_role("link", name="Back to the list").click()
    at_desk.at(page, "/en/desk/")
    assert page.locator("#desk-rows").is_visible()


def test_without_scripts_links_and_forms_do_the_same(careful):
    code = _something_to_approve(careful)
    page = careful.open(scripts=False, size=DESK)
    page.goto(f"/sign-in?next=/desk/%3Fq%3D{code}")
    page.locator("button[name=account]", has_text=at_desk.HEAD).first.click()
    page.locator(".desk-row__link").first.click()
    page.wait_for_selector(".desk-case")
    page.locator("#act-send_back summary").click()
    page.locator("#act-send_back button").click()
    assert "Hãy ghi rõ lý do" in page.locator(".govuk-error-summary").inner_text()


def _something_to_approve(careful) -> str:
    """A proposal that no other journey decides; the code of its dossier."""
    receiver, specialist = careful.open(size=DESK), careful.open(size=DESK)
    at_desk.sit_down(receiver, at_desk.RECEIVER)
    code = at_desk.filed_at_counter(receiver, "046185000731", "Bùi Thị Duyệt")
    at_desk.act(receiver, "a")
    at_desk.send(receiver)
    at_desk.sit_down(specialist, at_desk.SPECIALIST)
    at_desk.open_case(specialist, code)
    at_desk.act(specialist, "p")
    specialist.keyboard.type("31/2026")
    at_desk.send(specialist)
    return code


def _first_new_birth(page) -> "tuple[str, str]":
    """Walk down to the first new birth registration and open it; its code and applicant."""
    rows = page.locator("#desk-rows .desk-row").all_inner_texts()
    wanted = next(place for place, row in enumerate(rows) if BIRTH in row and "Mới nộp" in row)
    for _step in range(wanted + 1):
        page.keyboard.press("j")
    applicant = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    at_desk.until(page, "document.activeElement.id === 'case-title'")
    found = re.search(r"/desk/([^/?]+)", page.url)
    assert found
    return found[1], applicant


def _answer_supplement(page, sign_in, code: str, applicant: str) -> None:
    page.goto(f"/sign-in?next=/dossiers/{code}/supplement")
    sign_in(page, applicant)
    page.wait_for_url("**/supplement")
    page.fill("#child_name", "Trần Thị Sửa Tên")
    page.locator("input[type=file]").first.set_input_files(photo("chup-lai.jpg"))
    page.locator("main form button.govuk-button").first.click()
    page.wait_for_url(lambda url: not url.endswith("/supplement"))


def _focused_row(page) -> int:
    return int(
        page.evaluate("[...document.querySelectorAll('#desk-rows .desk-row__link')].indexOf(document.activeElement)")
    )
