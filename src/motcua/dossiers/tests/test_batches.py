"""One act on many dossiers: foreseen, done one by one, nothing lost and nothing twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import Chosen, State
from motcua.dossiers.domain.sharing_out import Piece, by_procedure, evenly
from motcua.dossiers.errors import BatchInvalidError, BatchNotFoundError, ReasonMissingError, UndoTooLateError
from motcua.dossiers.models import Batch
from motcua.dossiers.services import batches
from motcua.dossiers.services.batches import forget_batches
from motcua.dossiers.tests.world import official, submitted
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.api import deliver_pending

RESULT = {"certificate_number": "12/2026"}


@pytest.fixture
def three(world):
    return [submitted(world, key=f"k{n}") for n in range(3)]


def chosen(receipts, version=1, to=None):
    return [Chosen(each.id, version, to.id if to else None) for each in receipts]


def outcomes(batch):
    return [row.outcome for row in batch.rows]


def start(actor, action, picked, **given):
    return api.start_batch(actor=actor, batch_id=uuid4(), action=action, chosen=picked, given=given)


def test_what_cannot_be_done_holds_up_nothing_else_and_says_why(world, three):
    api.claim_dossier(
        actor=official("Tôn Nữ Hạnh", world.agency, "receiver"), dossier_id=three[0].id, expected_version=1
    )
    api.refuse_dossier(actor=world.receiver, dossier_id=three[1].id, expected_version=1, reason="Sai nơi nộp")
    seen = api.foresee(actor=world.receiver, action="accept", dossier_ids=[each.id for each in three])
    assert [bool(each.problem) for each in seen] == [True, True, False] and "Tôn Nữ Hạnh" in seen[0].problem
    batch = start(world.receiver, "accept", chosen(three))
    assert outcomes(batch) == ["refused", "refused", "done"] and batch.finished
    assert all(row.why for row in batch.rows[:2])
    assert api.get_dossier(actor=world.receiver, code=three[2].code).state is State.IN_PROCESS
    assert Entry.objects.filter(action="dossiers.accept", record_id=three[2].id).count() == 1


def test_the_same_batch_twice_is_done_once(world, three):
    batch_id = uuid4()
    for picked in (three, three[:1]):
        batch = api.start_batch(actor=world.receiver, batch_id=batch_id, action="accept", chosen=chosen(picked))
        assert outcomes(batch) == ["done"] * 3
    assert Entry.objects.filter(action="dossiers.accept").count() == 3


def test_what_the_page_does_not_get_done_is_the_workers(world, three, monkeypatch):
    monkeypatch.setattr("motcua.dossiers.services.batches.PATIENCE_S", 0.0)
    batch = api.start_batch(actor=world.receiver, batch_id=uuid4(), action="accept", chosen=chosen(three))
    deliver_pending()
    after = api.get_batch(actor=world.receiver, batch_id=batch.id)
    assert outcomes(after) == ["done"] * 3
    entry = Entry.objects.filter(action="dossiers.accept").first()
    assert (entry.actor_id, entry.position) == (world.receiver.id, world.receiver.position)


def test_who_holds_the_desk_no_more_gets_nothing_done_by_the_worker(world, three, monkeypatch):
    monkeypatch.setattr("motcua.dossiers.services.batches.work_on", lambda **_: None)
    batch_id = uuid4()
    api.start_batch(actor=world.receiver, batch_id=batch_id, action="accept", chosen=chosen(three))
    agencies.end_position(
        actor=SYSTEM,
        official_id=world.receiver.id,
        agency_id=world.agency.id,
        last_day=agencies.today() - timedelta(days=1),
    )
    deliver_pending()
    assert outcomes(api.get_batch(actor=world.receiver, batch_id=batch_id)) == ["refused"] * 3


def test_a_version_that_was_not_seen_is_not_touched(world, three):
    assert outcomes(start(world.receiver, "accept", chosen(three[:1], version=7))) == ["refused"]


def test_signing_sending_back_and_returning_go_through_the_acts_themselves(world, three):
    views = [api.accept_dossier(actor=world.receiver, dossier_id=each.id, expected_version=1) for each in three]
    for view in views:
        api.resolve_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2, proposal=RESULT)
    with pytest.raises(ReasonMissingError):
        start(world.head, "send_back", chosen(views[:1], 3))
    assert outcomes(start(world.head, "send_back", chosen(views[:1], 3), reason="Thiếu quyển số")) == ["done"]
    assert outcomes(start(world.receiver, "approve", chosen(views[1:], 3))) == ["refused"] * 2
    assert outcomes(start(world.head, "approve", chosen(views[1:], 3))) == ["done"] * 2
    assert outcomes(start(world.receiver, "return", chosen(views[1:], 4), note="Trao tại quầy.")) == ["done"] * 2
    states = [api.get_dossier(actor=world.head, code=view.code).state for view in views]
    assert states == [State.IN_PROCESS, State.RETURNED, State.RETURNED]


def test_too_many_none_and_unknown_acts_are_refused(world, three):
    for action, picked in (("approve", chosen(three) * 11), ("accept", []), ("burn", chosen(three))):
        with pytest.raises(BatchInvalidError):
            start(world.head, action, picked)
    with pytest.raises(BatchInvalidError):  # nothing that one sees
        start(world.stranger, "accept", chosen(three))


def test_a_batch_is_its_askers_and_the_heads(world, three):
    batch = start(world.receiver, "claim", chosen(three))
    assert api.get_batch(actor=world.head, batch_id=batch.id).actor_name == world.receiver.name
    for other in (world.specialist, world.stranger):
        with pytest.raises(BatchNotFoundError):
            api.get_batch(actor=other, batch_id=batch.id)


def test_redistribution_can_be_taken_back_for_a_while_but_not_over_what_happened_since(world, three, frozen_clock):
    hanh = official("Tôn Nữ Hạnh", world.agency, "receiver")
    api.claim_dossier(actor=world.receiver, dossier_id=three[0].id, expected_version=1)
    picked = [Chosen(three[0].id, 2, hanh.id), Chosen(three[1].id, 1, hanh.id), Chosen(three[2].id, 1, hanh.id)]
    batch = start(world.head, "assign", picked)
    assert outcomes(batch) == ["done"] * 3 and batch.may_undo
    api.accept_dossier(actor=hanh, dossier_id=three[2].id, expected_version=2)
    undone = api.undo_batch(actor=world.head, batch_id=batch.id, undo_id=uuid4())
    assert outcomes(undone) == ["done", "done", "refused"]
    held = [api.get_dossier(actor=world.head, code=each.code).assignee_id for each in three]
    assert held == [world.receiver.id, None, None]
    with pytest.raises(UndoTooLateError):
        api.undo_batch(actor=world.head, batch_id=batch.id, undo_id=uuid4())
    late = start(world.head, "assign", [Chosen(three[1].id, 3, hanh.id)])
    frozen_clock.forward(timedelta(minutes=31))
    assert not api.get_batch(actor=world.head, batch_id=late.id).may_undo
    with pytest.raises(UndoTooLateError):
        api.undo_batch(actor=world.head, batch_id=late.id, undo_id=uuid4())


def test_after_ninety_days_a_batch_is_forgotten(world, three, frozen_clock):
    start(world.receiver, "claim", chosen(three))
    frozen_clock.forward(timedelta(days=91))
    forget_batches()
    with acting(SYSTEM):
        assert not Batch.objects.exists()


def test_sharing_out_levels_the_loads_and_keeps_a_procedure_together():
    a, b, c = (uuid4() for _ in range(3))
    pieces = [Piece(uuid4(), "x" if n % 3 else "y") for n in range(10)]
    plan = evenly(pieces, {a: 5, b: 0, c: 0})
    given = {who: list(plan.values()).count(who) for who in (a, b, c)}
    assert given == {a: 0, b: 5, c: 5} and set(plan) == {piece.dossier_id for piece in pieces}
    together = by_procedure(pieces, {a: 0, b: 0})
    assert {(piece.procedure, together[piece.dossier_id]) for piece in pieces} == {("x", a), ("y", b)}
    assert evenly(pieces, {}) == by_procedure(pieces, {}) == {}


def test_nobody_does_with_their_own_rights_what_somebody_else_asked_for(world):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    api.resolve_dossier(actor=world.specialist, dossier_id=receipt.id, expected_version=2, proposal=RESULT)
    batch_id, picked = uuid4(), chosen([receipt], version=3)
    asked = batches._new(world.specialist, batch_id, "approve", {})
    batches._asked_once(asked, picked, world.specialist)  # and the page's patience was over before the first one
    seen = api.start_batch(actor=world.head, batch_id=batch_id, action="approve", chosen=picked)
    assert outcomes(seen) == ["waiting"]
    assert api.get_dossier(actor=world.head, code=receipt.code).state is State.AWAITING_APPROVAL
