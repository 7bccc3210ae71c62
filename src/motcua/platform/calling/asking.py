"""One request over the network: to the address that was checked, no redirects, no proxy, and an end to every wait."""

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from motcua.platform.calling.addresses import AddressRefused, Resolve, read_address, resolved

CONNECT_SECONDS = 5.0
WHOLE_SECONDS = 20.0
MOST_ANSWER = 16_384  # bytes of an answer that are read, where the caller does not say more


@dataclass(frozen=True, slots=True)
class Answer:
    """`status` 0: there was none, and `why` says in one word or two what happened instead. `wait`: seconds that the
    other side asked for, 0 for none. `body` is cut off at what the caller wanted to read."""

    status: int
    why: str
    wait: int = 0
    body: bytes = b""
    content_type: str = ""

    @property
    def arrived(self) -> bool:
        return 200 <= self.status < 300


def call(
    method: str,
    url: str,
    headers: Mapping[str, str],
    body: bytes = b"",
    *,
    agent: str = "motcua/1",
    seconds: float = WHOLE_SECONDS,
    most: int = MOST_ANSWER,
    loopback: bool = False,
    resolve: Resolve | None = None,
) -> Answer:
    """Send it and read at most `most` bytes. Never raises for anything that the other side does, or is."""
    try:
        target = resolved(read_address(url, loopback=loopback), resolve, loopback=loopback)
    except AddressRefused as refusal:
        return Answer(0, f"address refused: {refusal.reason}")
    except OSError:
        return Answer(0, "name not found")
    connection = _Pinned(target.host, target.port, target.address, tls=target.tls)
    cut = threading.Timer(seconds, connection.cut)  # each read has its own limit, and a drip would pass them all
    cut.daemon = True
    cut.start()
    try:
        connection.request(method, target.path, body, dict(headers) | {"User-Agent": agent, "Connection": "close"})
        response = connection.getresponse()
        read = response.read(most)
        if connection.was_cut:  # what came before the cut may look like an answer
            return Answer(0, "timeout")
        told = response.getheader("Content-Type") or ""
        return Answer(response.status, f"HTTP {response.status}", _wait(response.getheader("Retry-After")), read, told)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Answer(0, _what(error, cut=connection.was_cut))
    finally:
        cut.cancel()
        connection.close()


def _what(error: Exception, *, cut: bool) -> str:
    """What went wrong, in words that tell nothing of what was sent."""
    kinds = (
        (ssl.SSLCertVerificationError, "certificate not valid"),
        (ssl.SSLError, "TLS failed"),
        (TimeoutError, "timeout"),
    )
    return "timeout" if cut else next((word for kind, word in kinds if isinstance(error, kind)), "connection failed")


class _Pinned(http.client.HTTPConnection):
    """Connects to one checked address, whatever the name stands for by now; the certificate must be the name's."""

    def __init__(self, host: str, port: int, address: str, *, tls: bool) -> None:
        super().__init__(host, port, timeout=CONNECT_SECONDS)
        self._address, self._tls, self.was_cut = address, tls, False

    def connect(self) -> None:
        plain = socket.create_connection((self._address, self.port), CONNECT_SECONDS)
        plain.settimeout(WHOLE_SECONDS)
        self.sock = plain
        if self._tls:
            self.sock = _context().wrap_socket(plain, server_hostname=self.host)

    def cut(self) -> None:
        """End it now, from another thread."""
        self.was_cut = True
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)


@cache
def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _wait(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0
