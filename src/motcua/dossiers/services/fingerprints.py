"""What tells the same content from another one."""

import hashlib
from typing import Any

import msgspec

_sorted = msgspec.json.Encoder(order="sorted", enc_hook=str).encode


def fingerprint(content: Any) -> str:
    """SHA-256 of canonical JSON, in hexadecimal."""
    return hashlib.sha256(_sorted(content)).hexdigest()
