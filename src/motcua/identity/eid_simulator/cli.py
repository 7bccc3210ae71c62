"""Runs the simulator until it is told to stop. What it needs is written by whoever starts it."""

import json
import secrets
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

from motcua.identity.eid_simulator.provider import Provider
from motcua.identity.eid_simulator.server import Server
from motcua.identity.eid_simulator.world import CLAIMS, LEVELS, VALUES, Simulated, World

NAME, CLIENT = "mo-phong", "motcua"
LABEL = {"vi": "Đăng nhập bằng định danh điện tử (mô phỏng)", "en": "Sign in with an electronic identity (simulated)"}
FILE = "eid.yaml"


def run(
    folder: Path, port: int, origins: Iterable[str], people: tuple[Simulated, ...], say: Callable[[str], None]
) -> int:
    """Serve on `port` of this machine (0: the system chooses), for a product at one of `origins`.

    While it runs, `folder` holds the file that tells the product about it (see MOTCUA_EID). Raises OSError: the port is taken.
    """
    server = Server(port)
    secret = secrets.token_urlsafe(24)
    callbacks = tuple(f"{origin}/sign-in/eid/{NAME}/answer" for origin in origins)
    server.provider = Provider(World(server.address, CLIENT, secret, callbacks, people), time.time)
    signal.signal(signal.SIGTERM, _stop)
    written = _introduce(folder, server.address, secret)
    say(f"The eID simulator answers at {server.address}; the product reads {written}.")
    try:
        server.serve_forever()
    except (SystemExit, KeyboardInterrupt):
        return 0
    finally:
        written.unlink(missing_ok=True)  # whoever takes the port after us is not believed
        server.server_close()
    return 0


def _introduce(folder: Path, issuer: str, secret: str) -> Path:
    """Written beside and moved, so that nobody reads half of it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept, whole = folder / "secret", folder / FILE
    provider = {
        "name": NAME,
        "label": LABEL,
        "issuer": issuer,
        "client_id": CLIENT,
        "client_secret_file": str(kept),
        "scopes": "openid profile",
        "algorithms": ["ES256"],
        "levels": LEVELS,
        "claims": CLAIMS,
        "values": VALUES,
    }
    for path, text in ((kept, secret), (whole, json.dumps([provider], ensure_ascii=False, indent=1))):
        fresh = path.with_suffix(".new")
        fresh.touch(mode=0o600)
        fresh.write_text(text + "\n", encoding="utf-8")
        fresh.replace(path)
    return whole


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)
