"""A log in a folder of the test's own, and entries for it."""

import time

from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.kernel.merkle.notes import Checkpoint, Signer
from motcua.kernel.merkle.tiles import Folder
from motcua.ledger.api import record
from motcua.ledger.sequencing.rounds import sequence
from motcua.ledger.sequencing.signing import Log
from motcua.platform.database.transactions import acting, prepared

SEED = b"\x05" * 32
ORIGIN = "log.example/ledger"


def log_in(folder, *seeds):
    return Log(Folder(folder), ORIGIN, [Signer(ORIGIN, seed) for seed in (seeds or (SEED,))])


def write(count, **facts):
    """`count` entries, each in a transaction of its own; their records' ids."""
    ids = [new_id() for _number in range(count)]
    for record_id in ids:
        record(actor=SYSTEM, action="ledger.tried", record_id=record_id, why="thử", facts=facts)
    return ids


def sequence_all(log):
    """Sequence until every entry is covered; how many became so. Transactions of other databases of the server, those
    of other tests among them, hold the horizon back for a moment."""
    covered, ends = sequence(log), time.monotonic() + 30
    while time.monotonic() < ends:
        with acting(SYSTEM):
            left = prepared(
                "SELECT 1 FROM ledger_entry e WHERE NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = e.id)"
                " AND e.place >= (SELECT coalesce(max(place), 0) FROM ledger_leaf) LIMIT 1"
            ).fetchone()
        if left is None:
            break
        covered += sequence(log)
    return covered + sequence(log)


def published(log):
    return Checkpoint.open(log.store.read("checkpoint").decode(), [signer.verifier for signer in log.signers])
