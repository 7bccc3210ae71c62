"""A copy of what lies in MOTCUA_HOME beside the database. Uploads and the ledger's tiles are written once and never changed."""

import os
import shutil
from pathlib import Path

OVERLAP_SECONDS = 120.0  # what was half written at the last look is looked at again
PARTIAL = ".p"  # C2SP's folder of a tile that is not full yet; it goes when the tile is full
NOT_KEPT = frozenset({"static", "postgresql", "database-is-in.txt", "serve.pid"})  # made anew by every start


def mirror_home(home: Path, target: Path, since: float | None = None) -> int:
    """Bring `target` up to date with everything in `home` that no start makes anew; how many files were copied.

    `since` (seconds since 1970): only folders that changed after it.
    """
    copied = 0
    for entry in sorted(home.iterdir()):
        if entry.name in NOT_KEPT or entry.name.startswith(".") or entry.suffix in {".lock", ".new"}:
            continue
        if entry.is_dir() and not entry.is_symlink():
            copied += mirror(entry, target / entry.name, since)
        elif entry.is_file():
            copied += _copy(entry, target / entry.name)
    return copied


def mirror(source: Path, target: Path, since: float | None = None) -> int:
    """Copy what `target` lacks or has shorter; how many files. `since` (seconds since 1970): only folders changed after it.

    Nothing is deleted but partial tiles that are full by now.
    """
    if not source.is_dir():
        return 0
    fresh = since is None or source.stat().st_mtime >= since - OVERLAP_SECONDS
    copied = 0
    with os.scandir(source) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                copied += mirror(Path(entry.path), target / entry.name, since)
            elif fresh and entry.is_file(follow_symlinks=False):
                copied += _copy(Path(entry.path), target / entry.name)
    if fresh:
        _drop_partials(source, target)
    return copied


def _copy(source: Path, target: Path) -> int:
    try:
        there, here = target.stat(), source.stat()
        if there.st_size == here.st_size and there.st_mtime_ns == here.st_mtime_ns:
            return 0
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        shutil.copy2(source, draft)
    except FileNotFoundError:  # forgotten meanwhile
        return 0
    with open(draft, "rb") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    return 1


def _drop_partials(source: Path, target: Path) -> None:
    if target.is_dir():
        for folder in target.glob(f"*{PARTIAL}"):
            if not (source / folder.name).exists():
                shutil.rmtree(folder, ignore_errors=True)


def forget_deleted(source: Path, target: Path, before: float) -> int:
    """Delete copies of files that were deleted in `source`, once the copy is older than `before`; how many."""
    gone = 0
    for folder, _folders, names in os.walk(target):
        for name in names:
            copy = Path(folder, name)
            if not (source / copy.relative_to(target)).exists() and copy.stat().st_ctime < before:
                copy.unlink(missing_ok=True)
                gone += 1
    return gone
