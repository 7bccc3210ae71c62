"""What a dossier's code says about where it lies."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from motcua.kernel.ids import first_id

EVERYWHERE = (UUID(int=0), UUID(int=(1 << 128) - 1))
_DAY = re.compile(r"-(\d{6})-")
_SLACK = timedelta(days=1)  # the day of a code is the agency's, and clocks differ


def places_of(code: str) -> Iterator[tuple[UUID, UUID]]:
    """Ranges of ids (from, up to) to look for `code` in, the likeliest first: the day that stands in it with a day on
    each side, then everywhere, for codes that say no day and for dossiers that were written down later."""
    found = _DAY.search(code)
    if found:
        try:
            day = datetime.strptime(found[1], "%y%m%d").replace(tzinfo=UTC)
        except ValueError:
            pass
        else:
            yield first_id(day - _SLACK), first_id(day + 2 * _SLACK)
    yield EVERYWHERE
