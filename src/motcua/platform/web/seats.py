"""Places for requests that keep a thread long: never all threads of a process for them."""

import threading
from collections.abc import Iterator
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
