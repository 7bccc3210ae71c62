"""She sees what is kept, asks for a correction by phone, and finds the answer; the head works at a desk."""

import pytest
from playwright.sync_api import expect

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.notices import api as notices
from motcua.notices.contracts import News
from motcua.trust.tests.serving import DESK, PHONE, look

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["", "/en"], ids=["vi", "en"])
def test_a_request_goes_to_the_head_and_its_answer_comes_back(looked, opened, language):
    where = language.strip("/") or "vi"
    hers, heads = opened(looked.lan), opened(looked.head, DESK)
    heads.goto(f"{language}/desk/data/")
    look(heads, f"data-desk-none-{where}")
    hers.goto(f"{language}/my/data")
    look(hers, f"data-{where}")
    hers.locator("a[href$='/my/data/ask']").click()
    hers.locator("form[action$='/ask'] button").click()
    expect(hers.locator(".govuk-error-summary")).to_be_focused()
    look(hers, f"data-ask-refused-{where}")
    hers.locator("input[name=kind][value=correct]").check()
    if hers.locator("#agency option").count() > 1:
        hers.locator("#agency").select_option(index=1)
    hers.locator("#said").fill("Số nhà của tôi đã đổi từ tháng trước.")
    hers.locator("form[action$='/ask'] button").click()
    expect(hers.locator(".mc-timeline")).to_be_visible()
    look(hers, f"data-request-{where}")
    heads.reload()
    look(heads, f"data-desk-{where}")
    heads.locator("form[action$='/acknowledge'] button").click()
    done = heads.locator("details:has(form[action$='/finish'])")
    done.locator("summary").click()
    done.locator("button").click()
    expect(heads.locator(".govuk-error-summary")).to_be_visible()
    look(heads, f"data-desk-refused-{where}")
    heads.locator("form[action$='/finish'] textarea").fill("Đã sửa số nhà trong sổ.")
    heads.locator("form[action$='/finish'] button").click()
    expect(heads.locator(".govuk-notification-banner")).to_be_visible()
    heads.set_viewport_size(PHONE)
    look(heads, f"data-desk-done-{where}")
    hers.reload()
    expect(hers.locator("main")).to_contain_text("Đã sửa số nhà trong sổ.")
    look(hers, f"data-answered-{where}")


@pytest.mark.parametrize("language", ["", "/en"], ids=["vi", "en"])
def test_the_inbox_is_read_and_leads_to_the_dossier(looked, opened, language):
    where = language.strip("/") or "vi"
    page = opened(looked.lan)
    page.goto(f"{language}/my/messages")
    look(page, f"inbox-none-{where}")
    page.goto(f"{language}/my")
    code = page.locator("a[href*='/dossiers/']").first.get_attribute("href").rpartition("/")[2]
    values = {"code": {"vi": code}, "procedure": {"vi": "Đăng ký khai sinh", "en": "Birth registration"}}
    told = [News(looked.lan.id, key, "supplement_asked", clock.now(), code, values) for key in ("one", "two")]
    notices.tell(actor=SYSTEM, news=told)
    page.reload()
    look(page, f"my-{where}")
    page.locator("a[href$='/my/messages']").click()
    look(page, f"inbox-{where}")
    page.locator(".notices-list__open").first.click()
    page.wait_for_url(f"**/dossiers/{code}")
    assert notices.count_unread(actor=looked.lan) == 1
    page.goto(f"{language}/my/messages")
    page.locator("form[action$='/read'] button").click()
    expect(page.locator(".notices-list__item--new")).to_have_count(0)
    page.set_viewport_size(DESK)
    look(page, f"inbox-wide-{where}")
