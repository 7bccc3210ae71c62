"""Applications of several people, written down by one statement."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest
from django.db import connection, connections, transaction

from motcua.dossiers.contracts import Channel
from motcua.dossiers.models import Change, Dossier, SubmissionKey
from motcua.dossiers.services import writing_down
from motcua.dossiers.services.submitting import Applicant, Submission, _row, check_submission, write_submission
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import ANONYMOUS, SYSTEM
from motcua.platform.database.transactions import acting
from motcua.platform.database.transactions import prepared as ask


@pytest.fixture
def world(clean_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return worlds.build()


@pytest.fixture
def row_of(world) -> Iterator:
    def row_of(actor, key):
        return _row(actor, checked(world, actor), key, "h")

    return row_of


def checked(world, actor) -> Submission:
    answers = worlds.answers(world)
    submission = check_submission(
        actor=world.lan,
        version=world.version,
        applicant=Applicant(world.lan.id, world.lan.name),
        answers=answers,
        paper_ids=["birth_notice"],
        channel=Channel.ONLINE,
        receiving=world.agency,
    )
    return replace(submission, applicant=Applicant(actor.id, actor.name))


def written(rows):
    return writing_down._write_for_their_persons(rows)


def test_each_gets_a_number_of_the_agencys_day_in_the_order_of_filing_and_all_that_belongs_to_it(world, row_of):
    rows = [row_of(actor, f"k{n}") for n, actor in enumerate((world.lan, world.minh, world.lan))]
    codes = written(rows)
    assert [code.rpartition("-")[2] for code in codes] == ["0001", "0002", "0003"]
    with acting(SYSTEM):
        kept = {row.id: row for row in Dossier.objects.all()}
        assert [kept[row["id"]].applicant_id for row in rows] == [world.lan.id, world.minh.id, world.lan.id]
        assert [kept[row["id"]].code for row in rows] == codes
        assert kept[rows[0]["id"]].answers == rows[0]["answers"]
        assert sorted(Change.objects.values_list("dossier_id", "version")) == sorted((row["id"], 1) for row in rows)
    told = ask("SELECT record_id, subject_id, facts->>'channel' FROM ledger_entry WHERE action = 'dossiers.submitted'")
    assert sorted(told.fetchall()) == sorted((row["id"], row["applicant_id"], "online") for row in rows)
    events = ask("SELECT payload->>'dossier_id' FROM outbox_outboxevent WHERE name LIKE 'dossiers.dossier_submitted%%'")
    assert {one for (one,) in events} == {str(row["id"]) for row in rows}


def test_a_key_that_comes_twice_in_a_batch_or_was_used_before_is_written_once_and_costs_no_number(world, row_of):
    assert written([row_of(world.lan, "once")])[0].endswith("0001")
    codes = written([row_of(world.lan, "once"), row_of(world.lan, "twin"), row_of(world.lan, "twin")])
    assert [bool(code) for code in codes].count(True) == 1
    assert next(code for code in codes if code).endswith("0002")
    assert SubmissionKey.objects.count() == 2


def test_the_database_lets_such_a_statement_add_only_what_is_its_peoples_and_read_nothing(world, row_of):
    stranger = row_of(world.minh, "k1")
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"), transaction.atomic():
        writing_down._write([stranger], ANONYMOUS, str(world.lan.id))
    by_an_official = row_of(world.lan, "k2") | {"filed_by_id": world.receiver.id, "filed_by_name": "Ai đó"}
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"), transaction.atomic():
        written([by_an_official])
    with transaction.atomic():
        writing_down._write([row_of(world.lan, "k3")], ANONYMOUS, str(world.lan.id))
        assert ask("SELECT count(*) FROM dossiers_dossier").fetchone() == (0,)
        assert ask("UPDATE dossiers_dossier SET state = 'approved' RETURNING 1").fetchall() == []


def test_many_at_once_are_numbered_without_a_gap_and_a_broken_one_fails_alone(world):
    assert not connection.in_atomic_block

    def send(number):
        actor = (world.lan, world.minh)[number % 2]
        submission = checked(world, actor)
        if number == 7:
            submission = replace(submission, applicant=Applicant(actor.id, "\x00"))  # PostgreSQL's text holds none
        try:
            return write_submission(actor=actor, submission=submission, key=f"k{number}", body_hash="h").code
        except psycopg.DataError as error:
            return type(error)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(send, range(36)))
    codes = [one for one in told if isinstance(one, str)]
    assert len(codes) == 35
    assert sorted(int(code.rpartition("-")[2]) for code in codes) == list(range(1, 36))
    assert not isinstance(told[7], str)
    with acting(SYSTEM):
        assert sorted(Dossier.objects.values_list("code", flat=True)) == sorted(codes)
