"""Time-ordered identifiers: UUID version 7 (RFC 9562), ascending within a process."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

_lock = threading.Lock()
_last = 0
_last_at = (0, 0)  # for which millisecond, and what was given
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_id() -> UUID:
    """A UUIDv7: 48 bits of milliseconds, 12 bits of a counter that keeps one process ascending, 62 random bits."""
    global _last  # noqa: PLW0603 - one counter per process is the point
    drawn = int.from_bytes(os.urandom(10), "big")
    stamp = time.time_ns() // 1_000_000 << 12 | drawn >> 69
    with _lock:
        _last = stamp = max(stamp, _last + 1)
    return _with_random(stamp, drawn)


def id_at(moment: datetime) -> UUID:
    """A UUIDv7 of `moment` (aware): what was recorded for that time lies beside what happened then. Ascending within a
    process as long as the moment's millisecond stays the same."""
    global _last_at  # noqa: PLW0603 - as above
    milliseconds = _milliseconds(moment)
    drawn = int.from_bytes(os.urandom(10), "big")
    stamp = milliseconds << 12 | drawn >> 69
    with _lock:
        same, last = _last_at
        stamp = last + 1 if same == milliseconds else stamp
        _last_at = (milliseconds, stamp)
    return _with_random(stamp, drawn)


def first_id(moment: datetime) -> UUID:
    """The smallest id of `moment` (aware): where a range of ids begins or ends."""
    return UUID(int=_milliseconds(moment) << 80)


def _milliseconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def _with_random(stamp: int, drawn: int) -> UUID:
    """`drawn`: random bits, of which the last 62 stand in the id."""
    random = drawn & ((1 << 62) - 1)
    return UUID(int=(stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | random)
