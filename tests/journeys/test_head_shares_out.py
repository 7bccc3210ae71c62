"""Leave: work is shared out with a look beforehand, and who stands in does the rest. Then many results are handed over
at once. All by keyboard."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys import at_desk
from tests.journeys.conftest import DESK

pytestmark = pytest.mark.journey
SECOND = "Trần Đại Khoai"  # the ward's other specialist


def press(page, selector):
    """Go to a link or button by Tab, and press it."""
    at_desk.tab_to(page, selector)
    page.keyboard.press("Enter")


def test_leave_and_many_results_at_once(careful):
    receiver = careful.open(size=DESK)
    at_desk.sit_down(receiver, at_desk.RECEIVER)
    codes = []
    for number, name in (("046199000761", "Ngô Thị Nghỉ Phép"), ("046199000772", "Hồ Thị Nghỉ Phép")):
        codes.append(at_desk.filed_at_counter(receiver, number, name))
        at_desk.act(receiver, "a")
        at_desk.send(receiver)

    away = careful.open(size=DESK)
    at_desk.sit_down(away, at_desk.SPECIALIST)
    for code in codes:
        at_desk.open_case(away, code)
        away.keyboard.press("c")
        away.wait_for_selector("text=Bạn đang làm hồ sơ này")
    careful.look(away)
    goes_on_leave(careful, away)

    head = careful.open(size=DESK)
    at_desk.sit_down(head, at_desk.HEAD, "/desk/people/")
    shared_out(careful, head, codes)

    khoai = careful.open(size=DESK)
    at_desk.sit_down(khoai, SECOND)
    given = [code for code in codes if in_queue(khoai, code)]
    assert given == codes  # one was given, the other is in whose place Khoai stands
    for n, code in enumerate(codes):
        at_desk.propose(khoai, code, {"certificate_number": f"{700 + n}/2026"})
    told = khoai.locator(".mc-timeline").inner_text()
    assert ("thay " + at_desk.SPECIALIST in told) or ("thay " + at_desk.SPECIALIST in acts_of(khoai, codes[0]))

    signs_both(careful, head, codes)
    returns_both(careful, receiver, codes)


def goes_on_leave(careful, page):
    """Two days, from tomorrow on would not count yet: from today."""
    page.goto("/desk/people/")
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    at_desk.tab_to(page, "#substitute")
    page.keyboard.type(SECOND)
    at_desk.tab_to(page, "#first_day")
    page.keyboard.type(today.strftime("%d/%m/%Y"))
    at_desk.tab_to(page, "#last_day")
    page.keyboard.type((today + timedelta(days=2)).strftime("%d/%m/%Y"))
    page.keyboard.press("Enter")
    page.wait_for_selector(f"text={SECOND} làm thay")
    careful.look(page)


def shared_out(careful, head, codes):
    """The head shares Liêu's work out, keeps all but the first as they are, sees what happened."""
    careful.look(head)
    row = head.locator("tr", has_text=at_desk.SPECIALIST)
    at_desk.tab_to(head, f"a[href='{row.locator('a[href$=move]').get_attribute('href')}']")
    head.keyboard.press("Enter")
    head.wait_for_selector("input[name=to]")
    at_desk.tab_to(head, "input[name=to]")
    head.keyboard.press("Space")
    head.keyboard.press("Enter")
    head.wait_for_url("**/move?**")
    careful.look(head)
    assert SECOND in head.locator(f"tr:has-text('{codes[0]}') select option:checked").inner_text()
    for each in head.locator("tbody tr").all():
        if codes[0] not in each.inner_text():
            each.locator("select").press("Home")
    press(head, ".desk-batch button[type=submit]")
    head.wait_for_selector("#batch")
    assert re.search(
        rf"{codes[0]}.*{at_desk.SPECIALIST} → {SECOND}.*Xong", " ".join(head.locator("#batch").inner_text().split())
    )
    careful.look(head)


def in_queue(page, code):
    page.goto("/desk/")
    return page.locator(f"#desk-rows >> text={code}").count() == 1


def acts_of(page, code):
    at_desk.open_case(page, code)
    return page.locator(".mc-timeline").inner_text()


def choose(page, codes, state):
    """Tick the rows of these codes in the queue of one step, by keys alone."""
    page.goto(f"/desk/?state={state}")
    for _row in range(60):
        page.keyboard.press("j")
        row = page.evaluate("document.activeElement.closest('li').innerText")
        if any(code in row for code in codes):
            page.keyboard.press("x")
        if page.locator(".desk-row__pick:checked").count() == len(codes):
            return
    raise AssertionError("not all rows are there")


def signs_both(careful, head, codes):
    choose(head, codes, "awaiting_approval")
    head.keyboard.press("w")
    head.keyboard.press("d")
    head.wait_for_selector(".desk-sign")
    careful.look(head)
    assert "700/2026" in head.locator("main").inner_text()
    for code in codes:
        box = head.locator(f".desk-sign:has-text('{code}') input[name=row]")
        at_desk.tab_to(head, f"input[value='{box.get_attribute('value')}']")
        head.keyboard.press("Space")
    head.evaluate("document.activeElement.blur()")  # the page is about this batch, wherever the cursor is
    head.keyboard.press("Control+Enter")
    head.wait_for_selector("text=2 hồ sơ đã xong")


def returns_both(careful, receiver, codes):
    choose(receiver, codes, "approved")
    receiver.keyboard.press("w")
    receiver.keyboard.press("t")
    receiver.wait_for_selector(".desk-batch")
    careful.look(receiver)
    at_desk.tab_to(receiver, "#bulk-note")
    receiver.keyboard.type("Mẹ của bé nhận.")
    receiver.keyboard.press("Control+Enter")
    receiver.wait_for_selector("text=2 hồ sơ đã xong")
    careful.look(receiver)
    receiver.goto("/desk/")
    at_desk.open_case(receiver, codes[1])
    assert "Trao tại quầy. Mẹ của bé nhận." in receiver.locator(".mc-timeline").inner_text()
