"""How alike two applications are, and where a hint of it is seen."""

from dataclasses import replace

import pytest

from motcua.dossiers import api
from motcua.dossiers.domain.likeness import likeness
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests.world import submitted
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

ONE = {"name": "Lê An Nhiên", "born": "2026-01-11", "place": {"commune": "19774", "detail": "16 Lê Lợi"}, "me": "Lan"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 1.0),
        ({"name": " LE AN  NHIEN "}, 1.0),
        ({"me": "Minh"}, 1.0),
        ({"note": ""}, 1.0),
        ({"name": "Lê Gia Hân"}, 0.6),
        ({"name": "x", "born": "y", "place": {"commune": "1", "detail": "z"}}, 0.0),
    ],
)
def test_answers_are_alike_by_what_they_say_and_not_by_how_it_is_written(change, expected):
    assert likeness(ONE, ONE | change, {"me"}) == pytest.approx(expected)


def test_the_order_in_a_list_makes_no_difference_and_too_little_says_nothing():
    assert likeness({"a": [{"x": 1}, {"x": 2}]}, {"a": [{"x": 2}, {"x": 1}]}, ()) == 1.0
    assert likeness({"a": 1}, {"a": 1}, ()) == 0.0


def rewrite(receipt, **answers):
    with acting(SYSTEM):
        row = Dossier.objects.get(id=receipt.id)
        Dossier.objects.filter(id=receipt.id).update(answers=row.answers | answers)


def hints(actor, receipt):
    view = api.get_dossier(actor=actor, code=receipt.code)
    return [(each.dossier.code, each.same) for each in api.list_duplicates(actor=actor, view=view)]


def test_the_same_application_twice_is_hinted_at_until_it_is_decided(world):
    first, second = submitted(world), submitted(world, key="k2")
    assert hints(world.receiver, second) == [(first.code, True)]
    page = signed_in(world.receiver).get(f"/desk/{second.code}").text
    assert "Có thể đã nộp trước đây" in page and f'href="/desk/{first.code}"' in page
    api.refuse_dossier(actor=world.receiver, dossier_id=second.id, expected_version=1, reason="Nộp trùng")
    assert hints(world.receiver, second) == []


def test_another_child_is_no_duplicate(world):
    first, second = submitted(world), submitted(world, key="k2")
    keys = api.get_dossier(actor=world.receiver, code=first.code).answers
    rewrite(first, **{key: f"khác {n}" for n, key in enumerate(keys)})
    assert hints(world.receiver, second) == []


def test_what_one_may_not_see_is_not_hinted_at(world):
    first, second = submitted(world), submitted(world, key="k2")
    with acting(SYSTEM):
        Dossier.objects.filter(id=first.id).update(
            receiving_agency_id=world.elsewhere.id, resolving_agency_id=world.elsewhere.id
        )
    assert hints(world.receiver, second) == []
    view = api.get_dossier(actor=world.lan, code=second.code)
    assert api.list_duplicates(actor=world.lan, view=replace(view)) == ()


def test_comparing_with_somebodys_other_dossiers_is_a_look_of_its_own(world):
    first = submitted(world)
    hints(world.receiver, first)
    assert not Entry.objects.filter(action="dossiers.looked_at", facts__has_key="compared").exists()
    second = submitted(world, key="k2")
    hints(world.receiver, second)
    look = Entry.objects.get(action="dossiers.looked_at", facts__has_key="compared")
    assert (look.facts["compared"], look.subject_id) == (1, world.lan.id)
