"""Going on after an honest loss: the database came back from a backup older than what everybody has seen of the log.

The tree is never cut: the lost leaves stay in it, as the tiles have them, without their entries. What was lost, and why, is
an entry of its own, and `fsck` speaks of it for ever after."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from motcua.kernel.ids import new_id
from motcua.kernel.merkle.hashing import EMPTY, leaf_hash
from motcua.kernel.merkle.notes import Checkpoint, Verifier
from motcua.kernel.merkle.proofs import ProofError, root_at
from motcua.kernel.merkle.tiles import WIDTH, Store, Tiles, unbundle
from motcua.ledger.checking.reading import checkpoint_of, tree_of
from motcua.ledger.checking.rows import Connection
from motcua.ledger.sequencing.locks import ALONE, LOCK

RESUMED = "ledger.resumed"

_SIGNED = "SELECT note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
_LEAVES = "SELECT index, commitment FROM ledger_leaf WHERE index >= %s ORDER BY index"
_LOST = """
INSERT INTO ledger_leaf (index, entry_id, place, salt, body_hash, commitment)
SELECT n, gen_random_uuid(), (SELECT coalesce(max(place), 0) FROM ledger_leaf), NULL, '', c
FROM unnest(%s::bigint[], %s::bytea[]) l(n, c)
"""
_KEEP = "INSERT INTO ledger_checkpoint (size, root, note) VALUES (%s, %s, %s)"
_SAY = """
INSERT INTO ledger_entry (id, at, action, actor_kind, actor_name, "position", why, facts)
VALUES (%s, now(), %s, 'system', '', '', %s, %s::jsonb)
"""


@dataclass(frozen=True, slots=True)
class Loss:
    """Leaves `first` up to, without, `until` have no entry any more; `entry` is the one that says so."""

    first: int
    until: int
    entry: UUID


def resume(connection: Connection, store: Store, trusted: Iterable[Verifier], *, lost: int, why: str) -> Loss:
    """Take the published leaves that the database does not know into it as lost, and say why. All of it or nothing.

    `connection` is the owner's, in autocommit; `lost` is how many leaves the operator knows to be lost. Raises ProofError
    when nothing is lost, when it is another number, or when the database is no older state of the published log.
    """
    keys = tuple(trusted)
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s::bigint)", [LOCK])  # waits for a round of the sequencer
        connection.execute(ALONE)
        note = store.read("checkpoint").decode()
        public = checkpoint_of(store, keys)
        tiles, signed = tree_of(store, public), _signed(connection, keys, public)
        if signed.size >= public.size:
            raise ProofError("nothing is lost: the database knows every leaf that is published")
        if root_at(tiles.node, signed.size) != signed.root:
            raise ProofError("the database is no older state of this log: what it signed is not in the published tree")
        entries = _published(tiles, signed.size)
        first = _first_lost(connection, signed.size, entries)
        gone = entries[first - signed.size :]
        if len(gone) != lost:
            raise ProofError(f"{len(gone)} leaves are lost, from {first} to {public.size - 1}; you said {lost}")
        connection.execute("DELETE FROM ledger_leaf WHERE index >= %s", [first])  # never published; numbered anew
        connection.execute(_LOST, [list(range(first, public.size)), gone])
        connection.execute(_KEEP, [public.size, public.root, note])
        said = Loss(first, public.size, new_id())
        facts = {"first": first, "until": public.size, "root": public.root.hex()}
        connection.execute(_SAY, [said.entry, RESUMED, why, json.dumps(facts)])
    return said


def _signed(connection: Connection, keys: tuple[Verifier, ...], public: Checkpoint) -> Checkpoint:
    row = connection.execute(_SIGNED).fetchone()
    return Checkpoint.open(row[0], keys) if row else Checkpoint(public.origin, 0, EMPTY)


def _published(tiles: Tiles, begin: int) -> list[bytes]:
    """The published entries from leaf `begin` on, each one that its tile commits to. Raises ProofError."""
    entries: list[bytes] = []
    for number in range(begin // WIDTH, -(-tiles.size // WIDTH)):
        width = min(WIDTH, tiles.size - number * WIDTH)
        entries += unbundle(tiles.bundle(number, width))[:width]
    first = begin // WIDTH * WIDTH
    for index, entry in enumerate(entries, first):
        if leaf_hash(entry) != tiles.node(0, index):
            raise ProofError(f"the entry of leaf {index} is not that of its tile")
    return entries[begin - first :]


def _first_lost(connection: Connection, begin: int, entries: list[bytes]) -> int:
    """Leaves that were numbered and not yet signed when the backup was made may be the published ones: those are there."""
    index = begin
    for number, commitment in connection.execute(_LEAVES, [begin]).fetchall():
        if number != index or index - begin >= len(entries) or commitment != entries[index - begin]:
            break
        index += 1
    return index
