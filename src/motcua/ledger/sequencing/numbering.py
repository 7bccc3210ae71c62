"""Entries become leaves: in the order of their places, none passed by, each with its salt and its commitment."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from motcua.kernel.actors import SYSTEM
from motcua.ledger.domain.commitments import FORMAT, Committed, body_of
from motcua.ledger.sequencing.locks import ALONE
from motcua.platform.database.transactions import acting, prepared

BATCH = 4096
SALT = 16  # bytes

# Below the horizon everything has ended, so nothing comes in there any more (ADR 0024, ADR 0033).
_NEXT = """
SELECT id, place, at, action, agency_id, actor_kind, actor_id, actor_name, "position", subject_id, record_id, why, facts,
  sealed_until, sealed_basis
FROM ledger_entry WHERE (place, id) > (%s::bigint, %s::uuid) AND place < ledger_horizon() ORDER BY place, id LIMIT %s::int
"""
# Lost leaves (`motcua ledger resume`) have a number and no entry.
_LAST = """
SELECT (SELECT max(index) FROM ledger_leaf), place, entry_id FROM ledger_leaf WHERE body_hash <> '' ORDER BY index DESC LIMIT 1
"""
_SIZE = "SELECT coalesce(max(index), -1) FROM ledger_leaf"
_SUBJECTS = """
SELECT s.id, l.subject_seq, l.commitment FROM unnest(%s::uuid[]) s(id) CROSS JOIN LATERAL (
    SELECT subject_seq, commitment FROM ledger_leaf WHERE subject_id = s.id ORDER BY subject_seq DESC LIMIT 1) l
"""
_INSERT = """
INSERT INTO ledger_leaf (index, entry_id, place, salt, body_hash, commitment, subject_id, subject_seq, format)
SELECT *, %s::smallint FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[], %s::bytea[], %s::bytea[], %s::bytea[], %s::uuid[], %s::int[])
"""


def number_entries(most: int = BATCH) -> int:
    """Give the next committed entries, at most `most`, their leaves in one transaction; how many. The caller is the only
    one: two would collide at the leaf's number, and one of them would fail."""
    with acting(SYSTEM):
        prepared(ALONE)
        last = prepared(_LAST).fetchone()
        index, place, entry_id = last or (prepared(_SIZE).fetchall()[0][0], 0, UUID(int=0))
        rows = prepared(_NEXT, (place, entry_id, most)).fetchall()
        if rows:
            prepared(_INSERT, (FORMAT, *_columns(rows, index + 1)))
        return len(rows)


def _columns(rows: list[tuple[Any, ...]], first: int) -> tuple[list[Any], ...]:
    subjects = {subject for row in rows if (subject := _counted_for(row))}
    before: dict[UUID, tuple[int, bytes | None]] = {
        subject: (seq, commitment) for subject, seq, commitment in prepared(_SUBJECTS, (list(subjects),))
    }
    leaves = []
    for index, row in enumerate(rows, first):
        entry_id, place, subject_id = row[0], row[1], _counted_for(row)
        seq, chained = before.get(subject_id, (0, None)) if subject_id else (None, None)
        seq = None if seq is None else seq + 1
        salt = secrets.token_bytes(SALT)
        entry = _committed(row, seq, chained, salt)
        leaf = entry.commitment(salt)
        if subject_id:
            before[subject_id] = (seq or 0, leaf)
        leaves.append((index, entry_id, place, salt, entry.body_hash(salt), leaf, subject_id, seq))
    return tuple(map(list, zip(*leaves, strict=True)))


def _counted_for(row: tuple[Any, ...]) -> UUID | None:
    """In whose count the entry stands: the person's, or the agency's for one that the person may hear of later only."""
    found: UUID | None = row[4] if row[13] else row[9]
    return found


def _committed(row: tuple[Any, ...], seq: int | None, before: bytes | None, salt: bytes) -> Committed:
    entry_id, _place, at, action, agency, kind, actor_id, name, position, subject, record, why, facts, until, basis = (
        row
    )
    moment: datetime = at
    body = body_of(
        id=entry_id,
        actor_kind=kind,
        actor_id=actor_id,
        actor_name=name,
        position=position,
        subject_id=subject,
        subject_seq=seq,
        subject_before=before,
        record_id=record,
        why=why,
        facts=msgspec.json.decode(facts),
        salt=salt,
        sealed_until=until,
        sealed_basis=basis,
    )
    return Committed(action, moment, agency, body)
