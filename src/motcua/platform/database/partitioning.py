"""A migration operation: make a table a partitioned one, by the month in its time-ordered id, and lose nothing of it."""

from dataclasses import dataclass
from typing import Any

from django.db.migrations.operations import RunPython

from motcua.kernel import clock
from motcua.kernel.ids import first_id

REST, BEFORE = "{}_rest", "{}_before"


def partition_by_id(table: str, own_unique: tuple[str, ...] = ()) -> RunPython:
    """Return the operation that partitions `table` by its `id`. Each column of `own_unique` is unique in each
    partition, not across them; a unique index of the table on one of them goes.

    Rows are not copied: a table that holds some becomes the oldest partition, up to the end of the month. Indexes,
    policies, triggers and foreign keys are said again for the whole. Raises RuntimeError when views, or policies of
    other tables, name the table: these must go before, and come back after. There is no way back but a backup.
    """

    def forwards(_apps: Any, editor: Any) -> None:
        with editor.connection.cursor() as cursor:
            _partition(cursor, table, own_unique)

    return RunPython(forwards, elidable=False)


@dataclass(frozen=True)
class _Said:
    """What stands on a table, in PostgreSQL's own words."""

    indexes: list[tuple[Any, ...]]
    references: list[tuple[Any, ...]]
    triggers: list[tuple[Any, ...]]
    policies: list[tuple[Any, ...]]


def _partition(cursor: Any, table: str, own_unique: tuple[str, ...]) -> None:
    before = BEFORE.format(table)
    _refuse_dependents(cursor, table)
    said = _read(cursor, table)
    full = bool(_rows(cursor, f"SELECT 1 FROM {table} LIMIT 1"))
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing of this transaction may still wait for a check
    _set_aside(cursor, table, said)
    _make(cursor, table, said, own_unique)
    if full:
        end = first_id(_next_month())
        cursor.execute(f"ALTER TABLE {before} ENABLE ROW LEVEL SECURITY")
        cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {before} FOR VALUES FROM (MINVALUE) TO ('{end}')")
    else:
        cursor.execute(f"DROP TABLE {before}")
    _say_again(cursor, table, said)


def _read(cursor: Any, table: str) -> _Said:
    return _Said(
        indexes=_rows(
            cursor,
            "SELECT c.relname, pg_get_indexdef(i.indexrelid), i.indisprimary, i.indisunique, a.attname FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0] WHERE i.indrelid = %s::regclass",
            table,
        ),
        references=_rows(
            cursor,
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE contype = 'f' AND confrelid = %s::regclass",
            table,
        ),
        triggers=_rows(
            cursor,
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal",
            table,
        ),
        policies=_rows(
            cursor,
            "SELECT policyname, permissive, cmd, qual, with_check FROM pg_policies WHERE tablename = %s ORDER BY 1",
            table,
        ),
    )


def _set_aside(cursor: Any, table: str, said: _Said) -> None:
    """The table of before, bare and under another name."""
    before = BEFORE.format(table)
    for child, name, _definition in said.references:
        cursor.execute(f"ALTER TABLE {child} DROP CONSTRAINT {name}")
    for name, _definition in said.triggers:
        cursor.execute(f"DROP TRIGGER {name} ON {table}")
    for name, *_rest in said.policies:
        cursor.execute(f"DROP POLICY {name} ON {table}")
    cursor.execute(f"ALTER TABLE {table} RENAME TO {before}")
    for name, *_rest in said.indexes:
        cursor.execute(f"ALTER INDEX {name} RENAME TO {BEFORE.format(name)}")


def _make(cursor: Any, table: str, said: _Said, own_unique: tuple[str, ...]) -> None:
    """The table anew, with its indexes and the partition for the rest."""
    rest = REST.format(table)
    cursor.execute(
        f"CREATE TABLE {table} (LIKE {BEFORE.format(table)} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE, "
        f"CONSTRAINT {table}_pkey PRIMARY KEY (id)) PARTITION BY RANGE (id)"
    )
    for _name, definition, primary, unique, column in said.indexes:
        if not primary and not (unique and column in own_unique):
            cursor.execute(definition)
    cursor.execute(f"CREATE TABLE {rest} (LIKE {table} INCLUDING ALL)")
    for column in own_unique:
        cursor.execute(f"CREATE UNIQUE INDEX {rest}_{column}_once ON {rest} ({column})")
    cursor.execute(f"ALTER TABLE {rest} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {rest} DEFAULT")


def _say_again(cursor: Any, table: str, said: _Said) -> None:
    if said.policies:
        cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    for name, permissive, command, using, check in said.policies:
        words = f" USING ({using})" * bool(using) + f" WITH CHECK ({check})" * bool(check)
        cursor.execute(f"CREATE POLICY {name} ON {table} AS {permissive} FOR {command}{words}")
    for _name, definition in said.triggers:
        cursor.execute(definition)
    for child, name, definition in said.references:
        cursor.execute(f"ALTER TABLE {child} ADD CONSTRAINT {name} {definition}")


def _refuse_dependents(cursor: Any, table: str) -> None:
    """A view, or a policy of another table, holds on to the table itself, not to its name."""
    found = _rows(
        cursor,
        "SELECT pg_describe_object(d.classid, d.objid, d.objsubid) FROM pg_depend d "
        "LEFT JOIN pg_policy p ON d.classid = 'pg_policy'::regclass AND p.oid = d.objid "
        "WHERE d.refobjid = %s::regclass AND (d.classid = 'pg_rewrite'::regclass "
        "OR d.classid = 'pg_policy'::regclass AND p.polrelid <> d.refobjid)",
        table,
    )
    if found:
        raise RuntimeError(
            f"{table} is named by {', '.join(sorted({name for (name,) in found}))}: take these away first"
        )


def _next_month() -> Any:
    now = clock.now()
    return now.replace(
        year=now.year + now.month // 12, month=now.month % 12 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )


def _rows(cursor: Any, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    cursor.execute(query, parameters)
    return list(cursor.fetchall())
