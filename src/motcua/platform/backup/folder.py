"""The backup folder: base backups, PostgreSQL's write-ahead log since then, and mirrors of what lies beside the database."""

import fcntl
import json
import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from motcua.platform.database.cluster import own
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.service_user import ServiceUser, service_user

SEGMENT = re.compile(r"([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})\.gz")
_PLAIN = re.compile(r"/[\w./-]*", re.ASCII)  # PostgreSQL hands the path to a shell
_TOLD = "backup.json"


@dataclass(frozen=True, slots=True)
class Base:
    """A base backup that was finished. `parent` is the one it adds to, "" for a full one; `began` and `ended` by the
    database's clock; `first` is the segment its recovery begins with."""

    name: str
    parent: str
    began: datetime
    ended: datetime
    timeline: int
    first: int


@dataclass(frozen=True, slots=True)
class BackupFolder:
    """Where one installation is backed up to: best a disk of its own."""

    root: Path

    @property
    def wal(self) -> Path:
        return self.root / "wal"

    @property
    def bases(self) -> Path:
        return self.root / "base"

    @property
    def home(self) -> Path:
        """The mirror of MOTCUA_HOME: secrets and keys, uploads, the ledger's tiles."""
        return self.root / "home"

    def claim(self, home: Path) -> None:
        """Make the folder ready for the installation in `home`, and for that one alone: two that wrote their log into
        one folder would spoil it. Raises StartRefusedError.
        """
        if not _PLAIN.fullmatch(str(self.root)):
            raise StartRefusedError(
                f"MOTCUA_BACKUP_DIR must be an absolute path of letters, digits and ./_- only: {self.root}"
            )
        user = service_user()
        try:
            self._make(user)
            holder = self._holder(home)
        except OSError as error:
            raise StartRefusedError(
                f"The backup folder {self.root} cannot be used: {error.strerror}. Is its disk there?"
            ) from None
        if holder != str(home):
            raise StartRefusedError(
                f"The backup folder {self.root} belongs to the installation in {holder}. Choose another MOTCUA_BACKUP_DIR; "
                f"if that installation has moved here, remove {self.root / 'installation.json'} first."
            )
        if not user.is_self and not _writes(self.wal, user):
            raise StartRefusedError(
                f"The user who runs PostgreSQL cannot write into {self.wal}; give the folders above it the right to pass (chmod o+x)."
            )

    def _make(self, user: ServiceUser) -> None:
        if not self.root.exists():
            self.root.mkdir(mode=0o700, parents=True)
            own(self.root, user)
        for folder in (self.wal, self.bases):
            if not folder.exists():
                folder.mkdir(mode=0o700)
                own(folder, user)
        self.home.mkdir(mode=0o700, exist_ok=True)

    def _holder(self, home: Path) -> str:
        told = self.root / "installation.json"
        if not told.exists():
            write_durably(told, json.dumps({"home": str(home)}).encode())
        return str(json.loads(told.read_text())["home"])

    @contextmanager
    def held(self) -> Iterator[None]:
        """One backup at a time. Raises StartRefusedError while another one runs."""
        with open(self.root / ".lock", "w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise StartRefusedError(f"Another backup into {self.root} runs; wait until it has ended.") from None
            yield

    def list_bases(self) -> list[Base]:
        """Those that were finished, oldest first."""
        found = [_read(told) for told in self.bases.glob(f"*/{_TOLD}")] if self.bases.is_dir() else []
        return sorted(found, key=lambda base: base.ended)

    def keep(self, base: Base) -> None:
        """Say that `base` is whole: from now on it counts."""
        told = asdict(base) | {"began": base.began.isoformat(), "ended": base.ended.isoformat()}
        write_durably(self.bases / base.name / _TOLD, json.dumps(told, indent=1).encode())

    def data_of(self, base: Base) -> Path:
        return self.bases / base.name / "data"

    def chain_of(self, base: Base) -> list[Base]:
        """The full one first, then what adds to it. Raises StartRefusedError when one is missing."""
        known = {one.name: one for one in self.list_bases()}
        chain = [base]
        while chain[0].parent:
            if chain[0].parent not in known:
                raise StartRefusedError(f"The backup {chain[0].name} adds to {chain[0].parent}, which is not there.")
            chain.insert(0, known[chain[0].parent])
        return chain

    def segments(self) -> dict[int, Path]:
        """The log's segments by number, whatever their timeline; the newest timeline's where there are several."""
        found = {}
        for path in sorted(self.wal.glob("*.gz")):
            if matched := SEGMENT.fullmatch(path.name):
                found[number_of(matched)] = path
        return found


def number_of(matched: re.Match[str]) -> int:
    """Segments of 16 MB are counted through: 256 to each of the log's middle numbers."""
    return int(matched[2], 16) * 256 + int(matched[3], 16)


def _read(told: Path) -> Base:
    try:
        kept = json.loads(told.read_text())
        moments = {name: datetime.fromisoformat(kept[name]) for name in ("began", "ended")}
        return Base(**{**kept, **moments})
    except (ValueError, TypeError, KeyError, OSError):
        raise StartRefusedError(f"{told} cannot be read; that backup is broken, move its folder away.") from None


def write_durably(path: Path, content: bytes) -> None:
    """Whole or not at all, readable by its owner alone."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _writes(folder: Path, user: ServiceUser) -> bool:
    done = subprocess.run(["/usr/bin/test", "-w", str(folder)], check=False, cwd="/", **user.identity)
    return done.returncode == 0
