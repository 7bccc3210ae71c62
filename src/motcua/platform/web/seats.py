"""Places for requests that keep a thread long: never all threads of a process for them."""

import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class Seats:
    """So many requests of a process may wait at once; whoever finds no seat is answered at once."""

    def __init__(self, many: int) -> None:
        self._free = threading.BoundedSemaphore(many) if many else None

    def take(self) -> bool:
        return self._free is not None and self._free.acquire(blocking=False)

    def give_back(self) -> None:
        if self._free is not None:
            self._free.release()

    @contextmanager
    def taken(self) -> Iterator[bool]:
        """True inside when there was a seat."""
        seated = self.take()
        try:
            yield seated
        finally:
            if seated:
                self.give_back()


class SharedSeats:
    """Seats for what is mostly over at once: `many` in all, at most `each` for one client, so that nobody who dawdles keeps
    the others out.

    Who comes when the seats are taken waits a moment, as long as most of those inside are quick; where they dawdle, it
    is answered at once."""

    def __init__(self, many: int, each: int, quick: float = 0.5) -> None:
        self._many, self._each, self._quick = many, each, quick
        self._left = threading.Condition()
        self._inside: dict[Hashable, list[float]] = {}

    @contextmanager
    def taken(self, who: Hashable) -> Iterator[bool]:
        """True inside when there was a seat for `who`."""
        with self._left:
            began = self._enter(who)
        try:
            yield began is not None
        finally:
            if began is not None:
                with self._left:
                    self._leave(who, began)

    def _enter(self, who: Hashable) -> float | None:
        until = time.monotonic() + self._quick
        while self._full(own := self._inside.get(who, [])):
            now = time.monotonic()
            if now >= until or self._dawdle(own, now):
                return None
            self._left.wait(until - now)
        began = time.monotonic()
        self._inside.setdefault(who, []).append(began)
        return began

    def _full(self, own: list[float]) -> bool:
        return len(own) >= self._each or sum(map(len, self._inside.values())) >= self._many

    def _dawdle(self, own: list[float], now: float) -> bool:
        """Whether half of those in the way have been inside for longer than a quick one needs."""
        others = own if len(own) >= self._each else [began for each in self._inside.values() for began in each]
        return 2 * sum(now - began > self._quick for began in others) >= len(others)

    def _leave(self, who: Hashable, began: float) -> None:
        own = self._inside[who]
        own.remove(began)
        if not own:
            del self._inside[who]
        self._left.notify_all()
