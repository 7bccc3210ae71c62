"""What officials do again and again, by keys alone; and a dossier that nobody else's journey touches."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.journeys.applying import answer, forward, photo, place

RECEIVER, SPECIALIST, HEAD = "Đặng Thị Mỵ Nương", "Vũ Lang Liêu", "Phan Thị Ngọc Hoa"

NOT_ON_RECORD = {"child_ethnicity": "Kinh", "child_nationality": "Việt Nam"}  # of who was entered at the counter


def sit_down(page: Any, name: str, where: str = "/desk/") -> None:
    """Sign in as the official `name` through the demo's buttons, by keyboard."""
    page.goto(f"/sign-in?next={where}")
    button = page.locator("button[name=account]", has_text=name).first
    if not button.is_visible():
        page.locator("details", has=button).locator("summary").press("Enter")
    button.press("Enter")
    at(page, where)


def until(page: Any, said: str) -> None:
    """Wait until the expression is true. Playwright's own way evaluates in the page, which our policy forbids."""
    for _try in range(300):
        if page.evaluate(said):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {said}")


def reload_until(page: Any, said: Callable[[], bool]) -> None:
    """Look again until it is so: the worker needs a moment."""
    for _try in range(100):
        if said():
            return
        page.wait_for_timeout(200)
        page.reload()
    raise AssertionError(page.locator("main").inner_text())


def at(page: Any, where: str) -> None:
    """Wait until the page at the path `where` has come."""
    page.wait_for_url(lambda url: urlsplit(url).path == where)


def open_case(page: Any, code: str) -> None:
    """Search for the code and open the dossier."""
    page.keyboard.press("/")
    page.keyboard.press("Control+A")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/desk/?q=" in url)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f".desk-case[data-code='{code}']")
    until(page, "document.activeElement.id === 'case-title'")


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _press in range(120):
        if page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {selector}")


def act(page: Any, key: str) -> None:
    """Press the act's key and wait for the cursor to be in its form."""
    page.keyboard.press(key)
    until(page, "!!document.activeElement.closest('.desk-act__form')")


def send(page: Any) -> None:
    """Send the form that the cursor is in, and wait for the page that says so."""
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".govuk-notification-banner--success")


def accept(page: Any, code: str) -> None:
    open_case(page, code)
    act(page, "a")
    send(page)


def propose(page: Any, code: str, result: dict[str, str]) -> None:
    """Put the result up for signature; `result`: what goes into each of its fields."""
    open_case(page, code)
    act(page, "p")
    for field, typed in result.items():
        tab_to(page, f"#resolve-{field}")
        page.keyboard.type(typed)
    send(page)


def sign(page: Any, code: str) -> None:
    open_case(page, code)
    act(page, "d")
    send(page)


def find_or_enter(page: Any, number: str, name: str) -> None:
    """At the counter: look the number up; enter the person when it is new. By keys."""
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    page.wait_for_selector("#full_name, #q")
    if page.locator("#full_name").count():
        tab_to(page, "#full_name")
        page.keyboard.type(name)
        for part, typed in (("day", "4"), ("month", "7")):
            tab_to(page, f"#birth-{part}")
            page.keyboard.type(typed)
        tab_to(page, "#unit_code")
        page.keyboard.type("Kim Long")
        tab_to(page, "#address")
        page.keyboard.type("7 đường Thử")
        tab_to(page, "#phone")
        page.keyboard.type("0905123456")
        page.keyboard.press("Enter")
        page.wait_for_selector("#q")


def choose_birth_registration(page: Any) -> None:
    """Type what people say and take what is found, by keys."""
    tab_to(page, "#q")
    page.keyboard.type("làm khai sinh cho con")
    page.wait_for_selector(".desk-procedure >> text=/^Đăng ký khai sinh$/")
    tab_to(page, "button[value='1.001193']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/drafts/**")


def fill_in_and_submit(page: Any) -> str:
    """The same pages that people see at home, with a scan from the counter's camera; returns the code."""
    while (here := place(page)) != "check":
        if page.locator("#files").count():
            page.set_input_files("#files", photo())
            page.get_by_role("button", name="Gửi tệp đã chọn").click()
        else:
            answer(page)
            for field, said in NOT_ON_RECORD.items():
                if page.locator(f"#{field}").count():
                    page.fill(f"#{field}", said)
        forward(page)
        assert place(page) != here, page.locator("main").inner_text()
    page.check("input[name=declared]")
    forward(page)
    page.wait_for_selector(".desk-case")
    return str(page.locator(".desk-case").get_attribute("data-code"))


def filed_at_counter(page: Any, number: str, name: str) -> str:
    """A birth registration filed for somebody who walked in; the page is the receiver's, at the desk."""
    page.goto("/desk/file/")
    find_or_enter(page, number, name)
    choose_birth_registration(page)
    return fill_in_and_submit(page)


def send_without_reason(page: Any) -> None:
    """Send too early; the page comes back with what is missing, and the cursor on it."""
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".govuk-error-summary")
    until(page, "document.activeElement.className.includes('govuk-error-summary')")
    assert page.title().startswith("Lỗi:")


def opened_by(page: Any, key: str) -> str:
    """The address of the paper that `key` opens in a page of its own. A browser without a window shows none: it asks for it."""
    with page.context.expect_event("request", lambda request: "/documents/" in request.url) as asked:
        page.keyboard.press(key)
    return str(asked.value.url)
