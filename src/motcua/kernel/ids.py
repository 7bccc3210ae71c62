"""Time-ordered identifiers: UUID version 7 (RFC 9562), ascending within a process."""

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """A UUIDv7: 48 bits of milliseconds, 12 bits of a counter that keeps one process ascending, 62 random bits."""
    global _last  # noqa: PLW0603 - one counter per process is the point
    stamp = time.time_ns() // 1_000_000 << 12 | int.from_bytes(os.urandom(2), "big") & 0x7FF
    with _lock:
        _last = stamp = max(stamp, _last + 1)
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    return UUID(int=(stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random)
