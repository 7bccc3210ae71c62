"""Finding a procedure: by keyboard, with filters, with a slip, and when there is nothing."""

import re

import pytest

pytestmark = pytest.mark.journey


def sit_down(page, name, where):
    """Sign in as an official of another agency than the demo's own commune."""
    page.goto(f"/sign-in?next={where}")
    page.get_by_text("Cán bộ ở cơ quan khác").click()
    page.locator("button[name=account]", has_text=name).first.click()


def names(page):
    return page.locator(".mc-found__name").all_inner_texts()


def test_suggestions_are_walked_through_with_the_arrow_keys(careful):
    page = careful.open()
    page.goto("/")
    field = page.get_by_role("combobox", name="Bạn cần làm việc gì?")
    field.press_sequentially("khai si", delay=20)
    page.get_by_role("option", name="Đăng ký khai sinh", exact=True).wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    careful.look(page)
    page.keyboard.press("ArrowDown")
    assert page.locator("[aria-selected=true]").get_attribute("id") == field.get_attribute("aria-activedescendant")
    page.keyboard.press("Escape")
    assert page.get_by_role("option").count() == 0
    assert field.get_attribute("aria-expanded") == "false"
    field.press_sequentially("nh")
    page.get_by_role("option", name="Đăng ký khai sinh", exact=True).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/procedures/\d"))
    page.get_by_role("link", name="Quay lại kết quả tìm kiếm").click()
    assert page.locator("#search-q").input_value() == "khai sinh"


@pytest.mark.parametrize("scripts", [True, False])
def test_filters_narrow_and_are_taken_away_one_by_one(careful, scripts):
    page = careful.open(scripts=scripts, size={"width": 1280, "height": 900})
    page.goto("/procedures?q=dang+ky")
    before = names(page)
    page.get_by_label(re.compile(r"Nộp được trên mạng \(\d+\)")).check()
    page.get_by_label(re.compile(r"Cấp xã \(\d+\)")).check()
    page.get_by_role("button", name="Lọc", exact=True).click()
    assert "tier=commune" in page.url
    assert names(page) != [] and set(names(page)) <= {*before, *names(page)}
    assert page.locator(".mc-found__item").count() == page.locator(".mc-found__online").count()
    if scripts:
        careful.look(page)
    page.get_by_role("link", name="Bỏ lọc: Cấp xã").click()
    assert "tier" not in page.url
    assert "online=1" in page.url
    page.locator("#search-q").fill("doc than")
    page.get_by_role("button", name="Tìm", exact=True).click()
    assert "online=1" in page.url
    assert names(page)[0].startswith("Cấp Giấy xác nhận tình trạng hôn nhân")


def test_a_slip_is_asked_back_and_answered_all_the_same(careful):
    page = careful.open()
    page.goto("/procedures?q=dang+ky+khai+sihn")
    careful.look(page)
    assert names(page)[0] == "Đăng ký khai sinh"
    page.get_by_role("link", name="đăng ký khai sinh", exact=True).click()
    assert page.locator("#search-q").input_value() == "đăng ký khai sinh"
    assert page.locator(".mc-meant").count() == 0


def test_who_finds_nothing_is_told_whom_to_ask(careful):
    page = careful.open()
    page.goto("/procedures?q=qqqq+zzzz")
    careful.look(page)
    said = page.locator("main").inner_text()
    assert "Chưa thấy thủ tục nào khớp" in said
    assert "Trung tâm Phục vụ hành chính công" in said
    page.get_by_role("link", name="Kết hôn").click()
    assert "event=marriage" in page.url
    assert names(page) != []


def test_filters_that_leave_nothing_offer_what_comes_nearest(careful):
    page = careful.open()
    page.goto("/procedures?q=khai+sinh&tier=ministry")
    careful.look(page)
    page.get_by_role("link", name="Đăng ký khai sinh", exact=True).wait_for()
    page.get_by_role("link", name="Tìm lại không dùng bộ lọc").click()
    assert "Đăng ký khai sinh" in names(page)


def test_an_editor_teaches_search_a_word_and_takes_it_back(careful):
    page = careful.open(size={"width": 1280, "height": 900})
    sit_down(page, "Trịnh Văn Khế", "/words")
    careful.look(page)
    page.get_by_label("Người dân nói").fill("bông hồng nhỏ")
    page.get_by_label("Danh mục gọi là").fill("zzzz")
    page.get_by_role("button", name="Lưu").click()
    said = page.locator(".govuk-error-summary").inner_text()
    assert "Danh mục không có “zzzz”" in said
    assert "Cho biết vì sao" in said
    page.get_by_label("Danh mục gọi là").fill("đăng ký khai sinh")
    page.get_by_label("Vì sao", exact=True).fill("Bà con ở chợ hay nói")
    page.get_by_role("button", name="Thử trước").click()
    careful.look(page)
    after = page.get_by_role("table", name="Nếu lưu").inner_text()
    assert "Đăng ký khai sinh" in after
    page.get_by_role("button", name="Lưu").click()
    assert "Đã lưu từ “bông hồng nhỏ”" in page.locator(".govuk-notification-banner").inner_text()
    careful.look(page)
    citizen = careful.open()
    citizen.goto("/procedures?q=bong+hong+nho")
    assert names(citizen)[0] == "Đăng ký khai sinh"
    page.get_by_text("Hoàn tác bông hồng nhỏ").first.click()
    page.get_by_label("Vì sao hoàn tác").first.fill("Nhầm chợ")
    page.get_by_role("button", name="Hoàn tác lần sửa này").first.click()
    assert "Đã hoàn tác" in page.locator(".govuk-notification-banner").inner_text()
    citizen.reload()
    assert "Đăng ký khai sinh" not in names(citizen)


def test_who_is_no_editor_does_not_see_the_words(careful):
    page = careful.open()
    sit_down(page, "Cao Thị Bống", "/desk/")
    assert page.goto("/words").status == 403
