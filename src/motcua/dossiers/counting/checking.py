"""Counting all dossiers anew, beside what the figures say: in one snapshot, so that nobody has to stand still for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from motcua.dossiers.counting.statements import DIFFERENCES, REBUILD
from motcua.dossiers.feed.cursors import BEGINNING, Cursor
from motcua.dossiers.feed.reading import newest
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, prepared

_CURSOR = "SELECT position, version, change_id FROM dossiers_feedcursor WHERE name = 'figures'"
_ALONE = "LOCK TABLE dossiers_feedcursor IN EXCLUSIVE MODE"  # whoever folds takes a row of it first
_KEEP = """
INSERT INTO dossiers_feedcursor (name, position, version, change_id, at) VALUES ('figures', %s, %s, %s, %s)
ON CONFLICT (name) DO UPDATE SET position = excluded.position, version = excluded.version,
    change_id = excluded.change_id, at = excluded.at
"""


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """`kept`: what the figures say, with what is not folded yet; `counted`: what the dossiers say."""

    agency_id: UUID
    procedure_code: str
    measure: str
    day: date
    kept: int
    counted: int


def verify_figures() -> tuple[FigureDifference, ...]:
    """Where the figures are not what the dossiers say. Nothing is changed, nobody waits."""
    with _snapshot():
        row = prepared(_CURSOR).fetchone()
        rows = prepared(DIFFERENCES, _parameters(Cursor(*row) if row else BEGINNING)).fetchall()
    return tuple(FigureDifference(*one) for one in rows)


def rebuild_figures(*, anyway: bool = True) -> None:
    """Throw the figures away and count them anew, as of one moment; what happens meanwhile is folded on top.
    `anyway` False: only if they were never counted."""
    with _snapshot(_ALONE):
        if not anyway and prepared(_CURSOR).fetchone():
            return
        cursor = newest()
        prepared("DELETE FROM dossiers_figure")
        prepared(REBUILD, _parameters(cursor))
        prepared(_KEEP, (cursor.position, cursor.version, cursor.id, clock.now()))


@contextmanager
def _snapshot(lock: str = "") -> Iterator[None]:
    """One snapshot for all that is read inside, taken once `lock` is held; for the system, in a transaction of its own."""
    with transaction.atomic(durable=True):
        prepared("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        if lock:
            prepared(lock)
        with acting(SYSTEM):
            yield


def _parameters(cursor: Cursor) -> dict[str, Any]:
    return {"position": cursor.position, "version": cursor.version, "id": cursor.id, "zone": settings.TIME_ZONE}
