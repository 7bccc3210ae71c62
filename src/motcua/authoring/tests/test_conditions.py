"""The usual conditions, read and written; and the words of the checker for officials."""

import pytest
from django.utils.translation import override

from motcua.authoring.domain.conditions import Simple, Term, read_simple, write_simple
from motcua.authoring.domain.models import free_id, moved, with_value
from motcua.authoring.tests.people import BIRTH
from motcua.authoring.web.problems import say_problem
from motcua.authoring.web.typing_in import read_day, read_whole, say_day
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageProblem

FIELDS = {
    "kin": {"type": "choice", "options": [{"value": "mother"}, {"value": "father"}]},
    "agreed": {"type": "yes_no"},
    "kinds": {"type": "choices", "options": [{"value": "a1"}, {"value": "b"}]},
    "age": {"type": "number"},
}


@pytest.mark.parametrize(
    "expression",
    ["kin == 'mother'", "kin != 'father' && agreed == true", "agreed != false || 'a1' in kinds", "!('b' in kinds)"],
)
def test_a_usual_condition_is_read_and_written_the_same(expression):
    assert write_simple(read_simple(expression, FIELDS), FIELDS) == expression


def test_one_of_several_is_read_as_any_of_them():
    one_of = read_simple("kin in ['mother', 'father']", FIELDS)
    assert one_of == Simple((Term("kin", "mother"), Term("kin", "father")), every=False)


@pytest.mark.parametrize(
    "expression",
    [
        "", "age > 3", "kin == 'aunt'", "kin == 'mother' && agreed == true || age == null", "kin == true", "agreed == 'true'",
        "unknown == 'x'", "kin in ['aunt']", "(kin == 'mother')", "'a1' in kin", "kinds == 'a1'",
    ],
)  # fmt: skip
def test_what_says_more_stays_cel(expression):
    assert read_simple(expression, FIELDS) is None


def test_amounts_and_days_are_read_as_people_write_them():
    assert [read_whole(typed) for typed in ("50.000", "50 000 đồng", "1,234,567đ", "12", "-3", "5.00", "năm")] == [
        50000, 50000, 1234567, 12, -3, "5.00", "năm"
    ]  # fmt: skip
    assert [read_day(typed) for typed in ("9/3/2026", "09.03.2026", "2026-03-09", "31/2/2026", "mai")] == [
        "2026-03-09", "2026-03-09", "2026-03-09", "31/2/2026", "mai"
    ]  # fmt: skip
    assert say_day("2026-03-09") == "09/03/2026"


def test_models_are_changed_by_copies():
    model = {"papers": [{"id": "a"}]}
    assert with_value(model, ("papers", 0, "name", "vi"), "x") == {"papers": [{"id": "a", "name": {"vi": "x"}}]}
    assert with_value(model, ("fees", 0), {"id": "f"})["fees"] == [{"id": "f"}]
    assert model == {"papers": [{"id": "a"}]}
    assert moved("abc", 2, 0) == ["c", "a", "b"]
    assert free_id("so do", {"so_do"}) == "so_do_2"
    assert free_id("12 con giap", set()) == "q_12_con_giap"


BROKEN = [
    (b'vi: "\xc4\x90\xc4\x83ng k\xc3\xbd khai sinh"', b'vi: ""'),
    (b"tiers: [commune]", b"tiers: [village]"),
    (b"estimated_minutes:", b"estimated_minutes: nhanh #"),
    (b"legal: [", b"legal: [no-such-law, "),
    (b"id: birth_notice", b"id: Birth-Notice"),
    (b"from: 2025-07-01", b"from: 2025-02-31"),
    (b"id: birth_notice", b"id: birth_notice\n    colour: red"),
]


@pytest.mark.parametrize(("old", "new"), BROKEN)
def test_what_the_checker_finds_is_said_in_vietnamese(old, new):
    files = catalogue.read_files(BIRTH)
    assert old in files["procedure.yaml"]
    problems = catalogue.check_files({**files, "procedure.yaml": files["procedure.yaml"].replace(old, new, 1)}).problems
    assert problems
    with override("vi"):
        for problem in problems:
            said = say_problem(problem)
            assert not any(word in said for word in ("Write ", "`", " is ", " not ", "Did you")), said


def test_english_readers_get_advice_where_there_is_no_row_for_it():
    problem = PackageProblem("flow.yaml", 1, "Something new.", "Write something else.")
    with override("en"):
        assert say_problem(problem) == "Something new. Write something else."
