"""Which site a key is for: the host of the public address, to the letter."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

NAME = "Một Cửa"


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Whether keys work at this installation, and where a page has to be opened for that ("": it is here)."""

    available: bool
    elsewhere: str


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """`id` is the host name that keys are bound to, `origin` the one address where they may be used."""

    id: str
    origin: str


def relying_party() -> RelyingParty | None:
    """None where browsers give no keys: an address by number, or one without https. This machine itself counts as
    `localhost`, which browsers trust without https."""
    parts = urlsplit(settings.PUBLIC_URL)
    host = parts.hostname or ""
    if _is_loopback(host):
        return RelyingParty("localhost", f"{parts.scheme}://localhost" + (f":{parts.port}" if parts.port else ""))
    if parts.scheme != "https" or _is_number(host) or "." not in host:
        return None
    return RelyingParty(host, f"https://{parts.netloc}")


def key_place(request: HttpRequest, path: str = "") -> KeyPlace:
    """`path`: the page that asks for a key, where the request itself may have gone to another address."""
    site = relying_party()
    if site is None:
        return KeyPlace(available=False, elsewhere="")
    here = f"{request.scheme}://{request.get_host()}" == site.origin
    return KeyPlace(available=True, elsewhere="" if here else site.origin + (path or request.path))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_number(host) and ip_address(host).is_loopback)
