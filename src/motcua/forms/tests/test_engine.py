from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motcua.catalogue.api import condition
from motcua.forms.contracts import FormContext
from motcua.forms.domain.compiled import compile_definition
from motcua.forms.domain.engine import asked_pages, clean_answers, first_open_page, validate_answers, validate_page
from motcua.forms.domain.generating import generate_answers
from motcua.forms.domain.showing import show_answers
from motcua.forms.errors import PageNotFoundError
from motcua.forms.tests.samples import CONTEXT, EVERYTHING, TODAY, definitions, field, hostile, make, page, say

MARRIED = make(
    page("status", field("is_married", "yes_no")),
    page("spouse", field("spouse_name", "name"), show_if="is_married == true"),
    page("spouse_job", field("job"), show_if="spouse_name != null"),
    page("end", field("note", required=False)),
)


def pages(form: Any, answers: Any, context: FormContext = CONTEXT) -> list[str]:
    return [asked.id for asked in asked_pages(form, answers, context)]


def test_a_page_is_asked_when_its_condition_holds():
    assert pages(MARRIED, {}) == ["status", "end"]
    assert pages(MARRIED, {"is_married": True}) == ["status", "spouse", "end"]
    assert pages(MARRIED, {"is_married": "yes", "spouse_name": "Lê An"}) == ["status", "spouse", "spouse_job", "end"]


def test_a_hidden_answer_is_absent_for_what_comes_after():
    answers = {"is_married": False, "spouse_name": "Lê An", "job": "thợ may"}
    assert pages(MARRIED, answers) == ["status", "end"]
    assert validate_answers(MARRIED, answers, CONTEXT).answers == {"is_married": False}


def test_an_unreadable_answer_is_absent_for_what_comes_after():
    assert pages(MARRIED, {"is_married": True, "spouse_name": "1"}) == ["status", "spouse", "end"]


def test_a_page_of_which_no_field_is_asked_is_not_asked():
    form = make(page("one", field("a", "yes_no")), page("two", field("b", show_if="a == true")))
    assert pages(form, {"a": False}) == ["one"]


def test_conditions_know_the_channel_and_the_day():
    form = make(
        page("online", field("a"), show_if="channel == 'online'"),
        page("soon", field("b"), show_if="today < '2026-03-03'"),
    )
    assert pages(form, {}) == ["online", "soon"]
    assert pages(form, {}, FormContext(today=TODAY.replace(day=3), channel="in_person")) == []


def test_a_comparison_with_an_absent_answer_hides_quietly():
    form = make(page("one", field("age", "number", required=False)), page("two", field("b"), show_if="age < 18"))
    assert pages(form, {}) == ["one"]
    assert validate_answers(form, {}, CONTEXT).problems == ()


def test_a_condition_that_breaks_on_given_answers_is_a_problem_and_never_true():
    form = make(page("one", field("a")), page("two", field("b", required=False), show_if="a > 3"))
    found = validate_answers(form, {"a": "x", "b": "y"}, CONTEXT)
    assert found.answers == {"a": "x"}
    assert [(p.field, p.code) for p in found.problems] == [("b", "broken_rule")]


ADULT = make(
    page(
        "dates",
        field("start", "date"),
        field("end", "date", required=False),
        checks=[{"field": "end", "rule": "start <= end", "message": say("Ngày về phải sau ngày đi.")}],
    ),
    page(
        "contact",
        field("phone", "phone", required=False),
        field("email", "email", required=False),
        checks=[{"field": "phone", "rule": "phone != null || email != null", "message": say("Ghi một cách liên lạc.")}],
    ),
)


def test_a_check_that_fails_gives_its_own_message():
    found = validate_page(ADULT, "dates", {"start": "2026-03-02", "end": "2026-03-01"}, {}, CONTEXT)
    assert [(p.field, p.code, p.message) for p in found.problems] == [("end", "check", "Ngày về phải sau ngày đi.")]


def test_a_check_waits_for_its_answers():
    assert validate_page(ADULT, "dates", {"start": "2026-03-02"}, {}, CONTEXT).problems == ()


def test_a_check_that_speaks_of_null_does_not_wait():
    assert validate_page(ADULT, "contact", {}, {}, CONTEXT).problems[0].code == "check"
    assert validate_page(ADULT, "contact", {"email": "a@b.vn"}, {}, CONTEXT).problems == ()


def test_one_page_gives_back_only_its_own_answers():
    found = validate_page(MARRIED, "spouse", {"spouse_name": "Lê  An"}, {"is_married": True}, CONTEXT)
    assert found.answers == {"spouse_name": "Lê An"}
    assert found.problems == ()


def test_the_answers_of_a_page_that_is_not_asked_are_ignored():
    assert validate_page(MARRIED, "spouse", {"spouse_name": "Lê An"}, {"is_married": False}, CONTEXT).answers == {}


def test_a_page_that_the_form_does_not_have_is_not_found():
    with pytest.raises(PageNotFoundError):
        validate_page(MARRIED, "elsewhere", {}, {}, CONTEXT)


def test_an_answer_to_a_question_that_is_not_in_the_form_is_a_problem():
    found = validate_answers(MARRIED, {"is_married": False, "is_maried": True}, CONTEXT)
    assert [(p.field, p.code) for p in found.problems] == [("is_maried", "unknown_field")]


def test_an_answer_of_another_page_is_a_problem_on_this_one():
    found = validate_page(MARRIED, "status", {"is_married": False, "note": "x"}, {}, CONTEXT)
    assert [(p.field, p.code) for p in found.problems] == [("note", "unknown_field")]


def test_a_flood_of_answers_is_one_problem():
    found = validate_answers(MARRIED, {f"f{n}": "x" for n in range(10_000)}, CONTEXT)
    assert [p.code for p in found.problems] == ["too_many_answers"]


@pytest.mark.parametrize("junk", [None, [], "x", 3, [("a", "b")]])
def test_answers_that_are_no_object_are_one_problem(junk: Any):
    assert [p.code for p in validate_answers(MARRIED, junk, CONTEXT).problems] == ["not_an_object"]


def test_the_first_page_with_something_to_do_is_found():
    assert first_open_page(MARRIED, {}, CONTEXT) == "status"
    assert first_open_page(MARRIED, {"is_married": True}, CONTEXT) == "spouse"
    assert first_open_page(MARRIED, {"is_married": False}, CONTEXT) is None


def test_answers_are_shown_as_people_say_them():
    answers = generate_answers(EVERYTHING, 1, CONTEXT) | {
        "a_date": "2026-11-24",
        "a_money": 50_000,
        "a_yes_no": False,
        "a_choices": ["a", "c"],
        "a_address": {"province": "46", "commune": "19753", "detail": "12 Lê Lợi"},
    }
    shown = {row.field: row.value for row in show_answers(EVERYTHING, answers, CONTEXT)[0].rows}
    assert shown["a_date"] == "24/11/2026"
    assert shown["a_money"] == "50.000 đồng"
    assert shown["a_yes_no"] == "Không"
    assert shown["a_choices"] == "A; C"
    assert shown["a_address"] == "12 Lê Lợi, Đơn vị 19753, Đơn vị 46"


def test_generated_answers_are_the_same_for_the_same_seed_and_meet_the_checks():
    assert generate_answers(ADULT, 4, CONTEXT) == generate_answers(ADULT, 4, CONTEXT)
    assert len({str(generate_answers(ADULT, seed, CONTEXT)) for seed in range(20)}) > 15
    for seed in range(50):
        assert validate_answers(ADULT, generate_answers(ADULT, seed, CONTEXT), CONTEXT).problems == ()


def given_by_path(answers: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Everything that was answered, groups and what their items say included."""
    for field_id, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for place, item in enumerate(value):
                yield from ((f"{field_id}[{place}].{key}", part) for key, part in item.items() if part is not None)
        if value != []:
            yield field_id, value


@settings(max_examples=150)
@given(definitions(), st.integers())
def test_any_form_gives_its_answers_back_unchanged_and_shows_each_of_them(raw: dict[str, Any], seed: int):
    form = compile_definition("hash", raw, condition)
    answers = generate_answers(form, seed, CONTEXT)

    found = validate_answers(form, answers, CONTEXT)
    assert found.problems == ()
    assert found.answers == answers
    assert clean_answers(form, found.answers, CONTEXT) == answers
    shown = {row.field for section in show_answers(form, answers, CONTEXT) for row in section.rows}
    assert shown == {path for path, _value in given_by_path(answers)}


@settings(max_examples=150)
@given(definitions(), st.integers())
def test_answering_page_by_page_comes_to_the_same_as_answering_at_once(raw: dict[str, Any], seed: int):
    form = compile_definition("hash", raw, condition)
    given_answers = generate_answers(form, seed, CONTEXT)
    collected: dict[str, Any] = {}
    for asked in form.pages:
        part = {f.id: given_answers[f.id] for f in asked.fields if f.id in given_answers}
        found = validate_page(form, asked.id, part, collected, CONTEXT)
        assert found.problems == ()
        collected |= found.answers
    assert {**{name: [] for name, asked in form.fields.items() if asked.is_group}, **collected} == given_answers


@settings(max_examples=300)
@given(definitions(), st.data())
def test_junk_never_raises_hidden_fields_never_come_out_and_cleaning_twice_changes_nothing(
    raw: dict[str, Any], data: st.DataObject
):
    form = compile_definition("hash", raw, condition)
    keys = st.sampled_from([*form.fields, "unknown", "channel", "", "\ud800"])
    junk = data.draw(st.dictionaries(keys, hostile, max_size=8))
    answers = generate_answers(form, 0, CONTEXT) | junk

    found = validate_answers(form, answers, CONTEXT)
    again = validate_answers(form, found.answers, CONTEXT)
    assert again.answers == found.answers
    asked = {f.id for asked in asked_pages(form, answers, CONTEXT) for f in asked.fields}
    assert {field_id for field_id, value in found.answers.items() if value != []} <= asked
    for problem in found.problems:
        problem.message.encode()


@settings(max_examples=300)
@given(hostile)
def test_any_junk_in_any_type_of_field_is_cleaned_or_refused(junk: Any):
    found = validate_answers(EVERYTHING, dict.fromkeys(EVERYTHING.fields, junk), CONTEXT)
    assert validate_answers(EVERYTHING, found.answers, CONTEXT).answers == found.answers
    for text in (*map(str, found.answers.values()), *(p.message for p in found.problems)):
        text.encode()
