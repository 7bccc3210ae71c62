"""A draw of lots: closed before the number is known, drawn once, and drawn again by anybody with the same outcome."""

import hashlib
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers import api
from motcua.dossiers.domain.draws import draw, fingerprint
from motcua.dossiers.errors import (
    ActNotAllowedError,
    DrawNotFoundError,
    DrawOutOfTurnError,
    NothingToDrawError,
    StepNotAskedError,
    SubmissionInvalidError,
)
from motcua.dossiers.models import Draw
from motcua.dossiers.tests import stepping
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.stepping import CODE, DRAW
from motcua.kernel import clock
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
SOURCE = "Giải đặc biệt xổ số kiến thiết Huế mở ngày 08/03/2026"
CODES = st.lists(st.text("H0123456789-.", min_size=1, max_size=12), unique=True, max_size=30)


def test_the_order_is_worked_out_with_tools_that_every_computer_has(tmp_path):
    codes = [f"H57.17-260302-000{n}" for n in range(1, 8)]
    listed = tmp_path / "codes.txt"
    listed.write_text("".join(f"{code}\n" for code in codes))
    recipe = """while read -r code; do
      echo "$(printf '%s:%s' 48213 "$code" | sha256sum | cut -c1-64) $code"
    done < "$0" | sort"""
    told = subprocess.run(["sh", "-c", recipe, str(listed)], capture_output=True, text=True, check=True).stdout
    assert tuple(line.split()[1] for line in told.splitlines()) == draw("48213", codes)
    assert fingerprint(codes) == hashlib.sha256(listed.read_bytes()).hexdigest()


@given(seed=st.text(max_size=20), codes=CODES)
def test_everybody_is_drawn_once_and_the_order_of_the_list_does_not_matter(seed, codes):
    drawn = draw(seed, codes)
    assert sorted(drawn) == sorted(codes)
    assert draw(seed, reversed(codes)) == drawn


@pytest.fixture
def stage(world, tmp_path):
    return stepping.build(world, tmp_path, DRAW)


def announce(actor, places=1):
    return api.announce_draw(actor=actor, procedure_code=CODE, step="lots", source=SOURCE, places=places)


def test_a_draw_is_announced_and_held_and_stands_in_every_dossier(stage):
    world = stage.world
    views = [stepping.accepted(stage, f"k{n}") for n in range(4)]
    (waiting,) = api.waiting_draws(actor=world.head)
    assert (waiting.procedure_code, waiting.step, waiting.dossiers) == (CODE, "lots", 4)
    announced = announce(world.head, places=2)
    assert (announced.codes, announced.lots, announced.seed) == (tuple(v.code for v in views), (), "")
    late = stepping.accepted(stage, "late")
    first = next(view for view in views if view.code == draw("48213", announced.codes)[0])  # it would have won
    api.withdraw_dossier(actor=world.lan, dossier_id=first.id, expected_version=2)
    held = api.hold_draw(actor=world.head, draw_id=announced.id, seed=" 48213 ")
    assert tuple(lot.code for lot in held.lots) == draw("48213", announced.codes)
    assert [lot.code for lot in held.lots if lot.won] == [x.code for x in held.lots if x.code != first.code][:2]
    assert [lot.code for lot in held.lots if lot.gone] == [first.code]
    for lot in held.lots:
        view = api.get_dossier(actor=world.lan, code=lot.code)
        if not lot.gone:
            assert view.steps[0].record == {
                "draw": str(held.id),
                "place": str(lot.place),
                "among": "4",
                "won": "yes" if lot.won else "no",
            }
    assert api.get_dossier(actor=world.lan, code=late.code).steps[0].recorded_at is None
    assert [w.dossiers for w in api.waiting_draws(actor=world.head)] == [1]
    assert Entry.objects.filter(action="dossiers.draw_held").get().facts["seed"] == "48213"
    assert api.get_draw(draw_id=held.id) == held


def test_a_draw_is_held_once(stage):
    stepping.accepted(stage)
    announced = announce(stage.world.head)
    api.hold_draw(actor=stage.world.head, draw_id=announced.id, seed="1")
    with pytest.raises(DrawOutOfTurnError):
        api.hold_draw(actor=stage.world.head, draw_id=announced.id, seed="2")
    with pytest.raises(DrawNotFoundError):
        api.hold_draw(actor=stage.world.head, draw_id=UUID(int=1), seed="2")


def test_nobody_is_in_two_draws_at_once(stage):
    stepping.accepted(stage)
    announce(stage.world.head)
    with pytest.raises(NothingToDrawError):
        announce(stage.world.head)
    assert api.waiting_draws(actor=stage.world.head) == ()


def test_only_whom_the_step_names_at_the_agency_that_draws_announces_or_holds_it(stage):
    world = stage.world
    stepping.accepted(stage)
    with pytest.raises(ActNotAllowedError):
        announce(world.specialist)
    for stranger in (world.lan, stage.tax_official):
        with pytest.raises(NothingToDrawError):
            announce(stranger)
    announced = announce(world.head)
    for actor in (world.specialist, world.lan, stage.tax_official):
        with pytest.raises(ActNotAllowedError):
            api.hold_draw(actor=actor, draw_id=announced.id, seed="1")


def test_a_draw_is_never_recorded_by_hand(stage):
    view = stepping.accepted(stage)
    assert "record_step" not in api.get_dossier(actor=stage.world.head, code=view.code).next_actions
    with pytest.raises(StepNotAskedError):
        api.record_step(
            actor=stage.world.head, dossier_id=view.id, expected_version=2, step="lots", record={"won": "yes"}
        )


@pytest.mark.parametrize(
    ("source", "places", "box"), [("xổ số", 1, "source"), (SOURCE, 0, "places"), (SOURCE + "\x00", 1, "source")]
)
def test_a_draw_without_a_source_or_without_places_is_not_announced(stage, source, places, box):
    stepping.accepted(stage)
    with pytest.raises(SubmissionInvalidError) as refused:
        api.announce_draw(actor=stage.world.head, procedure_code=CODE, step="lots", source=source, places=places)
    assert set(refused.value.fields) == {box}


def test_an_empty_number_draws_nothing(stage, frozen_clock):
    stepping.accepted(stage)
    announced = announce(stage.world.head)
    frozen_clock.forward(timedelta(days=1))
    with pytest.raises(SubmissionInvalidError):
        api.hold_draw(actor=stage.world.head, draw_id=announced.id, seed="  ")
    assert api.get_draw(draw_id=announced.id).held_at is None


def test_two_officials_who_close_the_list_at_once_close_one_list(clean_db, tmp_path):
    with clock.at(MONDAY):
        stage = stepping.build(worlds.build(), tmp_path, DRAW)
        for number in range(3):
            stepping.accepted(stage, f"k{number}")
        gate = Barrier(6)

        def press(_number):
            try:
                with clock.at(MONDAY):
                    gate.wait(timeout=30)
                    return announce(stage.world.head).id
            except NothingToDrawError:
                return None
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            made = [found for found in pool.map(press, range(6)) if found]
    assert len(made) == 1


def test_a_draw_that_nobody_is_left_in_is_still_held_by_whom_it_names(stage):
    world, view = stage.world, stepping.accepted(stage)
    announced = announce(world.head)
    api.withdraw_dossier(actor=world.lan, dossier_id=view.id, expected_version=2)
    for actor in (world.receiver, world.lan, world.stranger):
        with pytest.raises(ActNotAllowedError):
            api.hold_draw(actor=actor, draw_id=announced.id, seed="1")
    assert api.hold_draw(actor=world.head, draw_id=announced.id, seed="1").lots[0].gone


def test_a_procedure_that_can_not_be_is_nothing_to_draw(stage):
    stepping.accepted(stage)
    with pytest.raises(NothingToDrawError):
        api.announce_draw(actor=stage.world.head, procedure_code="a\x00b", step="lots", source=SOURCE, places=1)


def test_the_database_itself_keeps_the_protocol_as_it_was_published(stage):
    world = stage.world
    stepping.accepted(stage)
    row = Draw.objects.filter(id=announce(world.head).id)
    for actor in (world.lan, world.stranger):
        with acting(actor):
            assert row.update(seed="1") == row.delete()[0] == 0
    with acting(world.head):
        assert row.delete()[0] == 0
        with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
            row.update(codes=[])
    held = api.hold_draw(actor=world.head, draw_id=row.get().id, seed="48213")
    with acting(world.head), pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        row.update(seed="48214")
    assert api.get_draw(draw_id=held.id) == held
