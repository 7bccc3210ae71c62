"""Where an embedded cluster lives, worked out from MOTCUA_HOME alone, so every process finds the same one."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes; PostgreSQL adds a lock suffix to the same name


@dataclass(frozen=True)
class Places:
    """The folders of one installation."""

    home: Path
    """MOTCUA_HOME, resolved: secrets, uploads, static files."""
    base: Path
    """Parent of the data directory, owned by the user who runs PostgreSQL."""
    data: Path
    """PostgreSQL's data directory."""
    socket_directory: Path
    """Holds the Unix socket; short enough for the kernel."""

    @property
    def log(self) -> Path:
        return self.base / "postgresql.log"

    @property
    def secrets(self) -> Path:
        return self.home / "secrets.json"

    @property
    def pointer(self) -> Path:
        return self.home / "database-is-in.txt"


def places_of(home: Path) -> Places:
    """Return the folders for `home`. Root keeps the cluster under /var/lib, because PostgreSQL refuses to run
    as root and the service user may not be able to reach MOTCUA_HOME; everyone else keeps it at home.
    """
    home = home.expanduser().resolve()
    name = f"motcua-{hashlib.sha256(os.fsencode(home)).hexdigest()[:10]}"
    base = Path("/var/lib") / name if os.geteuid() == 0 else home / "postgresql"
    data = base / "data"
    short = len(os.fsencode(data / SOCKET_NAME)) < LONGEST_SOCKET_PATH
    return Places(home, base, data, data if short else Path(f"/tmp/{name}-{os.geteuid()}"))  # noqa: S108 - made private
