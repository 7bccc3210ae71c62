"""Decimals, and dates of which only a part is known."""

from typing import Any

import pytest

from motcua.catalogue.api import calculation, condition
from motcua.forms.domain.compiled import compile_definition
from motcua.forms.domain.engine import validate_answers
from motcua.forms.domain.showing import show_answers
from motcua.forms.tests.samples import CONTEXT, definition, field, one, page


def judged(kind: str, typed: Any, **rest: Any) -> Any:
    """What comes out, or the code of what is wrong."""
    found = validate_answers(one(kind, **rest), {"it": typed}, CONTEXT)
    return found.problems[0].code if found.problems else found.answers.get("it")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("72,5", "72.5"),
        ("72.5", "72.5"),
        (" 72,50 ", "72.5"),
        ("72", "72"),
        (72, "72"),
        (72.5, "72.5"),
        ("0,10", "0.1"),
        ("-3,25", "-3.25"),
        ("-0", "0"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234", "too_many_places"),  # one thousand two hundred, or one and a bit? Nobody guesses
        ("1,230", "too_many_places"),
        ("72,555", "too_many_places"),
        ("72,5m", "not_a_number"),
        ("7,2,5", "not_a_number"),
        (float("nan"), "not_a_number"),
        (1e300, "not_a_number"),
        (10**30, "not_a_number"),
        (True, "not_a_number"),
        ("1e5", "not_a_number"),
        ("٣", "not_a_number"),
    ],
)
def test_a_decimal_is_read_with_a_comma_or_a_dot_and_kept_exactly(typed: Any, kept: str):
    assert judged("decimal", typed) == kept


def test_the_limits_of_a_decimal_are_exact():
    assert judged("decimal", "0,49", min="0.5", max=10) == "too_small"
    assert judged("decimal", "0,5", min="0.5", max=10) == "0.5"
    assert judged("decimal", "10,01", min=0.5, max=10) == "too_big"


def test_a_decimal_is_shown_with_a_comma():
    assert show_answers(one("decimal"), {"it": "1234.5"}, CONTEXT)[0].rows[0].value == "1.234,5"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"day": "", "month": "", "year": "1990"}, "1990"),
        ({"day": "", "month": "5", "year": "1990"}, "1990-05"),
        ({"day": "1", "month": "5", "year": "1990"}, "1990-05-01"),
        ({"day": "1", "month": "", "year": "1990"}, "date_incomplete"),
        ({"day": "", "month": "5", "year": ""}, "date_incomplete"),
        ({"day": "", "month": "13", "year": "1990"}, "no_such_day"),
        ("1990", "1990"),
        (1990, "1990"),
        ("5/1990", "1990-05"),
        ("1990-05", "1990-05"),
        ("1990-05-01", "1990-05-01"),
        ("90", "not_a_date"),
        ("0000", "no_such_day"),
    ],
)
def test_of_a_partly_known_date_the_year_will_do(typed: Any, kept: str):
    assert judged("date", typed, partial=True) == kept


def test_a_date_that_must_be_known_is_not_taken_in_part():
    assert judged("date", "1990") == "not_a_date"
    assert judged("date", {"day": "", "month": "", "year": "1990"}) == "date_incomplete"


def test_a_partly_known_date_is_too_late_only_when_all_of_it_is():
    assert CONTEXT.today.isoformat() == "2026-03-02"
    assert judged("date", "2026", partial=True, max="today") == "2026"
    assert judged("date", "2026-03", partial=True, max="today") == "2026-03"
    assert judged("date", "2026-04", partial=True, max="today") == "in_future"
    assert judged("date", "2026", partial=True, min="2026-12-31") == "2026"
    assert judged("date", "2025", partial=True, min="2026-01-01") == "too_early"


@pytest.mark.parametrize(
    ("kept", "said"), [("1990", "năm 1990"), ("1990-05", "tháng 5/1990"), ("1990-05-01", "01/05/1990")]
)
def test_a_partly_known_date_is_said_as_far_as_it_is_known(kept: str, said: str):
    assert show_answers(one("date", partial=True), {"it": kept}, CONTEXT)[0].rows[0].value == said


def test_a_calculated_decimal_is_rounded_to_the_places_of_its_field():
    fields = [
        field("area", "decimal"),
        field("third", "decimal", calculate="decimal_multiply(area, '0.333')", places=1),
    ]
    form = compile_definition("hash", definition(page("p", *fields)), condition, calculation)
    assert validate_answers(form, {"area": "72,5"}, CONTEXT).answers == {"area": "72.5", "third": "24.1"}
    assert validate_answers(form, {"area": ""}, CONTEXT).answers == {}
