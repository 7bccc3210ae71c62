"""The front door of the outbox: announce in your transaction, subscribe in your `handlers.py`."""

from motcua.platform.outbox.announcing import announce, event_cte
from motcua.platform.outbox.registry import subscribe, subscribers
from motcua.platform.outbox.relay import deliver_pending

__all__ = ["announce", "deliver_pending", "event_cte", "subscribe", "subscribers"]
