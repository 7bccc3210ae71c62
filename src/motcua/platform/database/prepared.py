"""Prepared statements close to libpq: cheaper than a psycopg cursor, on the same connection and transaction.

psycopg's cursors drive each statement through generators made for many ways of waiting. A thread that serves one
request needs only one of them, libpq's own blocking call; adaptation of values both ways stays psycopg's.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import AdaptersMap, Buffer, PyFormat, Transformer
from psycopg.types.datetime import TimestamptzLoader

Row = tuple[Any, ...]
_numbers = count(1)
_PLACE = re.compile(r"%\((\w+)\)s|%s|%%")
_OUTDATED = {"26000", "0A000"}  # the statement is gone, or its table has changed: prepare anew the next time
_GOOD = {pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK, pq.ExecStatus.EMPTY_QUERY}
_KEPT = "_motcua_prepared"


class _Moment(TimestamptzLoader):
    """As Django reads it, where PostgreSQL's session is in UTC, without three regular expressions a value."""

    def load(self, data: Buffer) -> datetime:
        try:
            return datetime.fromisoformat(bytes(data).decode("ascii"))
        except ValueError:  # infinity, years before Christ: psycopg says what it can't read
            return super().load(data)


class _Kept:
    """What a connection remembers: its statements by text and types, and psycopg's adapter, whose making costs more than
    its work. A connection serves one thread at a time, so one adapter is enough."""

    __slots__ = ("adapter", "names")

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.adapter = Transformer(_Context(connection))
        self.names: dict[tuple[bytes, tuple[int, ...]], bytes] = {}


class _Context:
    """psycopg's context of adaptation, with a faster reader of moments."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self.connection = connection
        self.adapters = AdaptersMap(connection.adapters)
        self.adapters.register_loader("timestamptz", _Moment)


class Rows:
    """What a statement gave, all of it fetched: plain tuples. `rowcount`: how many rows were found or changed."""

    def __init__(self, rows: list[Row], rowcount: int) -> None:
        self._rows, self.rowcount = rows, rowcount

    def fetchone(self) -> Row | None:
        """The first row, or None."""
        return self._rows[0] if self._rows else None

    def fetchall(self) -> list[Row]:
        return self._rows

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)


def run(connection: "psycopg.Connection[Any]", query: str, parameters: Sequence[Any] | dict[str, Any]) -> Rows:
    """Run `query` (%s or %(name)s) as a statement prepared once a connection. Raises psycopg's own errors."""
    statement, names = _numbered(query)
    values = [parameters[name] for name in names] if isinstance(parameters, dict) else list(parameters)
    kept: _Kept | None = connection.__dict__.get(_KEPT)
    if kept is None:
        kept = connection.__dict__[_KEPT] = _Kept(connection)
    adapter = kept.adapter
    dumped: Any = adapter.dump_sequence(values, [PyFormat.AUTO] * len(values))
    pgconn = connection.pgconn
    if not connection.autocommit and pgconn.transaction_status == pq.TransactionStatus.IDLE:
        _checked(connection, pgconn.exec_(b"BEGIN"))
    types = adapter.types or ()
    name = kept.names.get((statement, types))
    if name is None:
        name = _prepare(connection, kept, statement, types)
    result = _checked(connection, pgconn.exec_prepared(name, dumped, adapter.formats))
    adapter.set_pgresult(result)
    rows = adapter.load_rows(0, result.ntuples, tuple) if result.ntuples else []
    adapter.set_pgresult(None)
    return Rows(rows, result.command_tuples if result.command_tuples is not None else len(rows))


def _prepare(connection: "psycopg.Connection[Any]", kept: _Kept, statement: bytes, types: tuple[int, ...]) -> bytes:
    """Prepare `statement` for these types; returns the name under which the connection knows it from now on."""
    name = b"mc_%d" % next(_numbers)
    _checked(connection, connection.pgconn.prepare(name, statement, types))
    kept.names[statement, types] = name
    return name


def _checked(connection: "psycopg.Connection[Any]", result: pq.abc.PGresult) -> pq.abc.PGresult:
    if result.status not in _GOOD:
        if connection.pgconn.status == pq.ConnStatus.BAD:
            raise psycopg.OperationalError(connection.pgconn.get_error_message().strip() or "the connection is lost")
        error = psycopg.errors.error_from_result(result, encoding=connection.info.encoding)
        if error.sqlstate in _OUTDATED:
            connection.__dict__.pop(_KEPT, None)
        raise error
    return result


@lru_cache(maxsize=1024)
def _numbered(query: str) -> tuple[bytes, tuple[str, ...]]:
    """Say psycopg's placeholders as PostgreSQL's: `$1`, `$2`; a name that comes twice is one parameter."""
    names: list[str] = []
    places = count(1)

    def place(found: "re.Match[str]") -> str:
        if found[0] == "%%":
            return "%"
        if found[1] is None:
            return f"${next(places)}"
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    return _PLACE.sub(place, query).encode(), tuple(names)
