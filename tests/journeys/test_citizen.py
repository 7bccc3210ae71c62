"""A mother registers her child's birth on a phone at night."""

import re
import subprocess
import zlib

import pytest
from playwright.sync_api import expect

from tests.journeys.applying import ANSWERS, CODE, MOTHER, answer, forward, photo, place

pytestmark = pytest.mark.journey
HEAVIEST_NEXT_PAGE = 15_000  # compressed bytes


def test_a_mother_registers_a_birth_from_the_first_word_to_the_slip(careful, sign_in, tmp_path):
    page = careful.open()
    page.goto("/")
    careful.look(page)
    page.locator("input[type=search], input[name=q]").first.fill("xin giay khai sinh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/procedures?**")
    careful.look(page)
    found = page.locator("main a[href*='/procedures/']").all_inner_texts()[:3]
    assert "Đăng ký khai sinh" in [name.strip() for name in found]
    page.get_by_role("link", name="Đăng ký khai sinh", exact=True).first.click()

    careful.look(page)
    needed = page.locator("main").inner_text()
    assert "Giấy chứng sinh" in needed
    assert "1 ngày làm việc" in needed
    assert "8.000 đồng" in needed
    page.get_by_role("button", name="Nộp trên mạng").click()

    careful.look(page)
    sign_in(page, MOTHER)
    page.wait_for_url("**/apply/1.001193")
    careful.look(page)
    page.get_by_role("button", name="Bắt đầu").click()

    half = "birth_place"
    while place(page) != half:
        careful.look(page)
        answer(page)
        forward(page)
    asked_here = page.url

    other = careful.open()
    other.goto(asked_here)
    sign_in(other, MOTHER)
    other.goto("/my")
    careful.look(other)
    other.get_by_role("link", name="Đăng ký khai sinh").first.click()
    assert place(other) == half, "the other device goes on where the first one stopped"
    page = other
    while place(page) in ANSWERS:
        careful.look(page)
        answer(page)
        forward(page)

    careful.look(page)
    assert "Giấy chứng sinh" in page.locator("h1").inner_text()
    page.set_input_files("#files", {"name": "don.docx", "mimeType": "application/msword", "buffer": b"PK\x03\x04 x"})
    forward(page)
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    careful.look(page)
    assert "don.docx: Loại tệp này không dùng được ở đây. Hãy gửi ảnh chụp (JPG, PNG) hoặc tệp PDF." in (
        page.locator(".govuk-error-summary").inner_text()
    )
    page.set_input_files("#files", photo())
    page.get_by_role("button", name="Gửi tệp đã chọn").click()
    careful.look(page)
    assert "giay-chung-sinh.jpg" in page.locator("main").inner_text()
    forward(page)

    careful.look(page)
    check = page.locator("main").inner_text()
    assert "Lê An Nhiên" in check
    assert "16.000 đồng" in check
    page.locator("a[href*='/child_name?back=check']").click()
    page.fill("#child_name", "Lê Thị An Nhiên")
    forward(page)
    assert place(page) == "check"
    assert "Lê Thị An Nhiên" in page.locator("main").inner_text()
    page.check("#declared")
    page.get_by_role("button", name="Nộp hồ sơ").click()

    page.wait_for_url(re.compile("/dossiers/.+done=1$"))
    careful.look(page)
    code = re.search(r"/dossiers/([^?]+)", page.url)[1]
    assert re.fullmatch(CODE, code)
    assert code in page.locator("h1 ~ .govuk-panel__body, .govuk-panel").first.inner_text()
    assert "Chậm nhất" in page.locator("main").inner_text()
    assert code in slip_text(page, tmp_path)

    page.get_by_role("button", name="Xem hồ sơ này").click()
    page.wait_for_url(re.compile(r"/dossiers/[^?]+$"))
    careful.look(page)
    assert "Bạn chưa phải làm gì" in page.locator("main").inner_text()


def slip_text(page, folder):
    address = page.get_by_role("link", name="Tải giấy tiếp nhận").get_attribute("href")
    answered = page.request.get(address)
    assert answered.headers["content-type"] == "application/pdf"
    file = folder / "slip.pdf"
    file.write_bytes(answered.body())
    return subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout


def test_two_windows_show_both_versions_and_the_person_chooses(careful, sign_in):
    page = careful.open()
    page.goto("/apply/1.001193")
    sign_in(page, "Phạm Thị Cám")
    page.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    forward(page)
    answer(page)
    forward(page)
    url = page.url

    other = page.context.new_page()
    other.goto(url)
    other.fill("#requester_email", "cam@example.vn")
    forward(other)
    page.fill("#requester_email", "pham.cam@example.vn")
    forward(page)
    careful.look(page)
    both = page.locator("main").inner_text()
    assert "cam@example.vn" in both
    assert "pham.cam@example.vn" in both
    page.get_by_role("button", name="Giữ bản tôi vừa nhập ở đây").click()
    assert place(page) == "parents"

    page.goto(url)
    assert page.input_value("#requester_email") == "pham.cam@example.vn"


def test_a_session_that_ran_out_in_the_middle_of_a_page_loses_nothing(careful, sign_in):
    page = careful.open()
    page.goto("/apply/1.001193")
    sign_in(page, "Lê Thạch Sanh")
    page.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    while place(page) != "contact":
        answer(page)
        forward(page)
    page.fill("#requester_email", "thach.sanh@example.vn")
    kept = [each for each in page.context.cookies() if "session" not in each["name"]]
    page.context.clear_cookies()
    page.context.add_cookies(kept)
    forward(page)
    careful.look(page)
    assert "Phiên làm việc đã hết" in page.locator("h1").inner_text()
    sign_in(page, "Lê Thạch Sanh")
    careful.look(page)
    assert page.input_value("#requester_email") == "thach.sanh@example.vn"
    forward(page)
    assert place(page) == "parents"


@pytest.mark.parametrize("path", ["/en/apply/1.001193", "/en/my", "/en/track"])
def test_english_pages_have_no_faults_either(careful, sign_in, path):
    page = careful.open()
    page.goto("/en/my")
    sign_in(page, MOTHER)
    page.goto(path)
    careful.look(page)
    assert page.locator("html").get_attribute("lang") == "en"


def test_every_question_in_english_on_a_wide_screen(careful, sign_in):
    page = careful.open(size={"width": 1280, "height": 900})
    page.goto("/en/apply/1.001193")
    sign_in(page, "Hoàng Sọ Dừa")
    page.get_by_role("button", name=re.compile("^Start")).click()
    while place(page) in ANSWERS:
        careful.look(page)
        answer(page)
        forward(page)
    careful.look(page)
    page.set_input_files("#files", photo())
    forward(page)
    careful.look(page)
    page.get_by_role("link", name="Submit later").click()
    careful.look(page)
    page.get_by_role("link", name="Delete this draft").click()
    careful.look(page)
    page.get_by_role("button", name="Delete for good").click()
    page.wait_for_url("**/en/my")


def test_pages_of_a_form_stay_small(careful, sign_in):
    page = careful.open()
    page.goto("/apply/1.001193")
    sign_in(page, MOTHER)
    page.wait_for_url("**/apply/1.001193")
    page.get_by_role("button", name=re.compile("^Bắt đầu")).click()
    came = []

    def note(answered):
        came.append(answered)

    page.on("response", note)
    page.reload(wait_until="networkidle")
    pages = [answered for answered in came if "/static/" not in answered.url]
    assert [answered.url for answered in pages] == [page.url], "one request for one page"
    assert len(zlib.compress(pages[0].body())) < HEAVIEST_NEXT_PAGE
