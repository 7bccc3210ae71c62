"""Following the feed over a connection that stays open: long-poll and streams, within the seats of this process."""

import time
from collections.abc import Callable, Iterator
from functools import cache

from django.conf import settings

from motcua.dossiers.contracts import FeedFilter, FeedPage
from motcua.dossiers.errors import FeedFullError
from motcua.dossiers.feed.cursors import Cursor
from motcua.dossiers.feed.reading import EVERYTHING, list_changes, newest
from motcua.dossiers.feed.waiting import Bell
from motcua.kernel.actors import Actor
from motcua.kernel.errors import MotCuaError
from motcua.platform.web.seats import Seats

LONGEST_WAIT = 30.0  # seconds
# Seconds between signs of life on a quiet stream: only by writing does a server notice that a follower went away.
HEARTBEAT = 4.0
RECHECK = 4.0  # seconds after which it is asked again who follows: a token may have been revoked, a position have ended
STREAM = 300.0  # seconds; then a stream ends and is taken up again, perhaps by another process

BELL = Bell(newest)


@cache
def seats() -> Seats:
    """Requests that may wait at once in this process; setting MOTCUA_FEED_WAITING."""
    return Seats(settings.MOTCUA_FEED_WAITING)


class Follower:
    """Who follows. `ask` tells it anew, and raises when they may no longer; it is asked every RECHECK seconds at most."""

    def __init__(self, actor: Actor, ask: Callable[[], Actor] | None = None) -> None:
        self._actor, self._ask, self._asked_at = actor, ask, time.monotonic()

    def now(self) -> Actor:
        """Who it is now. Raises what `ask` raises."""
        if self._ask is not None and time.monotonic() - self._asked_at >= RECHECK:
            self._actor, self._asked_at = self._ask(), time.monotonic()
        return self._actor


def await_changes(
    *,
    actor: Actor,
    after: str,
    limit: int,
    only: FeedFilter = EVERYTHING,
    wait: float = 0.0,
    ask: Callable[[], Actor] | None = None,
) -> FeedPage:
    """As `list_changes`; when there is nothing yet, wait for up to `wait` seconds. Answers at once when all seats are
    taken. `ask` tells anew who follows, while they wait. Raises what `list_changes` and `ask` raise."""
    until = time.monotonic() + min(wait, LONGEST_WAIT)
    page = list_changes(actor=actor, after=after, limit=limit, only=only)
    if page.changes or wait <= 0:
        return page
    with seats().taken() as seated:
        return _next_page(Follower(actor, ask), page, limit, only, until) if seated else page


class Stream:
    """Page after page as things happen; a page without changes is a sign of life. Ends after STREAM seconds, or when who
    follows may no longer. Holds a seat until it is closed."""

    def __init__(
        self, actor: Actor, after: str, only: FeedFilter, limit: int, ask: Callable[[], Actor] | None = None
    ) -> None:
        first = list_changes(actor=actor, after=after, limit=limit, only=only)
        self._pages = self._follow(first, Follower(actor, ask), only, limit)
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

    def _follow(self, page: FeedPage, follower: Follower, only: FeedFilter, limit: int) -> Iterator[FeedPage]:
        ends = time.monotonic() + STREAM
        yield page
        while time.monotonic() < ends:
            try:
                page = _next_page(follower, page, limit, only, min(ends, time.monotonic() + HEARTBEAT))
            except MotCuaError:  # they may no longer; whoever comes again is told why
                return
            yield page


def stream_changes(
    *,
    actor: Actor,
    after: str,
    only: FeedFilter = EVERYTHING,
    limit: int = 100,
    ask: Callable[[], Actor] | None = None,
) -> Stream:
    """An open stream from `after` on; `ask` tells anew who follows. Raises FeedFullError, and what `list_changes` raises."""
    return Stream(actor, after, only, limit, ask)


def _next_page(follower: Follower, page: FeedPage, limit: int, only: FeedFilter, until: float) -> FeedPage:
    """The next page with something in it, or the last one before `until`."""
    seen = Cursor.read(page.cursor)
    while True:
        if not page.more:
            rung = BELL.wait(seen, until)
            follower.now()
            if rung == seen:
                return FeedPage((), page.cursor, more=False)
            seen = rung
        page = list_changes(actor=follower.now(), after=page.cursor, limit=limit, only=only)
        if page.changes or time.monotonic() >= until:
            return page
