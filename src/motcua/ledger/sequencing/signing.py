"""Leaves become tiles, tiles a signed checkpoint. Nothing is signed that does not continue what was signed before."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.kernel.actors import SYSTEM
from motcua.kernel.merkle.hashing import leaf_hash
from motcua.kernel.merkle.notes import Checkpoint, NoteError, Signer
from motcua.kernel.merkle.proofs import root_at
from motcua.kernel.merkle.tiles import Store, TileError, Tiles
from motcua.ledger.errors import LogBrokenError
from motcua.platform.database.transactions import acting, prepared

CHECKPOINT = "checkpoint"
KEY = "key"
MOST = 65_536  # leaves of one checkpoint

_LAST = "SELECT size, root, note FROM ledger_checkpoint ORDER BY size DESC LIMIT 1"
_LEAVES = "SELECT index, commitment FROM ledger_leaf WHERE index >= %s::bigint ORDER BY index LIMIT %s::int"
_KEEP = "INSERT INTO ledger_checkpoint (size, root, note) VALUES (%s::bigint, %s::bytea, %s) ON CONFLICT DO NOTHING"
_KEPT = "SELECT root FROM ledger_checkpoint WHERE size = %s::bigint"


@dataclass(frozen=True, slots=True)
class Log:
    """Where a log is written, under which name, with which keys: the first is the current one, the others are leaving."""

    store: Store
    origin: str
    signers: Sequence[Signer]

    def sign_next(self) -> int:
        """Bring tiles and checkpoint up to the leaves there are; how many became covered. Raises LogBrokenError.

        Tiles first, then the database's word that this is signed, then the checkpoint for everybody. A process may die
        between any two of these: leaves never change, so the next one writes the same tiles and the same signature.
        """
        signed, note = self._signed()
        tiles = self._continued(signed)
        entries = self._entries(tiles)
        if not entries:
            if note and self._read(CHECKPOINT) != note:
                self.store.write(CHECKPOINT, note.encode())
            return 0
        grown = tiles.grown(entries)
        checkpoint = Checkpoint(signed.origin, grown.size, root_at(grown.node, grown.size))
        note = checkpoint.signed(self.signers)
        with acting(SYSTEM):
            prepared(_KEEP, (checkpoint.size, checkpoint.root, note))
            kept = prepared(_KEPT, (checkpoint.size,)).fetchone()
        if kept is None or kept[0] != checkpoint.root:
            raise LogBrokenError(f"the database has another root for size {checkpoint.size}")
        self._publish(note)
        return len(entries)

    def _publish(self, note: str) -> None:
        key = "".join(f"{signer.verifier}\n" for signer in self.signers)
        if self._read(KEY) != key:
            self.store.write(KEY, key.encode())
        self.store.write(CHECKPOINT, note.encode())

    def _signed(self) -> tuple[Checkpoint, str]:
        """What the database says was signed last, and its note. Raises LogBrokenError when it is not by our key."""
        with acting(SYSTEM):
            last = prepared(_LAST).fetchone()
        if last is None:
            return Checkpoint(self.origin, 0, root_at(Tiles(self.store, 0).node, 0)), ""
        found = self._opened(last[2])
        if (found.size, found.root) != (last[0], last[1]):
            raise LogBrokenError("the last checkpoint in the database is not the one that was signed")
        return found, last[2]

    def _opened(self, note: str) -> Checkpoint:
        try:
            return Checkpoint.open(note, [signer.verifier for signer in self.signers])
        except NoteError as error:
            raise LogBrokenError(str(error)) from None

    def _continued(self, signed: Checkpoint) -> Tiles:
        """The tiles of what was signed. Raises LogBrokenError when they, or what everybody has seen, say otherwise."""
        tiles = Tiles(self.store, signed.size)
        seen = self._read(CHECKPOINT)
        try:
            if root_at(tiles.node, signed.size) != signed.root:
                raise LogBrokenError("the tiles do not lead to the root that was signed")
            if seen:
                public = self._opened(seen)
                if public.size > signed.size:
                    raise LogBrokenError(
                        f"the database knows {signed.size} leaves, {public.size} are published: it is older than the log"
                    )
                if root_at(tiles.node, public.size) != public.root:
                    raise LogBrokenError("the published checkpoint is of another tree than the database's")
        except TileError as error:
            raise LogBrokenError(str(error)) from None
        return tiles

    def _entries(self, tiles: Tiles) -> list[bytes]:
        """What comes after the tiles. Raises LogBrokenError when it does not follow their last leaf."""
        first = max(0, tiles.size - 1)
        with acting(SYSTEM):
            rows = prepared(_LEAVES, (first, MOST)).fetchall()
        if [index for index, _commitment in rows] != list(range(first, first + len(rows))):
            raise LogBrokenError(f"leaves are missing after {first}")
        if tiles.size and (not rows or leaf_hash(rows[0][1]) != tiles.node(0, first)):
            raise LogBrokenError(f"leaf {first} in the database is not the one in the tiles")
        return [commitment for _index, commitment in rows[tiles.size - first :]]

    def _read(self, name: str) -> str:
        try:
            return self.store.read(name).decode()
        except FileNotFoundError:
            return ""
