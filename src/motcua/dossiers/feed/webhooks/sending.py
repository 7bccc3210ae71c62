"""One message to a receiver, by the only way out that the house has."""

from collections.abc import Mapping

from django.conf import settings

from motcua.platform.calling.api import Answer, Resolve, call

WHOLE_SECONDS = 20.0
GONE = 410
AGENT = "motcua-webhooks/1"

__all__ = ["AGENT", "GONE", "Answer", "send"]


def send(
    url: str, headers: Mapping[str, str], body: bytes, *, seconds: float = WHOLE_SECONDS, resolve: Resolve | None = None
) -> Answer:
    """POST `body`. Never raises for anything that the other side does, or is."""
    loopback = settings.MOTCUA_WEBHOOK_LOOPBACK
    return call("POST", url, headers, body, agent=AGENT, seconds=seconds, loopback=loopback, resolve=resolve)
