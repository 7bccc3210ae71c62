from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue.api import condition
from motcua.forms.domain.compiled import compile_definition
from motcua.forms.errors import FormDefinitionError
from motcua.forms.tests.samples import definition, field, hostile, make, page, say


def faults(*pages: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(FormDefinitionError) as refused:
        make(*pages)
    return dict(refused.value.fields)


def test_a_definition_becomes_sections_pages_and_fields_in_their_order():
    form = make(page("one", field("b"), field("a")), page("two", field("c", "date", max="today")))

    assert [p.id for p in form.pages] == ["one", "two"]
    assert list(form.fields) == ["b", "a", "c"]
    assert form.sections[0].pages == ("one", "two")
    assert form.fields["c"].max == "today"


def test_an_empty_form_asks_nothing():
    assert compile_definition("hash", {"sections": []}, condition).pages == ()


def test_an_unknown_type_is_refused_with_its_path_and_the_types_there_are():
    found = faults(page("one", field("a"), field("b", "sygnature")))

    assert list(found) == ["sections[0].pages[0].fields[1].type"]
    assert "sygnature" in found["sections[0].pages[0].fields[1].type"]
    assert "personal_id" in found["sections[0].pages[0].fields[1].type"]


def test_every_fault_is_told_at_once():
    found = faults(page("one", field("a", min=3), field("A")), page("one", field("today")))

    assert set(found) == {
        "sections[0].pages[0].fields[0].min",
        "sections[0].pages[0].fields[1].id",
        "sections[0].pages[1].id",
        "sections[0].pages[1].fields[0].id",
    }


def test_a_field_id_stands_once_in_the_whole_form():
    found = faults(page("one", field("a")), page("two", field("a")))
    assert "twice" in found["sections[0].pages[1].fields[0].id"]


@pytest.mark.parametrize("where", ["page", "field", "check"])
def test_a_condition_that_names_an_unknown_field_is_refused(where: str):
    pages = {
        "page": page("two", field("b"), show_if="nobody == 'x'"),
        "field": page("two", field("b", show_if="nobody == 'x'")),
        "check": page("two", field("b"), checks=[{"field": "b", "rule": "nobody == 'x'", "message": say("?")}]),
    }
    found = faults(page("one", field("a")), pages[where])
    assert "'nobody'" in next(iter(found.values()))


def test_a_condition_may_not_depend_on_a_later_page():
    found = faults(page("one", field("a"), show_if="b == 'x'"), page("two", field("b")))
    assert "'b'" in found["sections[0].pages[0].show_if"]
    assert "before" in found["sections[0].pages[0].show_if"]


def test_a_condition_may_not_depend_on_its_own_field():
    assert faults(page("one", field("a", show_if="a == 'x'")))


def test_a_condition_may_read_an_earlier_field_of_its_page_the_channel_and_today():
    make(page("one", field("a"), field("b", show_if="a == 'x' && channel == 'online' && today > '2026-01-01'")))


def test_names_inside_texts_and_macros_are_no_fields():
    make(
        page("one", field("a", "choices")),
        page("two", field("b"), show_if="a != null && a.exists(each, each == 'nobody')"),
    )


def test_a_condition_that_is_no_cel_is_refused_with_its_path():
    found = faults(page("one", field("a")), page("two", field("b"), show_if="a = 'x'"))
    assert list(found) == ["sections[0].pages[1].show_if"]


def test_a_check_speaks_about_a_field_of_its_own_page():
    check = {"field": "a", "rule": "a != null", "message": say("?")}
    assert "sections[0].pages[1].checks[0].field" in faults(
        page("one", field("a")), page("two", field("b"), checks=[check])
    )


@pytest.mark.parametrize("options", [[], [{"value": "a", "label": say("A")}] * 2, [{"value": True, "label": say("A")}]])
def test_a_choice_needs_options_that_differ_and_are_words(options: list[Any]):
    assert faults(page("one", field("a", "choice", options=options)))


@pytest.mark.parametrize("limit", ["tomorrow", "2026-13-01", "today-3w", 14, True])
def test_a_date_limit_is_a_day_or_moves_with_today(limit: Any):
    assert "sections[0].pages[0].fields[0].max" in faults(page("one", field("a", "date", max=limit)))


def test_a_misspelt_key_is_refused():
    assert "sections[0].pages[0].fields[0].showif" in faults(page("one", field("a", showif="true")))


def test_a_page_id_that_is_an_address_of_the_product_is_refused():
    assert "sections[0].pages[0].id" in faults(page("check", field("a")))


def test_the_refusal_has_a_stable_code():
    with pytest.raises(FormDefinitionError) as refused:
        make(page("one"))
    assert refused.value.code == "forms.bad_definition"


@settings(max_examples=300)
@given(hostile)
def test_junk_in_place_of_a_form_is_refused_and_never_breaks(junk: Any):
    with suppress(FormDefinitionError):
        compile_definition("hash", junk, condition)


@settings(max_examples=300)
@given(st.data())
def test_junk_anywhere_inside_a_form_is_refused_and_never_breaks(data: st.DataObject):
    whole = definition(
        page("one", field("a", "choice"), checks=[{"field": "a", "rule": "a != null", "message": say("?")}])
    )
    nodes: list[Any] = [whole]
    for node in nodes:
        nodes.extend(
            value for value in (node.values() if isinstance(node, dict) else node) if isinstance(value, dict | list)
        )
    node = data.draw(st.sampled_from(nodes))
    key = data.draw(st.sampled_from(list(node) if isinstance(node, dict) else list(range(len(node)))))
    node[key] = data.draw(hostile)
    with suppress(FormDefinitionError):
        compile_definition("hash", whole, condition)
