"""The limits of sharing hold when several officials share in the same instant."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from motcua.dossiers import api
from motcua.dossiers.errors import ShareInvalidError
from motcua.dossiers.models import Share
from motcua.dossiers.sharing import giving
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.test_shares import share
from motcua.dossiers.tests.world import official, submitted
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

AT_ONCE = 6


@pytest.fixture
def world(clean_db):
    return worlds.build()


def accepted(world, key="k1"):
    receipt = submitted(world, key=key)
    return api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)


def given(world, wishes) -> int:
    """How many of these wishes (a dossier, an official) were granted, all pressed at once."""
    gate = Barrier(len(wishes))

    def press(wish):
        view, who = wish
        try:
            gate.wait(timeout=30)
            share(world, view, official_id=who.id)
        except ShareInvalidError:
            return 0
        else:
            return 1
        finally:
            connection.close()

    with ThreadPoolExecutor(len(wishes)) as pool:
        return sum(pool.map(press, wishes))


def kept() -> int:
    with acting(SYSTEM):
        return Share.objects.count()


def test_no_dossier_is_shared_with_more_people_than_allowed(world, monkeypatch):
    monkeypatch.setattr(giving, "MOST", 2)
    view = accepted(world)
    others = [official(f"Ngô Văn {n}", world.elsewhere, "head") for n in range(AT_ONCE)]
    assert given(world, [(view, who) for who in others]) == 2 == kept()


def test_nobody_is_given_the_same_dossier_twice(world):
    view = accepted(world)
    assert given(world, [(view, world.stranger)] * AT_ONCE) == 1 == kept()


def test_nobody_is_given_more_dossiers_than_allowed(world, monkeypatch):
    monkeypatch.setattr(giving, "MOST_OF_ONE", 2)
    views = [accepted(world, f"k{n}") for n in range(AT_ONCE)]
    assert given(world, [(view, world.stranger) for view in views]) == 2 == kept()
