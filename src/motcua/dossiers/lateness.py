"""Whether and since when a dossier is late, and what its agency said for itself."""

from datetime import date, datetime
from typing import Any

from motcua.dossiers.contracts import Lateness
from motcua.dossiers.models import Dossier


def is_late(row: Dossier, now: datetime) -> bool:
    """The due moment passed and nothing is decided; a dossier that waits now may have been late before it did."""
    return row.decided_at is None and (row.lateness is not None or (row.due_at is not None and row.due_at < now))


def late_since(row: Dossier, now: datetime) -> dict[str, Any]:
    """The mark of lateness as it stands, or a new one."""
    due = row.due_at.isoformat() if row.due_at else ""
    return row.lateness or {"since": now.isoformat(), "due": due, "reason": "", "by": "", "at": None, "expected": None}


def lateness_of(row: Dossier) -> Lateness | None:
    mark = row.lateness
    if not mark:
        return None
    return Lateness(
        due_at=datetime.fromisoformat(mark["due"]),
        reason=mark["reason"],
        explained_by=mark["by"],
        explained_at=datetime.fromisoformat(mark["at"]) if mark["at"] else None,
        expected=date.fromisoformat(mark["expected"]) if mark["expected"] else None,
    )
