"""`motcua serve`: start everything in order, watch it, stop everything in the opposite order."""

import contextlib
import ctypes
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from motcua.platform.database.cluster import Cluster
from motcua.platform.database.errors import StartRefusedError
from motcua.site import preparation, trying_eid
from motcua.site.environment import Environment, environment
from motcua.site.preparation import Say

STOP_SECONDS = 20
HEALTHY_SECONDS = 60
A_MOMENT = 0.02  # seconds
MOST_DEATHS = 5  # of one child in a row, each soon after its start: more is no accident
SOON = 5.0  # seconds


class StoppedError(BaseException):
    """Somebody asked us to stop. Like KeyboardInterrupt it is no Exception, so that nobody takes it for a failure."""


@dataclass
class Child:
    """One process of the product. `started`: monotonic seconds; `deaths`: how often in a row it ended by itself soon
    after its start."""

    name: str
    command: tuple[str, ...]
    process: "subprocess.Popen[bytes]"
    started: float = field(default_factory=time.monotonic)
    deaths: int = 0

    def revive(self) -> None:
        """Start it again in the place of the dead one, of which no process may be left: it could still hold the port."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process, self.started = _started(self.command), time.monotonic()

    def count_death(self) -> None:
        """One that lived for a while may die as often as it likes: what killed it then was not the start."""
        self.deaths = self.deaths + 1 if time.monotonic() - self.started < SOON else 1

    def stop(self) -> None:
        """Ask it to end; kill it when it does not."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@dataclass
class Product:
    """The running children, in the order in which they were started."""

    say: Say
    children: list[Child] = field(default_factory=list)

    def start(self, name: str, *command: str) -> None:
        self.children.append(Child(name, command, _started(command)))

    def revive_dead(self) -> None:
        """Start again what ended by itself. Raises StartRefusedError for a child that keeps ending."""
        for child in self.children:
            code = child.process.poll()
            if code is None:
                continue
            child.count_death()
            if child.deaths > MOST_DEATHS:
                raise StartRefusedError(
                    f"The {child.name} stopped by itself {child.deaths} times in a row within {SOON:.0f} s of its start "
                    f"(exit code {code}); its log is above."
                )
            self.say(f"The {child.name} stopped by itself (exit code {code}); starting it again ...")
            child.revive()

    def refuse_dead(self) -> None:
        """Raises StartRefusedError when a child has ended by itself."""
        for child in self.children:
            code = child.process.poll()
            if code is not None:
                raise StartRefusedError(f"The {child.name} stopped by itself (exit code {code}); its log is above.")

    def stop(self) -> None:
        for child in reversed(self.children):
            self.say(f"Stopping the {child.name} ...")
            child.stop()


def serve(say: Say) -> int:
    """Run the product until Ctrl-C, SIGTERM or a crash. Return the exit code. Raises StartRefusedError."""
    given = environment()
    with interruptible() as asked:
        try:
            with only_one(given), port_reserved(given), preparation.database(say, take_over=True) as cluster:
                for prepare in steps(given):
                    stop_if(asked)
                    prepare(say)
                preparation.close_connections()
                run(given, cluster, say, asked)
        except StoppedError:
            say("Stopped.")
        except Exception:  # a step that is cut short by the stop may fail in any way of its own on its way out
            if not asked:
                raise
            say("Stopped.")
    return 0


def steps(given: Environment) -> tuple[Callable[[Say], None], ...]:
    """What is prepared before the door opens, in this order."""
    return (
        preparation.migrate,
        preparation.publish_first_catalogue,
        preparation.compile_messages,
        preparation.collect_static,
        *((preparation.load_demo,) if given.demo else ()),
    )


def run(given: Environment, cluster: Cluster | None, say: Say, asked: list[int]) -> None:
    """Start the children, say where the door is, watch until something ends."""
    stop_if(asked)
    product = Product(say)
    try:
        product.start("web server", *granian(given))
        product.start("worker", "motcua.site", "worker")
        if given.demo:
            product.start("simulated bank", "motcua.site", "bank-simulator")
        if trying_eid.wanted(given):
            product.start("eID simulator", "motcua.site", trying_eid.COMMAND)
        wait_until_healthy(given, product)
        announce(given, say)
        while True:
            stop_if(asked)
            time.sleep(0.5)
            product.revive_dead()
            if cluster and not cluster.running():
                say("The database stopped by itself; starting it again ...")
                cluster.start()
    finally:
        with uninterrupted():
            product.stop()


def granian(given: Environment) -> tuple[str, ...]:
    """The web server's command line: WSGI, plain threads; one connection of the database per thread."""
    return (
        "granian", "--interface", "wsgi", "--host", given.host, "--port", str(given.port), "--http", "1", "--no-ws",
        "--workers", str(given.web_workers), "--blocking-threads", str(given.threads),
        "--blocking-threads-idle-timeout", "600", "--respawn-failed-workers", "--workers-kill-timeout", "10",
        "--backlog", "1024", "--log-level", "warning", "motcua.site.served:application",
    )  # fmt: skip


def wait_until_healthy(given: Environment, product: Product) -> None:
    deadline = time.monotonic() + HEALTHY_SECONDS
    while time.monotonic() < deadline:
        product.refuse_dead()
        if healthy(given.host, given.port):
            return
        time.sleep(0.1)
    raise StartRefusedError(f"The web server did not answer within {HEALTHY_SECONDS} seconds; its log is above.")


def healthy(host: str, port: int) -> bool:
    """Does /healthz answer 200?"""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    connection = http.client.HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def announce(given: Environment, say: Say) -> None:
    """Say where the product is and who may sign in to the demo world."""
    say(f"\nMột Cửa is open at {given.url}   (stop: Ctrl-C)")
    demo = preparation.demo_world()
    if given.demo and demo is not None and hasattr(demo, "sign_ins"):
        say(f"Demo sign-ins, all fictional (at {given.url}/sign-in one press is enough):")
        for line in demo.sign_ins():
            say(f"  {line}")


@contextlib.contextmanager
def only_one(given: Environment) -> Iterator[None]:
    """One product per MOTCUA_HOME. Raises StartRefusedError when another one runs."""
    given.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(pid_file(given.home), "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            pid = file.read().strip()
            raise StartRefusedError(
                f"Một Cửa already runs from {given.home} (process {pid}); stop it, or choose another MOTCUA_HOME."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
        file.truncate(0)


def pid_file(home: Path) -> Path:
    return home / "serve.pid"


def running_pid(home: Path) -> int | None:
    """The process id of the product that runs from `home`, or None."""
    try:
        with open(pid_file(home)) as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return int(pid_file(home).read_text() or 0) or None
    return None


@contextlib.contextmanager
def port_reserved(given: Environment) -> Iterator[None]:
    """Raises StartRefusedError at once when the port is taken, before any slower step."""
    family = socket.AF_INET6 if ":" in given.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((given.host, given.port))
        except OSError as error:
            raise StartRefusedError(
                f"Port {given.port} on {given.host} cannot be used ({(error.strerror or '').lower()}); "
                "choose another, for example PORT=8080."
            ) from None
    yield


@contextlib.contextmanager
def interruptible() -> Iterator[list[int]]:
    """SIGINT and SIGTERM raise StoppedError inside the block; the list says which ones came.

    Python drops what is raised inside a finalizer, so there it is raised a moment later.
    """
    asked: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        if finalizing(frame):
            signal.setitimer(signal.ITIMER_REAL, A_MOMENT)
        else:
            raise StoppedError

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM)}
    try:
        yield asked
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before.items():
            signal.signal(number, handler)


def finalizing(frame: FrameType | None) -> bool:
    """Whether a finalizer runs at `frame`: one of weakref's, or a __del__."""
    while frame is not None:
        if frame.f_code.co_filename == weakref.__file__ or frame.f_code.co_name == "__del__":
            return True
        frame = frame.f_back
    return False


def stop_if(asked: list[int]) -> None:
    """Raise StoppedError for a signal whose own was lost all the same."""
    if asked:
        raise StoppedError


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """A second Ctrl-C does not break the orderly stop."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM):
        signal.signal(number, signal.SIG_IGN)
    yield


def _started(command: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", *command],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us: we stop the children in order
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - one system call, before any thread exists
    )


def _die_with_parent() -> None:
    """When the product is killed outright, the kernel tells its children to stop."""
    parent_death_signal = 1
    ctypes.CDLL(None).prctl(parent_death_signal, signal.SIGTERM)
