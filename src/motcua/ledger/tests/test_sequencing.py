"""Everything that is committed becomes a leaf, once, in one order; what is signed continues what was signed."""

import threading
from contextlib import closing, suppress

import psycopg
import pytest
from django.db import connections

from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.kernel.merkle.hashing import leaf_hash, root_of
from motcua.kernel.merkle.tiles import Tiles
from motcua.ledger.api import record, settle_in
from motcua.ledger.errors import LogBrokenError
from motcua.ledger.sequencing.numbering import number_entries
from motcua.ledger.sequencing.rounds import sequence
from motcua.ledger.tests.log import log_in, published, sequence_all, write
from motcua.platform.database.transactions import prepared

ENTRY = (
    "INSERT INTO ledger_entry (id, action, actor_kind, actor_name, position, why, facts) "
    "VALUES (%s, 'ledger.tried', 'system', '', '', '', '{}')"
)


def leaves(owner_cursor):
    return owner_cursor.execute("SELECT entry_id, commitment FROM ledger_leaf ORDER BY index").fetchall()


def test_entries_become_leaves_and_the_checkpoint_covers_all_of_them(log, owner_cursor):
    write(300)
    assert sequence_all(log) == 300
    write(5)
    assert sequence_all(log) == 5
    assert sequence_all(log) == 0
    kept = leaves(owner_cursor)
    checkpoint = published(log)
    assert (len(kept), checkpoint.size) == (305, 305)
    assert checkpoint.root == root_of([leaf_hash(bytes(commitment)) for _id, commitment in kept])
    assert list(Tiles(log.store, 305).leaves()) == [leaf_hash(bytes(commitment)) for _id, commitment in kept]
    assert len(set(kept)) == 305


def test_an_entry_that_is_committed_late_is_not_passed_by(log, test_cluster, owner_cursor):
    late, early = new_id(), new_id()
    with closing(test_cluster.owner()) as one, closing(test_cluster.owner()) as two:
        one.autocommit = False
        one.execute(ENTRY, [late])
        two.execute(ENTRY, [early])
        sequence(log)
        assert leaves(owner_cursor) == []  # what is older may still come
        one.commit()
        sequence_all(log)
    assert [entry for entry, _commitment in leaves(owner_cursor)] == [late, early]


def test_entries_of_before_the_log_become_leaves_in_the_order_of_their_ids(log, owner_cursor):
    ids = sorted(new_id() for _number in range(20))
    for entry_id in reversed(ids):
        owner_cursor.execute(ENTRY, [entry_id])
    owner_cursor.execute("UPDATE ledger_entry SET place = 3")  # as the migration leaves them
    new = new_id()
    owner_cursor.execute(ENTRY, [new])
    sequence_all(log)
    assert [entry for entry, _commitment in leaves(owner_cursor)] == [*ids, new]


def test_the_entries_on_one_person_are_counted_and_chained(log, owner_cursor):
    lan, minh = new_id(), new_id()
    for subject in (lan, minh, lan):
        record(actor=SYSTEM, action="ledger.tried", subject_id=subject)
    sequence_all(log)
    record(actor=SYSTEM, action="ledger.tried", subject_id=lan)
    sequence_all(log)
    rows = owner_cursor.execute(
        "SELECT subject_seq FROM ledger_leaf WHERE subject_id = %s ORDER BY index", [lan]
    ).fetchall()
    assert rows == [(1,), (2,), (3,)]


def test_a_sequencer_that_dies_between_any_two_steps_is_continued_by_the_next(log, tmp_path, monkeypatch, owner_cursor):
    class Killed(Exception):
        pass

    class Frail:
        """A store that dies at its n-th write, before or after."""

        def __init__(self, store, at, after):
            self.store, self.left, self.after = store, at, after

        def read(self, name):
            return self.store.read(name)

        def drop_partials(self, name):
            self.store.drop_partials(name)

        def write(self, name, content):
            self.left -= 1
            if self.left == 0 and not self.after:
                raise Killed
            self.store.write(name, content)
            if self.left == 0:
                raise Killed

    covered = {0: b""}
    for at in range(1, 8):
        for after in (False, True):
            write(70)
            frail = log_in(tmp_path / "ledger")
            object.__setattr__(frail, "store", Frail(log.store, at, after))
            with suppress(Killed):
                sequence(frail)
            write(3)
            sequence_all(log)
            checkpoint = published(log)
            covered[checkpoint.size] = checkpoint.root
    kept = [leaf_hash(bytes(commitment)) for _id, commitment in leaves(owner_cursor)]
    assert len(kept) == 14 * 73 == max(covered)
    signed = owner_cursor.execute("SELECT size, root FROM ledger_checkpoint").fetchall()
    assert {size: bytes(root) for size, root in signed}.items() >= {k: v for k, v in covered.items() if k}.items()
    assert all(root_of(kept[:size]) == bytes(root) for size, root in signed)


def test_two_sequencers_at_once_number_each_entry_once(log, tmp_path, owner_cursor):
    write(200)
    failed = []

    def run():
        try:
            for _round in range(20):
                sequence(log_in(tmp_path / "ledger"))
        except Exception as error:  # noqa: BLE001 - the test looks at whatever it was
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sequence_all(log)
    assert not failed
    assert len({entry for entry, _commitment in leaves(owner_cursor)}) == len(leaves(owner_cursor)) == 200
    assert published(log).size == 200


def test_while_one_sequences_another_does_nothing(log, test_cluster):
    write(1)
    with closing(test_cluster.owner()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [0x6C6F67])
        assert sequence(log) == 0
        with pytest.raises(FileNotFoundError):
            log.store.read("checkpoint")
        other.execute("SELECT pg_advisory_unlock(%s)", [0x6C6F67])
    assert sequence_all(log) == 1


def test_a_lost_checkpoint_file_is_written_again(log):
    write(1)
    sequence_all(log)
    note = log.store.read("checkpoint")
    (log.store.root / "checkpoint").unlink()
    assert sequence_all(log) == 0
    assert log.store.read("checkpoint") == note


def test_a_key_is_changed_by_signing_with_both(log, tmp_path):
    write(1)
    sequence_all(log)
    both = log_in(tmp_path / "ledger", b"\x06" * 32, b"\x05" * 32)
    write(1)
    sequence_all(both)
    assert published(log).size == 2
    only = log_in(tmp_path / "ledger", b"\x06" * 32)
    write(1)
    sequence_all(only)
    assert published(only).size == 3


def test_a_stranger_key_continues_nothing(log, tmp_path):
    write(1)
    sequence_all(log)
    write(1)
    with pytest.raises(LogBrokenError, match="no key"):
        sequence_all(log_in(tmp_path / "ledger", b"\x06" * 32))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_leaf SET index = index + 1",
        "DELETE FROM ledger_leaf",
        "UPDATE ledger_checkpoint SET size = 1",
        "DELETE FROM ledger_checkpoint",
    ],
)
def test_the_application_role_changes_no_leaf_and_no_checkpoint(log, statement):
    write(1)
    number_entries()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        prepared(statement)


def test_on_a_server_that_counts_its_transactions_anew_entries_come_after_those_of_the_old_one(
    log, test_cluster, owner_cursor
):
    write(3)
    sequence_all(log)
    owner_cursor.execute("UPDATE ledger_entry SET place = place + 1000000000")
    owner_cursor.execute("UPDATE ledger_leaf SET place = place + 1000000000")
    write(2)
    assert sequence_all(log) == 0  # they would wait for years
    with test_cluster.owner() as owner:
        assert settle_in(owner)
        assert not settle_in(owner)
    write(1)
    assert sequence_all(log) == 1
