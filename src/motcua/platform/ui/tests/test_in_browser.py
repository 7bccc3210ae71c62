"""The style guide in a real browser: axe, small and large, both languages, with and without scripts."""

import gzip

import pytest
from playwright.sync_api import expect

from motcua.platform.ui.tests.fixture_cases import HERE

pytestmark = pytest.mark.journey
PAGES = ["/ui/", "/en/ui/", "/ui/?errors=1", "/ui/desk/", "/en/ui/desk/", "/ui/errors/404/", "/en/ui/errors/500/"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def axe():
    return gzip.decompress((HERE / "axe.min.js.gz").read_bytes()).decode()


def faults(page, axe):
    page.evaluate(axe)
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found["violations"]]


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_wrong_and_nothing_runs_off_the_page(browser, address, axe, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in PAGES:
        page.goto(address + path)
        assert faults(page, axe) == [], f"{path} at {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} at {width}"
    assert complaints == []


def test_axe_would_find_a_fault(browser, address, axe):
    page = browser.new_page()
    page.goto(address + "/ui/errors/404/")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=/static/ui/favicon.svg>')")
    assert [name for name, _nodes in faults(page, axe)] == ["image-alt"]


def test_at_400_percent_zoom_nothing_is_cut_off(browser, address):
    page = browser.new_page(viewport={"width": 320, "height": 256})
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_without_scripts_everything_is_there_and_no_dead_button_shows(browser, address):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(address + "/ui/")
    assert page.locator("[data-copy]").first.is_hidden()
    assert page.locator(".govuk-service-navigation__link").first.is_visible()
    assert page.get_by_text("Mang theo gì?").is_visible()


def test_errors_take_the_focus(browser, address):
    page = browser.new_page()
    page.goto(address + "/ui/?errors=1")
    expect(page.locator(".govuk-error-summary")).to_be_focused()


def test_search_answers_while_one_types(browser, address):
    page = browser.new_page()
    page.goto(address + "/ui/")
    page.fill("#search-q", "khai sinh")
    page.wait_for_selector("#search-q-results a")
    assert page.locator("#search-q-results").inner_text() == "Đăng ký khai sinh"


def test_keys_act_and_a_question_mark_lists_them_but_typing_is_only_typing(browser, address):
    page = browser.new_page()
    page.goto(address + "/ui/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.keyboard.type("?/")
    assert page.input_value("#search-q") == "?/"
    assert page.locator("#mc-keys").is_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    assert page.locator("#mc-keys").is_visible()
    assert "Đến ô tìm kiếm" in page.locator("#mc-keys").inner_text()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("s")
    assert page.url.endswith("#search")


def test_a_form_goes_only_once(browser, address):
    page = browser.new_page()
    page.goto(address + "/ui/")
    went = page.evaluate(
        """() => {
            const form = document.querySelector('form[method=post]');
            let sent = 0;
            addEventListener('submit', (event) => { if (!event.defaultPrevented) sent += 1; event.preventDefault(); });
            form.requestSubmit(); form.requestSubmit(); form.requestSubmit();
            return sent;
        }"""
    )
    assert went == 1


def test_a_code_can_be_copied(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "/ui/")
    page.locator("[data-copy]").first.click()
    expect(page.locator("#mc-toast")).to_have_text("Đã chép mã")
    assert page.evaluate("navigator.clipboard.readText()") == "H57.01.12-261117-0042"


def test_a_file_over_the_limit_is_told_before_it_is_sent(browser, address):
    page = browser.new_page()
    page.goto(address + "/ui/")
    page.evaluate(
        "() => { document.querySelector('input[type=file]').dataset.maxBytes = '10'; document.querySelector('input[type=file]').dataset.tooBig = 'Quá lớn.'; }"
    )
    page.add_script_tag(url=address + "/static/ui/upload.js", type="module")
    page.set_input_files("input[type=file]", {"name": "anh.jpg", "mimeType": "image/jpeg", "buffer": b"x" * 3_400_000})
    page.wait_for_selector("[data-upload-note]")
    assert page.locator("[data-upload-note]").inner_text() == "anh.jpg (3,2 MB). Quá lớn."
    page.evaluate("document.querySelector('form[method=post]').requestSubmit()")
    assert page.url.endswith("/ui/")
    assert page.evaluate("document.activeElement.type") == "file"
    assert page.locator("form[data-sent]").count() == 0, "a stopped form must not count as sent"
    page.set_input_files("input[type=file]", {"name": "nho.jpg", "mimeType": "image/jpeg", "buffer": b"x"})
    assert page.locator("[data-upload-note]").inner_text() == "nho.jpg (1 KB)"
