"""A change as programs read it, from the feed and from webhooks alike."""

from datetime import datetime
from typing import Self
from uuid import UUID

import msgspec

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import ChangeView


class Change(msgspec.Struct):
    """One act on one dossier. `from_state` "": it was submitted; `state` and `status` (national code, 1 to 10): after it.
    `version`: the dossier's own count of acts. `receiving`, `resolving`: codes of agencies."""

    cursor: str
    id: UUID
    dossier: str
    dossier_id: UUID
    procedure: str
    receiving: str
    resolving: str
    channel: str
    version: int
    action: str
    from_state: str
    state: str
    status: int
    at: datetime
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None

    @classmethod
    def of(cls, one: ChangeView) -> Self:
        return cls(
            one.cursor,
            one.id,
            one.code,
            one.dossier_id,
            one.procedure_code,
            agencies.get_agency(one.receiving_agency_id).code,
            agencies.get_agency(one.resolving_agency_id).code,
            one.channel,
            one.version,
            one.action,
            one.origin,
            one.state,
            one.status,
            one.at,
            one.submitted_at,
            one.received_at,
            one.due_at,
            one.decided_at,
        )
