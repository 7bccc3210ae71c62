"""The front door of the outbox: announce in your transaction, subscribe in your `handlers.py`."""

from motcua.platform.outbox.announcing import EVENT_COLUMNS, EVENT_CTE, announce, event_parameters, event_values
from motcua.platform.outbox.registry import subscribe, subscribers
from motcua.platform.outbox.relay import deliver_pending

__all__ = [
    "EVENT_COLUMNS",
    "EVENT_CTE",
    "announce",
    "deliver_pending",
    "event_parameters",
    "event_values",
    "subscribe",
    "subscribers",
]
