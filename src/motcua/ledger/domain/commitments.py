"""What stands in the public log for an entry: a hash that says nothing, and that only this entry could have given."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

HEADER = "motcua-ledger-entry/1"
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Committed:
    """An entry as it is committed to: its outline (`action`, `at`, `agency_id`), and everything else in `body`."""

    action: str
    at: datetime
    agency_id: UUID | None
    body: bytes
    """Canonical JSON, see `body_of`."""

    def body_hash(self, salt: bytes) -> bytes:
        return hashlib.sha256(salt + self.body).digest()

    def commitment(self, salt: bytes) -> bytes:
        return self.commitment_of(self.body_hash(salt))

    def commitment_of(self, body_hash: bytes) -> bytes:
        return commitment(self.action, self.at, self.agency_id, body_hash)


def body_of(
    *,
    id: UUID,  # noqa: A002 - the entry's own word
    actor_kind: str,
    actor_id: UUID | None,
    actor_name: str,
    position: str,
    subject_id: UUID | None,
    subject_seq: int | None,
    subject_before: bytes | None,
    record_id: UUID | None,
    why: str,
    facts: Mapping[str, Any],
) -> bytes:
    """Canonical JSON: keys sorted, no spaces, UTF-8. `subject_seq` counts the entries on one person from 1, and
    `subject_before` is the commitment of the one before, so that none can be left out unseen."""
    told = {
        "actor": {"id": _text(actor_id), "kind": actor_kind, "name": actor_name, "position": position},
        "facts": facts,
        "id": str(id),
        "record": _text(record_id),
        "subject": _text(subject_id),
        "subject_before": subject_before.hex() if subject_before else None,
        "subject_seq": subject_seq,
        "why": why,
    }
    return _encode(told)


def commitment(action: str, at: datetime, agency_id: UUID | None, body_hash: bytes) -> bytes:
    """The leaf's entry, 32 bytes: SHA-256 over five lines, the last one the salted hash of the body."""
    lines = (HEADER, action, said(at), str(agency_id or "-"), body_hash.hex())
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).digest()


def said(at: datetime) -> str:
    """A moment in UTC to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
