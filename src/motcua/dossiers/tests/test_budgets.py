"""How many statements the hot paths may spend: what is counted here is a round trip to the database each."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from falcon import testing

from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.http.plane import application
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database import transactions


@pytest.fixture
def plane(clean_db, frozen_clock, monkeypatch):
    from motcua.dossiers.services import submitting

    monkeypatch.setattr(submitting, "missing_papers", lambda *_arguments: {})  # the pages' own tests send files
    world, client = worlds.build(), testing.TestClient(application)

    def token(login, actor):
        whose = {"person_id": actor.id} if actor.is_person else {"official_id": actor.id}
        identity.open_account(actor=SYSTEM, login=login, secret="mot-mat-khau-dai", name=actor.name, **whose)
        until = clock.now() + timedelta(hours=1)
        return identity.issue_token(actor=SYSTEM, subject_id=actor.id, label="thử", expires_at=until).secret

    tokens = {name: token(name, getattr(world, name)) for name in ("lan", "receiver", "specialist", "head")}

    def post(who, path, key, body):
        headers = {"Authorization": f"Bearer {tokens[who]}", "Idempotency-Key": key}
        answer = client.simulate_post(f"/api/v1/dossiers{path}", json=body, headers=headers)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json

    def submit(key):
        body = {"procedure": worlds.BIRTH, "answers": worlds.answers(world), "agency": world.agency.code}
        return post("lan", "", key, body)["code"]

    def act(who, code, action, version, **fields):
        body = {"action": action, "expected_version": version, **fields}
        return post(who, f"/{code}/acts", f"{code}-{version}", body)

    def track(code):
        return json.loads(client.simulate_get(f"/api/v1/dossiers/{code}").text)["state"]

    return SimpleNamespace(submit=submit, act=act, track=track, world=world)


class Spent(list):
    """The statements of a block, and how many of them stood in a transaction of several."""

    def __enter__(self):
        self.together = 0
        transactions.observed.append(self._note)
        self._wrapper = connection.execute_wrapper(self._execute)
        self._wrapper.__enter__()
        return self

    def __exit__(self, *error):
        self._wrapper.__exit__(*error)
        transactions.observed.remove(self._note)

    def _note(self, query):
        self.append(query)
        self.together += not connection.get_autocommit()

    def _execute(self, execute, query, *rest):
        self._note(query)
        return execute(query, *rest)


def test_a_submission_by_a_program_is_its_token_and_one_statement_without_a_transaction_around(plane):
    plane.submit("k-1")  # what a process remembers is asked for once
    with Spent() as spent:
        plane.submit("k-2")
    assert (len(spent), spent.together) == (2, 0), spent
    assert "identity_person" in spent[0]
    assert "dossiers_change" in spent[1]


def test_tracking_is_one_statement(plane):
    code = plane.submit("k-1")
    plane.track(code)
    with Spent() as spent:
        assert plane.track(code) == "submitted"
    assert (len(spent), spent.together) == (1, 0), spent


def test_an_act_by_a_program_is_whose_where_and_which_then_read_and_write(plane):
    code = plane.submit("k-1")
    plane.act("receiver", code, "accept", 1)
    form = {field["id"]: "1" for field in flow_of_hash(plane.world.version.hash).result_fields}
    plane.act("specialist", code, "resolve", 2, proposal=form)
    plane.act("head", code, "send_back", 3, reason="Xem lại")
    with Spent() as spent:
        plane.act("specialist", code, "resolve", 4, proposal=form)
    assert (len(spent), spent.together) == (3, 0), spent
    assert spent[1].lstrip().startswith("WITH actor")
    assert all(f"{table} " in spent[2] for table in ("dossiers_dossier", "ledger_entry", "outbox_outboxevent"))


def test_an_act_that_issues_a_paper_spends_a_bounded_number_more(plane):
    plane.act("receiver", plane.submit("k-1"), "accept", 1)
    code = plane.submit("k-2")
    with Spent() as spent:
        plane.act("receiver", code, "accept", 1)
    assert len(spent) <= 14, spent
