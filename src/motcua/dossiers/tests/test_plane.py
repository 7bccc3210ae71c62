"""The data plane over HTTP, with real commits: one submission, one dossier, whatever the network repeats."""

import json
from datetime import timedelta

import psycopg
import pytest
from django.db import OperationalError
from falcon import testing

from motcua.dossiers import queries
from motcua.dossiers.domain.codes import nearest
from motcua.dossiers.http.plane import application
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.models import OutboxEvent

COPIES = "2.000815"


@pytest.fixture
def plane(clean_db):
    world = worlds.build()
    identity.open_account(
        actor=SYSTEM, login="lan", secret="mot-mat-khau-dai", name=world.lan.name, person_id=world.lan.id
    )
    token = identity.issue_token(
        actor=SYSTEM, subject_id=world.lan.id, label="thử", expires_at=clock.now() + timedelta(hours=1)
    )
    return Plane(testing.TestClient(application), token.secret, world)


class Plane:
    def __init__(self, client, token, world):
        self.client, self.token, self.world = client, token, world

    def submit(self, answers=None, *, key="k-1", **more):
        body = {
            "procedure": worlds.BIRTH,
            "answers": worlds.answers(self.world) | (answers or {}),
            "agency": "H57.17",
            **more,
        }
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Accept-Language": "vi"}
        return self.client.simulate_post("/api/v1/dossiers", json=body, headers=headers)


@pytest.fixture
def no_papers(monkeypatch, plane):
    """The counter shows its papers; the pages' own tests send files."""
    from motcua.dossiers.services import submitting

    monkeypatch.setattr(submitting, "missing_papers", lambda *_arguments: {})
    return plane


def rows() -> tuple[int, int, int]:
    with acting(SYSTEM):
        return (
            Dossier.objects.count(),
            Entry.objects.filter(action="dossiers.submitted").count(),
            OutboxEvent.objects.filter(name="dossiers.dossier_submitted.v1").count(),
        )


def test_a_program_submits_and_tracks(no_papers):
    sent = no_papers.submit()
    assert sent.status_code == 201, sent.text
    assert sent.headers["Location"].endswith(sent.json["code"])
    tracked = no_papers.client.simulate_get(f"/api/v1/dossiers/{sent.json['code']}")
    assert (tracked.json["state"], tracked.json["status"]) == ("submitted", 1)
    assert "Lan" not in tracked.text
    assert rows() == (1, 1, 1)


def test_a_repeated_submission_is_answered_and_not_stored_twice(no_papers):
    first, again = no_papers.submit(), no_papers.submit()
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["code"] == again.json["code"]
    assert rows() == (1, 1, 1)


def test_the_same_key_with_another_content_is_a_conflict(no_papers):
    no_papers.submit()
    other = no_papers.submit({"child_name": "Trần Khác"})
    assert (other.status_code, other.json["code"]) == (409, "dossiers.key_reused")
    assert rows() == (1, 1, 1)


def test_what_is_wrong_is_told_field_by_field_in_the_readers_language(plane):
    refused = plane.submit({"child_name": "", "birth_date": "2031-01-01"})
    assert refused.status_code == 422
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert {"child_name", "birth_date", "papers.birth_notice"} <= set(refused.json["fields"])
    assert rows() == (0, 0, 0)


def test_without_a_token_nothing_is_taken(plane):
    plane.token = "mc_forged"
    refused = plane.submit()
    assert (refused.status_code, json.loads(refused.text)["status"]) == (401, 401)
    assert rows() == (0, 0, 0)


def test_what_falcon_refuses_by_itself_is_said_in_our_words(plane):
    wrong = plane.client.simulate_delete("/api/v1/dossiers/H57.17-260302-0001", headers={"Accept-Language": "en"})
    assert (wrong.status_code, wrong.json["code"]) == (405, "web.method_not_allowed")
    assert "GET" in wrong.headers["Allow"]
    assert wrong.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("broken", [psycopg.OperationalError, OperationalError])
def test_while_the_database_is_away_one_is_asked_to_send_the_same_again(plane, monkeypatch, broken):
    def away(**_arguments):
        raise broken("the server closed the connection")

    monkeypatch.setattr("motcua.dossiers.http.plane.submit_dossier", away)
    refused = plane.submit()
    assert (refused.status_code, refused.json["code"]) == (503, "dossiers.database_away")
    assert refused.headers["Retry-After"] == "2"


def test_a_bug_is_a_bug_and_tells_nothing(plane, monkeypatch):
    def broken(**_arguments):
        raise RuntimeError("Nguyễn Thị Lan")

    monkeypatch.setattr("motcua.dossiers.http.plane.submit_dossier", broken)
    refused = plane.submit()
    assert (refused.status_code, refused.json["code"]) == (500, "web.server_failed")
    assert "Lan" not in refused.text


@pytest.mark.parametrize(
    "raw", [b'{"answers":{"x":1,"x":1}}', b'{"procedure":"a","procedure":"a","answers":{}}', b'"\xff"']
)
def test_a_body_that_two_readers_could_read_differently_is_refused(plane, raw):
    headers = {"Authorization": f"Bearer {plane.token}", "Idempotency-Key": "k", "Content-Type": "application/json"}
    refused = plane.client.simulate_post("/api/v1/dossiers", body=raw, headers=headers)
    assert (refused.status_code, refused.json["code"]) == (400, "dossiers.body_unreadable")


def test_codes_that_are_asked_for_in_the_same_instant_are_answered_by_one_statement_each_with_its_own(
    plane, count_statements
):
    codes = [worlds.submitted(plane.world, key=f"k{n}").code for n in range(3)]
    with count_statements() as seen:
        rows = queries._track([(code, *nearest(code)) for code in (codes[2], f"{codes[0][:-4]}9999", codes[0])])
    assert [row[0] if row else None for row in rows] == [codes[2], None, codes[0]]
    assert len(seen) == 1
