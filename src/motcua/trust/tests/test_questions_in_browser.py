"""She does not understand a look and asks; the head reads it, answers, and she reads the answer where she asked."""

import pytest

from motcua.trust.tests.serving import DESK, PHONE, look

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["", "/en"], ids=["vi", "en"])
def test_one_click_reaches_the_head_and_the_answer_comes_back(looked, opened, language):
    where = language.strip("/") or "vi"
    hers, heads = opened(looked.lan), opened(looked.head, DESK)
    heads.goto(f"{language}/desk/looks/")
    look(heads, f"questions-none-{where}")
    hers.goto(f"{language}/my/looks")
    hers.locator(".trust-looks h2 a").last.click()
    hers.locator("form[action$='/ask'] button").click()
    hers.wait_for_selector("#question")
    look(hers, f"asked-{where}")
    heads.goto(f"{language}/desk/looks/")
    heads.locator("form textarea[name=answer]").fill("")
    heads.locator("form[action*='/desk/looks/'] button").click()
    heads.wait_for_selector(".govuk-error-summary")
    look(heads, f"questions-refused-{where}")
    heads.locator("form textarea[name=answer]").fill("Chị Hà gọi điện để hỏi lại nơi sinh của cháu.")
    heads.locator("form[action*='/desk/looks/'] button").click()
    heads.wait_for_selector(".govuk-notification-banner")
    heads.set_viewport_size(PHONE)
    look(heads, f"questions-answered-{where}")
    hers.reload()
    assert "hỏi lại nơi sinh" in hers.locator("#question").inner_text()
    look(hers, f"answered-{where}")
