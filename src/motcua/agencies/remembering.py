"""Small answers kept in the process for a short while: agencies and calendars change on some days of a year, and are
asked for with every request. A change made in this process shows at once, one made in another within a minute.
"""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
SECONDS = 60
_kept: dict[Hashable, tuple[float, Any]] = {}
_MOST = 5_000


def remembered(key: Hashable, ask: Callable[[], T]) -> T:
    """The answer of `ask`, at most a minute old. Raised errors and empty answers are not kept."""
    found = _kept.get(key)
    now = time.monotonic()
    if found and now - found[0] < SECONDS:
        answer: T = found[1]
        return answer
    fresh = ask()
    if fresh:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = (now, fresh)
    return fresh


def forget() -> None:
    """Ask anew from now on."""
    _kept.clear()
