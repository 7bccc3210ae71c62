"""Writing a change down, in the transaction of the act that made it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from motcua.dossiers.models import Dossier
from motcua.kernel import clock
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import prepared


@dataclass(frozen=True, slots=True)
class Standing:
    """How a dossier stood before an act: what a change tells beside how it stands after it."""

    state: str
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    resolving_agency_id: UUID

    @classmethod
    def of(cls, row: Dossier) -> Self:
        """Taken before the row is touched."""
        return cls(row.state, row.received_at, row.due_at, row.decided_at, row.resolving_agency_id)


_INTO = (
    "INSERT INTO dossiers_change (id, dossier_id, version, code, procedure_code, receiving_agency_id,"
    " resolving_agency_id, channel, action, origin, state, status, at, submitted_at, received_at, due_at, decided_at,"
    " was_received_at, was_due_at, was_decided_at, was_resolving_agency_id)"
)
CHANGE_CTE = (
    f"{_INTO} SELECT %(change_id)s::uuid, %(change_dossier)s::uuid, %(change_version)s::int, %(change_code)s,"
    " %(change_procedure)s, %(change_receiving)s::uuid, %(change_resolving)s::uuid, %(change_channel)s,"
    " %(change_action)s, %(change_origin)s, %(change_state)s, %(change_status)s::smallint,"
    " %(change_at)s::timestamptz, %(change_submitted)s::timestamptz, %(change_received)s::timestamptz,"
    " %(change_due)s::timestamptz, %(change_decided)s::timestamptz, %(change_was_received)s::timestamptz,"
    " %(change_was_due)s::timestamptz, %(change_was_decided)s::timestamptz, %(change_was_resolving)s::uuid"
)
"""The insert, open at its end: `FROM arm` makes it an arm of a bigger statement. Parameters: `change_parameters`."""

FIRST_CHANGE_CTE = (
    f"{_INTO} SELECT change_id, id, 1, code, procedure_code, receiving, resolving, channel, 'submit', '', state, status,"
    " now, now, NULL, NULL, NULL, NULL, NULL, NULL, NULL"
)
"""The change that a submission is, from an arm that holds these columns."""


def write_change(row: Dossier, before: Standing, action: str) -> None:
    """Tell that `action` left `row` as it is now; its version has been counted up. In the caller's transaction."""
    prepared(CHANGE_CTE, change_parameters(row, before, action))


def change_parameters(row: Dossier, before: Standing, action: str) -> dict[str, Any]:
    moved = before.resolving_agency_id != row.resolving_agency_id
    return {
        "change_id": new_id(),
        "change_dossier": row.id,
        "change_version": row.version,
        "change_code": row.code,
        "change_procedure": row.procedure_code,
        "change_receiving": row.receiving_agency_id,
        "change_resolving": row.resolving_agency_id,
        "change_channel": row.channel,
        "change_action": action,
        "change_origin": before.state,
        "change_state": row.state,
        "change_status": row.status,
        "change_at": clock.now(),
        "change_submitted": row.submitted_at,
        "change_received": row.received_at,
        "change_due": row.due_at,
        "change_decided": row.decided_at,
        "change_was_received": before.received_at,
        "change_was_due": before.due_at,
        "change_was_decided": before.decided_at,
        "change_was_resolving": before.resolving_agency_id if moved else None,
    }
