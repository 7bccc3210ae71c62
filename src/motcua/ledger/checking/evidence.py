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
from motcua.ledger.domain.commitments import FORMATS, Committed, commitment, hidden, said


def prove(
    connection: Connection,
    tiles: Tiles,
    checkpoint: Checkpoint,
    note: str,
    entry_id: UUID,
    *,
    holder: UUID | None = None,
    closed: bool = False,
) -> Receipt:
    """The proof of one entry, with everything that is said of it. Raises ProofError when the log does not cover it.

    `holder`: a person who is to find herself in it, and nobody else. `closed`: only the outline, since the body is not for
    whoever gets the proof.
    """
    row = row_of(connection, entry_id)
    if row is None or not row.found or row.index >= checkpoint.size:
        raise ProofError(f"the log does not cover an entry {entry_id} yet")
    told: dict[str, Any] = {"action": row.action, "at": said(row.entry[2]), "agency": str(row.entry[4] or "-")}
    told["format"] = row.format
    closed = closed or (holder is not None and row.format == 1 and row.lists)
    if row.salt is None or closed:
        told["body_hash"] = row.body_hash.hex()
    else:
        entry = row.committed(commitment_before(connection, row))
        told |= {"salt": row.salt.hex(), "body": entry.body.decode()}
        told |= {"holder": str(holder)} if holder else {}
    path = tuple(inclusion(tiles.node, row.index, checkpoint.size))
    return Receipt(row.index, path, note, json.dumps(told, ensure_ascii=False, sort_keys=True).encode())


def entry_of(receipt: Receipt) -> tuple[bytes, dict[str, Any]]:
    """The leaf's entry that a proof's extra data gives, and what that data says. Raises ProofError."""
    try:
        told = cast(dict[str, Any], json.loads(receipt.extra))
        at, action, form = datetime.fromisoformat(told["at"]), told["action"], int(told.get("format", 1))
        agency = None if told["agency"] == "-" else UUID(told["agency"])
        _known(form)
        if "salt" not in told:
            return commitment(action, at, agency, bytes.fromhex(told["body_hash"]), form), told
        salt, committed = bytes.fromhex(told["salt"]), Committed(action, at, agency, told["body"].encode(), form)
        told["body"] = json.loads(told["body"])
        _held(told, salt)
        return committed.commitment(salt), told
    except ProofError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ProofError("the proof does not carry its entry") from None


def _known(form: int) -> None:
    if form not in FORMATS:
        raise ProofError(f"this proof is of format {form}, which is not known here")


def _held(told: dict[str, Any], salt: bytes) -> None:
    """The person who the proof was made for is in the entry, alone or in its list."""
    holder, body = told.get("holder"), told["body"]
    if holder and body["subject"] != holder and hidden([holder], salt)[0] not in (body.get("subjects") or ()):
        raise ProofError("the proof's holder is not in the entry")
