"""One id for one number, before and after its person is entered: what others push about somebody finds them later."""

import hashlib
from collections.abc import Callable, Collection
from functools import lru_cache
from uuid import UUID

from motcua.identity.policies import require_operator
from motcua.kernel.actors import SYSTEM, Actor
from motcua.platform.database.transactions import acting, prepared
from motcua.platform.remembering import remembered

PERSON = "person"
_BLOCK = 64  # bytes that SHA-256 takes at a time
_KEEP, _VERSION_8 = ~(0xF << 76) & ~(0x3 << 62), 0x8 << 76 | 0x2 << 62
_KEY = "SELECT secret FROM identity_numberkey"
_KNOWN = "SELECT personal_id, id FROM identity_person WHERE personal_id = ANY(%s::text[])"


def person_ids(*, actor: Actor, numbers: Collection[str]) -> dict[str, UUID]:
    """The id for each of `numbers`, written "person:046190000017" or "business:0100233488".

    A person who is entered has an id already; anybody else gets the one under which they will be entered. Nothing is
    written, and nobody is told which of the two it was. Only the system and operators may ask. Raises NotAllowedError.
    """
    require_operator(actor)
    with acting(SYSTEM):
        secret = number_key()
        personal = [number.partition(":")[2] for number in numbers if number.startswith(f"{PERSON}:")]
        known: dict[str, UUID] = dict(prepared(_KNOWN, (personal,)).fetchall()) if personal else {}
    found: dict[str, UUID] = {}
    id_of = _ids_by(secret)
    for number in numbers:
        kind, _, digits = number.partition(":")
        found[number] = (known.get(digits) if kind == PERSON else None) or id_of(number)
    return found


def id_of_person(personal_id: str) -> UUID:
    """The id under which somebody with this number is entered; in the caller's transaction."""
    with acting(SYSTEM):
        return _ids_by(number_key())(f"{PERSON}:{personal_id}")


@lru_cache(maxsize=2)
def _ids_by(secret: bytes) -> Callable[[str], UUID]:
    """What makes the id of a number: a UUIDv8 of 122 bits of a keyed hash (HMAC-SHA-256), so that nobody reads a number out
    of an id or guesses an id from a number. The key is hashed in once, not for every number."""
    block = secret if len(secret) <= _BLOCK else hashlib.sha256(secret).digest()
    inner, outer = (hashlib.sha256(bytes(byte ^ pad for byte in block.ljust(_BLOCK, b"\0"))) for pad in (0x36, 0x5C))

    def id_of(number: str) -> UUID:
        first, second = inner.copy(), outer.copy()
        first.update(number.encode())
        second.update(first.digest())
        found = int.from_bytes(second.digest()[:16], "big")
        return UUID(int=found & _KEEP | _VERSION_8)

    return id_of


def number_key() -> bytes:
    """Made once with the database, and kept with it: ids made from it stand in its tables."""
    return remembered(("identity.number_key",), _read_key)


def _read_key() -> bytes:
    row = prepared(_KEY).fetchone()
    if row is None:
        raise LookupError("identity_numberkey is empty; its migration writes one row")
    return bytes(row[0])
