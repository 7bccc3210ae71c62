"""Groups: the same questions for each of several people or things."""

from typing import Any

import pytest

from motcua.catalogue.api import calculation, condition
from motcua.forms.contracts import Form
from motcua.forms.domain.compiled import compile_definition
from motcua.forms.domain.engine import first_open_page, validate_answers, validate_page
from motcua.forms.domain.keeping import kept_answers
from motcua.forms.domain.showing import show_answers
from motcua.forms.errors import FormDefinitionError
from motcua.forms.tests.samples import CONTEXT, definition, field, page, say

AN = {"name": "Nguyễn Văn An", "born": "2015-05-01", "school": "yes", "class": "5A"}
BINH = {"name": "Nguyễn Thị Bình", "born": "2020-06-02", "school": "no"}


def family(**rest: Any) -> Form:
    """Children of whom two things are asked of all, and a class of those who go to school."""
    inner = [
        field("name", "name"),
        field("born", "date", max="today"),
        field("school", "yes_no"),
        field("class", show_if="item.school == true"),
        field("years", "number", calculate="years_between(item.born, today)"),
    ]
    checks = [
        {"field": "class", "rule": "item.class != 'X'", "message": say("Không có lớp X.")},
    ]
    group = field("children", "group", fields=inner, checks=checks, **({"min": 1, "max": 3} | rest))
    across = {"field": "children", "rule": "children.all(c, c.born != null && c.born < '2025-01-01')"}
    return form_of(
        page("list", group, checks=[across | {"message": say("Có người còn nhỏ quá.")}]),
        page("after", field("school_name", show_if="children.exists(c, c.school == true)")),
        page("sums", field("count", "number", calculate="size(children)")),
    )


def form_of(*pages: dict[str, Any]) -> Form:
    return compile_definition("hash", definition(*pages), condition, calculation)


def test_an_item_comes_out_with_every_field_and_null_where_nothing_was_answered():
    found = validate_answers(family(), {"children": [AN, BINH], "school_name": "Vĩ Dạ"}, CONTEXT)

    assert found.problems == ()
    first, second = found.answers["children"]
    assert first == {"name": "Nguyễn Văn An", "born": "2015-05-01", "school": True, "class": "5A", "years": 10}
    assert second == {"name": "Nguyễn Thị Bình", "born": "2020-06-02", "school": False, "class": None, "years": 5}
    assert found.answers["count"] == 2


def test_a_question_of_an_item_is_asked_by_what_the_same_item_said():
    raw = {"children": [{**AN, "class": ""}, {**BINH, "class": "5B"}], "school_name": "Vĩ Dạ"}
    found = validate_answers(family(), raw, CONTEXT)

    assert [(problem.field, problem.code) for problem in found.problems] == [("children[0].class", "required")]
    assert found.answers["children"][1]["class"] is None


def test_what_is_wrong_is_told_with_the_name_of_the_item_and_the_way_to_it():
    found = validate_answers(family(), {"children": [BINH, {**BINH, "born": "2030-01-01"}]}, CONTEXT)

    (problem,) = found.problems
    assert problem.field == "children[1].born"
    assert problem.message.startswith("Người con thứ 2: Ngày này ở sau hôm nay.")
    assert found.places == {"children": (0, 1)}


def test_the_first_item_is_called_the_first():
    (problem, *_rest) = validate_answers(family(), {"children": [{"school": "no"}]}, CONTEXT).problems
    assert problem.message == "Người con thứ nhất: Hãy điền: Câu name."


def test_a_label_that_asks_ends_the_sentence_itself():
    asking = form_of(page("paid", field("paid", "yes_no", label=say("Đã nộp chưa?"))))
    (problem,) = validate_answers(asking, {}, CONTEXT).problems
    assert problem.message == "Hãy chọn: Đã nộp chưa?"


def test_a_rule_of_the_group_is_judged_for_each_item_and_one_of_the_page_for_all_together():
    wrong = validate_answers(family(), {"children": [BINH, {**AN, "class": "X"}], "school_name": "V"}, CONTEXT)
    young = validate_answers(family(), {"children": [BINH, {**BINH, "born": "2025-02-01"}]}, CONTEXT)

    assert [(each.field, each.code, each.message) for each in wrong.problems] == [
        ("children[1].class", "check", "Người con thứ 2: Không có lớp X.")
    ]
    assert [(each.field, each.code) for each in young.problems] == [("children", "check")]


def test_fewer_or_more_than_there_may_be_are_refused_and_the_rest_is_not_read():
    few = validate_answers(family(), {"children": []}, CONTEXT)
    many = validate_answers(family(), {"children": [BINH] * 4 + ["junk"] * 10_000}, CONTEXT)

    assert [(each.field, each.code) for each in few.problems] == [("children", "too_few_items")]
    assert few.problems[0].message == "Hãy khai ít nhất 1 người con."
    assert [(each.field, each.code) for each in many.problems] == [("children", "too_many_items")]
    assert len(many.answers["children"]) == 3


def test_an_item_in_which_nothing_stands_is_left_out_and_is_not_counted():
    blank = {"name": " ", "born": {"day": "", "month": "", "year": ""}, "school": None}
    found = validate_answers(family(), {"children": [blank, BINH, {}, None]}, CONTEXT)

    assert found.problems == ()
    assert [child["name"] for child in found.answers["children"]] == ["Nguyễn Thị Bình"]
    assert found.places == {"children": (1,)}


@pytest.mark.parametrize(
    ("junk", "path", "code"),
    [
        ("An", "children", "not_a_list"),
        ({"name": "An"}, "children", "not_a_list"),
        (["An"], "children[0]", "not_an_item"),
        ([["An"]], "children[0]", "not_an_item"),
        ([{**BINH, "age": 3}], "children[0].age", "unknown_field"),
        ([{**BINH, **{f"x{n}": 1 for n in range(60)}}], "children[0]", "too_many_answers"),
    ],
)
def test_what_is_no_list_of_items_is_refused_where_it_stands(junk: Any, path: str, code: str):
    found = validate_answers(family(min=0), {"children": junk}, CONTEXT)
    assert (path, code) in {(problem.field, problem.code) for problem in found.problems}


def test_nobody_in_a_group_is_an_empty_list_to_conditions_and_in_the_answers():
    found = validate_answers(family(min=0), {}, CONTEXT)
    assert found.problems == ()
    assert found.answers == {"children": [], "count": 0}


def test_sent_values_of_what_is_calculated_are_not_believed():
    found = validate_answers(family(), {"children": [{**BINH, "years": 99}], "count": 77}, CONTEXT)
    assert found.answers["children"][0]["years"] == 5
    assert found.answers["count"] == 1


def test_a_draft_keeps_what_could_not_be_read_of_an_item_and_asks_for_it_again():
    form = family()
    raw = {"children": [AN, {**BINH, "born": "31/2/2020"}, {}]}
    kept = kept_answers(form.pages[0], raw, validate_page(form, "list", raw, {}, CONTEXT))

    assert [child.get("born") for child in kept["children"]] == ["2015-05-01", "31/2/2020"]
    assert first_open_page(form, kept, CONTEXT) == "list"
    again = kept_answers(form.pages[0], kept, validate_page(form, "list", kept, {}, CONTEXT))
    assert again == kept


def test_answers_are_shown_item_by_item_under_its_name():
    answers = validate_answers(family(), {"children": [AN, BINH], "school_name": "Vĩ Dạ"}, CONTEXT).answers
    rows = show_answers(family(), answers, CONTEXT)[0].rows

    assert (rows[0].field, rows[0].value) == ("children", "Đã khai: 2")
    second = next(row for row in rows if row.field == "children[1].born")
    assert (second.item, second.own_label, second.value) == ("Người con thứ 2", "Câu born", "02/06/2020")
    assert second.label == "Người con thứ 2: câu born"


@pytest.mark.parametrize(
    ("pages", "path", "words"),
    [
        ([page("p", field("g", "group"), field("x"))], "sections[0].pages[0].fields", "a page to itself"),
        ([page("p", field("g", "group", fields=[]))], "sections[0].pages[0].fields[0].fields", "at least one thing"),
        (
            [page("p", field("g", "group", fields=[field("in_it", "group")]))],
            "sections[0].pages[0].fields[0].fields[0].type",
            "no group",
        ),
        ([page("p", field("g", "group", min=3, max=2))], "sections[0].pages[0].fields[0].max", "less than min"),
        ([page("p", field("g", "group", max=1000))], "sections[0].pages[0].fields[0].max", "0 to 100"),
        (
            [page("p", field("g", "group", fields=[field("a"), field("b", show_if="a == 'x'")]))],
            "sections[0].pages[0].fields[0].fields[1].show_if",
            "write item.a",
        ),
        (
            [page("p", field("g", "group", fields=[field("b", show_if="item.a == 'x'"), field("a")]))],
            "sections[0].pages[0].fields[0].fields[0].show_if",
            "name an earlier field",
        ),
        ([page("p", field("x", show_if="item.a == 'x'"))], "sections[0].pages[0].fields[0].show_if", "inside a group"),
        (
            [page("p", field("g", "group", fields=[field("a", prefill="applicant.full_name")]))],
            "sections[0].pages[0].fields[0].fields[0].prefill",
            "not prefilled",
        ),
        ([page("p", field("x", "phone", calculate="1"))], "sections[0].pages[0].fields[0].calculate", "can't be"),
        ([page("p", field("x", "text", partial=True))], "sections[0].pages[0].fields[0].partial", "only a date"),
        ([page("p", field("x", "number", places=1))], "sections[0].pages[0].fields[0].places", "only a decimal"),
        ([page("p", field("x", "text", editable=True))], "sections[0].pages[0].fields[0].editable", "add prefill"),
        ([page("p", field("item"))], "sections[0].pages[0].fields[0].id", "keep for themselves"),
    ],
)
def test_a_definition_that_cannot_work_is_told_with_its_path(pages: list[Any], path: str, words: str):
    with pytest.raises(FormDefinitionError) as refused:
        form_of(*pages)
    assert words in refused.value.fields[path]
