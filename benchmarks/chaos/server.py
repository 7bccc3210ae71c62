"""A PostgreSQL that is not the product's: killed, restarted and filled up from outside, reached only through a wire that can be cut."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from motcua.platform.database import addresses
from motcua.platform.database.cluster import Cluster, own, processes_in
from motcua.platform.database.places import SOCKET_NAME, Places, places_of
from motcua.platform.database.secrets import ensure_secrets
from motcua.platform.database.service_user import service_user

DISK_MEGABYTES = 1500
NAME, PASSWORD = "chaos", "open-sesame"


class Server:
    """One durable cluster on a small disk of its own, where this machine lets us make one."""

    def __init__(self, places: Places, disk: Path | None) -> None:
        self.places, self.disk, self.cluster = places, disk, Cluster(places)
        self.cluster.start()
        self.secrets = ensure_secrets(places.secrets)

    def superuser(self, database: str = "postgres") -> addresses.Address:
        return addresses.Address(
            "postgres", self.secrets.superuser_password, str(self.places.socket_directory), database=database
        )

    def prepare(self) -> None:
        with self.superuser().connect() as connection:
            connection.execute(f"CREATE ROLE {NAME} LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
            connection.execute(f"CREATE DATABASE {NAME} OWNER {NAME}")

    def kill(self) -> None:
        """kill -9, and start again as an operator's systemd would: after a moment."""
        pid = int((self.places.data / "postmaster.pid").read_text().split("\n")[0])
        os.kill(pid, signal.SIGKILL)
        while processes_in(self.places.data):
            time.sleep(0.05)
        self.start()

    def start(self) -> None:
        self.cluster.start()

    @contextlib.contextmanager
    def full(self) -> Iterator[None]:
        """While the block runs there is no byte left on the disk."""
        if self.disk is None:
            raise RuntimeError("there is no disk of its own to fill up")
        ballast = self.disk / "ballast"
        with ballast.open("wb", buffering=0) as file:
            for size in (4_194_304, 4096):
                with contextlib.suppress(OSError):
                    while True:
                        file.write(bytes(size))
        try:
            yield
        finally:
            ballast.unlink()


@contextlib.contextmanager
def server() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="motcua-chaos-") as folder:
        places = places_of(Path(folder))
        places.base.mkdir(parents=True, exist_ok=True, mode=0o700)
        disk = _mounted(places.base)
        own(places.base, service_user())
        made = Server(places, disk)
        try:
            made.prepare()
            yield made
        finally:
            made.cluster.stop()
            if disk:
                subprocess.run(["umount", "-l", str(disk)], check=False)
            shutil.rmtree(places.base, ignore_errors=True)


def _mounted(base: Path) -> Path | None:
    """A small disk in memory at `base`; None when we may not mount one."""
    if os.geteuid() != 0:
        return None
    options = f"size={DISK_MEGABYTES}m,mode=700"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(base)], check=False, capture_output=True)
    return base if done.returncode == 0 else None


class Wire:
    """A TCP wire on loopback between the product and the server's socket, which can be cut or go silent."""

    def __init__(self, places: Places) -> None:
        self.target = str(places.socket_directory / SOCKET_NAME)
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        self.flowing = threading.Event()
        self.flowing.set()
        self.severed = False
        self.ends: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    @contextlib.contextmanager
    def cut(self) -> Iterator[None]:
        """Every connection breaks, new ones too."""
        self.severed = True
        for end in list(self.ends):
            _close(end)
        try:
            yield
        finally:
            self.severed = False

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Nothing arrives, nothing breaks; afterwards everything arrives late."""
        self.flowing.clear()
        try:
            yield
        finally:
            self.flowing.set()

    def _accept(self) -> None:
        while True:
            near, _address = self.listener.accept()
            if self.severed:
                _close(near)
                continue
            far = socket.socket(socket.AF_UNIX)
            try:
                far.connect(self.target)
            except OSError:
                _close(near)
                continue
            self.ends |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self.flowing.wait()
                other.sendall(data)
        for end in (one, other):
            self.ends.discard(end)
            _close(end)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
