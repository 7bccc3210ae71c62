"""Seals and lists: what is committed to, what the person's own count tells, and that leaves of before still verify."""

import json
from datetime import timedelta

import pytest

from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.ids import new_id
from motcua.kernel.merkle.notes import Signer
from motcua.kernel.merkle.receipts import Receipt
from motcua.ledger.api import Seal, count_sealed, find_entries, get_entry, record
from motcua.ledger.checking.cli import main
from motcua.ledger.checking.evidence import entry_of, prove
from motcua.ledger.checking.reading import checkpoint_of, tree_of
from motcua.ledger.domain.commitments import Committed, body_of
from motcua.ledger.errors import EntryNotFoundError
from motcua.ledger.sequencing.numbering import number_entries
from motcua.ledger.tests.log import ORIGIN, SEED, sequence_all

LAN, MINH, AGENCY = new_id(), new_id(), new_id()
CLERK = Actor(ActorKind.OFFICIAL, new_id(), "Đỗ Thị Lan", "Chuyên viên", AGENCY)


@pytest.fixture
def fsck(log, test_cluster, tmp_path, capsys):
    class Here:
        log = str(tmp_path / "ledger")

        def connect(self):
            return test_cluster.owner()

    def go():
        code = main(["fsck", "--key", str(Signer(ORIGIN, SEED).verifier)], Here())
        said = capsys.readouterr()
        return code, said.out + said.err

    return go


def look(seal=None, **facts):
    record(actor=CLERK, action="ledger.looked", subject_id=None if facts else LAN, why="xem", facts=facts, seal=seal)


def sealed(days=30):
    look(Seal(clock.now() + timedelta(days=days), "Điều 1"))


def test_a_sealed_look_is_in_the_log_and_leaves_no_gap_in_the_person_s_count(log, owner_cursor, fsck):
    look()
    sealed()
    look()
    sealed()
    sequence_all(log)
    counted = owner_cursor.execute("SELECT subject_id, subject_seq FROM ledger_leaf ORDER BY index").fetchall()
    assert counted == [(LAN, 1), (AGENCY, 1), (LAN, 2), (AGENCY, 2)]
    assert fsck()[0] == 0
    assert len(find_entries(person_id=LAN, limit=9)) == 2
    assert [(one.agency_id, one.count) for one in count_sealed(since=clock.now() - timedelta(days=1))] == [(AGENCY, 2)]


@pytest.mark.parametrize(
    "change", ["sealed_until = sealed_until + interval '1 year'", "sealed_basis = 'Điều 2'", "sealed_until = NULL"]
)
def test_a_seal_that_is_changed_is_found(log, owner_cursor, fsck, change):
    sealed()
    sequence_all(log)
    owner_cursor.execute(f"UPDATE ledger_entry SET {change}")
    code, said = fsck()
    assert code == 1 and "is not what was committed to" in said


def test_what_is_sealed_is_not_there_to_be_asked_for(log, owner_cursor):
    sealed()
    (entry,) = owner_cursor.execute("SELECT id FROM ledger_entry").fetchone()
    with pytest.raises(EntryNotFoundError):
        get_entry(person_id=LAN, entry_id=entry)
    owner_cursor.execute("UPDATE ledger_entry SET sealed_until = now() - interval '1 second'")
    assert get_entry(person_id=LAN, entry_id=entry).sealed_basis == "Điều 1"


def taken(log, test_cluster, entry, holder):
    note = log.store.read("checkpoint").decode()
    checkpoint = checkpoint_of(log.store, [Signer(ORIGIN, SEED).verifier])
    with test_cluster.owner() as connection:
        return prove(connection, tree_of(log.store, checkpoint), checkpoint, note, entry, holder=holder)


def test_a_proof_of_a_list_names_its_holder_and_nobody_else(log, test_cluster):
    look(subjects=[str(LAN), str(MINH)])
    sequence_all(log)
    (entry,) = find_entries(person_id=LAN, limit=2)
    assert find_entries(person_id=MINH, limit=2) == (entry,)
    receipt = taken(log, test_cluster, entry.id, LAN)
    commitment, told = entry_of(receipt)
    receipt.check(commitment, [Signer(ORIGIN, SEED).verifier])
    assert len(told["body"]["subjects"]) == 2 and str(MINH) not in receipt.extra.decode()


def test_leaves_of_before_verify_as_they_did_and_their_lists_give_no_names(log, test_cluster, owner_cursor, fsck):
    look(subjects=[str(LAN), str(MINH)])
    while not number_entries():
        pass
    (entry,) = find_entries(person_id=LAN, limit=2)
    salt = bytes(range(16))
    body = body_of(
        id=entry.id,
        actor_kind="official",
        actor_id=CLERK.id,
        actor_name=CLERK.name,
        position=CLERK.position,
        subject_id=None,
        subject_seq=None,
        subject_before=None,
        record_id=None,
        why="xem",
        facts=entry.facts,
        format=1,
    )
    old = Committed(entry.action, entry.at, AGENCY, body, 1)
    owner_cursor.execute(
        "UPDATE ledger_leaf SET format = 1, salt = %s, body_hash = %s, commitment = %s",
        [salt, old.body_hash(salt), old.commitment(salt)],
    )
    look()
    sequence_all(log)
    assert fsck()[0] == 0
    receipt = taken(log, test_cluster, entry.id, LAN)
    commitment, told = entry_of(receipt)
    receipt.check(commitment, [Signer(ORIGIN, SEED).verifier])
    assert "body" not in told and str(MINH) not in receipt.extra.decode()
    before = {key: value for key, value in json.loads(receipt.extra).items() if key != "format"}
    assert entry_of(Receipt(receipt.index, receipt.path, receipt.note, json.dumps(before).encode()))[0] == commitment
    owner_cursor.execute("UPDATE ledger_leaf SET format = 2 WHERE index = 0")
    assert fsck()[0] == 1
