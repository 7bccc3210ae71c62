"""Writing an event down, in the transaction of the act that it tells of."""

import json
from typing import Any

from motcua.kernel.events import Event
from motcua.platform.outbox.models import OutboxEvent


def announce(event: Event) -> None:
    """Keep `event` for delivery. It is told only if the caller's transaction commits."""
    OutboxEvent.objects.create(id=event.event_id, name=event.name, payload=event.to_wire())


def event_cte() -> str:
    """The same as one arm of a bigger statement; parameters from `event_parameters`."""
    return (
        "INSERT INTO outbox_outboxevent (id, name, payload) "
        "VALUES (%(event_id)s, %(event_name)s, %(event_payload)s::jsonb)"
    )


def event_parameters(event: Event) -> dict[str, Any]:
    return {"event_id": event.event_id, "event_name": event.name, "event_payload": json.dumps(event.to_wire())}
