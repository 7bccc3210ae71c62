"""When the database moves to a server that counts its transactions from the beginning: positions go on ascending.

A dump carries rows and not the server's count. On the new server everything that happens would stand before what is
there, and what is there above the horizon: followers, figures and webhooks would hear nothing for years.
"""

from typing import Any

import psycopg
from psycopg import sql

Connection = psycopg.Connection[Any]

LEAP = 1 << 40
"""More transactions than any server did between a backup and its loss: whoever had read further than the backup reaches
hears what comes after it all the same. There is room for eight million leaps."""

_AHEAD = """
SELECT (SELECT max(position) FROM dossiers_change),
  dossiers_feed_horizon() + pg_snapshot_xmax(s)::text::bigint - pg_snapshot_xmin(s)::text::bigint,
  pg_snapshot_xmin(s)::text::bigint FROM pg_current_snapshot() s
"""
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION dossiers_feed_position() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT {base} + greatest(pg_current_xact_id()::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)
$$;
CREATE OR REPLACE FUNCTION dossiers_feed_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT {base} + pg_snapshot_xmin(pg_current_snapshot())::text::bigint
$$;
"""


def settle_in(owner: Connection) -> bool:
    """Let new positions come after all that are there, if they would not. Before anything is served, as the owner.
    Returns whether it was needed: never on the server where the rows were written."""
    highest, next_position, _oldest = _ahead(owner)
    if highest is None or highest < next_position:
        return False
    leap(owner)
    return True


def leap(owner: Connection) -> None:
    """Let new positions come after all that are there and after all that were ever given out; old ones stay where they
    are. As the owner; nobody writes a change meanwhile."""
    with owner.transaction():
        owner.execute("LOCK TABLE dossiers_change IN EXCLUSIVE MODE")
        highest, next_position, oldest = _ahead(owner)
        base = max(highest or 0, next_position) + LEAP - oldest
        owner.execute(sql.SQL(_FUNCTIONS).format(base=sql.Literal(base)))


def _ahead(owner: Connection) -> tuple[int | None, int, int]:
    """The highest position there is, the next one that could be given, and the oldest transaction under way."""
    found = owner.execute(_AHEAD).fetchone()
    if found is None:
        raise AssertionError  # an aggregate always answers
    return found[0], found[1], found[2]
