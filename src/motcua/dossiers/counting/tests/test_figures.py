"""Figures are what the dossiers say, whoever folds how often, and verifying finds where they are not."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection

from motcua.dossiers import api
from motcua.dossiers.counting.checking import rebuild_figures, verify_figures
from motcua.dossiers.counting.folding import fold_changes, sweep_figures
from motcua.dossiers.feed.tests.writers import settle
from motcua.dossiers.flows import flow_of
from motcua.dossiers.models import Figure
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.pushing import System, dossier
from motcua.dossiers.tests.test_new_issues import corrected, reissued, returned
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

MARCH = date(2026, 3, 1)


@pytest.fixture
def world(clean_db, frozen_clock):
    """Monday 2 March 2026, 09:00."""
    return worlds.build()


def fold() -> int:
    settle()
    return fold_changes()


def figures(agency=None) -> dict[str, int]:
    """Those of March and the days, as {measure: number}, without what has come to nothing."""
    with acting(SYSTEM):
        rows = Figure.objects.exclude(number=0).order_by("measure", "day")
        return {row.measure: row.number for row in rows if agency is None or row.agency_id == agency.id}


def test_a_dossiers_way_is_counted_step_by_step(world, frozen_clock):
    receipt = worlds.submitted(world)
    fold()
    assert figures() == {"submitted": 1, "submitted_online": 1, "state:submitted": 1, "taken_in": 1}
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    fold()
    assert figures()["received"] == figures()["state:in_process"] == figures()["due"] == 1
    assert "state:submitted" not in figures()
    proposal = {field["id"]: "12" for field in flow_of(world.version).result_fields}
    api.resolve_dossier(actor=world.specialist, dossier_id=receipt.id, expected_version=2, proposal=proposal)
    frozen_clock.forward(timedelta(days=30))
    api.approve_dossier(actor=world.head, dossier_id=receipt.id, expected_version=3)
    fold()
    after = figures()
    assert (after.get("due"), after["late"], after.get("on_time"), after["state:approved"]) == (None, 1, None, 1)
    assert verify_figures() == ()


def test_withdrawn_is_no_decision(world):
    receipt = worlds.submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    api.withdraw_dossier(actor=world.lan, dossier_id=receipt.id, expected_version=2)
    fold()
    counted = figures()
    assert counted["withdrawn"] == 1
    assert not {"on_time", "late", "undated", "due"} & counted.keys()
    assert verify_figures() == ()


def test_folding_again_changes_nothing_and_two_at_once_count_once(world):
    for number in range(5):
        worlds.submitted(world, key=f"k{number}")
    settle()
    found: list[int] = []

    def work() -> None:
        found.append(fold_changes(batch=2))
        connection.close()

    workers = [threading.Thread(target=work) for _one in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    fold_changes()
    assert figures()["submitted"] == 5
    assert sum(found) <= 5
    assert fold_changes() == 0


def test_what_was_there_before_anybody_counted_is_counted_the_first_time(world, owner_cursor):
    receipt = worlds.submitted(world)
    settle()
    owner_cursor.execute("DELETE FROM dossiers_change")  # as in a database of an earlier release
    fold()
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    fold()
    assert (figures()["submitted"], figures()["received"], figures().get("state:submitted")) == (1, 1, None)
    assert verify_figures() == ()


def test_verifying_tells_what_differs_and_repair_mends_it(world):
    worlds.submitted(world)
    fold()
    with acting(SYSTEM):
        Figure.objects.filter(measure="submitted").update(number=7)
    (difference,) = verify_figures()
    assert (difference.measure, difference.day, difference.kept, difference.counted) == ("submitted", MARCH, 7, 1)
    rebuild_figures()
    assert verify_figures() == ()


def test_verifying_needs_no_folding_first(world):
    fold()
    worlds.submitted(world)
    assert verify_figures() == ()
    assert figures() == {}


def test_what_has_come_to_nothing_is_swept_away(world):
    receipt = worlds.submitted(world)
    fold()
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    fold()
    with acting(SYSTEM):
        before = Figure.objects.filter(number=0).count()
    sweep_figures()
    with acting(SYSTEM):
        assert (before, Figure.objects.filter(number=0).count()) == (1, 0)


def test_what_another_system_corrects_is_taken_out_where_it_was_counted(world):
    system = System(world.agency)
    fold()
    system.push(dossier(), dossier(code="H57.17-260226-0001"))
    fold()
    system.push(dossier(sequence=2, submitted_at="2026-01-05T08:00:00+07:00", channel="in_person"))
    fold()
    with acting(SYSTEM):
        submitted = dict(Figure.objects.filter(measure="submitted", number__gt=0).values_list("day", "number"))
        taken_in = dict(Figure.objects.filter(measure="taken_in", number__gt=0).values_list("day", "number"))
    assert submitted == taken_in == {date(2026, 1, 1): 1, date(2026, 2, 1): 1}
    assert verify_figures() == ()


def test_a_result_that_is_issued_anew_is_counted_once(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path)
    first = returned(world)
    fold()
    before = figures()
    frozen_clock.forward(timedelta(days=40))
    reissued(world, corrected(world, first))
    fold()
    assert figures() == before and verify_figures() == ()
