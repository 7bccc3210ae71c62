"""The applicant says that her result is wrong; the desk takes it up or says why not, and she changes nothing else of it."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError

from motcua.dossiers import api
from motcua.dossiers.contracts import QueueFilter
from motcua.dossiers.errors import (
    ActNotAllowedError,
    CorrectionAskedError,
    NewIssuePendingError,
    NoCorrectionAskedError,
    ReasonMissingError,
    StaleDossierError,
    SubmissionInvalidError,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.lawful import which
from motcua.dossiers.tests.test_new_issues import RIGHT, proposed, returned
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

SAID = {"reason": "Tên con ghi sai, đúng là Nguyễn An Đúng", "fields": ("child_name",)}


@pytest.fixture
def world(world, tmp_path):
    return lawful.build(world, tmp_path)


def ask(world, view, **said):
    return api.ask_correction(actor=world.lan, **which(view), **{**SAID, **said})


def test_the_desk_takes_it_up_and_the_correction_is_on_request(world):
    asked = ask(world, returned(world))
    assert asked.correction_asked.fields == ("child_name",) and "ask_correction" not in asked.next_actions
    waiting = api.list_queue(actor=world.head, wanted=QueueFilter(only="new_issue"))
    assert [row.code for row in waiting.rows] == [asked.code]
    taken = proposed(world, asked)
    assert taken.new_issue.on_request and "refuse_correction" not in taken.next_actions
    done = api.correct_result(actor=world.head, **which(taken))
    assert done.correction_asked is None
    with acting(world.head):
        entry = Entry.objects.filter(record_id=asked.id, action="dossiers.ask_correction").get()
    assert (entry.actor_id, entry.facts["fields"]) == (world.lan.id, ["child_name"])
    assert "Nguyễn An Đúng" not in str(entry.facts)


def test_the_desk_refuses_with_a_reason_that_she_reads_and_she_may_ask_again(world):
    asked = ask(world, returned(world))
    with pytest.raises(ReasonMissingError):
        api.refuse_correction(actor=world.specialist, **which(asked), reason=" ")
    api.refuse_correction(actor=world.specialist, **which(asked), reason="Giấy chứng sinh ghi đúng như vậy")
    mine = api.get_dossier(actor=world.lan, code=asked.code)
    assert mine.correction_asked is None and mine.acts[-1].note == "Giấy chứng sinh ghi đúng như vậy"
    assert "ask_correction" in mine.next_actions
    with pytest.raises(NoCorrectionAskedError):
        api.refuse_correction(actor=world.specialist, **which(mine), reason="Lần nữa")


def test_one_thing_at_a_time_by_the_applicant_only_and_of_the_version_seen(world):
    view = returned(world)
    for actor in (world.receiver, world.head):
        with pytest.raises(ActNotAllowedError):
            api.ask_correction(actor=actor, **which(view), **SAID)
    with pytest.raises(StaleDossierError):
        api.ask_correction(actor=world.lan, dossier_id=view.id, expected_version=1, **SAID)
    with pytest.raises(ReasonMissingError):
        ask(world, view, reason="")
    with pytest.raises(SubmissionInvalidError):
        ask(world, view, fields=("nothing_like_it",))
    asked = ask(world, view)
    with pytest.raises(CorrectionAskedError):
        ask(world, asked)
    with pytest.raises(ActNotAllowedError):
        api.refuse_correction(actor=world.lan, **which(asked), reason="Tự bỏ")
    taken = proposed(world, asked, proposal=RIGHT)
    dropped = api.drop_new_issue(actor=world.head, **which(taken), reason="Không đúng")
    assert dropped.correction_asked is not None, "she is still owed an answer"


def test_while_a_correction_waits_to_be_signed_she_need_not_ask(world):
    view = proposed(world, returned(world))
    with pytest.raises(NewIssuePendingError):
        ask(world, view)


@pytest.mark.parametrize(
    "more",
    [{"proposal": {}}, {"state": "in_process"}, {"decided_at": datetime(2026, 1, 1, tzinfo=UTC)}, {"answers": {}}],
)
def test_the_database_lets_her_write_nothing_but_her_request(world, more):
    view = returned(world)
    with pytest.raises(DatabaseError, match="applicant"), acting(world.lan):
        Dossier.objects.filter(id=view.id).update(correction_asked={"reason": "x"}, **more)
    asked = ask(world, view)
    with pytest.raises(DatabaseError, match="applicant"), acting(world.lan):
        Dossier.objects.filter(id=asked.id).update(correction_asked={"reason": "đổi"})
