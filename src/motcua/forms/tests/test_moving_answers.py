"""Answers under other ids: nothing is lost but what is said to be, and back again is where it began."""

from hypothesis import given
from hypothesis import strategies as some

from motcua.forms.domain.moving import Moving, moved_answers

ANSWERS = some.dictionaries(some.sampled_from("abcdef"), some.one_of(some.text(max_size=5), some.integers()))


def test_answers_are_renamed_dropped_and_given():
    moving = Moving({"old": "new"}, {"asked": True, "new": "never"}, frozenset({"gone"}))
    assert moved_answers({"old": 1, "gone": 2, "kept": 3}, moving) == {"new": 1, "kept": 3, "asked": True}


def test_inside_a_group_each_item_moves():
    moving = Moving({"children.name": "children.full_name"}, {"children.sex": "girl"}, frozenset({"children.age"}))
    moved = moved_answers({"children": [{"name": "An", "age": 3}, {"name": "Bi", "sex": "boy"}]}, moving)
    assert moved == {"children": [{"full_name": "An", "sex": "girl"}, {"full_name": "Bi", "sex": "boy"}]}


@given(ANSWERS)
def test_a_rename_there_and_back_is_where_it_began(answers):
    there = Moving({"a": "x", "b": "y"})
    back = Moving({"x": "a", "y": "b"})
    assert moved_answers(moved_answers(answers, there), back) == answers


@given(ANSWERS)
def test_without_a_plan_nothing_changes(answers):
    assert moved_answers(answers, Moving()) == answers
