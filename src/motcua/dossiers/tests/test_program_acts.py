"""Acts over the API: each once for its key, in the version that was seen, with the rights of whose token it is."""

import json
import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from falcon import testing

from motcua.dossiers import api, services
from motcua.dossiers.http.acting import BODIES, DONE
from motcua.dossiers.http.plane import application
from motcua.dossiers.models import Document, Dossier, SubmissionKey
from motcua.dossiers.services.registry import ACTS
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.models import OutboxEvent

RESULT = {"book": "01/2026", "page": "5"}


@pytest.fixture
def office(clean_db, frozen_clock):
    """A submitted dossier, and programs of the applicant, the receiver, the specialist and the head."""
    world = worlds.build()
    receipt = worlds.submitted(world)
    people = {"lan": world.lan, "receiver": world.receiver, "specialist": world.specialist, "head": world.head}
    people["stranger"] = world.stranger
    tokens = {name: token_of(name, actor) for name, actor in people.items()}
    client = testing.TestClient(application)

    def send(who, action, version, *, key="", code=receipt.code, raw=None, **fields):
        body = {"action": action, "expected_version": version, **fields}
        headers = {"Authorization": f"Bearer {tokens[who]}", "Content-Type": "application/json"}
        headers |= {} if key is None else {"Idempotency-Key": key or f"{who}-{action}-{version}"}
        sent = raw if raw is not None else json.dumps(body).encode()
        return client.simulate_post(f"/api/v1/dossiers/{code}/acts", body=sent, headers=headers)

    return SimpleNamespace(send=send, code=receipt.code, id=receipt.id, world=world)


def token_of(login, actor):
    whose = {"person_id": actor.id} if actor.is_person else {"official_id": actor.id}
    identity.open_account(actor=SYSTEM, login=login, secret="mot-mat-khau-dai", name=actor.name, **whose)
    until = clock.now() + timedelta(hours=1)
    return identity.issue_token(actor=SYSTEM, subject_id=actor.id, label="thử", expires_at=until).secret


def counted(office):
    with acting(SYSTEM):
        return (
            Dossier.objects.get(id=office.id).version,
            Entry.objects.filter(record_id=office.id).count(),
            OutboxEvent.objects.filter(name="dossiers.dossier_moved.v1").count(),
            SubmissionKey.objects.filter(answer__isnull=False).count(),
            Document.objects.count(),
        )


def test_a_dossier_goes_all_its_way_by_programs(office):
    accepted = office.send("receiver", "accept", 1)
    assert accepted.status_code == 200, accepted.text
    assert {**accepted.json, "due_at": None} == {
        **DONE,
        "code": office.code,
        "status": accepted.json["status"],
        "received_at": "2026-03-02T02:00:00Z",
        "due_at": None,
        "act_by": accepted.json["due_at"],
    }
    form = dict.fromkeys(result_fields(office), "1")
    for who, action, version, fields, state in (
        (
            "specialist",
            "request_supplement",
            2,
            {"fields": ["child_name"], "reason": "Viết thiếu dấu"},
            "awaiting_supplement",
        ),
        ("lan", "answer_supplement", 3, {"answers": {"child_name": "Trần An Nhiên"}, "papers": {}}, "in_process"),
        ("specialist", "resolve", 4, {"proposal": form}, "awaiting_approval"),
        ("head", "send_back", 5, {"reason": "Xem lại"}, "in_process"),
        ("specialist", "resolve", 6, {"proposal": form, "note": "Đã sửa"}, "awaiting_approval"),
        ("head", "approve", 7, {}, "approved"),
        ("receiver", "return", 8, {"note": "Tại quầy"}, "returned"),
    ):
        done = office.send(who, action, version, **fields)
        assert (done.status_code, done.json.get("state"), done.json.get("version")) == (200, state, version + 1), (
            done.text
        )
    view = api.get_dossier(actor=office.world.head, code=office.code)
    assert [act.action for act in view.acts][-2:] == ["approve", "return"]
    assert view.acts[-1].actor_name == office.world.receiver.name


def result_fields(office):
    from motcua.dossiers.flows import flow_of_hash

    return [field["id"] for field in flow_of_hash(office.world.version.hash).result_fields]


def test_the_same_act_under_the_same_key_is_done_once_and_answered_the_same_later(office):
    first = office.send("receiver", "accept", 1, key="k")
    before = counted(office)
    office.send("specialist", "resolve", 2, proposal=dict.fromkeys(result_fields(office), "1"))
    again = office.send("receiver", "accept", 1, key="k")
    assert (again.status_code, again.text) == (200, first.text)
    assert before == (2, 2, 1, 1, 1)
    assert counted(office) == (3, 3, 2, 2, 1)


@pytest.mark.parametrize(
    ("who", "action", "version", "fields"),
    [("receiver", "accept", 1, {"note": "Khác"}), ("receiver", "refuse", 2, {"reason": "Nhầm nơi nộp"})],
    ids=["other words", "another act, which would be allowed"],
)
def test_the_same_key_with_another_content_is_refused_and_changes_nothing(office, who, action, version, fields):
    office.send("receiver", "accept", 1, key="k")
    before = counted(office)
    other = office.send(who, action, version, key="k", **fields)
    assert (other.status_code, other.json["code"]) == (409, "dossiers.key_reused")
    assert counted(office) == before


def test_a_key_of_a_submission_is_no_key_of_an_act(office):
    refused = office.send("lan", "withdraw", 1, key="k1")
    assert (refused.status_code, refused.json["code"]) == (409, "dossiers.key_reused")


def test_who_saw_another_version_hears_who_did_what_when(office):
    office.send("receiver", "accept", 1)
    late = office.send("receiver", "refuse", 1, reason="Nhầm nơi nộp")
    assert (late.status_code, late.json["code"]) == (409, "dossiers.changed_meanwhile")
    said = {key: late.json[key] for key in ("version", "expected", "state", "who", "action", "at")}
    assert said == {
        "version": 2,
        "expected": 1,
        "state": "in_process",
        "who": office.world.receiver.name,
        "action": "dossiers.accept",
        "at": "2026-03-02T02:00:00+00:00",
    }
    assert counted(office)[:4] == (2, 2, 1, 1)


@pytest.mark.parametrize(
    ("who", "action", "status", "code"),
    [
        ("head", "accept", 403, "dossiers.act_not_allowed"),
        ("lan", "accept", 403, "dossiers.act_not_allowed"),
        ("stranger", "accept", 404, "dossiers.not_found"),
        ("receiver", "approve", 409, "dossiers.out_of_turn"),
        ("receiver", "abolish", 400, "dossiers.body_unreadable"),
    ],
)
def test_a_token_does_what_its_owner_may_do_and_nothing_else(office, who, action, status, code):
    before = counted(office)
    refused = office.send(who, action, 1)
    assert (refused.status_code, refused.json["code"]) == (status, code), refused.text
    assert counted(office) == before


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"key": None}, 400, "dossiers.key_missing"),
        ({"raw": b"{}"}, 400, "dossiers.body_unreadable"),
        ({"raw": b'{"action":"accept","expected_version":1,"expected_version":1}'}, 400, "dossiers.body_unreadable"),
        ({"unknown": 1}, 400, "dossiers.body_unreadable"),
        ({"note": 1}, 400, "dossiers.body_unreadable"),
        ({"code": "H57.17-260302-9999"}, 404, "dossiers.not_found"),
        ({"code": "%00"}, 404, "dossiers.not_found"),
        ({"note": "a" * 2001}, 422, "dossiers.submission_invalid"),
    ],
)
def test_what_cannot_be_read_or_found_is_refused_with_what_is_wrong(office, sent, status, code):
    refused = office.send("receiver", "accept", 1, **sent)
    assert (refused.status_code, refused.json["code"]) == (status, code), refused.text


def test_every_act_of_the_registry_has_a_body_of_its_own():
    assert {body.__struct_config__.tag for body in BODIES.__args__} == set(ACTS)
    written = {
        name
        for file in Path(services.__path__[0]).glob("*.py")
        for name in re.findall(r'^@act\("(\w+)"\)', file.read_text(), re.MULTILINE)
    }
    assert written == set(ACTS)
    assert {"accept", "withdraw", "extend", "claim", "record_step"} <= written
    assert all(body.__doc__ and "expected_version" in body.__struct_fields__ for body in BODIES.__args__)
