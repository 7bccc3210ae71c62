"""Tests talk to this machine only."""

import sys
from typing import Any

LOOPBACK = {"127.0.0.1", "::1", "localhost", "", "0.0.0.0", None}  # noqa: S104 - names to allow, nothing is bound


class OutsideError(AssertionError):
    """A test tried to reach another machine."""


def refuse_other_machines(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: lets Unix sockets and loopback pass, refuses every other connection and name look-up."""
    if event == "socket.connect":
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    name = host.decode() if isinstance(host, bytes) else host
    if name not in LOOPBACK:
        raise OutsideError(f"A test tried to reach {name}; tests talk to this machine only. Use a small fake.")


def close() -> None:
    """From now on, for the rest of this process."""
    sys.addaudithook(refuse_other_machines)
