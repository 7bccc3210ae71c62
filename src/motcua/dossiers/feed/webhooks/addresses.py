"""Where messages may go: what `platform.calling` says of an address, in this room's own refusal."""

from django.conf import settings

from motcua.dossiers.errors import WebhookAddressRefusedError
from motcua.platform.calling import api as calling
from motcua.platform.calling.api import Resolve, Target

LONGEST = 500


def read_address(url: str) -> Target:
    """The place that `url` names, not looked up yet. Raises WebhookAddressRefusedError."""
    try:
        return calling.read_address(url, loopback=settings.MOTCUA_WEBHOOK_LOOPBACK)
    except calling.AddressRefused as refusal:
        raise WebhookAddressRefusedError(reason=refusal.reason) from None


def resolved(target: Target, resolve: Resolve | None = None) -> Target:
    """`target` with an address that may be called. Raises WebhookAddressRefusedError, OSError."""
    try:
        return calling.resolved(target, resolve, loopback=settings.MOTCUA_WEBHOOK_LOOPBACK)
    except calling.AddressRefused as refusal:
        raise WebhookAddressRefusedError(reason=refusal.reason) from None


def may_be_called(text: str) -> bool:
    """Whether an IP address is of the public internet, or the machine's own while that is allowed for trying."""
    return calling.may_be_called(text, loopback=settings.MOTCUA_WEBHOOK_LOOPBACK)
