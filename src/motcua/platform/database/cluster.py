"""The embedded PostgreSQL: made once, started with the product, stopped with it, recovered after a crash."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from motcua.platform.database import binaries, configuration
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import SOCKET_NAME, Places
from motcua.platform.database.secrets import ensure_secrets
from motcua.platform.database.service_user import ServiceUser, service_user

MAJOR = "18"
LEAST_FREE_BYTES = 96 * 1024 * 1024
START_SECONDS = 90
RETRY_SECONDS = 15
LARGEST_LOG_BYTES = 10_000_000


@dataclass(frozen=True)
class Cluster:
    """One embedded cluster and the user who runs it."""

    places: Places
    durable: bool = True
    """False only in tests: fsync off."""
    start_seconds: int = START_SECONDS
    more_settings: Mapping[str, str] = field(default_factory=dict)
    """What PostgreSQL is told beside `configuration.SETTINGS`."""

    def running(self) -> bool:
        """Is a postmaster of ours alive in this data directory?"""
        pid = self._recorded_pid()
        return pid is not None and pid in processes_in(self.places.data)

    def start(self) -> bool:
        """Make sure PostgreSQL runs; make the cluster when there is none. Return False when it ran already.

        Raises StartRefusedError.
        """
        self.refuse_other_major()
        if self.running():
            return False
        user = service_user()
        tree = binaries.reachable_by(user)
        refuse_full_disk(self.places.base)
        self._make_folders(user)
        if not (self.places.data / "PG_VERSION").exists():
            self._initialise(tree, user)
        self._forget_the_killed()
        configuration.write(self.places, user, durable=self.durable, more=self.more_settings)
        self._start(tree, user)
        return True

    def stop(self) -> None:
        """Stop PostgreSQL; open sessions are rolled back. Does nothing when it is not running."""
        if self.running():
            self._pg_ctl(binaries.reachable_by(service_user()), service_user(), "stop", "-m", "fast", "-w", "-t", "60")

    def refuse_other_major(self) -> None:
        """Raises StartRefusedError when another major version of PostgreSQL wrote the data directory."""
        with contextlib.suppress(FileNotFoundError):
            found = (self.places.data / "PG_VERSION").read_text().strip()
            if found != MAJOR:
                raise StartRefusedError(
                    f"The data directory {self.places.data} was written by PostgreSQL {found} but this release brings "
                    f"PostgreSQL {MAJOR}; move the data with pg_dump of version {found}, or choose another MOTCUA_HOME."
                )

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.places.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _forget_the_killed(self) -> None:
        """After kill -9 or a power cut, make way for a new server.

        PostgreSQL takes any living process with the recorded number for a server of its own, a zombie too, and then
        refuses to start. We look closer; but nothing is removed while one process of the old server still works.
        """
        deadline = time.monotonic() + RETRY_SECONDS
        while left := processes_in(self.places.data):
            if time.monotonic() > deadline:
                raise StartRefusedError(
                    f"Processes of a killed PostgreSQL still work ({left}); end them and try again."
                )
            time.sleep(0.1)
        (self.places.data / "postmaster.pid").unlink(missing_ok=True)
        for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
            (self.places.socket_directory / name).unlink(missing_ok=True)

    def _make_folders(self, user: ServiceUser) -> None:
        for folder in dict.fromkeys((self.places.base, self.places.socket_directory.parent)):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        own(self.places.base, user)
        if self.places.socket_directory != self.places.data:
            with contextlib.suppress(FileExistsError):
                self.places.socket_directory.mkdir(mode=0o700)
            if self.places.socket_directory.lstat().st_uid != user.uid:
                raise StartRefusedError(f"{self.places.socket_directory} belongs to someone else; remove it.")

    def _initialise(self, tree: Path, user: ServiceUser) -> None:
        passwords = ensure_secrets(self.places.secrets)
        draft = self.places.base / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        with tempfile.NamedTemporaryFile("w", dir=self.places.base) as password_file:
            password_file.write(passwords.superuser_password)
            password_file.flush()
            if not user.is_self:
                os.chown(password_file.name, user.uid, user.gid)
            run(
                [
                    str(tree / "bin" / "initdb"), "-D", str(draft), "-U", "postgres", "-A", "scram-sha-256",
                    f"--pwfile={password_file.name}", "--encoding=UTF8", "--locale=C",
                    "--locale-provider=builtin", "--builtin-locale=C.UTF-8", *([] if self.durable else ["--no-sync"]),
                ],
                user, "The database cannot be made",
            )  # fmt: skip
        draft.rename(self.places.data)
        if self.places.pointer.parent != self.places.base.parent:
            self.places.pointer.write_text(f"{self.places.data}\n")

    def _start(self, tree: Path, user: ServiceUser) -> None:
        if self.places.log.exists() and self.places.log.stat().st_size > LARGEST_LOG_BYTES:
            self.places.log.replace(self.places.log.with_suffix(".log.1"))
        try:
            options = ("-w", "-t", str(self.start_seconds), "-l", str(self.places.log))
            self._pg_ctl(tree, user, "start", *options, "-o", f"-k {self.places.socket_directory}")
        except StartRefusedError:
            raise StartRefusedError(explanation(self.last_words(), self.places)) from None

    def last_words(self) -> str:
        """The end of PostgreSQL's log."""
        try:
            return self.places.log.read_text(errors="replace")[-3000:]
        except OSError:
            return ""

    def _pg_ctl(self, tree: Path, user: ServiceUser, action: str, *options: str) -> None:
        command = [str(tree / "bin" / "pg_ctl"), "-D", str(self.places.data), *options, action]
        run(command, user, f"PostgreSQL did not {action}")


@contextlib.contextmanager
def running(cluster: Cluster) -> Iterator[None]:
    """Keep the cluster running for a while; stop it afterwards only if this call started it."""
    started = cluster.start()
    try:
        yield
    finally:
        if started:
            cluster.stop()


def run(command: list[str], user: ServiceUser, what: str) -> None:
    """Run one of PostgreSQL's programs as `user`. Raises StartRefusedError with its last line."""
    # Files, not pipes: the server inherits them from pg_ctl and would keep a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            env=environment,
            check=False,
            start_new_session=True,  # Ctrl-C in a terminal must not reach PostgreSQL: we stop it in order
            **user.identity,
        )
        if done.returncode:
            said.seek(0)
            text = said.read().decode(errors="replace")
            full = "; the disk is full" if "No space left" in text else ""
            lines = [line for line in text.splitlines() if "error" in line.lower()] or text.splitlines() or [""]
            raise StartRefusedError(f"{what}: {lines[0].strip()}{full}.")


def own(folder: Path, user: ServiceUser) -> None:
    """Give `folder`, one we made ourselves, to the user who runs PostgreSQL."""
    if not user.is_self:
        os.chown(folder, user.uid, user.gid)


def refuse_full_disk(folder: Path) -> None:
    """Raises StartRefusedError when the disk under `folder` has no room to work."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if free < LEAST_FREE_BYTES:
        raise StartRefusedError(
            f"The disk under {existing} is full: {free // 2**20} MB free, at least {LEAST_FREE_BYTES // 2**20} MB needed; "
            "free some space and start again."
        )


def explanation(said: str, places: Places) -> str:
    """One sentence for what PostgreSQL wrote to its log before it gave up."""
    if "No space left" in said:
        return f"The disk under {places.base} is full; free some space and start again."
    fatal = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line]
    reason = fatal[-1].split(":", 3)[-1].strip() if fatal else "it gave no reason"
    return f"PostgreSQL did not start: {reason} (its log is {places.log})."


def processes_in(data: Path) -> list[int]:
    """Ids of PostgreSQL's processes whose data directory this is. They all work in it; a zombie works nowhere."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (process / "comm").read_text().strip() == "postgres" and (process / "cwd").resolve(strict=True) == data:
                found.append(int(process.name))
    return found
