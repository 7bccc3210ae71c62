"""Taking a base backup of the running embedded database, and letting old ones go."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from motcua.platform.backup.folder import BackupFolder, Base, number_of
from motcua.platform.backup.mirroring import forget_deleted, mirror_home
from motcua.platform.database import binaries
from motcua.platform.database.cluster import own
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import Places
from motcua.platform.database.secrets import read_secrets
from motcua.platform.database.service_user import service_user

Say = Callable[[str], None]
FULL_EVERY = timedelta(days=7)
_BEGINS = re.compile(r"START WAL LOCATION: \S+ \(file ([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})\)")


def take(places: Places, folder: BackupFolder, say: Say, *, full: bool = False) -> Base:
    """Back up everything now: files first, so that no row comes without its bytes. Adds to the newest backup when there is
    one on this timeline whose full one is younger than a week. Raises StartRefusedError.
    """
    with folder.held():
        follow(places, folder)
        with connected(places) as database:
            _refuse_without_log(database)
            last = None if full else _to_add_to(folder, _timeline(database))
            say(f"Backing up the database, {'what changed since ' + last.name if last else 'all of it'} ...")
            base = _take(places, folder, database, last)
        follow(places, folder)
        return base


def follow(places: Places, folder: BackupFolder, since: float | None = None) -> int:
    """Bring the mirror of MOTCUA_HOME up to date; how many files were copied. `since` (seconds since 1970): only folders
    that changed after it."""
    return mirror_home(places.home, folder.home, since)


def prune(places: Places, folder: BackupFolder, kept_days: int, now: datetime) -> list[str]:
    """Let go what is not needed to go back `kept_days`: base backups, the log before the oldest one that stays, copies of
    files that were deleted longer ago. The names of the base backups that went.
    """
    edge = now - timedelta(days=kept_days)
    with folder.held():
        bases = folder.list_bases()
        enough = max((base.ended for base in bases if not base.parent and base.ended <= edge), default=None)
        over = [base for base in bases if enough and base.ended < enough]
        for base in reversed(over):  # what adds to another goes before it
            shutil.rmtree(folder.bases / base.name)
        if over:
            first = min(base.first for base in bases if base not in over)
            for number, path in folder.segments().items():
                if number < first:
                    path.unlink()
        forget_deleted(places.home / "files", folder.home / "files", edge.timestamp())
    return [base.name for base in over]


def _take(
    places: Places, folder: BackupFolder, database: "psycopg.Connection[tuple[str, int]]", last: Base | None
) -> Base:
    began = _clock(database)
    name = f"{began:%Y%m%dT%H%M%S}Z"
    data = folder.bases / name / "data"
    _forget_unfinished(folder)
    data.parent.mkdir(mode=0o700)
    own(data.parent, service_user())
    try:
        _run_basebackup(places, data, folder.data_of(last) / "backup_manifest" if last else None)
        first = _first_segment(data / "backup_label")
    except BaseException:
        shutil.rmtree(data.parent, ignore_errors=True)
        raise
    parent = last.name if last else ""
    base = Base(name, parent, began, _clock(database), _timeline(database), first)
    folder.keep(base)
    return base


def _first_segment(label: Path) -> int:
    """Where recovery begins. Raises StartRefusedError."""
    matched = _BEGINS.search(label.read_text())
    if not matched:
        raise StartRefusedError(f"{label} cannot be read; this backup is broken.")
    return number_of(matched)


def _run_basebackup(places: Places, data: Path, manifest: Path | None) -> None:
    """PostgreSQL's own program, as its own user; it waits until the log that belongs to the backup is archived."""
    user = service_user()
    tree = binaries.reachable_by(user)
    command = [
        str(tree / "bin" / "pg_basebackup"), "-D", str(data), "-h", str(places.socket_directory), "-U", "postgres",
        "--checkpoint=fast", "--wal-method=none", "--manifest-checksums=SHA256", "--no-password",
        *([f"--incremental={manifest}"] if manifest else []),
    ]  # fmt: skip
    environment = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C",
        "PGPASSWORD": read_secrets(places.secrets).superuser_password,
    }
    done = subprocess.run(
        command, env=environment, cwd="/", check=False, capture_output=True, stdin=subprocess.DEVNULL, **user.identity
    )
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason was given"]
        full = " The disk is full." if any("No space left" in line for line in said) else ""
        raise StartRefusedError(f"The backup could not be taken: {said[-1]}.{full}")


def _forget_unfinished(folder: BackupFolder) -> None:
    """What a killed backup left: nothing says that it is whole."""
    whole = {base.name for base in folder.list_bases()}
    for left in folder.bases.iterdir():
        if left.name not in whole:
            shutil.rmtree(left, ignore_errors=True)


def _refuse_without_log(database: "psycopg.Connection[tuple[str, int]]") -> None:
    """A database that was started before there was a folder keeps no log: pg_basebackup would wait for it for ever."""
    if _one(database, "SHOW archive_mode") == "off":
        raise StartRefusedError(
            "The database runs without keeping its log, so a backup would lack what happens while it is taken. "
            "Stop the product and start it again with MOTCUA_BACKUP_DIR set."
        )


def _to_add_to(folder: BackupFolder, timeline: int) -> Base | None:
    """The newest base backup, if an incremental one may add to it."""
    bases = folder.list_bases()
    if not bases or bases[-1].timeline != timeline:
        return None
    age = datetime.now(UTC) - folder.chain_of(bases[-1])[0].ended
    return bases[-1] if age < FULL_EVERY else None


def connected(places: Places) -> "psycopg.Connection[tuple[str, int]]":
    """As the superuser. Raises psycopg.OperationalError when nothing answers."""
    password = read_secrets(places.secrets).superuser_password
    return psycopg.connect(
        user="postgres", password=password, host=str(places.socket_directory), dbname="postgres", autocommit=True
    )


def _timeline(database: "psycopg.Connection[tuple[str, int]]") -> int:
    return int(_one(database, "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)"), 16)


def _clock(database: "psycopg.Connection[tuple[str, int]]") -> datetime:
    return datetime.fromtimestamp(float(_one(database, "SELECT extract(epoch FROM clock_timestamp())")), UTC)


def _one(database: "psycopg.Connection[tuple[str, int]]", query: str) -> str:
    row = database.execute(query.encode()).fetchone()
    assert row is not None  # noqa: S101 - these always answer
    return str(row[0])


def size_of(folder: Path) -> int:
    """Bytes of everything below `folder`."""
    return sum(Path(at, name).stat().st_size for at, _folders, names in os.walk(folder) for name in names)
