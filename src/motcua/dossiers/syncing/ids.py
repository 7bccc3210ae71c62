"""Ids that follow from what is said, so that the primary key itself makes a repetition harmless."""

import hashlib
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_LOWEST = 0  # a code that names no day lies in the first partition


@lru_cache(maxsize=8192)
def milliseconds_of(day: str, zone: ZoneInfo) -> int:
    """Noon of a code's day (yyMMdd) in milliseconds since 1970, so that it is that day in most of the world's calendars;
    0 when there is no such day."""
    try:
        return int(datetime.strptime(f"{day}12", "%y%m%d%H").replace(tzinfo=zone).timestamp() * 1000)
    except ValueError:
        return _LOWEST


def dossier_hex(code: str, milliseconds: int) -> str:
    """A UUIDv7 in 32 hexadecimal digits: the code's day, then a hash of the code instead of randomness."""
    found = hashlib.sha256(code.encode()).hexdigest()
    return f"{milliseconds:012x}7{found[:3]}{'89ab'[int(found[3], 16) & 3]}{found[4:19]}"


def progress_hex(content: bytes) -> str:
    """A UUIDv8 of a step's content; it stands beside its dossier's id."""
    found = hashlib.sha256(content).hexdigest()
    return f"{found[:12]}8{found[12:15]}{'89ab'[int(found[15], 16) & 3]}{found[16:31]}"
