"""Like work of several threads, done in one go: whoever comes first takes along those who came meanwhile.

A statement that writes ten rows costs PostgreSQL a third of ten that write one each, and the disk is waited for once. Nobody
waits for others to come: alone, one's work is done at once; under load a batch forms while the one before it is written.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
PATIENCE = 0.05  # seconds after which one waits no longer for a batch that hangs


class _Waiting(Generic[Item, Result]):
    """`leads`: it is to do a batch itself; nobody else takes it along."""

    __slots__ = ("item", "leads", "result", "woken")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.leads = False
        self.result: Result | None = None
        self.woken = threading.Lock()
        self.woken.acquire()


class Together(Generic[Item, Result]):
    """`run` gets the items of a batch, at most `most`, and gives a result for each, never None. It must be all or nothing, and
    do no harm when it is run again: an item of a batch that fails is run once more by itself, in its own thread, so that
    nobody suffers for somebody else's."""

    def __init__(self, run: Callable[[Sequence[Item]], Sequence[Result]], most: int = 32) -> None:
        self._run, self._most = run, most
        self._mutex = threading.Lock()
        self._queue: deque[_Waiting[Item, Result]] = deque()
        self._leaders = 0

    def do(self, item: Item) -> Result:
        """The result for `item`. Raises what `run` raises for it alone."""
        own: _Waiting[Item, Result] = _Waiting(item)
        with self._mutex:
            self._queue.append(own)
            if not self._leaders:
                self._appoint(own)
        if not own.leads:
            self._wait(own)
        if own.leads:
            self._lead(own)
        return own.result if own.result is not None else self._run([item])[0]

    def _appoint(self, one: _Waiting[Item, Result]) -> None:
        one.leads = True
        self._leaders += 1

    def _wait(self, own: _Waiting[Item, Result]) -> None:
        """Until somebody has done one's work, or leaves it to oneself, or nobody has come for too long."""
        if own.woken.acquire(timeout=PATIENCE):
            return
        with self._mutex:
            if own in self._queue and not own.leads:
                self._appoint(own)
            if own.leads:
                return
        own.woken.acquire()  # it is in a batch, which will end, well or not

    def _lead(self, own: _Waiting[Item, Result]) -> None:
        with self._mutex:
            others = [each for each in self._queue if not each.leads][: self._most - 1]
            for each in (own, *others):
                self._queue.remove(each)
        try:
            results = self._run([own.item, *(each.item for each in others)])
            for each, result in zip((own, *others), results, strict=True):
                each.result = result
        except Exception:
            if not others:
                raise
        finally:
            self._hand_over()
            for each in others:
                each.woken.release()

    def _hand_over(self) -> None:
        """To who has waited longest."""
        with self._mutex:
            self._leaders -= 1
            waiting = next((each for each in self._queue if not each.leads), None)
            if waiting:
                self._appoint(waiting)
                waiting.woken.release()
