"""Whom the eID simulator knows, and when it starts."""

from pathlib import Path

import pytest

from motcua.kernel.identifiers import personal_id_problem
from motcua.site.environment import Environment
from motcua.site.trying_eid import WORLD, people_of, wanted


def test_everybody_has_a_number_that_can_be_and_nobody_elses():
    numbers = [person["personal_id"] for person in people_of(WORLD)]
    assert [personal_id_problem(number) for number in numbers] == [None] * len(numbers)
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("given", "starts"),
    [
        ({}, True),
        ({"public_url": "http://localhost:8000"}, True),
        ({"demo": False}, False),
        ({"host": "0.0.0.0"}, False),
        ({"public_url": "https://motcua.example.vn"}, False),
        ({"eid": Path("/etc/motcua/eid.yaml")}, False),
    ],
)
def test_it_starts_only_in_a_demo_that_is_met_on_this_machine(given, starts):
    assert (
        wanted(
            Environment.model_construct(
                **({"demo": True, "host": "127.0.0.1", "port": 1, "public_url": "", "eid": None} | given)
            )
        )
        is starts
    )
