"""What stands in the public log for an entry: a hash that says nothing, and that only this entry could have given."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

FORMAT = 2  # of new leaves; 1 knew no seals, and its lists named everybody to everybody
FORMATS = (1, 2)
SUBJECTS = "subjects"  # the fact that lists whom one look touched
_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Committed:
    """An entry as it is committed to: its outline (`action`, `at`, `agency_id`), and everything else in `body`."""

    action: str
    at: datetime
    agency_id: UUID | None
    body: bytes
    """Canonical JSON, see `body_of`."""
    format: int = FORMAT

    def body_hash(self, salt: bytes) -> bytes:
        return hashlib.sha256(salt + self.body).digest()

    def commitment(self, salt: bytes) -> bytes:
        return self.commitment_of(self.body_hash(salt))

    def commitment_of(self, body_hash: bytes) -> bytes:
        return commitment(self.action, self.at, self.agency_id, body_hash, self.format)


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
    salt: bytes = b"",
    sealed_until: datetime | None = None,
    sealed_basis: str = "",
    format: int = FORMAT,  # noqa: A002 - as above
) -> bytes:
    """Canonical JSON: keys sorted, no spaces, UTF-8. `subject_seq` counts the entries on one person from 1, and
    `subject_before` is the commitment of the one before, so that none can be left out unseen; those of sealed entries are
    counted for the agency, or a gap would tell the person of them.

    Since format 2 a list of persons stands there as salted hashes, so that who gets a proof finds herself in it and nobody
    else, and a seal is part of what is committed to: it can not be lengthened later.
    """
    told: dict[str, Any] = {
        "actor": {"id": _text(actor_id), "kind": actor_kind, "name": actor_name, "position": position},
        "facts": facts,
        "id": str(id),
        "record": _text(record_id),
        "subject": _text(subject_id),
        "subject_before": subject_before.hex() if subject_before else None,
        "subject_seq": subject_seq,
        "why": why,
    }
    if format > 1:
        listed = facts.get(SUBJECTS)
        told["facts"] = {name: value for name, value in facts.items() if name != SUBJECTS}
        told["subjects"] = None if listed is None else hidden(listed, salt)
        told["sealed"] = {"basis": sealed_basis, "until": said(sealed_until)} if sealed_until else None
    return _encode(told)


def hidden(subjects: Iterable[str], salt: bytes) -> list[str]:
    """Persons' ids as whoever holds the salt and one of them can recognize it, sorted."""
    return sorted(hashlib.sha256(salt + str(subject).encode()).hexdigest() for subject in subjects)


def commitment(
    action: str,
    at: datetime,
    agency_id: UUID | None,
    body_hash: bytes,
    format: int = FORMAT,  # noqa: A002 - as above
) -> bytes:
    """The leaf's entry, 32 bytes: SHA-256 over five lines, the last one the salted hash of the body."""
    lines = (f"motcua-ledger-entry/{format}", action, said(at), str(agency_id or "-"), body_hash.hex())
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).digest()


def said(at: datetime) -> str:
    """A moment in UTC to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _text(value: UUID | None) -> str | None:
    return str(value) if value else None
