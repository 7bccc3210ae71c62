"""One dossier, or one paper of it, that an official reads who would not see it otherwise."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, connection, transaction

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import QueueFilter, WhySeen
from motcua.dossiers.errors import (
    ActNotAllowedError,
    DossierNotFoundError,
    ReasonMissingError,
    ShareInvalidError,
    ShareNotFoundError,
)
from motcua.dossiers.models import Document, Dossier, Share
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.world import official, submitted
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import MotCuaError
from motcua.kernel.ids import new_id
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

WHY = "Cùng xác minh nơi sinh"


@pytest.fixture
def world(db):
    """By the real clock: how long a share lasts is the database's word."""
    return worlds.build()


@pytest.fixture
def accepted(world):
    receipt = submitted(world)
    return api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)


def until(days: int = 3) -> date:
    return agencies.today() + timedelta(days)


def share(world, view, actor=None, **more):
    facts = {"official_id": world.stranger.id, "until": until(), "reason": WHY} | more
    return api.share_dossier(actor=actor or world.specialist, code=view.code, **facts)


def reads(actor, view) -> bool:
    try:
        return api.get_dossier(actor=actor, code=view.code).id == view.id
    except DossierNotFoundError:
        return False


def test_a_shared_dossier_is_read_until_it_is_taken_back_and_appears_in_no_queue(world, accepted):
    assert not reads(world.stranger, accepted)
    given = share(world, accepted)
    assert reads(world.stranger, accepted) and [one.id for one in api.list_shared_with_me(actor=world.stranger)] == [
        given.id
    ]
    for wanted in (QueueFilter(), QueueFilter(whose="free")):
        assert not api.list_queue(actor=world.stranger, wanted=wanted).rows
    api.end_share(actor=world.receiver, share_id=given.id)
    assert not reads(world.stranger, accepted) and not api.list_shared_with_me(actor=world.stranger)
    with pytest.raises(ShareNotFoundError):
        api.end_share(actor=world.receiver, share_id=given.id)


def test_who_reads_along_acts_on_nothing_and_passes_nothing_on(world, accepted):
    share(world, accepted)
    view = api.get_dossier(actor=world.stranger, code=accepted.code)
    assert view.next_actions == () and view.desk_acts == ()
    named = {"actor": world.stranger, "dossier_id": view.id, "expected_version": view.version}
    for act in (
        lambda: api.claim_dossier(**named),
        lambda: api.request_supplement(**named, fields=("child_name",), reason="Chưa rõ dấu"),
        lambda: api.refuse_dossier(**named, reason="Không đủ điều kiện"),
        lambda: share(world, view, world.stranger, official_id=world.head.id),
    ):
        with pytest.raises(MotCuaError):
            act()
    with acting(world.stranger), pytest.raises(ProgrammingError), transaction.atomic():
        Dossier.objects.filter(id=view.id).update(state="approved")
    assert api.get_dossier(actor=world.receiver, code=view.code).version == view.version


def test_a_share_is_over_with_its_day_by_the_databases_own_clock(world, accepted):
    given = share(world, accepted)
    with acting(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossiers_share SET given_at = now() - interval '2 days', valid_until = now() - interval '1 second'"
            " WHERE id = %s",
            [given.id],
        )
    assert not reads(world.stranger, accepted) and not api.list_shared_with_me(actor=world.stranger)


def test_one_paper_opens_and_the_dossier_stays_shut(world, accepted):
    paper = accepted.documents[0]
    given = share(world, accepted, part_id=paper.id)
    assert not reads(world.stranger, accepted)
    with acting(world.stranger):
        assert list(Document.objects.values_list("id", flat=True)) == [paper.id]
    content, content_type, name = api.open_shared_part(actor=world.stranger, share_id=given.id)
    assert bytes(content[:5]) == b"%PDF-" and content_type == "application/pdf" and accepted.code in name
    look = Entry.objects.filter(action="dossiers.looked_at").latest("id")
    assert (look.actor_id, look.record_id, look.why) == (world.stranger.id, accepted.id, WHY)
    for other in (world.minh, world.head):
        with pytest.raises(ShareNotFoundError):
            api.open_shared_part(actor=other, share_id=given.id)
    api.end_share(actor=world.stranger, share_id=given.id)  # who has it may give it up
    with pytest.raises(ShareNotFoundError):
        api.open_shared_part(actor=world.stranger, share_id=given.id)


def test_giving_and_ending_are_in_the_ledger_and_the_applicant_reads_who_could_look(world, accepted):
    given = share(world, accepted)
    api.end_share(actor=world.specialist, share_id=given.id)
    told = {act.action: act for act in api.get_dossier(actor=world.lan, code=accepted.code).acts}
    assert told["shared"].facts["official_name"] == world.stranger.name and told["shared"].note == WHY
    assert told["share_ended"].facts["share"] == str(given.id)


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"until": date(2020, 1, 1)}, "until"),
        ({"until": date(2099, 1, 1)}, "until"),
        ({"part_id": "01a218aa-6b97-709c-b258-d9d0055ea1d9"}, "part"),
        ({"official_id": "01a218aa-6b97-709c-b258-d9d0055ea1d9"}, "official"),
    ],
)
def test_what_cannot_be_given_says_what_to_mend(world, accepted, wrong, box):
    with pytest.raises(ShareInvalidError) as refused:
        share(world, accepted, **wrong)
    assert list(refused.value.fields) == [box]


def test_nobody_is_given_what_they_see_or_have_already_and_a_reason_is_asked_for(world, accepted):
    for who in (world.receiver, world.specialist):
        with pytest.raises(ShareInvalidError):
            share(world, accepted, official_id=who.id)
    share(world, accepted)
    with pytest.raises(ShareInvalidError):
        share(world, accepted)
    with pytest.raises(ReasonMissingError):
        share(world, accepted, official_id=official("Ngô Văn Tý", world.elsewhere, "head").id, reason=" ")


def test_strangers_applicants_and_those_out_of_reach_give_nothing(world, accepted):
    agencies.give_scope(
        actor=SYSTEM,
        agency_id=world.agency.id,
        official_id=world.receiver.id,
        family="Đất đai",
        reason="Chỉ làm đất đai",
    )
    narrowed = replace(world.receiver, reach=agencies.position_of(world.receiver.id).reach)
    for who in (world.stranger, world.lan, narrowed):
        with pytest.raises((DossierNotFoundError, ActNotAllowedError)):
            share(world, accepted, who, official_id=official("Ngô Văn Tý", world.elsewhere, "head").id)
    share(world, accepted, official_id=world.receiver.id)  # a colleague whose rights do not reach it can be let in
    view = api.get_dossier(actor=narrowed, code=accepted.code)
    assert view.next_actions == () and view.desk_acts == ()
    assert api.sight_of(actor=narrowed, view=view).why is WhySeen.SHARED


def test_a_share_ends_with_the_position_of_who_has_it(world, accepted):
    paper = accepted.documents[0]
    share(world, accepted)
    part = share(world, accepted, part_id=paper.id)
    other = new_id()
    moved = replace(world.stranger, agency_id=other, agency_ids=(other,))
    for former in (moved, replace(world.stranger, agency_id=None, agency_ids=(), roles=frozenset())):
        assert not reads(former, accepted) and not api.list_shared_with_me(actor=former)
        with acting(former):
            assert not Document.objects.exists()
        with pytest.raises(ShareNotFoundError):
            api.open_shared_part(actor=former, share_id=part.id)
    assert reads(world.stranger, accepted)


def test_a_colleague_who_sees_it_by_a_share_alone_writes_nothing_that_hangs_on_it(world, accepted):
    agencies.give_scope(
        actor=SYSTEM, agency_id=world.agency.id, official_id=world.receiver.id, family="Đất đai", reason="Chỉ đất đai"
    )
    narrowed = replace(world.receiver, reach=agencies.position_of(world.receiver.id).reach)
    given = share(world, accepted, official_id=world.receiver.id)
    for rows, change in (
        (Share.objects.filter(id=given.id), {"valid_until": given.valid_until + timedelta(100)}),
        (Document.objects.filter(dossier_id=accepted.id), {"number": "1"}),
    ):
        with acting(world.receiver):
            assert rows.exists()
        with acting(narrowed):
            assert rows.exists()
            changed = 0
            with suppress(ProgrammingError), transaction.atomic():
                changed = rows.update(**change)
            assert changed == 0


def test_who_has_no_role_at_the_dossier_is_not_offered_what_would_be_refused(world, accepted):
    idle = replace(world.specialist, roles=frozenset({"receiver"}))
    elsewhere = replace(idle, agency_id=world.elsewhere.id, agency_ids=(world.elsewhere.id, world.agency.id))
    for who, may in ((world.specialist, True), (idle, True), (elsewhere, False)):
        view = api.get_dossier(actor=who, code=accepted.code)
        assert api.sight_of(actor=who, view=view).may_share is may
    nobody = replace(world.specialist, roles=frozenset())
    view = api.get_dossier(actor=nobody, code=accepted.code)
    assert not api.sight_of(actor=nobody, view=view).may_share
    with pytest.raises(ActNotAllowedError):
        share(world, accepted, nobody)


def test_a_share_is_written_by_nobody_but_who_handles_the_dossier(world, accepted):
    given = share(world, accepted)
    longer = given.valid_until + timedelta(100)
    with acting(world.stranger), pytest.raises(ProgrammingError), transaction.atomic():
        Share.objects.filter(id=given.id).update(valid_until=longer)
    with acting(world.minh):
        assert not Share.objects.exists()
