"""Places in an order that nobody who reads it misses anything of (ADR 0024), when the database moves to a server that
counts its transactions from the beginning: places go on ascending.

A dump carries rows and not the server's count. On the new server everything that happens would stand before what is
there, and what is there above the horizon: whoever follows would hear nothing for years.
"""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]

LEAP = 1 << 40
"""More transactions than any server did between a backup and its loss: whoever had read further than the backup reaches
hears what comes after it all the same. There is room for eight million leaps."""

_AHEAD = """
SELECT (SELECT max({column}) FROM {table}),
  {horizon}() + pg_snapshot_xmax(s)::text::bigint - pg_snapshot_xmin(s)::text::bigint,
  pg_snapshot_xmin(s)::text::bigint FROM pg_current_snapshot() s
"""
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION {place}() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT {base} + greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)
$$;
CREATE OR REPLACE FUNCTION {horizon}() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT {base} + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;
"""


@dataclass(frozen=True, slots=True)
class Places:
    """A table whose `column` is given by the function `place`, and is read below the function `horizon`."""

    table: str
    column: str
    place: str
    horizon: str

    def settle_in(self, owner: Connection) -> bool:
        """Let new places come after all that are there, if they would not. Before anything is served, as the owner.
        Returns whether it was needed: never on the server where the rows were written."""
        highest, next_place, _oldest = self._ahead(owner)
        if highest is None or highest < next_place:
            return False
        self.leap(owner)
        return True

    def leap(self, owner: Connection) -> None:
        """Let new places come after all that are there and after all that were ever given out; old ones stay where they
        are. As the owner; nobody writes to the table meanwhile."""
        with owner.transaction():
            owner.execute(self._said("LOCK TABLE {table} IN EXCLUSIVE MODE"))
            highest, next_place, oldest = self._ahead(owner)
            base = max(highest or 0, next_place) + LEAP - oldest
            owner.execute(self._said(_FUNCTIONS, base=sql.Literal(base)))

    def _ahead(self, owner: Connection) -> tuple[int | None, int, int]:
        """The highest place there is, the next one that could be given, and the oldest transaction under way."""
        found = owner.execute(self._said(_AHEAD)).fetchone()
        if found is None:
            raise AssertionError  # an aggregate always answers
        return found[0], found[1], found[2]

    def _said(self, statement: str, **more: sql.Composable) -> sql.Composed:
        names = {name: sql.Identifier(getattr(self, name)) for name in ("table", "column", "place", "horizon")}
        return sql.SQL(statement).format(**names, **more)
