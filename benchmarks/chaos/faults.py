"""What breaks, one at a time, and how long the product needs to answer again."""

import os
import random
import signal
import struct
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from benchmarks.chaos.server import Server, Wire
from benchmarks.product import Product, family


def web_workers(product: Product) -> list[int]:
    """The processes that answer requests: the children of the web server's own."""
    return _running(product, "granian", below=True)


def task_worker(product: Product) -> list[int]:
    return [pid for pid in family(product.process.pid) if _command(pid).endswith("motcua.site worker")]


def _running(product: Product, word: str, *, below: bool) -> list[int]:
    masters = [
        pid for pid in family(product.process.pid) if word in _command(pid) and _parent(pid) == product.process.pid
    ]
    return [pid for master in masters for pid in (family(master) - {master} if below else {master})]


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
    except OSError:
        return ""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def kill(pids: list[int]) -> None:
    with suppress(ProcessLookupError):
        os.kill(random.choice(pids), signal.SIGKILL)


A_DAY = 86_400  # seconds


class Faults:
    """Every fault by name. `skipped`: what this machine does not let us do, and why."""

    def __init__(self, product: Product, server: Server, wire: Wire, clock: Path | None) -> None:
        self.product, self.server, self.wire, self.clock = product, server, wire, clock
        self.skipped: dict[str, str] = {}

    def kills(self) -> dict[str, Callable[[], None]]:
        return {
            "kill -9 of a web worker": lambda: kill(web_workers(self.product)),
            "kill -9 of the task worker": lambda: kill(task_worker(self.product)),
            "kill -9 of PostgreSQL": self.server.kill,
        }

    def others(self) -> dict[str, Callable[[], None]]:
        found: dict[str, Callable[[], None]] = {
            "network cut, 3 s": lambda: self._during(self.wire.cut(), 3),
            "network silent, 8 s": lambda: self._during(self.wire.silent(), 8),
        }
        if self.server.disk:
            found["disk full, 5 s"] = self._fill
        else:
            self.skipped["disk full"] = "needs the right to mount a small disk"
        if self.clock:
            found["clock a day ahead, 10 s"] = lambda: self._jump(A_DAY)
            found["clock a day back, 10 s"] = lambda: self._jump(-A_DAY)
        else:
            self.skipped["clock jumps"] = "needs a C compiler"
        return found

    def _during(self, fault: "Iterator[None] | object", seconds: float) -> None:
        with fault:  # type: ignore[attr-defined]
            time.sleep(seconds)

    def _fill(self) -> None:
        with self.server.full():
            time.sleep(5)
        if not self.server.cluster.running():  # PostgreSQL gives up when it cannot write its log
            self.server.start()

    def _jump(self, seconds: int) -> None:
        """The application's clock is wrong by a day, the database's is not."""
        with self.wrong_clock(seconds):
            time.sleep(10)

    @contextmanager
    def wrong_clock(self, seconds: int) -> Iterator[None]:
        assert self.clock
        with self.clock.open("r+b", buffering=0) as file:  # in place: the product has it mapped
            file.write(struct.pack("q", seconds))
            try:
                yield
            finally:
                file.seek(0)
                file.write(bytes(8))

    def until_well(self, seconds: float = 90) -> float:
        """Seconds until the product says that it is ready."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            with suppress(OSError), urllib.request.urlopen(f"{self.product.url}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return time.monotonic() - began
            time.sleep(0.1)
        raise RuntimeError(f"the product was not ready again within {seconds:.0f} s")
