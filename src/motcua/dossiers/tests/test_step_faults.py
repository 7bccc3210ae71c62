"""What the writer of a flow is told about the order of its steps and their shares of the time."""

from typing import Any

import pytest

from motcua.catalogue.contracts import TimeLimit, TimeUnit
from motcua.dossiers.domain.flow_faults import flow_faults
from motcua.dossiers.domain.step_faults import in_order
from motcua.dossiers.domain.steps import compile_step
from motcua.dossiers.tests.stepping import INSPECTION, SURVEY, TAX


def limit(amount: int, unit: str) -> TimeLimit:
    return TimeLimit(amount, TimeUnit(unit), {}, (), (), None, None)


def faults(*steps: dict[str, Any], limits: tuple[TimeLimit, ...] = ()) -> list[tuple[tuple[str | int, ...], str]]:
    return [(path, what) for path, what, _ in flow_faults({"extends": "one-stop", "steps": list(steps)}, limits)]


def share(step: dict[str, Any], amount: int, unit: str, **more: Any) -> dict[str, Any]:
    return step | {"within": {"amount": amount, "unit": unit}} | more


def test_a_step_comes_after_steps_that_are_there():
    assert faults(SURVEY, TAX) == []
    assert faults(TAX) == [(("steps", 0, "after", 0), "There is no step `survey` that `tax` could come after.")]
    assert faults(SURVEY | {"after": ["survey"]}) == [(("steps", 0, "after", 0), "`survey` can't come after itself.")]


def test_steps_that_wait_for_each_other_are_shown_as_the_circle_that_they_are():
    third = INSPECTION | {"id": "visit", "after": ["tax"]}
    (path, what), *rest = faults(SURVEY | {"after": ["visit"]}, TAX, third)
    assert rest == [] and path[-1] == "after" and "wait for each other" in what
    assert all(step in what for step in ("survey", "tax", "visit"))


@pytest.mark.parametrize(
    ("first", "second", "whole", "fits"),
    [
        ((2, "working_day"), (3, "working_day"), limit(5, "working_day"), True),
        ((2, "working_day"), (3, "working_day"), limit(4, "working_day"), False),
        ((4, "hour"), (1, "working_day"), limit(12, "hour"), True),
        ((4, "hour"), (1, "working_day"), limit(11, "hour"), False),
        ((10, "working_day"), (10, "working_day"), limit(19, "day"), False),
        ((15, "day"), (20, "day"), limit(1, "month"), False),
        ((15, "day"), (16, "day"), limit(1, "month"), True),
        ((2, "working_day"), (3, "working_day"), limit(1, "month"), True),
    ],
)
def test_shares_one_after_the_other_are_never_more_than_the_whole(first, second, whole, fits):
    found = faults(share(SURVEY, *first), share(TAX, *second), limits=(whole,))
    assert (found == []) is fits
    if not fits:
        assert found[0][0] == ("steps", 1, "within") and "survey → tax" in found[0][1]


def test_shares_side_by_side_do_not_add_up():
    beside = share(TAX, 3, "working_day", after=["visit"])
    visit = share(INSPECTION, 1, "working_day", id="visit")
    assert faults(share(SURVEY, 4, "working_day"), visit, beside, limits=(limit(4, "working_day"),)) == []


def test_a_clock_of_the_whole_dossier_stops_by_law_alone():
    assert faults(SURVEY, TAX | {"legal": []}) == [
        (("steps", 1, "pauses"), "`tax` stops the clock of the whole dossier without saying by which law.")
    ]
    assert faults(INSPECTION | {"pauses": "case"})[0][0] == ("steps", 0, "pauses")


def test_steps_are_shown_in_rounds():
    steps = [compile_step(one) for one in (TAX, SURVEY, INSPECTION)]
    assert [(rounds, step.id) for rounds, step in in_order(steps)] == [(0, "survey"), (0, "inspection"), (1, "tax")]
