"""A person reads who looked at her data; nobody else does, and nothing is kept from her but for what is sealed."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from motcua.dossiers import api as dossiers
from motcua.dossiers.contracts import QueueFilter
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.world import signed_in
from motcua.identity.contracts import PersonView
from motcua.kernel import clock
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.ledger.errors import EntryNotFoundError
from motcua.platform.database.transactions import acting
from motcua.trust.contracts import LooksAsked
from motcua.trust.looks import count_looks, get_look, list_looks
from motcua.trust.sealed import list_sealed


@pytest.fixture
def world(db, frozen_clock) -> worlds.World:
    return worlds.build()


@pytest.fixture
def seen(world):
    """Lan's dossier, once opened by the receiver with a reason, once on the page of a list."""
    code = worlds.submitted(world).code
    dossiers.get_dossier(actor=world.receiver, code=code, why="Gọi điện hỏi lại")
    dossiers.list_queue(actor=world.receiver, wanted=QueueFilter())
    return code


def test_she_reads_who_where_why_and_for_which_dossier(world, seen):
    listed, opened = list_looks(actor=world.lan).looks
    assert (opened.who, opened.why, opened.code) == (world.receiver.name, "Gọi điện hỏi lại", seen)
    assert opened.agency_code == world.agency.code and opened.position
    assert listed.listed and not listed.code and listed.what == "Mở một danh sách trong đó có bạn"


def test_nobody_reads_of_another(world, seen):
    (look, *_rest) = list_looks(actor=world.lan).looks
    assert list_looks(actor=world.minh).looks == ()
    with pytest.raises(EntryNotFoundError):
        get_look(actor=world.minh, entry_id=look.id)
    with pytest.raises(NotAllowedError):
        list_looks(actor=world.receiver)


def test_her_own_acts_are_folded_away_until_she_asks(world, seen):
    assert {look.actor_kind for look in list_looks(actor=world.lan).looks} == {"official"}
    told = list_looks(actor=world.lan, asked=LooksAsked(everything=True)).looks
    assert "person" in {look.actor_kind for look in told}


def test_pages_follow_each_other_without_a_gap(world, seen):
    for _time in range(5):
        dossiers.get_dossier(actor=world.specialist, code=seen)
    asked, found = LooksAsked(), []
    while True:
        page = list_looks(actor=world.lan, asked=asked, limit=2)
        found += [look.id for look in page.looks]
        if page.more is None:
            break
        asked = LooksAsked(before=page.more)
    assert len(found) == len(set(found)) == count_looks(actor=world.lan, asked=LooksAsked()) == 7
    assert [look.id for look in list_looks(actor=world.lan, limit=3, skip=2).looks] == found[2:5]


def test_a_dossier_and_a_period_narrow_it(world, seen, frozen_clock):
    assert [look.code for look in list_looks(actor=world.lan, asked=LooksAsked(code=seen)).looks] == [seen]
    later = clock.now() + timedelta(days=1)
    assert list_looks(actor=world.lan, asked=LooksAsked(since=later)).looks == ()


def test_what_is_sealed_is_counted_in_public_and_shown_to_her_on_its_day_only(world, frozen_clock):
    until = clock.now() + timedelta(days=30)
    with acting(world.head):
        ledger.record(
            actor=world.head,
            action=dossiers.LOOKED_AT,
            subject_id=world.lan.id,
            why="Xác minh",
            seal=ledger.Seal(until, "Điều 1 luật thử"),
        )
    assert list_looks(actor=world.lan).looks == ()
    assert [(one.agency_code, one.count) for one in list_sealed()] == [(world.agency.code, 1)]
    told = Client().get("/api/v1/usage/sealed").json()["sealed"]
    assert told == [{"agencyCode": world.agency.code, "month": "2026-03", "count": 1}]
    frozen_clock.set(until + timedelta(seconds=1))
    (look,) = list_looks(actor=world.lan).looks
    assert look.sealed_basis == "Điều 1 luật thử"


def test_a_seal_without_a_law_is_none():
    with pytest.raises(ValueError, match="law"):
        ledger.Seal(clock.now(), "  ")


def test_the_page_says_it_in_both_languages_and_says_when_there_is_nothing(world, seen):
    page = signed_in(world.lan).get("/my/looks").content.decode()
    assert world.receiver.name in page and "Gọi điện hỏi lại" in page and seen in page
    assert "Opened your application" in signed_in(world.lan).get("/en/my/looks").content.decode()
    assert "Chưa có cán bộ nào xem" in signed_in(world.minh).get("/my/looks").content.decode()
    assert "Không có lần xem nào như vậy" in signed_in(world.minh).get("/my/looks?days=30").content.decode()
    assert signed_in(world.receiver).get("/my/looks").status_code == 403


def test_an_address_of_nonsense_is_answered_like_none(world, seen):
    answer = signed_in(world.lan).get("/my/looks?days=x&code=%00&before=y")
    assert answer.status_code == 200


def test_the_api_is_findusage_and_each_sees_her_own(world, seen):
    person: PersonView = world.lan_record
    client = signed_in(world.lan)
    told = client.get(f"/api/v1/usage/findUsage?userCode={person.personal_id}&limit=1&offset=1").json()
    assert told["totalUsages"] == 2
    (usage,) = told["usages"]
    assert usage["receiverCode"] == world.agency.code and usage["receiverSystem"] == "Một Cửa"
    assert usage["logtime"] == "2026-03-02T09:00:00+07:00" and usage["reason"] == "Gọi điện hỏi lại"
    assert client.get("/api/v1/usage/findUsage?userCode=046088000023").status_code == 403
    assert client.get(f"/api/v1/usage/findUsage?userCode={person.personal_id}&limit=x").status_code == 422
    assert Client().get(f"/api/v1/usage/findUsage?userCode={person.personal_id}").status_code == 401
    bad = Client().get(
        f"/api/v1/usage/findUsage?userCode={person.personal_id}", headers={"Authorization": "Bearer mc_x"}
    )
    assert bad.status_code == 401


def test_all_of_it_goes_home_in_one_file(world, seen):
    answer = signed_in(world.lan).get("/my/looks/all.json")
    assert "attachment" in answer["Content-Disposition"]
    assert json.loads(answer.content)["totalUsages"] == 2


def test_a_proof_is_not_ready_before_a_checkpoint(world, seen):
    (look, *_rest) = list_looks(actor=world.lan).looks
    assert signed_in(world.lan).get(f"/my/looks/{look.id}/proof").status_code == 409
