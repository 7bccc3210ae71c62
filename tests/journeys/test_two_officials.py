"""Two officials have the same dossier open; both act."""

import pytest

from tests.journeys import at_desk
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey


def test_the_second_of_two_officials_is_told_who_was_first_and_loses_no_word(careful):
    receiver, specialist = careful.open(size=DESK), careful.open(size=DESK)
    at_desk.sit_down(receiver, at_desk.RECEIVER)
    code = at_desk.filed_at_counter(receiver, "046199000346", "Ngô Thị Hai Người")
    at_desk.act(receiver, "a")
    at_desk.send(receiver)
    at_desk.act(receiver, "r")
    reason = "Hồ sơ thuộc nơi khác: đã hướng dẫn ông bà đến phường Thuận Hóa."
    receiver.keyboard.type(reason)

    at_desk.sit_down(specialist, at_desk.SPECIALIST)
    at_desk.open_case(specialist, code)
    at_desk.act(specialist, "p")
    specialist.keyboard.type("77/2026")
    at_desk.send(specialist)

    with receiver.expect_response(f"**/desk/{code}/acts/refuse**") as answer:
        receiver.keyboard.press("Control+Enter")
    assert answer.value.status == 409
    receiver.wait_for_selector(".desk-conflict")
    at_desk.until(receiver, "document.activeElement.hasAttribute('data-focus')")
    careful.look(receiver)
    told = receiver.locator(".desk-conflict").inner_text()
    assert at_desk.SPECIALIST in told and "Công chức tư pháp - hộ tịch" in told
    assert "Trình kết quả" in told and "Chờ phê duyệt" in told
    assert reason in told
    at_desk.tab_to(receiver, ".desk-conflict a")
    receiver.keyboard.press("Enter")
    receiver.wait_for_url(f"**/desk/{code}")
    assert "Chờ phê duyệt" in receiver.locator(".desk-facts").inner_text()
    assert receiver.locator(".desk-conflict").count() == 0
