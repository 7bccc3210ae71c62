"""One dossier at three agencies: a centre receives it, three agencies do their tasks and each pauses once, the citizen sees
one dossier all along, and the day is explained. The desks work by keyboard."""

import pytest

from tests.journeys import at_desk
from tests.journeys.applying import forward, photo, place
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey
CITIZEN, MARKET = "Hoàng Sọ Dừa", "0.000003"
CENTRE = "Trung tâm Phục vụ hành chính công phường Thuận Hóa"
CLERK, SURVEYOR, INSPECTOR, PLANNER = "Đào Thị Sim", "Tôn Thị Ruộng", "Hà Văn Gừng", "La Văn Gạch"
LAND = "Văn phòng Đăng ký đất đai thành phố Huế"
HEALTH, ROADS = "Sở Y tế thành phố Huế", "Sở Xây dựng thành phố Huế"
GROUND, WATER, STREET = "Kiểm tra ranh giới bãi đất", "Kiểm nghiệm nước cho hàng ăn", "Phân luồng xe quanh chợ"
RULE = "Quy tắc ví dụ của bản trình diễn"


def test_one_dossier_over_three_agencies_with_one_pause_each(careful, sign_in):
    citizen = careful.open()
    code = handed_in_at_the_centre(careful, sign_in, citizen)
    clerk = sitting(careful, CLERK)
    at_desk.open_case(clerk, code)
    at_desk.act(clerk, "a")
    at_desk.send(clerk)
    tells(careful, citizen, code, f"Đang ở: {LAND}, từ", "sau khi xong: " + GROUND)

    surveyor = sitting(careful, SURVEYOR)
    asks_for_a_better_sketch(careful, surveyor, code)
    tells(careful, citizen, code, "Đang chờ bạn, từ", "Bạn cần bổ sung hồ sơ")
    answered(careful, citizen, code)
    records(careful, surveyor, code, {"record_step-ground-area": "420"}, pick="record_step-ground-bounds")
    told = tells(careful, citizen, code, f"Đang ở: {HEALTH}, từ", f"Đang ở: {ROADS}, từ")
    assert f"Đang ở: {LAND}" not in told

    inspector, planner = sitting(careful, INSPECTOR), sitting(careful, PLANNER)
    pauses(careful, inspector, code, "water", "Chờ kết quả kiểm nghiệm mẫu nước.")
    told = tells(careful, citizen, code, f"{WATER}, đang tạm dừng", "Chờ kết quả kiểm nghiệm mẫu nước.")
    assert "Kết quả hẹn trước" not in told  # the case waits with this one
    pauses(careful, planner, code, "street", "Chờ lịch cấm đường của tuần lễ hội.")
    tells(careful, citizen, code, f"{STREET}, đang tạm dừng")
    for page, step, boxes, pick in (
        (inspector, "water", {}, "record_step-water-water"),
        (planner, "street", {"record_step-street-plan": "Đường bờ sông"}, ""),
    ):
        resumes(page, code, step)
        records(careful, page, code, boxes, pick=pick)
    tells(careful, citizen, code, "Đang ở: Công chức chuyên môn, Ủy ban nhân dân phường Kim Long", "Kết quả hẹn trước")
    the_day_is_explained(careful, citizen, code)

    specialist, head = sitting(careful, at_desk.SPECIALIST), sitting(careful, at_desk.HEAD)
    at_desk.propose(specialist, code, {"certificate_number": "45/2026"})
    at_desk.sign(head, code)
    returned(clerk, code)
    tells(careful, citizen, code, "Đã xong: bạn đã nhận kết quả", "Tải kết quả")
    the_slip_shows_every_hand(careful, clerk, code)


def sitting(careful, name):
    page = careful.open(size=DESK)
    at_desk.sit_down(page, name)
    return page


def handed_in_at_the_centre(careful, sign_in, page):
    page.goto(f"/apply/{MARKET}")
    sign_in(page, CITIZEN)
    page.wait_for_url(f"**/apply/{MARKET}")
    careful.look(page)
    page.select_option("#agency", label=CENTRE)
    page.get_by_role("button", name="Bắt đầu", exact=True).click()
    answers = {
        "ground": lambda: fill_ground(page),
        "stalls": lambda: (
            page.fill("#market_name", "Chợ phiên Bến Cũ"),
            page.fill("#stalls", "18"),
            page.check("input[name=sells_food][value=yes]"),
        ),
        "delivery": lambda: page.check("input[name=delivery][value=counter]"),
    }
    while (here := place(page)) != "check":
        page.wait_for_load_state()
        if page.locator("#files").count():
            page.set_input_files("#files", photo("so-do.jpg"))
            page.get_by_role("button", name="Gửi tệp đã chọn").click()
        answers.get(here, lambda: None)()
        forward(page)
        assert place(page) != here, page.locator("main").inner_text()
    page.check("input[name=declared]")
    careful.look(page)
    forward(page)
    page.wait_for_selector(".govuk-panel")
    told = page.locator("main").inner_text()
    assert f"Hồ sơ đã đến {CENTRE}." in told
    return str(page.url).split("/dossiers/")[1].split("?")[0].split("/")[0]


def fill_ground(page):
    page.select_option("#ground_address-province", "46")
    page.wait_for_selector("#ground_address-commune option[value='19774']", state="attached")
    page.select_option("#ground_address-commune", "19774")
    page.fill("#ground_address-detail", "Bãi đất cạnh bến thuyền")


def tells(careful, page, code, *said):
    """The citizen's page of this one dossier says all of it; gives the whole of it."""
    page.goto(f"/dossiers/{code}")
    careful.look(page)
    told = page.locator("main").inner_text()
    for each in said:
        assert each in told, told
    return told


def asks_for_a_better_sketch(careful, page, code):
    at_desk.open_case(page, code)
    careful.look(page)
    at_desk.act(page, "s")
    at_desk.tab_to(page, "input[name=papers][value=sketch]")
    page.keyboard.press("Space")
    at_desk.tab_to(page, "#act-request_supplement textarea[name=reason]")
    page.keyboard.type("Sơ đồ chưa ghi kích thước.")
    at_desk.send(page)


def answered(careful, page, code):
    page.goto(f"/dossiers/{code}/supplement")
    careful.look(page)
    page.set_input_files("input[type=file]", photo("so-do-moi.jpg"))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(lambda url: url.split("?")[0].endswith(f"/dossiers/{code}"))


def records(careful, page, code, boxes, *, pick=""):
    at_desk.open_case(page, code)
    at_desk.act(page, "g")
    if pick:
        at_desk.tab_to(page, f"[id^={pick}]")
        page.keyboard.press("Space")
    for box, typed in boxes.items():
        at_desk.tab_to(page, f"#{box}")
        page.keyboard.type(typed)
    at_desk.send(page)
    careful.look(page)


def pauses(careful, page, code, step, reason):
    at_desk.open_case(page, code)
    at_desk.act(page, "m")
    careful.look(page)
    at_desk.tab_to(page, f"#pause_step-{step}-reason")
    page.keyboard.type(reason)
    at_desk.tab_to(page, f"#pause_step-{step}-legal")
    page.keyboard.type(RULE)
    at_desk.send(page)
    careful.look(page)
    assert reason.rstrip(".") in page.locator(".desk-steps").inner_text()


def resumes(page, code, step):
    at_desk.open_case(page, code)
    at_desk.act(page, "l")
    at_desk.tab_to(page, f"#resume_step-{step}-note")
    at_desk.send(page)


def returned(page, code):
    at_desk.open_case(page, code)
    at_desk.act(page, "t")
    at_desk.send(page)


def the_day_is_explained(careful, page, code):
    page.get_by_text("Vì sao là ngày này?").click()
    told = page.locator("details[open]").inner_text()
    for said in (
        f"{LAND} ({GROUND}) chờ người nộp bổ sung từ",
        "Sơ đồ chưa ghi kích thước. Ngày hẹn lùi theo.",
        f"{HEALTH} ({WATER}) tạm dừng từ",
        f"Chờ kết quả kiểm nghiệm mẫu nước ({RULE}). Ngày hẹn lùi theo.",
        f"{ROADS} ({STREET}) tạm dừng từ",
        f"Chờ lịch cấm đường của tuần lễ hội ({RULE}). Ngày hẹn không đổi.",
    ):
        assert said in told, told
    careful.look(page)


def the_slip_shows_every_hand(careful, page, code):
    page.goto(f"/desk/{code}/slip")
    careful.look(page)
    told = page.locator("table").inner_text()
    for hand in (CLERK, SURVEYOR, INSPECTOR, PLANNER, at_desk.SPECIALIST, at_desk.HEAD, "Người nộp"):
        assert hand in told, told
