"""The steps that another system told of a dossier, oldest first."""

from uuid import UUID

from motcua.dossiers.contracts import ProgressView
from motcua.dossiers.models import SyncedProgress
from motcua.platform.database.transactions import prepared

MOST = 200
_TRACKED = """
SELECT at, unit, status FROM dossiers_progress_tracking WHERE dossier_id = %s ORDER BY at DESC, id DESC LIMIT %s
"""


def progress_of(dossier_id: UUID) -> tuple[ProgressView, ...]:
    """For those who may see the dossier, in the caller's transaction; the newest 200."""
    newest = SyncedProgress.objects.filter(dossier_id=dossier_id).order_by("-at", "-id")[:MOST]
    return tuple(
        ProgressView(row.at, row.unit, row.status, row.actor_name, row.position, row.note) for row in reversed(newest)
    )


def tracked_progress(dossier_id: UUID) -> tuple[ProgressView, ...]:
    """For anybody who knows the code: when, where and the status; nobody's name, no free text. The newest 200."""
    rows = prepared(_TRACKED, (dossier_id, MOST)).fetchall()
    return tuple(ProgressView(at, unit, status) for at, unit, status in reversed(rows))
