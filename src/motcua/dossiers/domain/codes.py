"""What a dossier's code says about where it lies."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from motcua.kernel.ids import first_id

EVERYWHERE = (UUID(int=0), UUID(int=(1 << 128) - 1))
_DAY = re.compile(r"-(\d{6})-")
_SLACK = timedelta(days=1)  # the day of a code is the agency's, and clocks differ


def places_of(code: str) -> Iterator[tuple[UUID, UUID]]:
    """Ranges of ids (from, up to) to look for `code` in, the likeliest first: the day that stands in it with a day on
    each side, then everywhere, for codes that say no day and for dossiers that were written down later."""
    found = _DAY.search(code)
    if found and (around := _around(found[1])):
        yield around
    yield EVERYWHERE


def nearest(code: str) -> tuple[UUID, UUID]:
    """The likeliest of these ranges."""
    found = _DAY.search(code)
    return (found and _around(found[1])) or EVERYWHERE


def at_edge(code: str) -> bool:
    """Whether the code's day is the first or last of its month, so that its dossier may lie in the one beside it."""
    found = _DAY.search(code)
    return found is not None and _is_edge(found[1])


@lru_cache(maxsize=8192)
def _is_edge(written: str) -> bool:
    day = _read(written)
    return day is not None and len({(day + step * _SLACK).month for step in (-1, 0, 1)}) > 1


@lru_cache(maxsize=2048)
def _around(written: str) -> tuple[UUID, UUID] | None:
    """Asked for with every tracking: the days of codes are few, and reading one costs more than the rest of a code."""
    day = _read(written)
    return (first_id(day - _SLACK), first_id(day + 2 * _SLACK)) if day else None


@lru_cache(maxsize=8192)
def _read(written: str) -> datetime | None:
    try:
        return datetime.strptime(written, "%y%m%d").replace(tzinfo=UTC)
    except ValueError:
        return None
