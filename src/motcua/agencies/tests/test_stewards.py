"""Who answers for what many agencies carry out: found in the tree of agencies."""

import pytest

from motcua.agencies import api as agencies
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import prepared


def agency(code, tier, parent=None, branch=""):
    return agencies.register_agency(
        actor=SYSTEM,
        code=code,
        name={"vi": code, "en": code},
        tier=tier,
        branch=branch,
        parent_id=parent.id if parent else None,
    )


@pytest.fixture
def tree(db):
    """Two provinces with a commune each, a ministry with its police, a ministry of another branch."""
    for code in ("H01", "H02"):
        agency(f"{code}.01", "commune", agency(code, "province"))
    police = agency("G01", "ministry", branch="police")
    agency("G01.H01", "province", police, "police")
    agency("G15", "ministry", branch="justice")


def stewards(*tiers, branch=""):
    return [one.code for one in agencies.list_stewards(tiers, branch)]


def test_with_two_provinces_no_province_answers_for_what_all_communes_do(tree):
    assert stewards("commune") == ["G01", "G15"]


def test_who_stands_above_all_that_carry_it_out_answers_for_it(tree):
    assert stewards("province", branch="police") == ["G01.H01", "G01"]
    agency("H00", "province", branch="office")
    for code in ("H01", "H02"):
        agency(code, "province", agencies.get_agency_by_code("H00"))
    assert stewards("commune") == ["H00", "G01", "G15"]
    assert stewards("commune", "province") == ["H00", "G01", "G15"]


def test_a_branch_is_its_ministry_s_even_before_any_agency_carries_it_out(tree):
    assert stewards("commune", branch="justice") == ["G15"]
    assert stewards("commune", branch="customs") == []


def test_agencies_that_are_over_neither_carry_it_out_nor_answer_for_it(tree):
    prepared("UPDATE agencies_agency SET valid_to = '2025-12-31' WHERE code IN ('H02', 'H02.01', 'G15')")
    assert stewards("commune") == ["H01", "H01.01", "G01"]


def test_a_ring_of_parents_ends(tree):
    prepared(
        "UPDATE agencies_agency SET parent_id = (SELECT id FROM agencies_agency WHERE code = 'H01.01') WHERE code = 'H01'"
    )
    prepared("UPDATE agencies_agency SET valid_to = '2025-12-31' WHERE code = 'H02.01'")
    assert stewards("commune")[:2] == ["H01", "H01.01"]
