"""Writing an event down, in the transaction of the act that it tells of."""

import json
from typing import Any

from motcua.kernel.events import Event
from motcua.platform.outbox.models import OutboxEvent


def announce(event: Event) -> None:
    """Keep `event` for delivery. It is told only if the caller's transaction commits."""
    OutboxEvent.objects.create(id=event.event_id, name=event.name, payload=event.to_wire())


EVENT_CTE = (
    "INSERT INTO outbox_outboxevent (id, name, payload)"
    " SELECT %(event_id)s::uuid, %(event_name)s, %(event_payload)s::jsonb"
)
"""The same, open at its end for `FROM arm` in a bigger statement; parameters from `event_parameters`."""


def event_parameters(event: Event) -> dict[str, Any]:
    return {"event_id": event.event_id, "event_name": event.name, "event_payload": json.dumps(event.to_wire())}
