"""Guessing passwords is slow here: wrong tries are counted in PostgreSQL, for all processes and nodes together."""

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings

from motcua.identity.errors import TooManyGuessesError
from motcua.kernel import clock
from motcua.platform.database.transactions import prepared

WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)
# One guesser against one account; many guessers against one account; one guesser against many accounts.
LIMITS = {"pair": 10, "login": 50, "address": 300}

_COUNT = """
INSERT INTO identity_guesscount AS kept (key, window_start, failures)
SELECT key, %(now)s, 1 FROM unnest(%(keys)s::bytea[]) AS key ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN kept.window_start <= %(since)s THEN 1 ELSE kept.failures + 1 END,
    window_start = CASE WHEN kept.window_start <= %(since)s THEN EXCLUDED.window_start ELSE kept.window_start END
RETURNING key, failures
"""
# Rows are locked in the order of their keys, as above, so that two sign-ins at once never wait for each other.
_FORGIVE = """
UPDATE identity_guesscount AS kept SET failures = greatest(kept.failures - 1, 0)
FROM (SELECT key FROM identity_guesscount WHERE key = ANY(%s::bytea[]) ORDER BY key FOR UPDATE) AS locked
WHERE kept.key = locked.key
"""
_START_OVER = "DELETE FROM identity_guesscount WHERE key = %s OR window_start < %s"


def count_try(login: str, address: str) -> None:
    """Count a try before it is judged, so that parallel guesses count too. Raises TooManyGuessesError.
    An empty `login` counts for the address alone.

    Call it outside a transaction: a refused sign-in must not roll its count back.
    """
    keys = _keys(login, address)
    now = clock.now()
    rows = prepared(_COUNT, {"keys": list(keys.values()), "now": now, "since": now - WINDOW}).fetchall()
    failures = {bytes(key): count for key, count in rows}
    if any(failures[key] > LIMITS[kind] for kind, key in keys.items()):
        raise TooManyGuessesError


def forgive_try(login: str, address: str) -> None:
    """The try was right: it was no guess."""
    keys = _keys(login, address)
    prepared(_FORGIVE, [sorted(keys.values())])
    if login:
        prepared(_START_OVER, [keys["pair"], clock.now() - KEPT])


def _keys(login: str, address: str) -> dict[str, bytes]:
    whole = {"address": _key("address", address)}
    return whole | {"pair": _key("pair", login, address), "login": _key("login", login)} if login else whole


def _key(*parts: str) -> bytes:
    """A keyed hash, so that the table holds neither logins nor addresses."""
    text = "\x00".join(("identity.guess", *parts))
    return hmac.digest(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256)
