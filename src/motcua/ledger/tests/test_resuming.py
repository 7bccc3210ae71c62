"""Going on after an older backup of the database: the published tree only grows, and the loss is told at every look."""

import re

import pytest

from motcua.kernel.merkle.notes import COSIGNATURE, Checkpoint, Signer
from motcua.kernel.merkle.proofs import ProofError
from motcua.ledger.checking.cli import main
from motcua.ledger.checking.fsck import check_database
from motcua.ledger.checking.resuming import resume
from motcua.ledger.checking.witness import Witness
from motcua.ledger.errors import LogBrokenError
from motcua.ledger.tests.log import ORIGIN, published, sequence_all, write
from motcua.ledger.tests.test_attacks import copies

WHY = "Máy chủ hỏng đêm 3 tháng 2, bản sao lưu gần nhất là của 20 giờ"

CALLED_LOST = """
WITH l AS (UPDATE ledger_leaf SET body_hash = '', salt = NULL WHERE index = 8 RETURNING *)
DELETE FROM ledger_entry e USING l WHERE e.id = l.entry_id
"""


@pytest.fixture
def witness(log, tmp_path):
    keys = (log.signers[0].verifier,)
    return Witness(tmp_path / "witness", Signer("witness.example", b"\x09" * 32, COSIGNATURE), {ORIGIN: keys})


@pytest.fixture
def look(log, test_cluster):
    def audit():
        with test_cluster.owner() as owner:
            return check_database(owner, log.store, [log.signers[0].verifier])

    return audit


@pytest.fixture
def go_on(log, test_cluster):
    def command(lost, why=WHY):
        with test_cluster.owner() as owner:
            return resume(owner, log.store, [log.signers[0].verifier], lost=lost, why=why)

    return command


@pytest.fixture
def restored(log, owner_cursor, witness):
    """300 leaves in the backup, 340 published, 3 entries written since; the sequencer stood still."""
    write(300)
    sequence_all(log)
    copies(owner_cursor, "keep")
    write(40)
    sequence_all(log)
    witness.follow(log.store)
    copies(owner_cursor, "bring back")
    write(3)
    with pytest.raises(LogBrokenError, match="older than the log"):
        sequence_all(log)


def test_after_an_honest_loss_the_log_grows_on_and_the_witness_follows_without_a_break(
    restored, log, go_on, look, witness
):
    loss = go_on(40)
    assert (loss.first, loss.until) == (300, 340)
    sequence_all(log)
    assert published(log).size == 344  # 340, three that waited, and the one that says what was lost
    assert witness.follow(log.store)[0].size == 344
    found = look()
    assert found.problems == []
    assert found.lost == [f"leaves 300 to 339 are lost, says leaf 343: {WHY}"]
    write(5)
    sequence_all(log)
    assert look().lost == found.lost  # for ever


@pytest.mark.parametrize("lost", [0, 39, 41])
def test_who_does_not_know_how_much_is_lost_is_told_and_nothing_is_changed(restored, log, go_on, lost):
    with pytest.raises(ProofError, match=f"40 leaves are lost, from 300 to 339; you said {lost}"):
        go_on(lost)
    with pytest.raises(LogBrokenError, match="older than the log"):
        sequence_all(log)


def test_a_log_that_lost_nothing_is_not_resumed(log, go_on):
    write(10)
    sequence_all(log)
    with pytest.raises(ProofError, match="nothing is lost"):
        go_on(0)


def test_leaves_that_the_backup_had_numbered_before_they_were_signed_are_not_lost(log, owner_cursor, go_on, look):
    write(300)
    sequence_all(log)
    copies(owner_cursor, "keep")
    write(40)
    sequence_all(log)
    owner_cursor.execute("DELETE FROM ledger_checkpoint WHERE size > 300")
    owner_cursor.execute("DELETE FROM ledger_entry WHERE id IN (SELECT entry_id FROM ledger_leaf WHERE index >= 330)")
    owner_cursor.execute("DELETE FROM ledger_leaf WHERE index >= 330")
    assert go_on(10).first == 330
    sequence_all(log)
    assert look().problems == []


def test_a_database_of_another_history_is_not_taken_for_an_older_one(restored, owner_cursor, go_on, log):
    forged = Checkpoint(ORIGIN, 300, bytes(32)).signed(log.signers)
    owner_cursor.execute("UPDATE ledger_checkpoint SET root = %s, note = %s WHERE size = 300", [bytes(32), forged])
    with pytest.raises(ProofError, match="no older state"):
        go_on(40)


def test_10_a_thief_who_takes_entries_out_and_calls_them_lost_is_told_of_at_every_look(restored, log, go_on, look):
    """Resuming is the only way to go on without them; it leaves their commitments in the public tree and its own entry."""
    before = [log.store.read("tile/0/001.p/84")]
    go_on(40, "Không có gì đáng nói cả")
    sequence_all(log)
    assert log.store.read("tile/0/001.p/88")[: len(before[0])] == before[0]
    assert look().lost == ["leaves 300 to 339 are lost, says leaf 343: Không có gì đáng nói cả"]


@pytest.mark.parametrize(
    ("wipe", "said"),
    [
        ("DELETE FROM ledger_entry WHERE action = 'ledger.resumed'", "its entry is lost and no later entry says so"),
        (
            "UPDATE ledger_entry SET why = '' WHERE action = 'ledger.resumed'",
            "of leaf 343 is not what was committed to",
        ),
        (
            "UPDATE ledger_entry SET facts = facts || '{\"first\": 7}' WHERE action = 'ledger.resumed'",
            "of leaf 343 is not what was committed to",
        ),
        (
            CALLED_LOST,
            "leaf 8: its entry is lost and no later entry says so",
        ),
    ],
)
def test_10b_what_was_said_of_a_loss_is_neither_unsaid_nor_stretched(
    restored, log, go_on, look, owner_cursor, wipe, said
):
    go_on(40)
    sequence_all(log)
    owner_cursor.execute(wipe)
    assert any(said in problem for problem in look().problems)


def test_an_operator_resumes_by_the_command_and_hands_out_the_proof_of_what_was_lost(
    restored, log, test_cluster, capsys, tmp_path
):
    class Here:
        log = str(tmp_path / "ledger")

        def connect(self):
            return test_cluster.owner()

    key = ["--key", str(log.signers[0].verifier)]
    assert main(["resume", "--lost", "40", "--why", WHY], Here()) == 2
    assert "--key is needed" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["resume", *key, "--lost", "40", "--why", "lost"], Here())  # one word is no statement
    assert main(["resume", *key, "--lost", "39", "--why", WHY], Here()) == 1
    assert "you said 39" in capsys.readouterr().err
    assert main(["resume", *key, "--lost", "40", "--why", WHY], Here()) == 0
    entry = re.search(r"entry (\S+) says why", capsys.readouterr().out)[1]
    sequence_all(log)
    assert main(["fsck", *key], Here()) == 0
    assert f"LOST: leaves 300 to 339 are lost, says leaf 343: {WHY}" in capsys.readouterr().err
    proof = tmp_path / "loss.tlog-proof"
    assert main(["prove", *key, entry, "-o", str(proof)], Here()) == 0
    assert main(["verify", *key, str(proof)], Here()) == 0
    told = capsys.readouterr().out
    assert "proven: ledger.resumed" in told
    assert WHY in told
    assert main(["resume", *key, "--lost", "0", "--why", WHY], Here()) == 1  # there is no second time
