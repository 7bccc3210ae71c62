"""kill -9 at any moment: the next sequencer goes on, nothing is lost, doubled, or signed twice in different ways."""

import os
import random
import signal
import time

import pytest
from django.db import connection

from motcua.kernel.merkle.hashing import leaf_hash, root_of
from motcua.ledger.checking.fsck import check_database
from motcua.ledger.sequencing.rounds import sequence
from motcua.ledger.tests.log import published, sequence_all, write

pytestmark = pytest.mark.long

KILLS = 12
ENOUGH = 3
LONGEST = 180  # seconds


def start(log):
    """A sequencer in a process of its own; its id."""
    child = os.fork()
    if child:
        return child
    try:
        connection.connection = None  # the parent's stays the parent's
        while True:
            sequence(log)
    finally:
        os._exit(1)


def write_for(seconds, chance) -> int:
    """How many entries were written."""
    ends, written = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        written += len(write(chance.randint(1, 10)))
    return written


def await_one_after(log, seen) -> None:
    known, ends = max((checkpoint.size for checkpoint in seen), default=0), time.monotonic() + LONGEST
    while not (log.store.root / "checkpoint").exists() or published(log).size <= known:
        assert time.monotonic() < ends, "no checkpoint came"
        time.sleep(0.02)


@pytest.mark.timeout(900)
def test_a_sequencer_that_is_killed_again_and_again_leaves_one_consistent_log(log, owner_cursor, test_cluster):
    written, seen, chance = 0, [], random.Random(33)
    for _kill in range(KILLS):
        child = start(log)
        try:
            written += write_for(chance.uniform(0.2, 1.2), chance)
            if len(seen) < ENOUGH:  # another test's transaction may hold the horizon back for a while
                await_one_after(log, seen)
                written += write_for(chance.uniform(0, 0.4), chance)
        finally:
            os.kill(child, signal.SIGKILL)
            _pid, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL, "it ended by itself"
        if (log.store.root / "checkpoint").exists():
            seen.append(published(log))
    sequence_all(log)
    rows = owner_cursor.execute("SELECT entry_id, commitment FROM ledger_leaf ORDER BY index").fetchall()
    assert len({entry for entry, _commitment in rows}) == len(rows) == written == published(log).size
    leaves = [leaf_hash(bytes(commitment)) for _entry, commitment in rows]
    assert len({checkpoint.size for checkpoint in seen}) >= ENOUGH
    assert all(root_of(leaves[: checkpoint.size]) == checkpoint.root for checkpoint in seen)
    with test_cluster.owner() as owner:
        assert check_database(owner, log.store, [log.signers[0].verifier]).problems == []
