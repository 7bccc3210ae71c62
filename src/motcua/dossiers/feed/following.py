"""Following the feed over a connection that stays open: long-poll and streams, within the seats of this process."""

import time
from collections.abc import Iterator
from functools import cache

from django.conf import settings

from motcua.dossiers.contracts import FeedFilter, FeedPage
from motcua.dossiers.errors import FeedFullError
from motcua.dossiers.feed.cursors import Cursor
from motcua.dossiers.feed.reading import EVERYTHING, list_changes, newest
from motcua.dossiers.feed.waiting import Bell
from motcua.kernel.actors import Actor
from motcua.platform.web.seats import Seats

LONGEST_WAIT = 30.0  # seconds
HEARTBEAT = 15.0  # seconds between signs of life on a quiet stream
STREAM = 300.0  # seconds; then a stream ends and is taken up again, perhaps by another process

BELL = Bell(newest)


@cache
def seats() -> Seats:
    """Requests that may wait at once in this process; setting MOTCUA_FEED_WAITING."""
    return Seats(settings.MOTCUA_FEED_WAITING)


def await_changes(
    *, actor: Actor, after: str, limit: int, only: FeedFilter = EVERYTHING, wait: float = 0.0
) -> FeedPage:
    """As `list_changes`; when there is nothing yet, wait for up to `wait` seconds. Answers at once when all seats are
    taken. Raises what `list_changes` raises."""
    until = time.monotonic() + min(wait, LONGEST_WAIT)
    page = list_changes(actor=actor, after=after, limit=limit, only=only)
    if page.changes or wait <= 0:
        return page
    with seats().taken() as seated:
        return _next_page(actor, page, limit, only, until) if seated else page


class Stream:
    """Page after page as things happen; a page without changes is a sign of life. Ends after STREAM seconds. Holds a seat
    until it is closed."""

    def __init__(self, actor: Actor, after: str, only: FeedFilter, limit: int) -> None:
        self._pages = self._follow(list_changes(actor=actor, after=after, limit=limit, only=only), actor, only, limit)
        self._seated = seats().take()
        if not self._seated:
            raise FeedFullError(retryable=True)

    def __iter__(self) -> Iterator[FeedPage]:
        return self

    def __next__(self) -> FeedPage:
        try:
            return next(self._pages)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Give the seat back; twice changes nothing."""
        if self._seated:
            self._seated = False
            seats().give_back()

    def _follow(self, page: FeedPage, actor: Actor, only: FeedFilter, limit: int) -> Iterator[FeedPage]:
        ends = time.monotonic() + STREAM
        yield page
        while time.monotonic() < ends:
            page = _next_page(actor, page, limit, only, min(ends, time.monotonic() + HEARTBEAT))
            yield page


def stream_changes(*, actor: Actor, after: str, only: FeedFilter = EVERYTHING, limit: int = 100) -> Stream:
    """An open stream from `after` on. Raises FeedFullError, and what `list_changes` raises."""
    return Stream(actor, after, only, limit)


def _next_page(actor: Actor, page: FeedPage, limit: int, only: FeedFilter, until: float) -> FeedPage:
    """The next page with something in it, or the last one before `until`."""
    seen = Cursor.read(page.cursor)
    while True:
        if not page.more:
            rung = BELL.wait(seen, until)
            if rung == seen:
                return FeedPage((), page.cursor, more=False)
            seen = rung
        page = list_changes(actor=actor, after=page.cursor, limit=limit, only=only)
        if page.changes or time.monotonic() >= until:
            return page
