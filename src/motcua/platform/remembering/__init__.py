"""Small answers kept in the process for a short while: what changes on some days of a year and is asked for with every
request. A change made in this process shows at once, one made in another process within the answer's seconds."""

import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
A_MINUTE = 60.0
_MOST = 20_000
_kept: dict[Hashable, tuple[float, Any]] = {}


def remembered(key: Hashable, ask: Callable[[], T], seconds: float = A_MINUTE) -> T:
    """The answer of `ask`, at most `seconds` old. Raised errors and empty answers are not kept."""
    found = _kept.get(key)
    now = time.monotonic()
    if found and now - found[0] < seconds:
        answer: T = found[1]
        return answer
    fresh = ask()
    if fresh:
        if len(_kept) >= _MOST:
            _kept.clear()
        _kept[key] = (now, fresh)
    return fresh


def forget() -> None:
    """Ask anew from now on. Tests begin with it, and so does every change of what is remembered."""
    _kept.clear()
