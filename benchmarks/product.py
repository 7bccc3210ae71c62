"""The product as a user runs it: `motcua serve` in its own processes, on a data directory of its own."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Product:
    """A running product: `home` its data directory, `process` the one that `motcua serve` started as."""

    url: str
    port: int
    home: Path
    process: "subprocess.Popen[bytes]"
    environment: dict[str, str]

    def python(self, code: str) -> str:
        """Run `code` with Django set up against this product's database; returns what it printed."""
        setup = "import django, os; django.setup()\n"
        done = subprocess.run(
            [sys.executable, "-c", setup + code], env=self.environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return done.stdout.strip()

    def idle_megabytes(self) -> dict[str, float]:
        """Proportional memory (PSS) of every process of the product, PostgreSQL's included, by kind."""
        sums: dict[str, float] = {}
        for pid in family(self.process.pid) | postgres_processes(self.home, self.environment):
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
                smaps = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
            except OSError:
                continue
            kilobytes = next(int(line.split()[1]) for line in smaps.splitlines() if line.startswith("Pss:"))
            kind = "PostgreSQL" if "postgres" in command.split(" ")[0] else "web and worker"
            sums[kind] = sums.get(kind, 0) + kilobytes / 1024
        return sums


@contextlib.contextmanager
def product(home: Path | None = None, **settings: str) -> Iterator[Product]:
    """Start on a free port, with an empty data directory unless `home` is one to keep; stopped with SIGINT as by Ctrl-C."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        at = home or Path(folder)
        port = free_port()
        environment = environment_of(at, PORT=str(port), **settings)
        command = [sys.executable, "-m", "motcua.site", "serve"]
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
        url = f"http://127.0.0.1:{port}"
        try:
            wait(url, process)
            yield Product(url, port, at, process, environment)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def populate(home: Path, dossiers: int) -> None:
    """Build an installation with so many invented dossiers in `home`; what is begun there is gone on with."""
    command = [sys.executable, "-m", "motcua.site", "demo", "--dossiers", str(dossiers)]
    subprocess.run(command, env=environment_of(home), cwd=ROOT, check=True)


def environment_of(home: Path, **settings: str) -> dict[str, str]:
    return os.environ | {
        "MOTCUA_HOME": str(home),
        "MOTCUA_DEMO": "true",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "motcua.site.settings",
        **settings,
    }


def wait(url: str, process: "subprocess.Popen[bytes]", seconds: float = 300) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the product ended with {process.returncode} before it served")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{url}/healthz", timeout=2) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise RuntimeError("the product did not serve in time")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> set[int]:
    """`pid` and everything below it."""
    found, waiting = set(), [pid]
    while waiting:
        current = waiting.pop()
        found.add(current)
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{current}/task").iterdir():
                waiting += [int(child) for child in (task / "children").read_text(encoding="ascii").split()]
    return found


def postgres_processes(home: Path, environment: dict[str, str]) -> set[int]:
    """The embedded server and its children; as root they hang below another parent."""
    code = (
        "from pathlib import Path\nfrom motcua.platform.database.places import places_of\n"
        f"print(places_of(Path({str(home)!r})).data / 'postmaster.pid')"
    )
    where = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return family(int(Path(where.stdout.strip()).read_text(encoding="ascii").split()[0]))


def post(url: str, body: object, headers: dict[str, str]) -> tuple[int, dict[str, object]]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())
