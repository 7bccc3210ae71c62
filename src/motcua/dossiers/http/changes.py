"""GET /api/v1/dossiers/changes: a page at once, a page as soon as there is one, or a stream of server-sent events."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Self

import falcon
import msgspec

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import FeedFilter, FeedPage
from motcua.dossiers.errors import FeedQuestionInvalidError
from motcua.dossiers.feed.following import LONGEST_WAIT, Stream, await_changes, stream_changes
from motcua.dossiers.feed.reading import MOST
from motcua.dossiers.feed.telling import Change
from motcua.dossiers.http.asking import actor_of

_encode = msgspec.json.Encoder().encode
DEFAULT_LIMIT = 100
LONGEST_CODE = 40


class Changes(msgspec.Struct):
    """`cursor`: ask with `after=` it next time, also when there is no change. `more`: there is more at once."""

    changes: list[Change]
    cursor: str
    more: bool

    @classmethod
    def of(cls, page: FeedPage) -> Self:
        return cls([Change.of(one) for one in page.changes], page.cursor, page.more)


class Following:
    """GET /api/v1/dossiers/changes"""

    def on_get(self, request: falcon.Request, response: falcon.Response) -> None:
        ask = partial(actor_of, request)
        actor = ask()
        response.set_header("Cache-Control", "private, no-cache")
        response.set_header("Vary", "Accept, Authorization")
        only, limit = _filter_of(request), _number(request, "limit", DEFAULT_LIMIT, 1, MOST)
        after = request.get_header("Last-Event-ID") or request.get_param("after") or ""
        if _wants_stream(request):
            stream = stream_changes(actor=actor, after=after, only=only, limit=limit, ask=ask)
            response.content_type = "text/event-stream; charset=utf-8"
            response.set_header("X-Accel-Buffering", "no")  # a proxy that gathers the stream up would stop it
            response.stream = Events(stream)
            return
        wait = _number(request, "wait", 0, 0, int(LONGEST_WAIT))
        page = await_changes(actor=actor, after=after, limit=limit, only=only, wait=wait, ask=ask)
        response.etag = page.cursor
        if not page.changes and page.cursor in {tag for tag in request.if_none_match or () if isinstance(tag, str)}:
            response.status = falcon.HTTP_304
            return
        response.data = _encode(Changes.of(page))


class Events:
    """A stream of pages as server-sent events. Closing it gives the seat back."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        page = next(self._stream)
        told = b"".join(
            b"id: %s\nevent: change\ndata: %s\n\n" % (one.cursor.encode(), _encode(Change.of(one)))
            for one in page.changes
        )
        # What this reader may not see was read past all the same: an id alone moves the reader's cursor on.
        return told + b": \nid: %s\n\n" % page.cursor.encode()

    def close(self) -> None:
        self._stream.close()


def _wants_stream(request: falcon.Request) -> bool:
    return "text/event-stream" in (request.get_header("Accept") or "")


def _filter_of(request: falcon.Request) -> FeedFilter:
    """Raises AgencyNotFoundError, FeedQuestionInvalidError."""
    agency, procedure = request.get_param("agency"), request.get_param("procedure")
    if procedure and (len(procedure) > LONGEST_CODE or not procedure.isprintable()):
        raise FeedQuestionInvalidError(name="procedure")
    return FeedFilter(agencies.get_agency_by_code(agency).id if agency else None, procedure or None)


def _number(request: falcon.Request, name: str, default: int, least: int, most: int) -> int:
    """Raises FeedQuestionInvalidError for what is no number between `least` and `most`."""
    text: Any = request.get_param(name)
    if text is None:
        return default
    if not (
        isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most
    ):
        raise FeedQuestionInvalidError(name=name)
    return int(text)
