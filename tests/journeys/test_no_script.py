"""The whole way with JavaScript switched off."""

import re

import pytest

from tests.journeys.applying import ANSWERS, CODE, answer, forward, photo, place

pytestmark = pytest.mark.journey


def test_a_birth_is_registered_without_javascript(careful, sign_in):
    page = careful.open(scripts=False)
    page.goto("/")
    page.locator("input[name=q]").first.fill("xin giay khai sinh")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Đăng ký khai sinh", exact=True).first.click()
    page.get_by_role("button", name="Nộp trên mạng").click()
    sign_in(page, "Phạm Thị Cám")
    page.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    while place(page) in ANSWERS:
        answer(page, scripts=False)
        forward(page)
    page.set_input_files("#files", {"name": "don.docx", "mimeType": "application/msword", "buffer": b"PK\x03\x04 x"})
    forward(page)
    assert "Loại tệp này không dùng được ở đây" in page.locator(".govuk-error-summary").inner_text()
    page.set_input_files("#files", photo())
    forward(page)
    assert place(page) == "check"
    forward(page)
    assert "Hãy đánh dấu vào ô cam đoan trước khi nộp." in page.locator(".govuk-error-summary").inner_text()
    page.check("#declared")
    forward(page)
    code = re.search(r"/dossiers/([^?]+)", page.url)[1]
    assert re.fullmatch(CODE, code)
    page.goto(f"/dossiers/{code}")
    page.get_by_role("link", name="Tôi muốn rút hồ sơ này").click()
    page.get_by_role("button", name="Rút hồ sơ").click()
    assert "Bạn đã rút hồ sơ này" in page.locator("main").inner_text()
