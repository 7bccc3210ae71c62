"""Nine attacks by somebody who owns the database, and for the last ones the machine and the key: each is detected, and
the test says by what."""

import shutil
import time

import pytest

from motcua.kernel.ids import new_id
from motcua.kernel.merkle.hashing import leaf_hash
from motcua.kernel.merkle.notes import COSIGNATURE, Checkpoint, Signer
from motcua.kernel.merkle.proofs import consistency, root_at
from motcua.kernel.merkle.tiles import Folder, Tiles
from motcua.ledger.checking.fsck import Findings, check_database, check_tiles
from motcua.ledger.checking.witness import Refusal, Witness
from motcua.ledger.errors import LogBrokenError
from motcua.ledger.sequencing.signing import Log
from motcua.ledger.tests.log import ORIGIN, SEED, log_in, published, sequence_all, write

SIZE = 300
TABLES = ("ledger_entry", "ledger_leaf", "ledger_checkpoint")


@pytest.fixture
def audit(log, test_cluster):
    """What fsck says."""

    def look():
        with test_cluster.owner() as owner:
            return check_database(owner, log.store, [signer.verifier for signer in log.signers])

    return look


@pytest.fixture
def witness(log, tmp_path):
    """A witness that lives elsewhere and has seen the log as it is."""
    key = log.signers[0].verifier
    elsewhere = Witness(tmp_path / "witness", Signer("witness.example", b"\x09" * 32, COSIGNATURE), {ORIGIN: (key,)})
    write(SIZE, amount=10)
    sequence_all(log)
    elsewhere.follow(log.store)
    return elsewhere


def copies(owner_cursor, verb):
    for table in TABLES:
        if verb == "keep":
            owner_cursor.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
        else:
            owner_cursor.execute(f"DELETE FROM {table}")
            owner_cursor.execute(f"INSERT INTO {table} TABLE kept_{table}")


def rewritten(log, owner_cursor, folder):
    """The log as somebody with the key writes it anew from the database, into `folder`."""
    owner_cursor.execute("DELETE FROM ledger_leaf")
    owner_cursor.execute("DELETE FROM ledger_checkpoint")
    forged = Log(Folder(folder), log.origin, log.signers)
    sequence_all(forged)
    return forged


def test_what_nobody_touched_has_no_problem(witness, audit):
    found = audit()
    assert (found.count, found.leaves, found.waiting, found.problems) == (0, SIZE, 0, [])


@pytest.mark.parametrize(
    "change",
    [
        "why = 'không hề'",
        "at = at - interval '1 day'",
        "actor_name = 'Người khác'",
        "facts = '{\"amount\": 11}'",
        "record_id = gen_random_uuid()",
        "action = 'ledger.other'",
        "agency_id = gen_random_uuid()",
    ],
)
def test_1_an_entry_that_is_changed_is_not_what_its_leaf_commits_to_says_fsck(witness, audit, owner_cursor, change):
    owner_cursor.execute(
        f"UPDATE ledger_entry SET {change} WHERE id = (SELECT entry_id FROM ledger_leaf WHERE index = 7)"
    )
    found = audit()
    assert found.count == 1
    assert "of leaf 7 is not what was committed to" in found.problems[0]


def test_1b_a_leaf_that_is_changed_with_its_entry_is_not_in_the_tiles_says_fsck(witness, audit, owner_cursor):
    owner_cursor.execute("UPDATE ledger_leaf SET commitment = sha256(commitment) WHERE index = 7")
    assert "leaf 7 is another one than in the public log" in audit().problems


def test_2_an_entry_that_is_deleted_leaves_its_leaf_behind_says_fsck(witness, audit, owner_cursor):
    owner_cursor.execute("DELETE FROM ledger_entry WHERE id = (SELECT entry_id FROM ledger_leaf WHERE index = 8)")
    assert "of leaf 8 is gone" in audit().problems[0]


def test_2b_an_entry_that_is_deleted_with_its_leaf_leaves_a_gap_says_fsck_and_nothing_more_is_signed(
    witness, audit, log, owner_cursor
):
    owner_cursor.execute("DELETE FROM ledger_leaf WHERE index = 299 RETURNING entry_id")
    (entry_id,) = owner_cursor.fetchone()
    owner_cursor.execute("DELETE FROM ledger_entry WHERE id = %s", [entry_id])
    assert any("has 299 leaves, 300 are signed" in problem for problem in audit().problems)
    write(1)
    with pytest.raises(LogBrokenError, match="not the one in the tiles"):
        sequence_all(log)  # also when a new entry has taken the number that was freed
    told = (
        "leaf 299 is another one than in the public log",
        "the database has 299 leaves, 300 are signed and published",
    )
    assert any(problem in told for problem in audit().problems)


def test_3_two_entries_that_change_places_do_not_stand_where_the_tiles_have_them_says_fsck(
    witness, audit, owner_cursor
):
    owner_cursor.execute("UPDATE ledger_leaf SET index = -1 WHERE index = 20")
    owner_cursor.execute("UPDATE ledger_leaf SET index = 20 WHERE index = 21")
    owner_cursor.execute("UPDATE ledger_leaf SET index = 21 WHERE index = -1")
    problems = audit().problems
    assert "leaf 20 is another one than in the public log" in problems
    assert "leaf 21 does not stand where its entry was written" in problems


def test_4_an_entry_that_is_pushed_in_among_old_ones_has_no_leaf_says_fsck(witness, audit, owner_cursor, log):
    pushed = new_id()
    owner_cursor.execute(
        'INSERT INTO ledger_entry (id, at, action, actor_kind, actor_name, "position", why, facts, place) '
        'SELECT %s, at, action, actor_kind, actor_name, "position", why, facts, place - 1 FROM ledger_entry '
        "ORDER BY place LIMIT 1",
        [pushed],
    )
    sequence_all(log)
    assert audit().problems == [f"entry {pushed} stands among entries of the log and is not in it"]


@pytest.mark.parametrize(
    ("table", "said"), [("ledger_entry", "is gone"), ("ledger_leaf", "has 0 leaves, 300 are signed")]
)
def test_5_a_table_that_is_emptied_is_missed_by_fsck(witness, audit, owner_cursor, table, said):
    owner_cursor.execute(f"TRUNCATE {table} CASCADE")
    assert any(said in problem for problem in audit().problems)


def test_5b_checkpoints_that_are_emptied_stop_the_sequencer(witness, log, owner_cursor):
    owner_cursor.execute("TRUNCATE ledger_checkpoint")
    write(1)
    with pytest.raises(LogBrokenError, match="it is older than the log"):
        sequence_all(log)


def test_6_an_old_backup_of_the_database_stops_the_sequencer(witness, log, owner_cursor, audit):
    copies(owner_cursor, "keep")
    write(40)
    sequence_all(log)
    copies(owner_cursor, "bring back")
    write(1)
    with pytest.raises(LogBrokenError, match="300 leaves, 340 are published: it is older than the log"):
        sequence_all(log)
    assert any("340 are signed and published" in problem for problem in audit().problems)


def test_6b_an_old_backup_of_database_and_tiles_is_behind_what_the_witness_saw(witness, log, owner_cursor, tmp_path):
    copies(owner_cursor, "keep")
    shutil.copytree(log.store.root, tmp_path / "backup")
    write(40)
    sequence_all(log)
    witness.follow(log.store)
    copies(owner_cursor, "bring back")
    shutil.rmtree(log.store.root)
    shutil.copytree(tmp_path / "backup", log.store.root)
    with pytest.raises(Refusal) as refused:
        witness.follow(log.store)
    assert (refused.value.status, refused.value.size) == (409, 340)
    write(50)
    sequence_all(log)  # it grows past what was seen, along another way
    with pytest.raises(Refusal) as refused:
        witness.follow(log.store)
    assert refused.value.status == 422


def test_7_a_log_with_two_faces_of_one_size_shows_both_to_the_witness(witness, log, owner_cursor, tmp_path):
    shutil.copytree(log.store.root, tmp_path / "other")
    owner_cursor.execute("UPDATE ledger_entry SET why = 'khác'")
    forged = rewritten(log, owner_cursor, tmp_path / "face")
    assert published(forged).size == published(log).size == SIZE
    note = forged.store.read("checkpoint").decode()
    with pytest.raises(Refusal) as refused:
        witness.add(SIZE, [], note)
    assert (refused.value.status, refused.value.said) == (
        409,
        "two different trees of one size: this log shows two faces",
    )


def test_8_a_history_rewritten_with_the_stolen_key_does_not_continue_what_the_witness_saw(
    witness, log, owner_cursor, tmp_path, audit
):
    owner_cursor.execute(
        "UPDATE ledger_entry SET why = 'khác' WHERE id = (SELECT entry_id FROM ledger_leaf WHERE index = 3)"
    )
    forged = rewritten(log, owner_cursor, tmp_path / "forged")
    write(10)
    sequence_all(forged)
    found = Findings()
    check_tiles(forged.store, [forged.signers[0].verifier], found)
    assert found.count == 0  # in itself it is perfect: only somebody who saw the old one can tell
    with pytest.raises(Refusal) as refused:
        witness.follow(forged.store)
    assert refused.value.status == 422
    proof = consistency(Tiles(forged.store, 310).node, SIZE, 310)
    with pytest.raises(Refusal) as refused:
        witness.add(SIZE, proof, forged.store.read("checkpoint").decode())
    assert refused.value.status == 422


def test_9_a_second_sequencer_with_files_of_its_own_signs_nothing_for_a_log_that_is_under_way(
    witness, log, tmp_path, owner_cursor
):
    write(5)
    elsewhere = log_in(tmp_path / "elsewhere")
    with pytest.raises(LogBrokenError, match="missing"):
        sequence_all(elsewhere)  # what was signed is not in its folder
    assert sequence_all(log) == 5  # the leaves that it numbered are the ones that the first one signs
    assert witness.follow(log.store)[0].size == SIZE + 5


def test_9b_a_second_root_for_a_size_that_was_signed_is_refused_by_the_database(witness, log, owner_cursor):
    owner_cursor.execute("SELECT note FROM ledger_checkpoint WHERE size = %s", [SIZE])
    other = Checkpoint(ORIGIN, SIZE, b"\x00" * 32).signed([Signer(ORIGIN, SEED)])
    with pytest.raises(Exception, match="duplicate key"):
        owner_cursor.execute(
            "INSERT INTO ledger_checkpoint (size, root, note) VALUES (%s, %s, %s)", [SIZE, b"\x00" * 32, other]
        )


def test_a_tile_that_is_changed_on_disk_stops_the_sequencer_and_fsck_names_it(witness, log, audit):
    path = log.store.root / "tile/0/000"
    path.write_bytes(leaf_hash(b"") + path.read_bytes()[32:])
    assert any("lead to the signed root" in problem for problem in audit().problems)
    assert any("leaf 0 is another one" in problem for problem in audit().problems)


def test_the_witness_remembers_before_it_answers(witness, log, tmp_path):
    write(1)
    sequence_all(log)
    before = time.time()
    checkpoint, line = witness.follow(log.store)
    again = Witness(witness.folder, witness.signer, witness.logs)
    assert again.seen(ORIGIN) == checkpoint == published(log)
    assert checkpoint.root == root_at(Tiles(log.store, 301).node, 301)
    assert line.startswith("— witness.example ")
    assert before < time.time()
