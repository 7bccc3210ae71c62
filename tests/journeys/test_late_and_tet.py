"""When the agency is late it says so, why and until when; and a citizen can count a due date over Tết day by day."""

import json
import subprocess
import sys
from datetime import date

import pytest

from tests.conftest import CHECKOUT
from tests.journeys import at_desk
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey
APPLICANT = "Hồ Văn Bờm"
REASON = "Hệ thống đăng ký kinh doanh hỏng hai ngày, chúng tôi chưa cấp được mã số."
# Received on Thursday at ten, three working days of eight hours each. Written by hand.
COUNTED, WEEKEND = "Tính vào thời hạn", "Ngày nghỉ hằng tuần"
OVER_TET = [
    ("Thứ Năm", "12/02/2026", COUNTED, "5 giờ"),
    ("Thứ Sáu", "13/02/2026", COUNTED, "8 giờ"),
    ("Thứ Bảy", "14/02/2026", WEEKEND, ""),
    ("Chủ nhật", "15/02/2026", WEEKEND, ""),
    ("Thứ Hai", "16/02/2026", "Ngày nghỉ lễ: Giao thừa Tết Nguyên Đán", ""),
    ("Thứ Ba", "17/02/2026", "Ngày nghỉ lễ: Tết Nguyên Đán", ""),
    ("Thứ Tư", "18/02/2026", "Ngày nghỉ lễ: Mùng hai Tết Nguyên Đán", ""),
    ("Thứ Năm", "19/02/2026", "Ngày nghỉ lễ: Mùng ba Tết Nguyên Đán", ""),
    ("Thứ Sáu", "20/02/2026", "Ngày nghỉ lễ: Mùng bốn Tết Nguyên Đán", ""),
    ("Thứ Bảy", "21/02/2026", WEEKEND, ""),
    ("Chủ nhật", "22/02/2026", WEEKEND, ""),
    ("Thứ Hai", "23/02/2026", COUNTED, "8 giờ"),
    ("Thứ Ba", "24/02/2026", "Ngày hẹn trả kết quả", "3 giờ"),
]


@pytest.fixture(scope="module")
def lived(home):
    """The codes of a dossier that is late and of one that was accepted before Tết, and a day on which the ward is open."""
    command = [sys.executable, "-m", "tests.journeys.lived"]
    done = subprocess.run(command, env=home.environment(), cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def of_the_applicant(careful, sign_in, code):
    page = careful.open()
    page.goto(f"/dossiers/{code}")
    sign_in(page, APPLICANT)
    page.wait_for_url(f"**/dossiers/{code}")
    return page


def test_a_late_agency_says_sorry_why_and_until_when(careful, sign_in, lived):
    code, hoped = lived["late"], date.fromisoformat(lived["open"])
    citizen = of_the_applicant(careful, sign_in, code)
    careful.look(citizen)
    assert "Cơ quan xin lỗi bạn." in citizen.locator("main").inner_text()
    assert "Lý do:" not in citizen.locator("main").inner_text()

    official = careful.open(size=DESK)
    at_desk.sit_down(official, at_desk.SPECIALIST)
    at_desk.open_case(official, code)
    assert "quá hạn" in official.locator(".desk-head").inner_text()
    careful.look(official)
    at_desk.act(official, "L")
    at_desk.send_without_reason(official)
    careful.look(official)
    at_desk.tab_to(official, "#explain_lateness-reason")
    official.keyboard.type(REASON)
    at_desk.tab_to(official, "#explain_lateness-expected")
    official.keyboard.type(hoped.strftime("%d/%m/%Y"))
    at_desk.send(official)
    careful.look(official)
    assert f"{REASON} Dự kiến có kết quả: {hoped:%d/%m/%Y}." in official.locator(".desk-head").inner_text()

    citizen.reload()
    careful.look(citizen)
    told = citizen.locator("main").inner_text()
    assert "Cơ quan đang trễ hẹn với bạn" in told
    assert "Cơ quan xin lỗi bạn." in told
    assert f"Lý do: {REASON}" in told
    assert f"{hoped:%d/%m/%Y}." in told.split("Dự kiến có kết quả: ")[1]
    assert citizen.locator(".mc-timeline li").first.inner_text().split("\n")[0] == "Dự kiến có kết quả"
    forms = "a[href$='/documents/extension']"
    at_desk.reload_until(citizen, lambda: citizen.locator(forms).count() == 1)
    paper = citizen.request.get(citizen.locator(forms).get_attribute("href"))
    assert (paper.status, paper.headers["content-type"], paper.body()[:5]) == (200, "application/pdf", b"%PDF-")


def test_a_due_date_over_tet_is_told_day_by_day_and_adds_up_to_the_limit(careful, sign_in, lived):
    page = of_the_applicant(careful, sign_in, lived["tet"])
    page.get_by_text("Vì sao là ngày này?").click()
    told = page.locator("details[open]").inner_text()
    assert "3 ngày làm việc" in told and "Một ngày làm việc là 8 giờ làm việc." in told
    assert rows(page) == OVER_TET
    hours = sum(int(counted.split()[0]) for _weekday, _day, _why, counted in rows(page) if counted)
    assert hours == 3 * 8
    assert f"Đã tính: {hours} giờ." in told
    careful.look(page)
    page.goto(f"/en/dossiers/{lived['tet']}")
    page.get_by_text("Why this date?").click()
    english = [(day, why) for _weekday, day, why, _counted in rows(page) if why.startswith("Holiday: ")]
    assert english[1] == ("17/02/2026", "Holiday: Lunar New Year")
    assert len(english) == 5
    careful.look(page)


def rows(page):
    """Each line of the table: weekday, day, why, and how much of that day counted."""
    found = []
    for line in page.locator("details[open] tbody tr").all():
        day, why = line.locator("td").all()
        counted = (*why.inner_text().split("\n"), "")[:2]
        found.append((*day.inner_text().split("\n"), *counted))
    return found
