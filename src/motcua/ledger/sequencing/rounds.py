"""One round of the sequencer, at most one at a time over all nodes."""

from collections.abc import Iterator
from contextlib import contextmanager

from motcua.ledger.sequencing.locks import LOCK
from motcua.ledger.sequencing.numbering import BATCH, number_entries
from motcua.ledger.sequencing.signing import Log
from motcua.platform.database.transactions import prepared

ROUNDS = 16  # of numbering before a checkpoint


def sequence(log: Log) -> int:
    """Number what is committed, write tiles, sign, publish; how many leaves a new checkpoint covers. 0 also when another
    process is at it. Raises LogBrokenError."""
    with _alone() as alone:
        if not alone:
            return 0
        for _round in range(ROUNDS):
            if number_entries() < BATCH:
                break
        return log.sign_next()


@contextmanager
def _alone() -> Iterator[bool]:
    """A lock of the session, so that it outlives each of the round's transactions and no process."""
    taken = prepared("SELECT pg_try_advisory_lock(%s::bigint)", (LOCK,)).fetchall()[0][0]
    try:
        yield bool(taken)
    finally:
        if taken:
            prepared("SELECT pg_advisory_unlock(%s::bigint)", (LOCK,))
