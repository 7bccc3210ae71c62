from datetime import UTC, datetime

import pytest

from motcua.kernel import clock
from motcua.kernel.identifiers import (
    old_id_problem,
    personal_id_facts,
    personal_id_problem,
    phone_digits,
    phone_problem,
    tax_code_problem,
)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("046190000017", None),
        ("001305000123", None),
        ("104088000001", None),  # born abroad
        ("04619000001", "wrong_length"),
        ("04619000001x", "not_digits"),
        ("٠٤٦١٩٠٠٠٠٠١٧", "not_digits"),
        ("003190000017", "unknown_place"),
        ("046290000017", "future_year"),  # a man born in 2090
        ("", "not_digits"),
    ],
)
def test_a_personal_id_is_twelve_digits_that_make_sense(value, problem):
    with clock.at(datetime(2026, 11, 24, tzinfo=UTC)):
        assert personal_id_problem(value) == problem


def test_a_personal_id_tells_place_sex_and_year():
    facts = personal_id_facts("046305000123")
    assert (facts.place, facts.sex, facts.birth_year) == ("Thừa Thiên Huế", "female", 2005)
    with pytest.raises(ValueError, match="not a personal id"):
        personal_id_facts("0463050")


@pytest.mark.parametrize(
    ("value", "problem"), [("191234567", None), ("19123456", "wrong_length"), ("19-34", "not_digits")]
)
def test_an_old_card_number_has_nine_digits(value, problem):
    assert old_id_problem(value) == problem


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0100233488", None),
        ("0100047516", None),
        ("0314409058", None),
        ("0314409058-001", None),
        ("0314409058001", None),
        ("046190000017", None),
        ("0100233486", "wrong_check_digit"),
        ("0314409058-000", "unknown_branch"),
        ("01002334", "wrong_length"),
        ("0314409058 001", "not_digits"),
        ("003190000017", "unknown_place"),
    ],
)
def test_a_tax_code_carries_its_check_digit(value, problem):
    assert tax_code_problem(value) == problem


def test_any_single_wrong_digit_of_a_tax_code_is_noticed():
    good = "0100233488"
    for place in range(10):
        for digit in "0123456789":
            wrong = good[:place] + digit + good[place + 1 :]
            assert wrong == good or tax_code_problem(wrong)


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("0905 123 456", None),
        ("+84 905.123.456", None),
        ("(0234) 3822 456", None),
        ("0905 123 45", "wrong_length"),
        ("1900 1234", "unknown_prefix"),
        ("+49 30 1234567", None),
        ("chín không năm", "not_digits"),
    ],
)
def test_a_telephone_number_is_read_as_people_write_it(value, problem):
    assert phone_problem(value) == problem


def test_the_country_code_becomes_the_leading_zero():
    assert phone_digits("+84 (0)905-123.456") == "0905123456"
