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
        self._left = threading.Condition(threading.Lock())
        self._inside: dict[Hashable, list[float]] = {}
        self._taken = self._waiting = 0

    def taken(self, who: Hashable) -> "Seat":
        """A `with` of it gives True inside when there was a seat for `who`."""
        return Seat(self, who)

    def take(self, who: Hashable) -> float | None:
        """When the seat was taken, None for none."""
        with self._left:
            if self._full(own := self._inside.get(who, [])):
                own = self._wait(who)
                if self._full(own):
                    return None
            began = time.monotonic()
            own.append(began)
            self._inside[who] = own
            self._taken += 1
            return began

    def give_back(self, who: Hashable, began: float) -> None:
        """Of whoever took it at `began`."""
        with self._left:
            own = self._inside[who]
            own.remove(began)
            if not own:
                del self._inside[who]
            self._taken -= 1
            if self._waiting:
                self._left.notify_all()

    def _wait(self, who: Hashable) -> list[float]:
        """Until there is a seat, or no hope of one soon."""
        until = time.monotonic() + self._quick
        self._waiting += 1
        while self._full(own := self._inside.get(who, [])):
            now = time.monotonic()
            if now >= until or self._dawdle(own, now):
                break
            self._left.wait(until - now)
        self._waiting -= 1
        return own

    def _full(self, own: list[float]) -> bool:
        return len(own) >= self._each or self._taken >= self._many

    def _dawdle(self, own: list[float], now: float) -> bool:
        """Whether half of those in the way have been inside for longer than a quick one needs."""
        others = own if len(own) >= self._each else [began for each in self._inside.values() for began in each]
        return 2 * sum(now - began > self._quick for began in others) >= len(others)


class Seat:
    """One seat, for a `with`."""

    __slots__ = ("_began", "_seats", "_who")

    def __init__(self, seats: SharedSeats, who: Hashable) -> None:
        self._seats, self._who = seats, who
        self._began: float | None = None

    def __enter__(self) -> bool:
        self._began = self._seats.take(self._who)
        return self._began is not None

    def __exit__(self, *_error: object) -> None:
        if self._began is not None:
            self._seats.give_back(self._who, self._began)
