"""What a bank and we sign to each other: HMAC-SHA256 over the moment and the body, good for five minutes."""

import hashlib
import hmac

WINDOW_SECONDS = 300
PREFIX = "v1="


def sign(key: bytes, at: int, body: bytes) -> str:
    """The value of the signature header for `body`, sent at the Unix second `at`."""
    return PREFIX + hmac.new(key, f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def problem(key: bytes, at: str, body: bytes, signature: str, now: int) -> str:
    """What is wrong: "" for a good signature of now, else "no_moment", "bad_signature" or "out_of_window"."""
    if not (at.isascii() and at.isdigit() and len(at) <= 12):
        return "no_moment"
    if not signature.isascii() or not hmac.compare_digest(sign(key, int(at), body), signature):
        return "bad_signature"
    return "out_of_window" if abs(now - int(at)) > WINDOW_SECONDS else ""
