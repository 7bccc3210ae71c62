"""Where we may call: the public internet over TLS, and nowhere into the house.

Whoever may name an address could otherwise make the server call its own neighbours: databases, metadata of a cloud,
printers. So the name is looked up once, each answer is checked, and the connection goes to exactly what was checked.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from urllib.parse import urlsplit

from django.conf import settings

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


class AddressRefused(ValueError):
    """`reason`: unreadable, not_https, port, not_listed or not_public. A room says it in its own error."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Target:
    """A checked place: connect to `address`, speak as `host`."""

    host: str
    port: int
    path: str
    tls: bool
    address: str = ""


def read_address(url: str, *, loopback: bool = False) -> Target:
    """The place that `url` names, not looked up yet. `loopback`: this machine itself may be called, without TLS too.
    Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        port = parts.port
        name = parts.hostname or ""
        host = name if _is_number(name) else name.encode("idna").decode()
    except (ValueError, UnicodeError):
        raise AddressRefused("unreadable") from None
    printable = url.isprintable() and " " not in url and "\\" not in url and len(url) <= LONGEST
    if not host or not printable or parts.username is not None or parts.password is not None or parts.fragment:
        raise AddressRefused("unreadable")
    tls = parts.scheme == "https"
    if not tls and not (parts.scheme == "http" and loopback and _is_loopback_name(host)):
        raise AddressRefused("not_https")
    port = port or (443 if tls else 80)
    if port not in {80, 443} and port < FIRST_FREE_PORT:
        raise AddressRefused("port")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise AddressRefused("unreadable")
    if not is_listed(host, loopback=loopback):
        raise AddressRefused("not_listed")
    return Target(host, port, path, tls)


def is_listed(host: str, *, loopback: bool = False) -> bool:
    """Whether the installation lets this host be called: MOTCUA_CALL_ONLY, where `*.gov.vn` is every name below."""
    names = settings.MOTCUA_CALL_ONLY
    return not names or (loopback and _is_loopback_name(host)) or any(fnmatchcase(host.lower(), one) for one in names)


def resolved(target: Target, resolve: Resolve | None = None, *, loopback: bool = False) -> Target:
    """`target` with an address that may be called. All that the name stands for must be allowed: one that points into the
    house besides elsewhere is refused. Raises AddressRefused, OSError when the name is not known."""
    found = [target.host] if _is_number(target.host) else list((resolve or _look_up)(target.host, target.port))
    inside = f"{target.host.lower()}:{target.port}" in settings.MOTCUA_CALL_INSIDE
    if not found or not all(may_be_called(one, loopback=loopback, inside=inside) for one in found):
        raise AddressRefused("not_public")
    return Target(target.host, target.port, target.path, target.tls, found[0])


def may_be_called(text: str, *, loopback: bool = False, inside: bool = False) -> bool:
    """Whether an IP address is of the public internet; or the machine's own, where that is allowed for trying; or a private
    one, where the installation named host and port in MOTCUA_CALL_INSIDE. Never a link-local one: there is the metadata of
    clouds."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    if address.is_loopback:
        return loopback
    if address.is_multicast or address.is_reserved or address.is_unspecified or address.is_link_local:
        return False
    if any(address in network for network in _DISGUISES if network.version == address.version):
        return False
    return address.is_global or (inside and address.is_private)


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
