"""A challenge is asked once, answered once, and forgotten after three minutes."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from motcua.identity.errors import PasskeysUnavailableError
from motcua.identity.models import Ceremony
from motcua.identity.passkeys.refusing import UnprovenError, Why
from motcua.identity.passkeys.relying_party import RelyingParty, relying_party
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

LIVES = timedelta(minutes=3)
KEPT = timedelta(hours=1)


class Kind(StrEnum):
    SIGN_IN = "sign_in"
    PROVE = "prove"  # somebody who is signed in, once more
    REGISTER = "register"
    ENROL = "enrol"  # by a link


@dataclass(frozen=True, slots=True)
class Asked:
    """`id` is kept in the browser's session, `options` go to its script."""

    id: UUID
    options: dict[str, Any]


def party() -> RelyingParty:
    """Raises PasskeysUnavailableError where the public address allows no keys."""
    found = relying_party()
    if found is None:
        raise PasskeysUnavailableError
    return found


def ask(kind: Kind, account_id: UUID | None, options: Callable[[RelyingParty, bytes], dict[str, Any]]) -> Asked:
    """Open a question of this kind. `options` makes what the browser is given."""
    site, challenge = party(), secrets.token_bytes(32)
    row = Ceremony(kind=kind.value, account_id=account_id, challenge=challenge, expires_at=clock.now() + LIVES)
    with acting(SYSTEM):
        row.save(force_insert=True)
    return Asked(row.id, options(site, challenge))


def spend(ceremony_id: UUID | None, kind: Kind, account_id: UUID | None) -> bytes:
    """The challenge, which is gone for everybody else from now on. Raises UnprovenError."""
    with acting(SYSTEM):
        row = Ceremony.objects.select_for_update().filter(id=ceremony_id).first() if ceremony_id else None
        if row is not None:
            row.delete()
    if row is None or row.kind != kind or row.account_id != account_id:
        raise UnprovenError(Why.CHALLENGE)
    if row.expires_at <= clock.now():
        raise UnprovenError(Why.EXPIRED)
    return bytes(row.challenge)


def forget_ceremonies() -> None:
    with acting(SYSTEM):
        Ceremony.objects.filter(expires_at__lt=clock.now() - KEPT).delete()
