"""A child is born: a mother answers once on her phone, three agencies decide, one page tells her everything."""

import re
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest

from tests.journeys import at_desk, life_events
from tests.journeys.applying import CODE, FORWARD, MOTHER
from tests.journeys.conftest import DESK

pytestmark = [pytest.mark.journey, pytest.mark.long]
PATH = "2.000986"
SMALL = {"width": 360, "height": 740}
POLICE_RECEIVER = "Châu Văn Rùa"
INSURANCE = ("Trịnh Thị Ngọc Lan", "Lương Văn Thổ", "Hà Thị Mai Châu")
FATHER, NEIGHBOUR, STRANGER = "Hoàng Sọ Dừa", "Mai An Tiêm", "Lê Thạch Sanh"


def told(page):
    return page.locator("main").inner_text()


def part(page, name):
    """What the progress page says of one of the dossiers."""
    return page.locator("main ol > li", has=page.get_by_role("link", name=name, exact=True))


def codes(page):
    return [found[0] for found in re.finditer(rf"\b{CODE}\b", told(page))]


def finds_the_path(page, look):
    page.goto("/")
    look(page)
    page.locator("input[name=q]").first.fill("lam giay to cho con moi sinh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/procedures?**")
    look(page)
    first = page.locator(".mc-found__item").first
    assert "3 hồ sơ, nộp một lần" in first.inner_text()
    assert "không mất phí" not in first.inner_text(), "copies of the certificate are paid for"
    first.get_by_role("link").first.click()
    page.wait_for_url(f"**/procedures/{PATH}**")
    look(page)


def groups(page):
    """The codes of what was filed together."""
    return set(re.findall(r"\b[A-Z]\d{2}[\d.]*-LT\d{6}-\d{4,}\b", told(page)))


def begin(page, sign_in, who, path=PATH, look=lambda _page: None):
    page.goto(f"/apply/{path}")
    sign_in(page, who)
    page.wait_for_url(f"**/apply/{path}")
    look(page)
    life_events.start(page)


@pytest.mark.timeout(600)  # five desks, and axe on every page: slow on a machine that does other things too
def test_a_mother_files_three_dossiers_and_follows_them_until_the_last_is_decided(careful, sign_in):
    page = careful.open(size=SMALL)
    finds_the_path(page, careful.look)
    offered = told(page)
    for name in ("Khai sinh", "Thường trú của bé", "Thẻ bảo hiểm y tế của bé"):
        assert page.get_by_role("link", name=name, exact=True).count() == 1
    assert "8.000 đồng" in offered
    assert "20.000 đồng" not in offered, "a child pays nothing for the residence"
    page.get_by_role("button", name="Nộp trên mạng").click()
    sign_in(page, MOTHER)
    page.wait_for_url(f"**/apply/{PATH}")
    careful.look(page)
    assert "Nơi này nhận việc: Khai sinh." in told(page)
    life_events.start(page)

    passed = life_events.answer_all(page, life_events.BABY, careful.look)
    assert len(passed) == len(set(passed)), "nothing is asked twice"
    careful.look(page)
    sums_up(page)

    window = page.context.new_page()
    window.goto(page.url)
    code = life_events.submit(page)
    careful.look(page)
    assert life_events.submit(window) == code, "pressed once more in another window"
    parts = codes(page)
    assert len(set(parts)) == len(parts) == 3
    shows_who_has_what_until_when(page)
    page.goto("/my")
    careful.look(page)
    assert told(page).count(code) == 1
    page.goto(f"/journeys/{code}")
    careful.look(page)

    registers(careful, parts[0])
    at_desk.reload_until(page, lambda: "Đang ở: Bộ phận một cửa, Công an phường Kim Long" in told(page))
    careful.look(page)
    assert "Chờ kết quả" not in told(page)
    assert "Đã xong 1 trong 3 việc" in told(page)
    assert "Tải kết quả (PDF)" in part(page, "Khai sinh").inner_text()

    refuses(careful, parts[1])
    asks_for_more(careful, parts[2])
    page.reload()
    careful.look(page)
    is_told_what_is_wrong(page)
    mends(page, careful.look)

    grants(careful, parts[2])
    page.goto(f"/journeys/{code}")
    careful.look(page)
    assert "Đã xong 2 trong 3 việc" in told(page)
    assert "Tải kết quả (PDF)" in part(page, "Thẻ bảo hiểm y tế của bé").inner_text()
    page.goto(f"/en/journeys/{code}")
    careful.look(page)
    assert "2 of 3 done" in told(page)


def sums_up(page):
    """The check page: three dossiers, who decides each, its papers, its fee."""
    listed = page.locator("main ol.mc-stack > li")
    assert listed.count() == 3
    birth, residence, card = listed.all_inner_texts()
    assert "Ủy ban nhân dân phường Kim Long, 1 ngày làm việc" in birth
    assert "Giấy tờ gửi kèm: Giấy chứng sinh" in birth and "Phí, lệ phí: 16.000 đồng" in birth
    assert "Công an phường Kim Long, 7 ngày làm việc" in residence
    assert "Không gửi kèm giấy tờ" in residence and "Không mất phí" in residence
    assert "Bảo hiểm xã hội thành phố Huế, 5 ngày làm việc" in card
    assert "Tự chuyển đi khi xong: Khai sinh." in residence and "Tự chuyển đi khi xong: Khai sinh." in card
    assert page.get_by_role("button", name="Nộp 3 hồ sơ").count() == 1


def shows_who_has_what_until_when(page):
    assert "3 việc, chưa việc nào xong" in told(page)
    birth = part(page, "Khai sinh").inner_text()
    assert "Đang ở: Bộ phận một cửa, Ủy ban nhân dân phường Kim Long" in birth
    assert "Được kiểm tra trước" in birth
    assert "Phí, lệ phí 16.000 đồng, trả tại Ủy ban nhân dân phường Kim Long" in birth
    for name, agency, limit in (
        ("Thường trú của bé", "Công an phường Kim Long", 7),
        ("Thẻ bảo hiểm y tế của bé", "Bảo hiểm xã hội thành phố Huế", 5),
    ):
        waiting = part(page, name).inner_text()
        assert f"Chờ kết quả: Khai sinh. Sau đó tự chuyển đến {agency}." in waiting
        assert f"thời hạn là {limit} ngày làm việc" in waiting


def registers(careful, code):
    """The commune gives the birth certificate; the child's number goes on to the other two."""
    receiver, specialist, head = (careful.open(size=DESK) for _desk in range(3))
    at_desk.sit_down(receiver, at_desk.RECEIVER)
    at_desk.accept(receiver, code)
    careful.look(receiver)
    assert "Một trong 3 hồ sơ nộp cùng lúc" in receiver.locator(".desk-head").inner_text()
    at_desk.sit_down(specialist, at_desk.SPECIALIST)
    at_desk.propose(specialist, code, {"certificate_number": "15/2026", "child_personal_id": "046326000017"})
    at_desk.sit_down(head, at_desk.HEAD)
    at_desk.sign(head, code)


def refuses(careful, code):
    officer = careful.open(size=DESK)
    at_desk.sit_down(officer, POLICE_RECEIVER)
    at_desk.open_case(officer, code)
    careful.look(officer)
    assert "046326000017" in officer.locator(".desk-case").inner_text()
    at_desk.act(officer, "r")
    officer.keyboard.type("Chủ hộ chưa xác nhận trên VNeID.")
    at_desk.send(officer)


def asks_for_more(careful, code):
    receiver = careful.open(size=DESK)
    at_desk.sit_down(receiver, INSURANCE[0])
    at_desk.open_case(receiver, code)
    at_desk.act(receiver, "s")
    at_desk.tab_to(receiver, "input[value='first_care']")
    receiver.keyboard.press("Space")
    at_desk.tab_to(receiver, "#request_supplement-reason")
    receiver.keyboard.type("Trạm y tế Kim Long hết chỗ, bạn chọn nơi khác.")
    at_desk.send(receiver)


def is_told_what_is_wrong(page):
    refused = part(page, "Thường trú của bé").inner_text()
    assert "Hồ sơ bị từ chối" in refused and "Chủ hộ chưa xác nhận trên VNeID." in refused
    assert "Mở giấy từ chối (PDF)" in refused and "Nộp riêng việc này" in refused
    assert "Việc khác vẫn được giải quyết" in refused
    asked = part(page, "Thẻ bảo hiểm y tế của bé").inner_text()
    assert "Cần bạn bổ sung" in asked and "bạn chọn nơi khác" in asked


def mends(page, look):
    part(page, "Thẻ bảo hiểm y tế của bé").get_by_role("link", name=re.compile("^Bổ sung")).click()
    page.wait_for_url("**/supplement")
    look(page)
    page.fill("#first_care", "Trạm y tế phường Thuận Hóa")
    page.locator("main form button.govuk-button").first.click()
    page.wait_for_url(lambda url: not url.endswith("/supplement"))
    look(page)


def grants(careful, code):
    receiver, specialist, head = (careful.open(size=DESK) for _desk in range(3))
    at_desk.sit_down(receiver, INSURANCE[0])
    at_desk.accept(receiver, code)
    at_desk.sit_down(specialist, INSURANCE[1])
    at_desk.propose(specialist, code, {"card_number": "TE1462600001234", "valid_from": "01/12/2026"})
    at_desk.sit_down(head, INSURANCE[2])
    at_desk.sign(head, code)


def press(address, token, cookies):
    """One press of the button, without waiting for a page: where it leads."""
    body = urlencode({"csrfmiddlewaretoken": token, "declared": "yes"}).encode()
    asked = Request(address, body, {"Cookie": cookies, "Referer": address})
    with build_opener(StayHere).open(asked, timeout=60) as answered:
        return answered.headers["Location"]


class StayHere(HTTPRedirectHandler):
    def http_error_302(self, _req, fp, _code, _msg, _headers):
        return fp


def test_without_javascript_a_father_files_two_of_the_three_and_withdraws_the_first(careful, sign_in):
    page = careful.open(scripts=False, size=SMALL)
    finds_the_path(page, lambda _page: None)
    begin(page, sign_in, FATHER)
    answers = life_events.BABY | {
        "wanted": {"wanted": ["insurance"]},
        "relation": {"requester_relation": "father"},
        "mother": {
            "mother_name": "Lê Thị Mai",
            "mother_birth_date": (2, 1, 1996),
            "mother_has_id": "yes",
            "mother_personal_id": "046196000025",
        },
    }
    life_events.answer_all(page, answers, scripts=False)
    assert page.get_by_role("button", name="Nộp 2 hồ sơ").count() == 1
    page.click(FORWARD)
    assert "Hãy đánh dấu vào ô cam đoan trước khi nộp." in page.locator(".govuk-error-summary").inner_text()
    code = life_events.submit(page)
    first, second = codes(page)
    page.goto(f"/dossiers/{first}")
    page.get_by_role("link", name="một nhóm 2 hồ sơ").click()
    assert page.url.endswith(f"/journeys/{code}")
    page.goto(f"/dossiers/{first}/withdraw")
    assert "nên dừng theo: Thẻ bảo hiểm y tế của bé." in told(page)
    page.get_by_role("button", name="Rút hồ sơ").click()
    page.goto(f"/journeys/{code}")
    at_desk.reload_until(page, lambda: "Hồ sơ đã dừng" in told(page))
    stopped = part(page, "Thẻ bảo hiểm y tế của bé").inner_text()
    assert "mà hồ sơ đó không có kết quả" in stopped and second in stopped
    assert "Nộp riêng việc này" in stopped


def test_nobody_else_sees_the_page_and_pressing_twice_at_the_same_moment_files_once(careful, sign_in):
    page = careful.open(size=SMALL)
    begin(page, sign_in, NEIGHBOUR)
    life_events.answer_all(page, life_events.BABY)
    draft = page.url
    page.goto("/my")
    before = groups(page)
    page.goto(draft)
    thief = careful.open()
    thief.goto("/sign-in")
    sign_in(thief, STRANGER)
    thief.wait_for_url("**/my")
    assert thief.goto(draft).status == 404

    token = page.locator("main input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in page.context.cookies())
    with ThreadPoolExecutor(4) as windows:
        pressed = list(windows.map(lambda _window: press(draft, token, cookies), range(4)))
    assert len(set(pressed)) == 1, pressed
    code = re.search(r"/journeys/([^?]+)", pressed[0])[1]
    page.goto("/my")
    assert groups(page) - before == {code}
    page.goto(f"/journeys/{code}")
    parts = codes(page)
    assert len(parts) == 3

    for address in (f"/journeys/{code}", f"/dossiers/{parts[2]}", f"/dossiers/{parts[0]}/withdraw"):
        assert thief.goto(address).status == 404
        assert NEIGHBOUR not in thief.content()
    careful.look(thief)
    thief.goto(f"/track?code={parts[1]}")
    careful.look(thief)
    assert code not in thief.content(), "one code does not tell the others"
    page.goto(f"/track?code={parts[1]}")
    careful.look(page)
    page.get_by_role("link", name="Xem cả 3 hồ sơ nộp cùng lúc").click()
    assert page.url.endswith(f"/journeys/{code}")
