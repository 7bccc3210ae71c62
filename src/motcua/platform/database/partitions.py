"""The months of partitioned tables: made ahead of time, listed, and taken out when their time is over.

A table is partitioned by its id, whose first bits are a time (`kernel.ids`). Its policies, triggers and rights stand on
the table; nobody but the owner may touch a partition. What fits no month lies in the rest, so nothing is ever refused.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from motcua.platform.database.errors import PartitionError

Connection = psycopg.Connection[Any]

ARCHIVE = "archive"
FUNCTIONS = Path(__file__).with_name("partitions.sql")
_BOUNDS = re.compile(r"FOR VALUES FROM \((?:'([0-9a-f-]+)'|MINVALUE)\) TO \((?:'([0-9a-f-]+)'|MAXVALUE)\)")

_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Partition:
    """One partition as it lies in the database."""

    table: str
    """Of which table it is a part."""
    name: str
    starts: datetime | None
    """The first moment whose ids lie here; None: all earlier ones, or no range at all (the rest)."""
    ends: datetime | None
    """The first moment whose ids lie here no longer; None: the rest."""
    rows: int
    """An estimate: what PostgreSQL counted when it last looked; 0 when it never did."""
    size: int
    """Bytes on disk, indexes included."""

    @property
    def is_rest(self) -> bool:
        """Does it take what fits no month?"""
        return self.ends is None


def install(connection: Connection, app_role: str) -> None:
    """Write the functions anew and let `app_role` call the narrow one. As the owner."""
    connection.execute(FUNCTIONS.read_text(encoding="utf-8").encode())
    connection.execute(sql.SQL("GRANT EXECUTE ON FUNCTION partitions_ahead() TO {}").format(sql.Identifier(app_role)))


def make(connection: Connection, first: date, last: date) -> list[str]:
    """Make the months from `first` to `last` that are missing, in every partitioned table. As the owner. Returns names.

    A month of which rows were stored before it was made stays in the rest, or in the oldest partition.
    """
    return [name for (name,) in connection.execute("SELECT partitions_make(%s, %s)", (first, last)).fetchall()]


def make_ahead(connection: Connection) -> list[str]:
    """Make this month and the three to come where they are missing. As the application role too. Returns names."""
    return [name for (name,) in connection.execute("SELECT partitions_ahead()").fetchall()]


def list_partitions(connection: Connection, table: str = "") -> tuple[Partition, ...]:
    """The partitions of `table`, or of all tables; in the order of time, the rest at the end."""
    found = connection.execute(
        "SELECT p.relname, c.relname, pg_get_expr(c.relpartbound, c.oid), greatest(c.reltuples, 0)::bigint, "
        "pg_total_relation_size(c.oid) FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
        "JOIN pg_class p ON p.oid = i.inhparent AND p.relkind = 'p' AND p.relnamespace = 'public'::regnamespace "
        "WHERE %s IN ('', p.relname::text)",
        (table,),
    ).fetchall()
    parts = (Partition(parent, name, *_range(bounds), rows, size) for parent, name, bounds, rows, size in found)
    return tuple(sorted(parts, key=lambda one: (one.table, one.is_rest, one.starts or _LONG_AGO)))


def find_partition(connection: Connection, name: str) -> Partition:
    """Raises PartitionError."""
    found = next((one for one in list_partitions(connection) if one.name == name), None)
    if found is None:
        raise PartitionError(f"There is no partition {name}; motcua dossiers partitions lists them.")
    return found


def detach(connection: Connection, partition: Partition, along: Sequence[tuple[str, str]] = ()) -> list[str]:
    """Take `partition` out of its table, in one transaction, as the owner; it becomes a table of the schema `archive`.

    Rows of other tables that refer to its rows move into tables beside it, `<partition>_<table>`: of those with a foreign
    key, and of those in `along` (table, column), which have none. Returns the names of all of them. Nothing is deleted. Whether it may go is the caller's to know.
    """
    here, whole = sql.Identifier("public", partition.name), sql.Identifier("public", partition.table)
    moved = [partition.name]
    with connection.transaction():
        connection.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(ARCHIVE)))
        for child, column in (*_references(connection, partition.table), *along):
            beside = f"{partition.name}_{child}"[:63]
            parts = {
                "beside": sql.Identifier(ARCHIVE, beside),
                "child": sql.Identifier("public", child),
                "here": here,
                "column": sql.Identifier(column),
            }
            for statement in _MOVE:
                connection.execute(sql.SQL(statement).format(**parts))
            moved.append(beside)
        connection.execute(sql.SQL("ALTER TABLE {} DETACH PARTITION {}").format(whole, here))
        connection.execute(sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(here, sql.Identifier(ARCHIVE)))
    return moved


_MOVE = (
    "CREATE TABLE {beside} AS SELECT c.* FROM {child} c JOIN {here} p ON p.id = c.{column}",
    "DELETE FROM {child} c USING {here} p WHERE p.id = c.{column}",
)


def _references(connection: Connection, table: str) -> Iterator[tuple[str, str]]:
    """Tables with a foreign key to `table`, and the column."""
    yield from connection.execute(
        "SELECT r.relname, a.attname FROM pg_constraint f JOIN pg_class r ON r.oid = f.conrelid "
        "JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = f.conkey[1] "
        "WHERE f.contype = 'f' AND f.confrelid = %s::regclass AND f.conparentid = 0 ORDER BY 1",
        (table,),
    ).fetchall()


def _range(bounds: str) -> tuple[datetime | None, datetime | None]:
    found = _BOUNDS.fullmatch(bounds)
    return (_moment(found[1]), _moment(found[2])) if found else (None, None)


def _moment(first: str | None) -> datetime | None:
    """The time that the first 48 bits of an id say."""
    return datetime.fromtimestamp(int(first.replace("-", "")[:12], 16) / 1000, UTC) if first else None
