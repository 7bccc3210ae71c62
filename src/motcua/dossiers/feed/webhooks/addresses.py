"""Where messages may go: to the public internet over TLS, and nowhere into the house.

Whoever may name an address could otherwise make the server call its own neighbours: databases, metadata of a cloud,
printers. So the name is looked up once, each answer is checked, and the connection goes to exactly what was checked.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from motcua.dossiers.errors import WebhookAddressRefusedError

LONGEST = 500
FIRST_FREE_PORT = 1024
# Public by the book, and all the same a way to address somebody inside: IPv4 in IPv6 in several dresses, relays, and what
# sites used before there were fc00::/7.
_DISGUISES = tuple(
    map(
        ipaddress.ip_network,
        ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96", "fec0::/10", "192.88.99.0/24"),
    )
)

Resolve = Callable[[str, int], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """A checked place: connect to `address`, speak as `host`."""

    host: str
    port: int
    path: str
    tls: bool
    address: str = ""


def read_address(url: str) -> Target:
    """The place that `url` names, not looked up yet. Raises WebhookAddressRefusedError."""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = (
            (parts.hostname or "").encode("idna").decode() if not _is_number(parts.hostname or "") else parts.hostname
        )
    except (ValueError, UnicodeError):
        raise WebhookAddressRefusedError(reason="unreadable") from None
    printable = url.isprintable() and " " not in url and "\\" not in url and len(url) <= LONGEST
    if not host or not printable or parts.username is not None or parts.password is not None or parts.fragment:
        raise WebhookAddressRefusedError(reason="unreadable")
    tls = parts.scheme == "https"
    if not tls and not (parts.scheme == "http" and settings.MOTCUA_WEBHOOK_LOOPBACK and _is_loopback_name(host)):
        raise WebhookAddressRefusedError(reason="not_https")
    port = port or (443 if tls else 80)
    if port not in {80, 443} and port < FIRST_FREE_PORT:
        raise WebhookAddressRefusedError(reason="port")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise WebhookAddressRefusedError(reason="unreadable")
    return Target(host, port, path, tls)


def resolved(target: Target, resolve: Resolve | None = None) -> Target:
    """`target` with an address that may be called. All that the name stands for must be allowed: one that points into the
    house besides elsewhere is refused. Raises WebhookAddressRefusedError, OSError when the name is not known."""
    found = [target.host] if _is_number(target.host) else list((resolve or _look_up)(target.host, target.port))
    if not found or not all(may_be_called(one) for one in found):
        raise WebhookAddressRefusedError(reason="not_public")
    return Target(target.host, target.port, target.path, target.tls, found[0])


def may_be_called(text: str) -> bool:
    """Whether an IP address is of the public internet, or the machine's own while that is allowed for trying."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    inner = getattr(address, "ipv4_mapped", None)
    address = inner or address
    if address.is_loopback:
        return bool(settings.MOTCUA_WEBHOOK_LOOPBACK)
    disguised = any(address in network for network in _DISGUISES if network.version == address.version)
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified or disguised
    )


def _look_up(host: str, port: int) -> list[str]:
    return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback_name(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ipaddress.ip_address(host).is_loopback)
