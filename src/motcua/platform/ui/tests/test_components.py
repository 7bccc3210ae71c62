import pytest
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from motcua.platform.ui import components
from motcua.platform.ui.tests.fixture_cases import cases, meaning, vouched

# Cases we draw differently on purpose. Each with its reason; the test below holds the list to the letter.
DIFFERENT: dict[tuple[str, str], str] = {}
HOSTILE = '"><script>alert(1)</script>'


def hostile(options, path=()):
    """The same options with every plain text turned into an attack."""
    if isinstance(options, dict):
        return {key: hostile(value, (*path, key)) for key, value in options.items()}
    if isinstance(options, list):
        return [hostile(value, path) for value in options]
    if not isinstance(options, str) or not options:
        return options
    return mark_safe("ok") if components._is_raw(path) else options + HOSTILE


def test_every_component_draws_what_govuk_frontend_expects():
    found = {
        (component, case["name"])
        for component, case in cases()
        if meaning(components.render(component, vouched(case["options"]))) != meaning(case["html"])
    }
    assert found == set(DIFFERENT)


def test_the_fixtures_cover_every_component_we_offer():
    assert {component for component, _case in cases()} == set(components.COMPONENTS)
    assert sum(1 for _ in cases()) == 694


@pytest.mark.parametrize("name", components.COMPONENTS)
def test_no_text_option_of_any_component_can_bring_an_element(name):
    for component, case in cases():
        if component == name:
            drawn = components.render(component, hostile(case["options"]))
            assert "<script" not in drawn, case["name"]


def test_a_text_is_escaped_even_when_it_calls_itself_safe():
    assert "&lt;b&gt;" in components.render("button", {"text": mark_safe("<b>Lưu</b>")})


def test_an_html_option_takes_only_html_that_somebody_vouched_for():
    assert "<em>ngay</em>" in components.render("button", {"html": format_html("Lưu <em>{}</em>", "ngay")})
    with pytest.raises(components.UnsafeHtmlError, match=r"label\.html"):
        components.render("input", {"id": "x", "name": "x", "label": {"html": "<b>Tên</b>"}})


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("button", {"text": "x", "attributes": ' onclick="x"'}),
        ("button", {"text": "x", "attributes": {'x" onclick="y': "1"}}),
        ("service-navigation", {"slots": {"end": "<b>x</b>"}}),
        ("service-navigation", {"slots": {"navigationStart": "<b>x</b>"}}),
        ("panel", {"titleHtml": "<b>x</b>"}),
        ("input", {"id": "x", "name": "x", "formGroup": {"beforeInput": {"html": "<b>x</b>"}}}),
    ],
)
def test_no_side_door_takes_unvouched_html(name, options):
    with pytest.raises(components.UnsafeHtmlError):
        components.render(name, options)


def test_lazy_texts_are_resolved_and_none_counts_as_absent():
    drawn = components.render("button", {"text": gettext_lazy("Lưu và làm tiếp"), "classes": None, "name": None})
    assert 'class="govuk-button"' in drawn
    assert "name=" not in drawn


def test_components_that_draw_the_crown_are_not_offered():
    for name in ("header", "footer", "no-such-thing"):
        with pytest.raises(components.UnknownComponentError):
            components.render(name, {})


def test_an_absent_list_is_simply_absent():
    assert "govuk-accordion" in components.render("accordion", {"id": "more"})
    assert "<li" not in components.render("breadcrumbs", {})
