"""Who runs PostgreSQL: ourselves, or a system user when we are root (PostgreSQL refuses to run as root)."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from typing import Any

from motcua.platform.database.errors import StartRefusedError

NAME = "motcua"


@dataclass(frozen=True)
class ServiceUser:
    """The user PostgreSQL runs as."""

    uid: int
    gid: int
    is_self: bool
    """True when no change of user is needed."""

    @property
    def identity(self) -> dict[str, Any]:
        """Keyword arguments for `subprocess` that make the child this user, with no groups of ours."""
        return {} if self.is_self else {"user": self.uid, "group": self.gid, "extra_groups": []}


def service_user() -> ServiceUser:
    """Return the user to run PostgreSQL as; as root, make the system user `motcua`, else settle for `nobody`."""
    if os.geteuid() != 0:
        return ServiceUser(os.geteuid(), os.getegid(), is_self=True)
    for name in (NAME, "nobody"):
        found = _lookup(name) or (_made(name) if name == NAME else None)
        if found and found.pw_uid != 0:
            return ServiceUser(found.pw_uid, found.pw_gid, is_self=False)
    raise StartRefusedError("PostgreSQL cannot run as root; make a system user: useradd --system motcua")


def _lookup(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def _made(name: str) -> pwd.struct_passwd | None:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if program:
        arguments = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        shell = ["--shell", "/usr/sbin/nologin"]
        subprocess.run([program, *arguments, *shell, name], capture_output=True, check=False)
    return _lookup(name)
