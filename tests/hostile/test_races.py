"""Two at once: the same submission, the same key, the same dossier. One wins; nothing is stored twice or half."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from motcua.kernel import clock
from tests.hostile import stage as stages
from tests.hostile.conftest import refused
from tests.hostile.wire import FORM, Answer, call, form

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def set_up(clean_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(MONDAY):
        return stages.build()


def at_once(*acts: Callable[[], Answer]) -> list[Answer]:
    """Each act in a thread and on a connection of its own, let go at the same moment."""
    gate = Barrier(len(acts))

    def alone(act):
        try:
            with clock.at(MONDAY):
                gate.wait(10)
                return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


def submission(stage, key, **change):
    body = stages.body_of(stage.world, stage.file_of_lan)
    body["answers"] = body["answers"] | change
    headers = {"Idempotency-Key": key}
    sent = json.dumps(body).encode()
    return lambda: call(
        stage.browsers["lan"], "POST", "/api/v1/dossiers", sent, content_type="application/json", headers=headers
    )


def counts(stage) -> dict[str, int]:
    facts = stage.facts()
    return {
        "dossiers": len(facts["dossiers"]),
        "submitted": facts["acts"]["dossiers.submitted"],
        "papers": len(facts["papers"]),
        "keys": facts["keys"],
        "outbox": facts["outbox"],
    }


def more(stage, before) -> dict[str, int]:
    return {key: value - before[key] for key, value in counts(stage).items()}


ONE = {"dossiers": 1, "submitted": 1, "papers": 1, "keys": 1, "outbox": 1}


def test_the_same_submission_four_times_at_once_is_one_dossier(set_up):
    before = counts(set_up)
    answers = at_once(*[submission(set_up, "twice")] * 4)
    assert sorted(answer.status for answer in answers) == [200, 200, 200, 201], [answer.text for answer in answers]
    assert len({answer.problem["code"] for answer in answers}) == 1
    assert more(set_up, before) == ONE
    refused.add("the same submission at once")


def test_one_key_with_two_contents_at_once_is_one_dossier_and_a_conflict(set_up):
    before = counts(set_up)
    answers = at_once(submission(set_up, "k"), submission(set_up, "k", child_name="Nguyễn Bình An"))
    assert sorted(answer.status for answer in answers) == [201, 409], [answer.text for answer in answers]
    assert more(set_up, before) == ONE
    refused.add("one key with two contents at once")


def test_one_paper_in_two_dossiers_at_once_is_in_one(set_up):
    before = counts(set_up)
    answers = at_once(submission(set_up, "a"), submission(set_up, "b"))
    assert sorted(answer.status for answer in answers) == [201, 422], [answer.text for answer in answers]
    assert more(set_up, before) == ONE
    refused.add("one paper in two dossiers at once")


def test_two_officials_at_once_are_one_act_and_one_who_is_told(set_up):
    view = set_up.new
    acts = {
        action: lambda action=action: call(
            set_up.browsers["receiver"],
            "POST",
            f"/desk/{view.code}/acts/{action}",
            form(dossier_id=view.id, expected_version=1, reason="Không thuộc thẩm quyền."),
            content_type=FORM,
        )
        for action in ("accept", "refuse")
    }
    before = set_up.facts()
    answers = at_once(*acts.values())
    assert sorted(answer.status for answer in answers) == [302, 409], [answer.text[:200] for answer in answers]
    after = set_up.facts()
    assert [version for pk, _state, version in after["dossiers"] if pk == view.id] == [2]
    assert sum(after["acts"].values()) - sum(before["acts"].values()) == 1
    refused.add("two officials at once")


def test_one_withdrawal_pressed_twice_at_once_is_one_act(set_up):
    view, lan = set_up.asked, set_up.browsers["lan"]
    withdraw = form(version=view.version, reason="thôi")
    before = set_up.facts()
    answers = at_once(
        lambda: call(lan, "POST", f"/dossiers/{view.code}/withdraw", withdraw, content_type=FORM),
        lambda: call(lan, "POST", f"/dossiers/{view.code}/withdraw", withdraw, content_type=FORM),
    )
    assert {answer.status for answer in answers} <= {302, 409}
    after = set_up.facts()
    assert sum(after["acts"].values()) - sum(before["acts"].values()) == 1
    refused.add("a double withdrawal at once")


def test_a_replayed_submission_changes_nothing(set_up):
    first = call_again(set_up)
    before = set_up.facts()
    again = call_again(set_up)
    assert (first.status, again.status) == (201, 200)
    assert first.problem == again.problem
    assert set_up.facts() == before
    refused.add("a replayed submission")


def call_again(stage):
    with clock.at(MONDAY):
        return submission(stage, "replayed")()
