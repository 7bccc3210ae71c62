"""A whole batch: read, written piece by piece as it comes in, told row by row."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO

import msgspec
from django.db import IntegrityError, connection

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.dossiers.models import SyncBatch
from motcua.dossiers.syncing.batches import Source, write
from motcua.dossiers.syncing.errors import NotASourceError, SyncKeyReusedError
from motcua.dossiers.syncing.national import lists_on
from motcua.dossiers.syncing.reading import Body
from motcua.dossiers.syncing.refusals import RowRefusedError, sentence
from motcua.dossiers.syncing.rows import Reader, Ready, Row, parse
from motcua.dossiers.syncing.shapes import RowResult, Summary
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting

PIECE = 5000  # rows in one transaction
ROLE = "integrator"
IN_MEMORY = 1024 * 1024  # bytes of answers before they go to a file
_encode = msgspec.json.Encoder().encode


@dataclass
class Taken:
    """`results`: one JSON line a row in the order of the lines of each piece, to be read once; then `summary`."""

    summary: Summary
    results: IO[bytes]

    def each_chunk(self, size: int = 64 * 1024) -> Iterator[bytes]:
        with self.results:
            self.results.seek(0)
            while chunk := self.results.read(size):
                yield chunk
        yield _encode(self.summary) + b"\n"


def source_of(actor: Actor) -> Source:
    """Raises NotASourceError for anybody but an agency's own system."""
    if not actor.is_official or ROLE not in actor.roles or actor.id is None or actor.agency_id is None:
        raise NotASourceError
    speaks_for = {agencies.get_agency(agency).code: agency for agency in actor.agency_ids}
    return Source(actor, actor.id, actor.agency_id, new_id(), speaks_for, lists_on(agencies.today()))


def take_batch(*, actor: Actor, body: Body, key: str = "", only_problems: bool = False) -> Taken:
    """Take every row of `body` that can be taken. Each piece of 5,000 rows is its own transaction, so what was told as
    taken stays taken, whatever comes after it. With a `key` that was used for the same body nothing is written again.

    Raises NotASourceError, SyncKeyReusedError, and what `Body.each_line` raises.
    """
    source = source_of(actor)
    earlier = _earlier(source, key) if key else None
    if earlier is not None:
        body.read_through()
        if body.digest != earlier.digest:
            raise SyncKeyReusedError
        return Taken(_summary(earlier, replayed=True), SpooledTemporaryFile(IN_MEMORY))
    taking = Taking(source, only_problems)
    try:
        for line, raw in body.each_line():
            taking.take(line, raw)
        taking.finish()
    except BaseException:
        with suppress(Exception):
            taking.finish()  # what came whole is kept: the sender is told to send again, and it will be unchanged
        taking.results.close()
        raise
    row = keep_batch(source, rows=body.lines, digest=body.digest, key=key, counts=taking.counts)
    return Taken(_summary(row), taking.results)


def keep_batch(source: Source, *, rows: int, digest: str, key: str, counts: Mapping[str, int]) -> SyncBatch:
    """Write down that a batch was taken to its end."""
    row = SyncBatch(
        id=source.batch_id,
        source_id=source.id,
        source_name=source.actor.name,
        agency_id=source.agency_id,
        key=key,
        digest=digest,
        received_at=clock.now(),
        rows=rows,
        **counts,
    )
    with (
        suppress(IntegrityError),
        acting(SYSTEM),
    ):  # the same key at the same time: rows don't mind, one of them is kept
        row.save(force_insert=True)
    return row


def _earlier(source: Source, key: str) -> SyncBatch | None:
    with acting(SYSTEM):
        return SyncBatch.objects.filter(source_id=source.id, key=key).first()


def _summary(row: SyncBatch, *, replayed: bool = False) -> Summary:
    return Summary(
        str(row.id), row.rows, row.accepted, row.unchanged, row.older, row.waiting, row.refused, replayed=replayed
    )


@dataclass
class Taking:
    """The rows of one batch on their way. `tells`: who is told of each result instead of the file `results`."""

    source: Source
    only_problems: bool
    tells: Callable[[RowResult], None] | None = None
    results: IO[bytes] = field(init=False)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("accepted", "unchanged", "older", "waiting", "refused"), 0)
    )
    dossiers: list[Ready] = field(default_factory=list)
    progress: list[Ready] = field(default_factory=list)
    reader: Reader = field(init=False)
    _written: bool = False
    _aside: ThreadPoolExecutor | None = None
    _waiting: "tuple[Future[dict[int, str]], tuple[Ready, ...]] | None" = None

    def __post_init__(self) -> None:
        self.results = BytesIO() if self.tells else SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - `each_chunk` closes it
        self.reader = Reader(self.source.lists, self.source.agencies, _procedures(), clock.now())

    def take(self, line: int, raw: bytes | None) -> None:
        """Take one line; None: it was too long to be read."""
        if raw is None:
            self.refuse(line, RowRefusedError("line_too_long"))
        else:
            self.take_row(line, lambda: parse(raw))

    def take_row(self, line: int, read: Callable[[], Row]) -> None:
        """Take what `read` gives; write when enough have come together."""
        try:
            is_dossier, row = self.reader.ready(read(), line)
        except RowRefusedError as refused:
            self.refuse(line, refused)
            return
        (self.dossiers if is_dossier else self.progress).append(row)
        if len(self.dossiers) + len(self.progress) >= PIECE:
            self.write()

    def refuse(self, line: int, refused: RowRefusedError) -> None:
        told = sentence(refused.code, refused.facts)
        self.tell(RowResult(line, "refused", code=refused.code, message=told))

    def write(self) -> None:
        """Write what has come together. From the second piece on it is written while the next one is being read, by a
        thread with a connection of its own: PostgreSQL and Python have a processor each."""
        dossiers, progress = self.dossiers, self.progress
        if not dossiers and not progress:
            return
        self.dossiers, self.progress = [], []
        if self._written and not connection.in_atomic_block:
            self._aside = self._aside or ThreadPoolExecutor(1, "sync")
            self._settle()
            self._waiting = (self._aside.submit(write, self.source, dossiers, progress), (*dossiers, *progress))
        else:
            self._tell_all((*dossiers, *progress), write(self.source, dossiers, progress))
        self._written = True

    def finish(self) -> None:
        """Write the rest and wait until everything is written."""
        try:
            self.write()
            self._settle()
        finally:
            if self._aside:
                self._aside.submit(lambda: connection.close()).result()  # noqa: PLW0108 - the thread's own connection
                self._aside.shutdown()

    def _settle(self) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting:
            self._tell_all(waiting[1], waiting[0].result())

    def _tell_all(self, rows: Iterable[Ready], became: Mapping[int, str]) -> None:
        for row in sorted(rows, key=lambda one: one.line):
            self.tell(_result(row, became[row.line]))

    def tell(self, result: RowResult) -> None:
        self.counts[result.result] += 1
        if self.tells:
            self.tells(result)
        elif not self.only_problems or result.result in {"refused", "waiting"}:
            self.results.write(_encode(result) + b"\n")


def _result(row: Ready, became: str) -> RowResult:
    if became in {"accepted", "unchanged", "older"}:
        return RowResult(row.line, became, row.code)  # type: ignore[arg-type]
    if became == "waiting":
        return RowResult(row.line, "waiting", row.code, "not_seen_yet", sentence("not_seen_yet", {}))
    return RowResult(row.line, "refused", row.code, became, sentence(became, {}))


def _procedures() -> Callable[[str], str | None]:
    """The version in force today, or the newest there ever was: what was filed under a former law is shown by its name."""
    known: dict[str, str | None] = {}

    def find(code: str) -> str | None:
        if code not in known:
            known[code] = _version(code)
        return known[code]

    return find


def _version(code: str) -> str | None:
    try:
        return catalogue.get_procedure(code).hash
    except ProcedureNotFoundError:
        with suppress(ProcedureNotFoundError):
            return catalogue.newest_version(code).hash
        return None
