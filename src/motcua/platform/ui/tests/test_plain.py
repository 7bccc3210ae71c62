"""What is drawn without the macros means what they draw."""

import pytest
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from motcua.platform.ui import components, plain
from motcua.platform.ui.tests.fixture_cases import cases, meaning, vouched

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)
SAID = TEXT.filter(str.strip)


def items(chosen):
    item = st.fixed_dictionaries({"value": TEXT, "text": SAID}, optional={chosen: st.booleans()})
    return st.lists(item, min_size=1, max_size=4)


TOLD = st.fixed_dictionaries({"text": SAID}, optional={"classes": st.just("govuk-label--s")})
SELECTS = st.fixed_dictionaries({"id": SAID, "name": SAID, "label": TOLD, "items": items("selected")})
BOXES = st.fixed_dictionaries(
    {"idPrefix": SAID, "name": SAID, "items": items("checked")},
    optional={"classes": st.just("govuk-radios--small"), "fieldset": st.fixed_dictionaries({"legend": TOLD})},
)


def by_macro(name, options):
    return meaning(components._macro(name)(components._clean(options, ())))


@given(SELECTS)
def test_a_select_means_what_the_macro_draws(options):
    assert meaning(plain.select(options)) == by_macro("select", options)


@given(BOXES)
def test_radios_and_checkboxes_mean_what_the_macros_draw(options):
    assert meaning(plain.radios(options)) == by_macro("radios", options)
    assert meaning(plain.checkboxes(options)) == by_macro("checkboxes", options)


def test_the_fixtures_that_are_plain_mean_what_govuk_frontend_expects():
    drawn = 0
    for component, case in cases():
        if component in plain.PLAIN:
            text = plain.PLAIN[component](components._clean(vouched(case["options"]), ()))
            drawn += text is not None
            assert text is None or meaning(text) == meaning(case["html"]), case["name"]
    assert drawn > 3


@pytest.mark.parametrize(
    "more",
    [
        {"hint": {"text": "x"}},
        {"errorMessage": {"text": "x"}},
        {"value": "a"},
        {"attributes": {"data-x": "1"}},
        {"items": [{"value": "a", "text": "A", "disabled": True}]},
        {"items": [{"value": 1, "text": "A"}]},
        {"items": [{"value": "a", "text": "A", "selected": "yes"}]},
        {"items": [None]},
        {"items": [{"value": "a", "text": ""}]},
        {"label": {"html": "x"}},
        {"label": {"text": "x", "isPageHeading": True}},
    ],
)
def test_anything_special_is_left_to_the_macros(more):
    options = {"id": "a", "name": "a", "label": {"text": "A"}, "items": [{"value": "a", "text": "A"}]}
    assert plain.select(options)
    assert plain.select(options | more) is None


def test_a_text_is_escaped_even_when_it_calls_itself_safe():
    safe = mark_safe("<b>")
    item = {"value": safe, "text": safe}
    told = {"text": safe, "classes": safe}
    drawn = plain.select({"id": safe, "name": safe, "label": told, "items": [item]})
    assert "<b>" not in drawn
    drawn = plain.radios(
        {"idPrefix": safe, "name": safe, "classes": safe, "fieldset": {"legend": told}, "items": [item]}
    )
    assert "<b>" not in drawn
