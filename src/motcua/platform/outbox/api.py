"""The front door of the outbox: announce in your transaction, subscribe in your `handlers.py`."""

from motcua.platform.outbox.announcing import EVENT_CTE, announce, event_parameters
from motcua.platform.outbox.registry import subscribe, subscribers
from motcua.platform.outbox.relay import deliver_pending

__all__ = ["EVENT_CTE", "announce", "deliver_pending", "event_parameters", "subscribe", "subscribers"]
