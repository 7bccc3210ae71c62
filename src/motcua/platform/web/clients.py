"""Where a request comes from, for counting: people, not the proxies that stand before us."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

NETWORK_OF_ONE = 64  # an IPv6 line has at least this network to itself, and may come from any address of it


def client_address(request: HttpRequest) -> str:
    """Who asks, as an IPv4 address or an IPv6 network of one line.

    Each of MOTCUA_TRUSTED_PROXIES proxies has written behind X-Forwarded-For whom it saw, so the client is that many
    entries from the right; whatever stands before them the client may have written itself. A request with fewer entries
    came round a proxy, and one with none, or with no address there, is counted by who is connected.
    """
    direct: str = request.META.get("REMOTE_ADDR", "")
    proxies: int = settings.MOTCUA_TRUSTED_PROXIES
    chain = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    told = chain[-proxies] if proxies and len(chain) >= proxies else direct
    return one_line(told) or one_line(direct) or direct


def one_line(text: str) -> str:
    """What one line is counted by; "" for what is no address. A port behind an address is left out."""
    bare = text.strip().removeprefix("[").partition("]")[0] if text.strip().startswith("[") else text.strip()
    if bare.count(":") == 1:  # IPv4 with a port
        bare = bare.partition(":")[0]
    try:
        address = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, NETWORK_OF_ONE), strict=False))
