"""Signatures as Standard Webhooks has them (version 1): HMAC-SHA256 over id, time and body. Used by both sides."""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Iterable

PREFIX = "whsec_"
SECRET_BYTES = 32
TOLERANCE_SECONDS = 300


def new_secret() -> str:
    """A fresh secret, as text to be given to whoever receives."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(secrets_now: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of `webhook-signature`: one signature for each secret that holds now, so that a receiver may know the old
    or the new one. `timestamp`: seconds since 1970."""
    return " ".join(f"v1,{_signature(secret, message_id, timestamp, body)}" for secret in secrets_now)


def verify(secret: str, message_id: str, timestamp: str, signature: str, body: bytes, *, now: float) -> bool:
    """Whether a message was signed with `secret`, and not long ago: what a receiver asks."""
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp)) > TOLERANCE_SECONDS:
        return False
    wanted = f"v1,{_signature(secret, message_id, int(timestamp), body)}"
    return any(hmac.compare_digest(wanted.encode(), given.encode()) for given in signature.split(" "))


def is_secret(text: str) -> bool:
    """Whether `text` is a secret: `whsec_` and 24 to 64 bytes in base64."""
    try:
        return text.startswith(PREFIX) and 24 <= len(_key(text)) <= 64
    except (binascii.Error, ValueError):
        return False


def _signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    said = b"%s.%d.%s" % (message_id.encode(), timestamp, body)
    return base64.b64encode(hmac.new(_key(secret), said, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
