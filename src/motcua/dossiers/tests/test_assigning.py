"""Who works on a dossier: taken, given, let go, and found in the right queue."""

from dataclasses import replace
from datetime import timedelta

import pytest

from motcua.agencies import api as agencies
from motcua.dossiers import api, queues
from motcua.dossiers.contracts import CAP, Channel, QueueFilter, State
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    AssigneeUnfitError,
    ClaimedByOtherError,
    DossierNotFoundError,
    StaleDossierError,
)
from motcua.dossiers.tests.world import World, official, submitted
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting, prepared

RESULT = {"certificate_number": "12/2026"}


def codes(actor, **wanted) -> list[str]:
    return [row.code for row in api.list_queue(actor=actor, wanted=QueueFilter(**wanted)).rows]


@pytest.fixture
def colleague(world):
    return official("Tôn Nữ Hạnh", world.agency, "receiver")


@pytest.fixture
def other_specialist(world):
    return official("Võ Thành Trung", world.agency, "specialist")


def in_process(world: World, key: str = "k1"):
    receipt = submitted(world, key=key)
    return api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)


def test_what_is_taken_leaves_the_colleagues_queue_and_is_written_down(world, colleague):
    receipt = submitted(world)
    assert codes(colleague) == codes(colleague, whose="free") == [receipt.code]
    view = api.claim_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    assert (view.assignee_id, view.assignee_name, view.version) == (world.receiver.id, world.receiver.name, 2)
    assert codes(colleague) == codes(colleague, whose="free") == []
    assert codes(world.receiver) == codes(world.receiver, whose="mine") == [receipt.code]
    assert codes(colleague, whose="colleague", colleague=world.receiver.id) == [receipt.code]
    assert codes(colleague, state=State.SUBMITTED) == [receipt.code]
    entry = Entry.objects.get(action="dossiers.claim")
    assert (entry.actor_id, entry.record_id, entry.facts["version"]) == (world.receiver.id, receipt.id, 2)


def test_who_comes_second_is_told_who_has_it(world, colleague):
    receipt = submitted(world)
    api.claim_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    with pytest.raises(ClaimedByOtherError) as refused:
        api.claim_dossier(actor=colleague, dossier_id=receipt.id, expected_version=1)
    assert refused.value.facts["who"] == world.receiver.name


def test_taking_it_twice_is_taking_it_once(world):
    receipt = submitted(world)
    for _press in range(2):
        view = api.claim_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    assert view.version == 2 and Entry.objects.filter(action="dossiers.claim").count() == 1


def test_a_dossier_that_changed_meanwhile_is_not_taken_unseen(world, colleague):
    receipt = submitted(world)
    api.claim_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    api.release_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=2)
    with pytest.raises(StaleDossierError):
        api.claim_dossier(actor=colleague, dossier_id=receipt.id, expected_version=1)


def test_only_the_role_of_the_step_takes_it_and_nobody_of_elsewhere(world):
    receipt = submitted(world)
    for actor, refusal in ((world.specialist, ActNotAllowedError), (world.stranger, DossierNotFoundError)):
        with pytest.raises(refusal):
            api.claim_dossier(actor=actor, dossier_id=receipt.id, expected_version=1)
    above = replace(world.stranger, agency_ids=(*world.stranger.agency_ids, world.agency.id))
    with pytest.raises(ActNotAllowedError):
        api.claim_dossier(actor=above, dossier_id=receipt.id, expected_version=1)


def test_the_head_gives_work_out_and_takes_it_back(world, other_specialist):
    view = in_process(world)
    with pytest.raises(ActNotAllowedError):
        api.assign_dossier(
            actor=world.specialist, dossier_id=view.id, expected_version=2, assignee_id=world.specialist.id
        )
    view = api.assign_dossier(
        actor=world.head, dossier_id=view.id, expected_version=2, assignee_id=other_specialist.id, note="hồ sơ gấp"
    )
    assert view.assignee_name == other_specialist.name and view.acts[-1].note == "hồ sơ gấp"
    assert codes(other_specialist) == [view.code] and codes(world.specialist) == []
    view = api.release_dossier(actor=world.head, dossier_id=view.id, expected_version=3)
    assert codes(world.specialist) == [view.code]


def test_whoever_has_it_may_hand_it_to_a_colleague_of_the_same_role(world, other_specialist):
    view = in_process(world)
    view = api.claim_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2)
    for unfit in (world.receiver, world.stranger):
        with pytest.raises(AssigneeUnfitError):
            api.assign_dossier(actor=world.specialist, dossier_id=view.id, expected_version=3, assignee_id=unfit.id)
    view = api.assign_dossier(
        actor=world.specialist, dossier_id=view.id, expected_version=3, assignee_id=other_specialist.id
    )
    assert view.assignee_id == other_specialist.id
    assert api.get_dossier(actor=world.specialist, code=view.code).desk_acts == ()


def test_what_is_sent_back_goes_back_to_who_proposed_it(world, other_specialist):
    view = in_process(world)
    view = api.claim_dossier(actor=other_specialist, dossier_id=view.id, expected_version=2)
    view = api.resolve_dossier(actor=other_specialist, dossier_id=view.id, expected_version=3, proposal=RESULT)
    assert view.assignee_id is None
    view = api.send_back(actor=world.head, dossier_id=view.id, expected_version=4, reason="Thiếu số")
    assert view.assignee_id == other_specialist.id and codes(world.specialist) == []
    view = api.resolve_dossier(actor=other_specialist, dossier_id=view.id, expected_version=5, proposal=RESULT)
    assert view.assignee_id == world.head.id
    view = api.approve_dossier(actor=world.head, dossier_id=view.id, expected_version=6)
    assert view.assignee_id is None and codes(world.receiver) == [view.code]


def test_while_the_applicant_is_awaited_it_stays_whose_it_was(world):
    view = in_process(world)
    view = api.claim_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2)
    view = api.request_supplement(
        actor=world.specialist, dossier_id=view.id, expected_version=3, fields=("child_name",), reason="Tên bé mờ"
    )
    assert codes(world.specialist) == [] and codes(world.specialist, whose="mine") == [view.code]
    view = api.answer_supplement(
        actor=world.lan, dossier_id=view.id, expected_version=4, answers={"child_name": "Nguyễn Gia Hân"}, papers={}
    )
    view = api.get_dossier(actor=world.specialist, code=view.code)
    assert view.assignee_id == world.specialist.id and codes(world.specialist) == [view.code]


def test_a_closed_dossier_is_nobodys_to_take(world):
    receipt = submitted(world)
    api.withdraw_dossier(actor=world.lan, dossier_id=receipt.id, expected_version=1)
    with pytest.raises(ActOutOfTurnError):
        api.claim_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=2)


def test_one_page_merges_what_is_free_and_what_is_ones_own_by_date_without_gap_or_repeat(world, frozen_clock):
    made = []
    for n in range(7):
        made.append(submitted(world, key=f"k{n}"))
        frozen_clock.forward(timedelta(hours=1))
    for receipt in made[1::2]:
        api.claim_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    seen, cursor = [], ""
    for _page in range(4):
        page = api.list_queue(actor=world.receiver, cursor=cursor, limit=2)
        seen += [row.code for row in page.rows]
        cursor = page.cursor
    assert (seen, cursor) == ([receipt.code for receipt in made], "")
    assert (page.waiting, page.mine, page.free) == (7, 3, 4)


def test_what_is_over_stands_latest_first(world, frozen_clock):
    made = [submitted(world, key=f"k{n}") for n in range(3)]
    for receipt in (made[1], made[0], made[2]):
        frozen_clock.forward(timedelta(minutes=5))
        api.refuse_dossier(
            actor=world.receiver, dossier_id=receipt.id, expected_version=1, reason="Không thuộc thẩm quyền"
        )
    assert codes(world.receiver, state=State.REFUSED) == [made[2].code, made[0].code, made[1].code]
    page = api.list_queue(actor=world.receiver, wanted=QueueFilter(state=State.REFUSED), limit=2)
    below = api.list_queue(actor=world.receiver, wanted=QueueFilter(state=State.REFUSED), cursor=page.cursor)
    assert [row.code for row in below.rows] == [made[1].code]


def test_filters_narrow_a_queue(world, frozen_clock):
    first = submitted(world)
    frozen_clock.forward(timedelta(days=1, hours=1))
    second = submitted(world, key="k2")
    assert codes(world.receiver, due="late") == [first.code]
    assert codes(world.receiver, due="near") == [second.code]
    assert codes(world.receiver, procedure="1.000001") == []
    assert codes(world.receiver, procedure="1.001193", state=State.SUBMITTED) == [first.code, second.code]
    assert codes(world.receiver, channel=Channel.POSTAL) == []


def test_a_queue_is_counted_up_to_a_bound(world, monkeypatch):
    monkeypatch.setattr("motcua.dossiers.queue_counts.CAP", 2)
    for n in range(3):
        submitted(world, key=f"k{n}")
    page = api.list_queue(actor=world.receiver)
    assert page.counts[State.SUBMITTED] == page.waiting == 2 < CAP and len(page.rows) == 3


def away(world, who, instead, days: int = 3):
    monday = agencies.today()
    return agencies.enter_absence(
        actor=world.head,
        official_id=who.id,
        substitute_id=instead.id,
        first_day=monday,
        last_day=monday + timedelta(days=days),
    )


def test_who_stands_in_sees_the_absent_colleagues_work_and_does_it_in_their_own_name(
    world, other_specialist, frozen_clock
):
    view = in_process(world)
    view = api.claim_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2)
    assert codes(other_specialist) == []
    away(world, world.specialist, other_specialist)
    assert codes(other_specialist) == codes(other_specialist, whose="mine") == [view.code]
    seen = api.get_dossier(actor=other_specialist, code=view.code)
    assert seen.instead and seen.desk_acts == ("assign", "release")
    view = api.resolve_dossier(actor=other_specialist, dossier_id=view.id, expected_version=3, proposal=RESULT)
    last = view.acts[-1]
    assert (last.actor_name, last.facts["instead_of"]) == (other_specialist.name, world.specialist.name)
    frozen_clock.forward(timedelta(days=4))
    assert codes(other_specialist) == []


def test_new_work_goes_to_who_stands_in_and_stays_theirs(world, other_specialist, frozen_clock):
    view = in_process(world)
    away(world, world.specialist, other_specialist)
    view = api.assign_dossier(actor=world.head, dossier_id=view.id, expected_version=2, assignee_id=world.specialist.id)
    assert (view.assignee_id, view.acts[-1].facts["meant_for"]) == (other_specialist.id, world.specialist.name)
    frozen_clock.forward(timedelta(days=4))
    assert codes(other_specialist) == [view.code] and codes(world.specialist) == []


def test_standing_in_for_the_head_gives_no_right_to_sign(world):
    view = in_process(world)
    view = api.resolve_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2, proposal=RESULT)
    view = api.claim_dossier(actor=world.head, dossier_id=view.id, expected_version=3)
    away(world, world.head, world.specialist)
    assert codes(world.specialist) == [] and codes(world.specialist, whose="mine") == [view.code]
    with pytest.raises(ActNotAllowedError):
        api.approve_dossier(actor=world.specialist, dossier_id=view.id, expected_version=4)
    with pytest.raises(AssigneeUnfitError):  # who stands in lacks the role, so new work to sign waits for a head
        api.assign_dossier(actor=world.head, dossier_id=view.id, expected_version=4, assignee_id=world.head.id)


def test_a_head_counts_as_free_what_a_head_can_give_out(world):
    submitted(world), in_process(world, key="k2")
    page = api.list_queue(actor=world.head, wanted=QueueFilter(whose="free"))
    assert (page.free, len(page.rows)) == (2, 2)
    assert api.list_queue(actor=world.receiver).free == 1


def test_the_steps_of_a_queue_are_spelled_out_so_that_a_kept_plan_finds_its_partial_index(world):
    submitted(world), in_process(world, key="k2")
    for actor, wanted, index in (
        (world.receiver, QueueFilter(), "desk_agency_id_state"),
        (world.head, QueueFilter(State.RETURNED), "desk_agency_id_state"),
        (world.specialist, QueueFilter(whose="mine"), "assignee_id"),
    ):
        kept: list[tuple[str, tuple[object, ...]]] = []
        with acting(actor), pytest.MonkeyPatch.context() as patch:
            patch.setattr(queues, "prepared", lambda sql, values=(), kept=kept: kept.append((sql, values)) or [])
            queues._first(actor, wanted, None, 51)
        (sql, values) = kept[-1]
        assert "dossiers_dossier.state IN ('" in sql
        with acting(actor):
            prepared("SET LOCAL enable_seqscan = off")
            plan = "\n".join(row[0] for row in prepared(f"EXPLAIN {sql}", values))
        assert index in plan and "Seq Scan on dossiers_dossier" not in plan, plan
