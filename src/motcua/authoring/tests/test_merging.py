"""Changes of two people put together."""

import pytest

from motcua.authoring.domain.merging import merge

BASE = {
    "name": {"vi": "A", "en": "a"},
    "papers": [{"id": "one", "copies": 1}, {"id": "two"}, {"id": "three"}],
    "tiers": ["commune"],
}


def merged(theirs, ours, keep_ours=lambda _path: False):
    return merge(BASE, {**BASE, **theirs}, {**BASE, **ours}, file="procedure.yaml", keep_ours=keep_ours)


def test_what_only_one_side_changed_stands():
    value, clashes = merged({"name": {"vi": "B", "en": "a"}}, {"name": {"vi": "A", "en": "b"}, "field": "x"})
    assert (value["name"], value["field"], clashes) == ({"vi": "B", "en": "b"}, "x", [])


def test_items_are_matched_by_id_however_they_moved():
    theirs = [{"id": "zero"}, {"id": "one", "copies": 2}, {"id": "two"}, {"id": "three"}]
    ours = [{"id": "three"}, {"id": "one", "copies": 1, "originals": 3}, {"id": "four"}]
    value, clashes = merged({"papers": theirs}, {"papers": ours})
    assert clashes == []
    assert value["papers"] == [
        {"id": "zero"}, {"id": "three"}, {"id": "one", "copies": 2, "originals": 3}, {"id": "four"}
    ]  # fmt: skip


@pytest.mark.parametrize("mine", [True, False])
def test_a_value_that_both_changed_is_a_clash_that_somebody_decides(mine):
    value, clashes = merged({"tiers": ["province"]}, {"tiers": ["ministry"]}, lambda _path: mine)
    assert value["tiers"] == (["ministry"] if mine else ["province"])
    assert [(clash.path, clash.base, clash.theirs, clash.ours) for clash in clashes] == [
        (("tiers",), ["commune"], ["province"], ["ministry"])
    ]


def test_one_took_it_out_and_the_other_changed_it():
    papers = [{"id": "one", "copies": 9}, {"id": "two"}, {"id": "three"}]
    value, clashes = merged({"papers": BASE["papers"][1:]}, {"papers": papers}, lambda _path: True)
    assert [clash.path for clash in clashes] == [("papers", "one")]
    assert {"id": "one", "copies": 9} in value["papers"]


def test_the_same_change_on_both_sides_is_no_clash():
    value, clashes = merged({"tiers": ["province"]}, {"tiers": ["province"]})
    assert (value["tiers"], clashes) == (["province"], [])
