"""The feed over HTTP: who may read what, a page at once, a page when there is one, a stream."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from falcon import testing

from motcua.dossiers import api
from motcua.dossiers.feed import following
from motcua.dossiers.feed.tests.writers import settle
from motcua.dossiers.http.plane import application
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.web.seats import Seats

PATH = "/api/v1/dossiers/changes"


class Follower:
    """A program with the token of an official, or of a person."""

    def __init__(self, login, actor):
        whose = {"official_id": actor.id} if actor.is_official else {"person_id": actor.id}
        identity.open_account(actor=SYSTEM, login=login, secret="mot-mat-khau-dai", name=actor.name, **whose)
        until = clock.now() + timedelta(hours=1)
        token = identity.issue_token(actor=SYSTEM, subject_id=actor.id, label="thử", expires_at=until)
        self.token_id = token.id
        self.client, self.headers = testing.TestClient(application), {"Authorization": f"Bearer {token.secret}"}

    def get(self, headers=None, **query):
        settle()
        return self.client.simulate_get(PATH, params=query, headers=self.headers | (headers or {}))


@pytest.fixture
def world(clean_db, monkeypatch):
    monkeypatch.setattr(following, "seats", lambda: Seats(2))
    return worlds.build()


@pytest.fixture
def follower(world):
    return Follower("ha", world.receiver)


def test_an_agencys_program_reads_what_happens_to_its_dossiers(world, follower):
    receipt = worlds.submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    got = follower.get()
    assert got.status_code == 200, got.text
    told = [(one["action"], one["from_state"], one["state"], one["status"]) for one in got.json["changes"]]
    assert told == [("submit", "", "submitted", 1), ("accept", "submitted", "in_process", 4)]
    first = got.json["changes"][0]
    assert (first["dossier"], first["receiving"], first["resolving"]) == (receipt.code, "H57.17", "H57.17")
    assert "Lan" not in got.text
    assert str(world.lan.id) not in got.text
    assert got.json["cursor"] == got.json["changes"][-1]["cursor"]
    again = follower.get(after=got.json["cursor"])
    assert (again.json["changes"], again.json["more"]) == ([], False)


def test_another_agencys_program_reads_nothing_and_its_mark_moves_on(world, follower):
    worlds.submitted(world)
    stranger = Follower("khoa", world.stranger)
    got = stranger.get()
    assert got.json["changes"] == []
    assert got.json["cursor"] == follower.get().json["cursor"]


def test_people_and_strangers_do_not_follow(world):
    lan = Follower("lan", world.lan).get()
    assert (lan.status_code, lan.json["code"]) == (403, "kernel.not_allowed")
    nobody = testing.TestClient(application).simulate_get(PATH)
    assert (nobody.status_code, nobody.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_one_asks_for_one_agency_or_one_procedure(world, follower):
    worlds.submitted(world)
    assert len(follower.get(agency="H57.17", procedure=worlds.BIRTH).json["changes"]) == 1
    assert follower.get(agency="H57.18").json["changes"] == []
    assert follower.get(procedure="2.000815").json["changes"] == []
    assert follower.get(agency="H99.99").status_code == 404


def test_what_can_not_be_asked_is_refused_in_the_readers_language(follower):
    wrong = [("limit", "0"), ("limit", "x"), ("limit", "9999"), ("wait", "31"), ("wait", "-1"), ("procedure", "a\x00")]
    for name, value in wrong:
        refused = follower.get(headers={"Accept-Language": "en"}, **{name: value})
        assert (refused.status_code, refused.json["code"]) == (400, "dossiers.feed_question_invalid")
        assert refused.json["title"].startswith("A parameter")
        assert refused.json["name"] == name


def test_a_forged_mark_is_refused(follower):
    assert follower.get(after="1-2-3").json["code"] == "dossiers.feed_cursor_invalid"


def test_nothing_new_costs_no_body(world, follower):
    worlds.submitted(world)
    got = follower.get()
    again = follower.get(after=got.json["cursor"])
    same = follower.get(after=got.json["cursor"], headers={"If-None-Match": again.headers["ETag"]})
    assert (same.status_code, same.text) == (304, "")
    assert got.headers["Cache-Control"] == "private, no-cache"


def test_whoever_waits_is_answered_when_something_happens(world, follower):
    cursor = follower.get().json["cursor"]
    later = threading.Timer(0.1, _submit_elsewhere, [world])
    later.start()
    got = follower.get(after=cursor, wait="20")
    later.join()
    assert [one["action"] for one in got.json["changes"]] == ["submit"]


def test_without_a_free_seat_one_is_answered_at_once(world, follower, monkeypatch):
    monkeypatch.setattr(following, "seats", lambda: Seats(0))
    assert follower.get(wait="30").json["changes"] == []
    full = follower.get(headers={"Accept": "text/event-stream"})
    assert (full.status_code, full.json["code"], full.headers["Retry-After"]) == (503, "dossiers.feed_full", "5")


def test_a_stream_tells_what_happened_then_what_happens_and_ends_by_itself(world, follower, monkeypatch):
    monkeypatch.setattr(following, "STREAM", 0.6)
    monkeypatch.setattr(following, "HEARTBEAT", 0.1)
    seats = Seats(1)
    monkeypatch.setattr(following, "seats", lambda: seats)
    first = worlds.submitted(world)
    later = threading.Timer(0.1, _submit_elsewhere, [world])
    later.start()
    got = follower.get(headers={"Accept": "text/event-stream"})
    later.join()
    assert got.headers["Content-Type"].startswith("text/event-stream")
    told = [json.loads(line.removeprefix("data: ")) for line in got.text.splitlines() if line.startswith("data: ")]
    assert told[0]["dossier"] == first.code
    assert len(told) == 2
    assert f"id: {told[0]['cursor']}\nevent: change\ndata: " in got.text
    assert got.text.count("\n: \n") >= 2
    assert seats.take()  # it was given back
    resumed = follower.get(headers={"Last-Event-ID": told[0]["cursor"]})
    assert [one["dossier"] for one in resumed.json["changes"]] == [told[1]["dossier"]]


@pytest.mark.parametrize("way", ["stream", "wait"])
def test_who_may_no_longer_follow_hears_no_more_within_seconds(world, follower, monkeypatch, way):
    monkeypatch.setattr(following, "RECHECK", 0.1)
    monkeypatch.setattr(following, "HEARTBEAT", 0.1)
    seats = Seats(1)
    monkeypatch.setattr(following, "seats", lambda: seats)
    cursor = follower.get().json["cursor"]
    timers = [threading.Timer(0.3, _revoke, [follower]), threading.Timer(1.0, _submit_elsewhere, [world])]
    for timer in timers:
        timer.start()
    began = time.monotonic()
    if way == "stream":
        got = follower.get(headers={"Accept": "text/event-stream"}, after=cursor)
        assert got.status_code == 200 and "data: " not in got.text
    else:
        assert follower.get(after=cursor, wait="30").status_code == 401
    assert time.monotonic() - began < 5
    assert seats.take()
    for timer in timers:
        timer.join()
    assert follower.get().status_code == 401


def _revoke(follower):
    identity.revoke_token(actor=SYSTEM, token_id=follower.token_id)
    connection.close()


def _submit_elsewhere(world):
    worlds.submitted(world, key="later")
    connection.close()
