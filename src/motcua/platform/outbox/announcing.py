"""Writing an event down, in the transaction of the act that it tells of."""

from typing import Any

import msgspec

from motcua.kernel.events import Event
from motcua.platform.database.transactions import prepared

EVENT_CTE = (
    "INSERT INTO outbox_outboxevent (id, name, payload, created_at, next_try_at)"
    " SELECT %(event_id)s::uuid, %(event_name)s, %(event_payload)s::jsonb, %(event_at)s::timestamptz,"
    " %(event_at)s::timestamptz"
)
"""The insert, open at its end: `FROM arm` makes it an arm of a bigger statement. Parameters: `event_parameters`."""


def announce(event: Event) -> None:
    """Keep `event` for delivery. It is told only if the caller's transaction commits."""
    prepared(EVENT_CTE, event_parameters(event))


def event_parameters(event: Event) -> dict[str, Any]:
    return {
        "event_id": event.event_id,
        "event_name": event.name,
        "event_payload": msgspec.json.encode(event.to_wire()).decode(),
        "event_at": event.occurred_at,
    }
