"""Who wants to hear of which event."""

from collections.abc import Callable
from typing import Any

from motcua.kernel.events import Event

_subscribers: dict[str, dict[str, Callable[[Any], None]]] = {}
_events: dict[str, type[Event]] = {}


def subscribe(event: type[Event], handler: Callable[[Any], None]) -> None:
    """Call `handler` once for each `event`. It runs in its own transaction and must be idempotent by event_id."""
    _events[event.name] = event
    _subscribers.setdefault(event.name, {})[f"{handler.__module__}.{handler.__qualname__}"] = handler


def subscribers(name: str) -> dict[str, Callable[[Any], None]]:
    return dict(_subscribers.get(name, {}))


def event_class(name: str) -> type[Event]:
    return _events[name]


def subscribed_names() -> list[str]:
    """The events that somebody in this process wants to hear of."""
    return list(_subscribers)
