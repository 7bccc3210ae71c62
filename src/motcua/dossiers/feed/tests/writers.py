"""Writers of changes on connections of their own, which commit in the order that a test tells them to."""

import threading
import time
from datetime import UTC, datetime
from uuid import UUID

import psycopg
from django.db import connection

from motcua.dossiers.contracts import FeedPage
from motcua.dossiers.feed.reading import feed_lag, list_changes
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting

AGENCY = UUID(int=1)
_WRITE = """
INSERT INTO dossiers_change (id, dossier_id, version, code, procedure_code, receiving_agency_id, resolving_agency_id,
  channel, action, origin, state, status, at, submitted_at)
SELECT %s, %s, %s, %s, '1.001193', %s, %s, 'online', 'accept', 'submitted', 'in_process', 4, now(), %s
"""


def connect() -> "psycopg.Connection[tuple[object, ...]]":
    """Another connection of the application role to this test's database, as the system; not in autocommit."""
    settings = connection.settings_dict
    opened = psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=settings["NAME"],
        autocommit=True,
    )
    opened.execute("SELECT set_config('motcua.everything', 'on', false)")
    opened.autocommit = False
    return opened


def write(
    on: "psycopg.Connection[tuple[object, ...]]",
    code: str,
    *,
    dossier: UUID | None = None,
    version: int = 1,
    agency: UUID = AGENCY,
    change: UUID | None = None,
) -> None:
    """One change, in the transaction that is open on the connection."""
    submitted = datetime(2026, 3, 2, tzinfo=UTC)
    on.execute(_WRITE, (change or new_id(), dossier or new_id(), version, code, agency, agency, submitted))


def read(after: str = "", limit: int = 100) -> FeedPage:
    return list_changes(actor=SYSTEM, after=after, limit=limit)


def settle() -> None:
    """Wait until everything that is committed can be read: transactions of other tests' databases hold it back too."""
    until = time.monotonic() + 120
    while _held_back() and time.monotonic() < until:
        threading.Event().wait(0.005)


def _held_back() -> bool:
    with acting(SYSTEM):
        return bool(feed_lag())


def settled(after: str = "", limit: int = 100) -> FeedPage:
    """What is read once nothing that is committed is held back any more."""
    settle()
    return read(after, limit)


def codes(page: FeedPage) -> list[str]:
    return [change.code for change in page.changes]
