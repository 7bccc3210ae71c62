"""An everyday procedure of the first catalogue: found in everyday words, filed with the standard form, sent to the police."""

import re

import pytest

from tests.journeys.applying import CODE, MOTHER, fill_address, forward, photo, place

pytestmark = pytest.mark.journey
HOME = {"province": "46", "commune": "19774", "detail": "12 đường Thị"}


def test_a_mother_asks_for_proof_of_where_she_lives(careful, sign_in):
    page = careful.open()
    page.goto("/procedures?q=giay+xac+nhan+noi+o")
    page.get_by_role("link", name="Xác nhận thông tin về cư trú", exact=True).first.click()
    careful.look(page)
    told = page.locator("main").inner_text()
    assert "Lấy giấy xác nhận bạn đang cư trú ở đâu" in told
    assert "đối chiếu ngày 25/11/2026" in told
    page.get_by_role("button", name="Nộp trên mạng").click()
    sign_in(page, MOTHER)
    page.wait_for_url("**/apply/1.010041")
    careful.look(page)
    assert "Công an phường Kim Long" in page.locator("main").inner_text()
    page.get_by_role("button", name="Bắt đầu").click()
    page.wait_for_url("**/drafts/**")
    while not place(page).startswith("paper_"):
        careful.look(page)
        answer(page)
        forward(page)

    page.set_input_files("#files", photo("ct01.jpg"))
    page.get_by_role("button", name="Gửi tệp đã chọn").click()
    page.wait_for_selector("text=ct01.jpg")
    forward(page)
    careful.look(page)
    page.check("#declared")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    page.wait_for_url(re.compile("/dossiers/.+done=1$"))
    careful.look(page)
    assert re.fullmatch(CODE, re.search(r"/dossiers/([^?]+)", page.url)[1])


def test_what_is_known_by_name_only_says_so_in_both_languages(careful):
    page = careful.open()
    for address, words in (
        ("/procedures/1.012592", "Chúng tôi mới biết tên thủ tục này"),
        ("/en/procedures/1.012592", "We know only this procedure's name"),
    ):
        page.goto(address)
        careful.look(page)
        assert words in page.locator("main").inner_text()
        assert page.get_by_role("button", name=re.compile("Nộp|Apply")).count() == 0


def answer(page):
    """The standard form: for herself, at the counter, at home."""
    page.wait_for_load_state()
    match place(page):
        case "applicant_kind":
            page.check("input[name=applicant_kind][value=person]")
        case "applicant_contact":
            fill_address(page, "applicant_address", HOME, scripts=True)
        case "result_delivery":
            page.check("input[name=result_delivery][value=counter]")
