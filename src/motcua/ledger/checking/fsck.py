"""Every entry against its leaf, every leaf against its tile, every tile against the signed root, and nothing beside."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from motcua.kernel.merkle.hashing import Edge, leaf_hash, root_of
from motcua.kernel.merkle.notes import Checkpoint, NoteError, Verifier
from motcua.kernel.merkle.tiles import WIDTH, Store, TileError, Tiles, unbundle, width_of
from motcua.ledger.checking.reading import checkpoint_of
from motcua.ledger.checking.rows import Connection, Row, rows

SHOWN = 20
ERASED = "ledger.erased"
RESUMED = "ledger.resumed"

_STRAY = """
SELECT e.id FROM ledger_entry e WHERE (e.place, e.id) <= (
    SELECT place, entry_id FROM ledger_leaf WHERE body_hash <> '' ORDER BY index DESC LIMIT 1)
  AND NOT EXISTS (SELECT 1 FROM ledger_leaf l WHERE l.entry_id = e.id) LIMIT 100
"""


@dataclass(slots=True)
class Findings:
    """What was looked at, and what does not fit together: a sentence each, the first 20 of them in full."""

    leaves: int = 0
    erased: int = 0
    waiting: int = 0
    lost: list[str] = field(default_factory=list)
    """What was lost, and where the log says so: a sentence each."""
    problems: list[str] = field(default_factory=list)
    count: int = 0

    def say(self, problem: str) -> None:
        self.count += 1
        if len(self.problems) < SHOWN:
            self.problems.append(problem)


def check_tiles(store: Store, trusted: Iterable[Verifier], findings: Findings) -> tuple[Checkpoint, Tiles] | None:
    """The public log alone: the signature, all tiles of all levels, all bundles; None when it has no readable
    checkpoint."""
    try:
        checkpoint = checkpoint_of(store, trusted)
    except (FileNotFoundError, NoteError, UnicodeDecodeError) as error:
        findings.say(f"checkpoint: {error}")
        return None
    tiles, edge = Tiles(store, checkpoint.size), Edge()
    try:
        above: list[bytes] = []
        for number in range(-(-checkpoint.size // WIDTH)):
            content = tiles.tile(0, number)
            hashes = [content[at : at + 32] for at in range(0, len(content), 32)]
            edge.extend(hashes)
            if [leaf_hash(each) for each in unbundle(tiles.bundle(number, len(hashes)))[: len(hashes)]] != hashes:
                findings.say(f"the bundle of entries {number} is not that of its tile")
            if len(hashes) == WIDTH:
                above.append(root_of(hashes))
        _check_levels(tiles, above, findings)
    except TileError as error:
        findings.say(str(error))
        return checkpoint, tiles
    if edge.root() != checkpoint.root:
        findings.say(f"the leaves in the tiles do not lead to the signed root of {checkpoint.size}")
    findings.leaves = checkpoint.size
    return checkpoint, tiles


def _check_levels(tiles: Tiles, row: list[bytes], findings: Findings) -> None:
    """The tiles above level 0, from the hashes that they should hold."""
    level = 1
    while row:
        next_row = []
        for number in range(-(-len(row) // WIDTH)):
            part = row[number * WIDTH : (number + 1) * WIDTH]
            if width_of(level, number, tiles.size) != len(part) or tiles.tile(level, number) != b"".join(part):
                findings.say(f"tile {number} of level {level} is not made of those below")
            if len(part) == WIDTH:
                next_row.append(root_of(part))
        row, level = next_row, level + 1


def check_database(connection: Connection, store: Store, trusted: Iterable[Verifier]) -> Findings:
    """The database against the public log. `connection` reads everything, as the owner does."""
    findings = Findings()
    public = check_tiles(store, trusted, findings)
    if public is None:
        return findings
    checkpoint, tiles = public
    connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    try:
        walk = _Walk(findings, checkpoint.size, _signed(connection, trusted, findings))
        walk.over(connection, tiles)
        for (entry_id,) in connection.execute(_STRAY).fetchall():
            findings.say(f"entry {entry_id} stands among entries of the log and is not in it")
    except TileError as error:
        findings.say(str(error))
    finally:
        connection.execute("ROLLBACK")
    return findings


def _signed(connection: Connection, trusted: Iterable[Verifier], findings: Findings) -> dict[int, bytes]:
    """Sizes and roots that the database says were signed; each note's own signature is checked."""
    trusted, found = tuple(trusted), {}
    for size, root, note in connection.execute("SELECT size, root, note FROM ledger_checkpoint").fetchall():
        found[size] = bytes(root)
        try:
            said = Checkpoint.open(note, trusted)
            if (said.size, said.root) != (size, bytes(root)):
                findings.say(f"the kept checkpoint of {size} is not what was signed")
        except NoteError as error:
            findings.say(f"the kept checkpoint of {size}: {error}")
    return found


class _Walk:
    """Leaf after leaf."""

    def __init__(self, findings: Findings, size: int, signed: dict[int, bytes]) -> None:
        self._findings, self._size, self._signed = findings, size, signed
        self._edge = Edge()
        self._subjects: dict[UUID, tuple[int, bytes]] = {}
        self._erased: dict[UUID, int] = {}
        self._traces: set[UUID] = set()
        self._lost: list[int] = []
        self._told_losses: list[tuple[int, int, int, str]] = []
        self._last: tuple[int, UUID] = (0, UUID(int=0))

    def over(self, connection: Connection, tiles: Tiles) -> None:
        expected = 0
        for row in rows(connection):
            if row.index != expected:
                self._say(f"leaf {expected} is missing from the database")
            expected = row.index + 1
            if row.index >= self._size:
                self._findings.waiting += 1
            elif tiles.node(0, row.index) != leaf_hash(row.commitment):
                self._say(f"leaf {row.index} is another one than in the public log")
            self._grow(row.commitment)
            self._entry(row)
        if expected < self._size:
            self._say(f"the database has {expected} leaves, {self._size} are signed and published")
        for size in self._signed:
            if size > self._edge.size:
                self._say(f"a checkpoint of {size} was signed, the database has {self._edge.size} leaves")
        for record, index in self._erased.items():
            if record not in self._traces:
                self._say(f"leaf {index}: the body is erased and no entry says why")

        self._losses()

    def _losses(self) -> None:
        """Each lost leaf is one that a later entry says was lost; and what was lost is told at every look."""
        for first, until, at, why in self._told_losses:
            self._findings.lost.append(f"leaves {first} to {until - 1} are lost, says leaf {at}: {why}")
        for index in self._lost:
            if not any(first <= index < until <= at for first, until, at, _why in self._told_losses):
                self._say(f"leaf {index}: its entry is lost and no later entry says so")

    def _entry(self, row: Row) -> None:
        """The entry itself: there, in its order, counted for its person, and what was committed to."""
        if row.lost:
            self._lost.append(row.index)
            return
        if not row.found:
            self._say(f"entry {row.entry_id} of leaf {row.index} is gone")
            return
        here = (row.place, row.entry_id)
        if here <= self._last or row.entry[1] != row.place:
            self._say(f"leaf {row.index} does not stand where its entry was written")
        self._last = here
        before = self._counted(row)
        if row.action == ERASED and row.record_id:
            self._traces.add(row.record_id)
        if row.action == RESUMED:
            self._told_losses.append(_loss_of(row))
        if row.salt is None:
            self._findings.erased += 1
            self._erased.setdefault(row.record_id or row.entry_id, row.index)
        entry = row.committed(before)
        body_hash = row.body_hash if row.salt is None else entry.body_hash(row.salt)
        if body_hash != row.body_hash or entry.commitment_of(body_hash) != row.commitment:
            self._say(f"entry {row.entry_id} of leaf {row.index} is not what was committed to")

    def _counted(self, row: Row) -> bytes | None:
        if row.subject_id is None:
            return None
        seq, before = self._subjects.get(row.subject_id, (0, None))
        if row.subject_seq != seq + 1 or row.counted_for != row.subject_id:
            self._say(f"leaf {row.index}: between entries on one person, some are missing")
        self._subjects[row.subject_id] = (row.subject_seq or 0, row.commitment)
        return before

    def _grow(self, commitment: bytes) -> None:
        self._edge.append(leaf_hash(commitment))
        size = self._edge.size
        if size in self._signed and self._edge.root() != self._signed[size]:
            self._say(f"the database's leaves do not lead to the root that was signed for {size}")

    def _say(self, problem: str) -> None:
        self._findings.say(problem)


def _loss_of(row: Row) -> tuple[int, int, int, str]:
    """First lost leaf, the one after the last, the leaf that says so, and why."""
    facts = json.loads(row.entry[12])
    return int(facts.get("first", 0)), int(facts.get("until", 0)), row.index, str(row.entry[11])
