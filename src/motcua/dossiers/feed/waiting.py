"""Waiting for the next change: one look at the database for all who wait in a process, and never all of its threads.

Announcing each act to the processes (NOTIFY) would make all commits of the database queue for one lock, so the waiting
ones look instead: whichever of them comes first looks for all, and no more often than every few hundredths of a second.
"""

import threading
import time
from collections.abc import Callable

from motcua.dossiers.feed.cursors import Cursor

PAUSE = 0.05  # seconds between two looks


class Bell:
    """Rings when there is something new. `look` asks for the newest change that may be read."""

    def __init__(self, look: Callable[[], Cursor], pause: float = PAUSE) -> None:
        self._look, self._pause = look, pause
        self._change = threading.Condition()
        self._newest: Cursor | None = None
        self._looking, self._looked_at = False, 0.0

    def wait(self, seen: Cursor, until: float) -> Cursor:
        """Return the newest cursor as soon as it is another one than `seen`, or `seen` at `until` (time.monotonic)."""
        while True:
            with self._change:
                if self._newest is not None and self._newest != seen:
                    return self._newest
                left = until - time.monotonic()
                if left <= 0:
                    return seen
                rest = self._looked_at + self._pause - time.monotonic()
                if self._looking or rest > 0:
                    self._change.wait(min(left, self._pause if self._looking else rest))
                    continue
                self._looking = True
            self._look_for_all()

    def _look_for_all(self) -> None:
        found = None
        try:
            found = self._look()
        finally:
            with self._change:
                self._looking, self._looked_at = False, time.monotonic()
                if found is not None:
                    self._newest = found
                self._change.notify_all()
