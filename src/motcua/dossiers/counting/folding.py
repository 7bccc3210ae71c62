"""Folding changes into figures: many by one statement, figures and cursor in one transaction, so each counts once.

A second worker finds the cursor's row taken and goes away again. Nobody who writes a dossier waits for a figure.
"""

import time

import structlog
from django.conf import settings

from motcua.dossiers.counting.checking import rebuild_figures
from motcua.dossiers.counting.statements import FOLD, SWEEP, TAKE
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, prepared

log = structlog.get_logger(__name__)

BATCH = 5000
SECONDS = 2.0  # then the worker does something else for a moment


def fold_changes(batch: int = BATCH) -> int:
    """Fold what is settled, a batch a transaction, for about two seconds at most; returns how many changes. The first
    time of all it counts the dossiers that are there."""
    until, done = time.monotonic() + SECONDS, 0
    while True:
        folded = _fold(batch)
        if folded is None:
            rebuild_figures(anyway=False)
            continue
        done += folded
        if folded < batch or time.monotonic() > until:
            return done


def sweep_figures() -> None:
    """Take out what has come to nothing: days on which nothing is due any more, states that no dossier is in."""
    with acting(SYSTEM):
        if prepared(TAKE).fetchone():
            prepared(SWEEP)


def _fold(batch: int) -> int | None:
    """One batch; 0 also when another worker is at it. None: there is no cursor yet."""
    with acting(SYSTEM):
        taken = prepared(TAKE).fetchone()
        if taken is None:
            return 0 if prepared("SELECT 1 FROM dossiers_feedcursor WHERE name = 'figures'").fetchone() else None
        position, version, change_id = taken
        parameters = {
            "position": position,
            "version": version,
            "id": change_id,
            "batch": batch,
            "zone": settings.TIME_ZONE,
            "now": clock.now(),
        }
        (folded,) = prepared(FOLD, parameters).fetchone() or (0,)
        return int(folded)
