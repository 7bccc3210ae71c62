"""The body of a batch, line by line as it comes in: never the whole of it in memory, whoever sends it."""

import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from motcua.dossiers.syncing.errors import (
    BodyBrokenError,
    BodySlowError,
    BodyTooBigError,
)

CHUNK = 256 * 1024
FEWEST = 64  # bytes asked for of a slow sender
QUICK = 0.5  # seconds; then more is asked for the next time
MOST_BYTES = 4 * 1024**3  # unpacked
MOST_LINES = 5_000_000
LONGEST_LINE = 64 * 1024
# JSON of one shape packs twenty- to fiftyfold; what packs better than this was made to unpack.
MOST_PACKED = 400
PACKED_FREE = 16 * 1024**2  # bytes that may unpack from anything
SLOWEST = 2_000  # bytes a second on average, after the first seconds
PATIENCE = 30.0  # seconds


class Stream(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def each_chunk(stream: Stream) -> Iterator[bytes]:
    """What comes, without waiting for much of it: the server's `read(n)` returns only when n bytes are there, so it is
    asked for few until they come quickly, and for few again when they don't. Raises BodySlowError.

    A sender that sends nothing at all is held by no clock here; seats keep such senders from all threads.
    """
    began = before = time.monotonic()
    size, sent = FEWEST, 0
    while chunk := stream.read(size):
        now = time.monotonic()
        sent += len(chunk)
        if now - began > PATIENCE and sent < (now - began) * SLOWEST:
            raise BodySlowError
        size = min(2 * size, CHUNK) if now - before < QUICK else max(size // 16, FEWEST)
        before = now
        yield chunk
        before = time.monotonic()  # what was done with it meanwhile is not the sender's time


@dataclass
class Body:
    """Reads `stream`, gzipped or not. After the last line `digest` is that of the body as it was sent."""

    stream: Stream
    packed: bool
    lines: int = 0
    _sent: int = 0
    _unpacked: int = 0
    _hash: "sha256" = field(default_factory=sha256)  # type: ignore[valid-type]

    @property
    def digest(self) -> str:
        return str(self._hash.hexdigest())  # type: ignore[attr-defined]

    def each_line(self) -> Iterator[tuple[int, bytes | None]]:
        """Number and bytes of each line that is not empty; None for one that is too long.

        Raises BodyBrokenError, BodyTooBigError, BodySlowError.
        """
        rest, skipping = b"", False
        for chunk in self._unpack():
            pieces = (rest + chunk).split(b"\n")
            rest = pieces.pop()
            for piece in pieces:
                self._count()
                if skipping:  # the end of one that was told of already
                    skipping = False
                elif len(piece) > LONGEST_LINE:
                    yield self.lines, None
                elif piece.strip():
                    yield self.lines, piece
            if len(rest) > LONGEST_LINE:
                if not skipping:
                    yield self.lines + 1, None
                rest, skipping = b"", True
        if rest.strip() and not skipping:
            self._count()
            yield self.lines, rest

    def read_through(self) -> None:
        """To the end, for the digest alone."""
        for _chunk in self._chunks():
            pass

    def _count(self) -> None:
        self.lines += 1
        if self.lines > MOST_LINES:
            raise BodyTooBigError(lines=MOST_LINES)

    def _chunks(self) -> Iterator[bytes]:
        for chunk in each_chunk(self.stream):
            self._sent += len(chunk)
            self._hash.update(chunk)  # type: ignore[attr-defined]
            if self._sent > MOST_BYTES:
                raise BodyTooBigError(bytes=MOST_BYTES)
            yield chunk

    def _unpack(self) -> Iterator[bytes]:
        if not self.packed:
            yield from self._chunks()
            return
        unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
        for chunk in self._chunks():
            todo = chunk
            while todo:
                if unpacker.eof:  # gzip allows several members, one after the other
                    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
                try:
                    piece = unpacker.decompress(todo, CHUNK)
                except zlib.error as broken:
                    raise BodyBrokenError(line=self.lines) from broken
                todo = unpacker.unconsumed_tail or unpacker.unused_data
                self._weigh(len(piece))
                if piece:
                    yield piece
        if self._sent and not unpacker.eof:
            raise BodyBrokenError(line=self.lines)

    def _weigh(self, size: int) -> None:
        self._unpacked += size
        too_dense = self._unpacked > PACKED_FREE and self._unpacked > self._sent * MOST_PACKED
        if too_dense or self._unpacked > MOST_BYTES:
            raise BodyTooBigError(bytes=MOST_BYTES)
