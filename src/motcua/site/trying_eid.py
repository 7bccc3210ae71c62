"""`motcua eid-simulator`: an eID to try out with, whose people are those of the demo."""

import argparse
from collections.abc import Iterator
from importlib import import_module
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from motcua.platform.database.errors import StartRefusedError
from motcua.site.environment import Environment, environment

COMMAND = "eid-simulator"
WORLD = Path(__file__).parent / "demo" / "data" / "world.yaml"


def folder(home: Path) -> Path:
    return home / "eid-simulator"


def file(given: Environment) -> Path | None:
    """What tells the product about its eIDs: the operator's file, else the simulator's in a demo."""
    return given.eid or (folder(given.home) / "eid.yaml" if wanted(given) else None)


def wanted(given: Environment) -> bool:
    """In a demo that people meet on this machine; the simulator opens no door to others."""
    return given.demo and given.eid is None and all(map(_is_here, (given.host, urlsplit(given.url).hostname or "")))


def add_to(commands: Any) -> None:
    text = "run an eID with the people of the demo, to try sign-in by eID (serve does it in a demo)"
    mine = commands.add_parser(COMMAND, help=text, description=text)
    mine.set_defaults(command=run)
    mine.add_argument("--port", type=int, default=0, help="on this machine; the system chooses one when it is not said")


def run(given: argparse.Namespace) -> int:
    """Until Ctrl-C. Raises StartRefusedError."""
    found = environment()
    if not found.demo:
        raise StartRefusedError(
            "The simulator is for a demo only: set MOTCUA_DEMO=true, and never in a real installation."
        )
    simulator, world = (import_module(f"motcua.identity.eid_simulator.{name}") for name in ("cli", "world"))
    people = tuple(world.Simulated(**person) for person in people_of(WORLD))
    origins = sorted({found.url, *(f"http://{name}:{found.port}" for name in ("127.0.0.1", "localhost"))})
    try:
        code: int = simulator.run(folder(found.home), given.port, origins, people, print)
    except OSError as error:
        raise StartRefusedError(f"Port {given.port} cannot be used ({(error.strerror or '').lower()}).") from None
    return code


def people_of(path: Path) -> Iterator[dict[str, Any]]:
    """Those of the demo who may sign in, and one whom nobody has seen yet. Read without Django: this process is small."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    for person in (*(one for one in told["people"] if "login" in one), told["newcomer"]):
        yield {
            "personal_id": person["personal_id"],
            "full_name": person["name"],
            "birth_date": person["born"],
            "sex": person["sex"],
            "about": person["plays"],
        }


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
