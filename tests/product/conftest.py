"""The product as an operator meets it: real processes, a real home, a real port."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from motcua.platform.database.cluster import Cluster
from motcua.platform.database.places import Places, places_of
from tests.conftest import CHECKOUT

START_SECONDS = 180


@dataclass
class Home:
    """One installation."""

    path: Path
    port: int
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        return places_of(self.path)

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DJANGO_"))}
        own = {"MOTCUA_HOME": str(self.path), "PORT": str(self.port), "PYTHONPATH": str(CHECKOUT / "src")}
        return kept | own | self.settings | more

    def run(self, *command: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """Run a motcua command to its end."""
        whole = [sys.executable, "-m", "motcua.site", *command]
        return subprocess.run(
            whole, env=self.environment(**more), capture_output=True, text=True, timeout=START_SECONDS, check=False
        )

    def serve(self, **more: str) -> "Serving":
        """Start `motcua serve` and wait until it is open."""
        return Serving(self, self.environment(**more)).until_open()

    def remove(self) -> None:
        Cluster(self.places).stop()
        shutil.rmtree(self.places.base, ignore_errors=True)
        shutil.rmtree(self.path, ignore_errors=True)


class Serving:
    """A running `motcua serve`."""

    def __init__(self, home: Home, environment: dict[str, str]) -> None:
        self.home, self.began, self.seconds = home, time.monotonic(), 0.0
        self.said: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, "-m", "motcua.site", "serve"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        self.said.extend(self.process.stdout)

    @property
    def text(self) -> str:
        return "".join(self.said)

    def until(self, words: str) -> "Serving":
        """Wait until the product has said `words`."""
        while words not in self.text:
            assert self.process.poll() is None, f"ended with {self.process.returncode}:\n{self.text}"
            assert time.monotonic() - self.began < START_SECONDS, self.text
            time.sleep(0.05)
        return self

    def until_open(self) -> "Serving":
        self.until("is open at")
        self.seconds = time.monotonic() - self.began
        return self

    def get(self, path: str) -> int:
        """The status of a page; 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.home.port}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            error.close()
            return error.code
        except OSError:
            return 0

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.wait()

    def wait(self) -> int:
        code = self.process.wait(60)
        self._reader.join(5)
        if self.process.stdout:
            self.process.stdout.close()
        return code

    def children(self) -> dict[str, int]:
        """Process ids by what they run."""
        found = {}
        for pid in Path("/proc").glob("[0-9]*"):
            try:
                parent = int((pid / "stat").read_text().rsplit(")", 1)[1].split()[1])
                command = (pid / "cmdline").read_text().split("\0")
            except OSError:
                continue
            if parent == self.process.pid:
                found["web" if "granian" in command else "worker"] = int(pid.name)
        return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


QUICKLY = {"MOTCUA_DEMO": "false", "MOTCUA_STATIC_MANIFEST": "false", "MOTCUA_WORKERS": "1"}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """An installation that the tests of a file share; its folder cannot be reached by other users."""
    made = Home(tmp_path_factory.mktemp("home"), free_port(), QUICKLY)
    yield made
    made.remove()


@pytest.fixture
def new_home(tmp_path: Path) -> Iterator[Home]:
    """An installation that was never started, without the demo world."""
    made = Home(tmp_path / "home", free_port(), QUICKLY)
    yield made
    made.remove()


@pytest.fixture
def serving(home: Home) -> Iterator[Serving]:
    """The product, running; killed afterwards if the test left it."""
    running = home.serve()
    yield running
    running.process.terminate()
    running.wait()
