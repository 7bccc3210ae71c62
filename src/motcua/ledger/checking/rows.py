"""The database as an auditor reads it: straight, in one snapshot, past the product's own code."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec
import psycopg

from motcua.ledger.domain.commitments import SUBJECTS, Committed, body_of

Connection = psycopg.Connection[Any]

_SELECT = """
SELECT l.index, l.entry_id, l.place, l.salt, l.body_hash, l.commitment, l.subject_id, l.subject_seq,
  e.id, e.place, e.at, e.action, e.agency_id, e.actor_kind, e.actor_id, e.actor_name, e."position", e.subject_id,
  e.record_id, e.why, e.facts::text, e.sealed_until, e.sealed_basis, l.format
FROM ledger_leaf l LEFT JOIN ledger_entry e ON e.id = l.entry_id
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A leaf with the entry that it names, if that is still there."""

    index: int
    entry_id: UUID
    place: int
    salt: bytes | None
    body_hash: bytes
    commitment: bytes
    subject_id: UUID | None
    subject_seq: int | None
    entry: tuple[Any, ...]
    format: int

    @classmethod
    def of(cls, row: tuple[Any, ...]) -> Self:
        index, entry_id, place, salt, body_hash, commitment, subject, seq, *entry, form = row
        return cls(index, entry_id, place, salt, body_hash, commitment, subject, seq, tuple(entry), form)

    @property
    def found(self) -> bool:
        return self.entry[0] is not None

    @property
    def lost(self) -> bool:
        """Its entry went with an older backup, and `motcua ledger resume` kept the leaf."""
        return not self.found and not self.body_hash

    @property
    def record_id(self) -> UUID | None:
        found: UUID | None = self.entry[10]
        return found

    @property
    def action(self) -> str:
        return str(self.entry[3])

    @property
    def lists(self) -> bool:
        """Whether it tells of several persons."""
        return SUBJECTS in msgspec.json.decode(self.entry[12])

    @property
    def counted_for(self) -> UUID | None:
        """In whose count it stands: the person's, or the agency's when it is sealed."""
        found: UUID | None = self.entry[4] if self.entry[13] else self.entry[9]
        return found

    def committed(self, before: bytes | None) -> Committed:
        """What is committed to, where `before` is the commitment of the entry before on the same person."""
        entry_id, _place, at, action, agency, kind, actor, name, position, subject, record, why, facts, until, basis = (
            self.entry
        )
        moment: datetime = at
        body = body_of(
            id=entry_id,
            actor_kind=kind,
            actor_id=actor,
            actor_name=name,
            position=position,
            subject_id=subject,
            subject_seq=self.subject_seq,
            subject_before=before,
            record_id=record,
            why=why,
            facts=msgspec.json.decode(facts),
            salt=self.salt or b"",
            sealed_until=until,
            sealed_basis=basis,
            format=self.format,
        )
        return Committed(action, moment, agency, body, self.format)


def rows(connection: Connection) -> Iterator[Row]:
    """All leaves in order, some thousand at a time. Inside a transaction."""
    with connection.cursor(name="ledger_rows") as cursor:
        cursor.itersize = 10_000
        cursor.execute(f"{_SELECT} ORDER BY l.index")
        yield from map(Row.of, cursor)


def row_of(connection: Connection, entry_id: UUID) -> Row | None:
    found = connection.execute(f"{_SELECT} WHERE l.entry_id = %s", [entry_id]).fetchone()
    return Row.of(found) if found else None


def commitment_before(connection: Connection, row: Row) -> bytes | None:
    found = connection.execute(
        "SELECT commitment FROM ledger_leaf WHERE subject_id = %s AND subject_seq = %s",
        [row.subject_id, (row.subject_seq or 0) - 1],
    ).fetchone()
    return bytes(found[0]) if found else None
