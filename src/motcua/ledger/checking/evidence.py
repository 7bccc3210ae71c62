"""What the holder of a proof needs beside it: the outline and the body of one entry, so that its leaf can be reckoned."""

import json
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from motcua.kernel.merkle.notes import Checkpoint
from motcua.kernel.merkle.proofs import ProofError, inclusion
from motcua.kernel.merkle.receipts import Receipt
from motcua.kernel.merkle.tiles import Tiles
from motcua.ledger.checking.rows import Connection, commitment_before, row_of
from motcua.ledger.domain.commitments import Committed, commitment, said


def prove(connection: Connection, tiles: Tiles, checkpoint: Checkpoint, note: str, entry_id: UUID) -> Receipt:
    """The proof of one entry, with everything that is said of it. Raises ProofError when the log does not cover it."""
    row = row_of(connection, entry_id)
    if row is None or not row.found or row.index >= checkpoint.size:
        raise ProofError(f"the log does not cover an entry {entry_id} yet")
    told: dict[str, Any] = {"action": row.action, "at": said(row.entry[2]), "agency": str(row.entry[4] or "-")}
    if row.salt is None:
        told["body_hash"] = row.body_hash.hex()
    else:
        entry = row.committed(commitment_before(connection, row))
        told |= {"salt": row.salt.hex(), "body": entry.body.decode()}
    path = tuple(inclusion(tiles.node, row.index, checkpoint.size))
    return Receipt(row.index, path, note, json.dumps(told, ensure_ascii=False, sort_keys=True).encode())


def entry_of(receipt: Receipt) -> tuple[bytes, dict[str, Any]]:
    """The leaf's entry that a proof's extra data gives, and what that data says. Raises ProofError."""
    try:
        told = cast(dict[str, Any], json.loads(receipt.extra))
        at, action = datetime.fromisoformat(told["at"]), told["action"]
        agency = None if told["agency"] == "-" else UUID(told["agency"])
        if "salt" not in told:
            return commitment(action, at, agency, bytes.fromhex(told["body_hash"])), told
        committed = Committed(action, at, agency, told["body"].encode())
        told["body"] = json.loads(told["body"])
        return committed.commitment(bytes.fromhex(told["salt"])), told
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ProofError("the proof does not carry its entry") from None
