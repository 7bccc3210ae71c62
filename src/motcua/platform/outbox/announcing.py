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

EVENT_COLUMNS = {"event_id": "uuid", "event_name": "text", "event_payload": "jsonb", "event_at": "timestamptz"}
"""The parameters as columns of an arm that holds many events' `event_values`."""


def announce(event: Event) -> None:
    """Keep `event` for delivery. It is told only if the caller's transaction commits."""
    prepared(EVENT_CTE, event_parameters(event))


def event_parameters(event: Event) -> dict[str, Any]:
    values = event_values(event)
    values["event_payload"] = msgspec.json.encode(values["event_payload"]).decode()
    return values


def event_values(event: Event) -> dict[str, Any]:
    """By the names in EVENT_COLUMNS."""
    return {
        "event_id": event.event_id,
        "event_name": event.name,
        "event_payload": event.to_wire(),
        "event_at": event.occurred_at,
    }
