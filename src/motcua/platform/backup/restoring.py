"""Making an installation again from its backup, as it was at a moment."""

import os
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from motcua.platform.backup.archiving import restore_command
from motcua.platform.backup.folder import BackupFolder, Base
from motcua.platform.backup.mirroring import mirror_home
from motcua.platform.backup.taking import connected
from motcua.platform.database import binaries
from motcua.platform.database.cluster import Cluster, explanation, own, run
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import Places
from motcua.platform.database.service_user import service_user

Say = Callable[[str], None]
REPLAY_SECONDS = 24 * 3600
_AUTO = "postgresql.auto.conf"
_BEYOND = "recovery ended before configured recovery target was reached"


def restore(folder: BackupFolder, places: Places, at: datetime | None, say: Say) -> None:
    """Make the installation of `folder` again in `places`, which must be empty, as it was at `at` (None: as late as the
    backup reaches). Leaves the database running, without handing its log to any backup.

    Raises StartRefusedError: the place is not empty, no backup is that old, a backup or a part of the log is broken or
    missing. Then nothing is left behind.
    """
    _refuse_what_is_there(places)
    chain = folder.chain_of(_newest_before(folder, at))
    _refuse_gaps(folder, chain[-1], at)
    for base in chain:
        say(f"Checking backup {base.name} ...")
        _verify(folder.data_of(base))
    try:
        _bring_back(folder, places, chain, at, say)
    except BaseException:
        Cluster(places).stop()
        shutil.rmtree(places.base, ignore_errors=True)
        for left in places.home.iterdir() if places.home.exists() else ():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        raise


def _bring_back(folder: BackupFolder, places: Places, chain: list[Base], at: datetime | None, say: Say) -> None:
    places.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    say("Copying secrets, uploads and the ledger's tiles ...")
    mirror_home(folder.home, places.home)
    say("Putting the database together ...")
    _combine(folder, places, chain)
    say(f"Replaying what happened after {chain[-1].ended:%Y-%m-%d %H:%M:%S} UTC ...")
    try:
        _replay(folder, places, at)
    except StartRefusedError as refusal:
        if at is None or _BEYOND not in str(refusal):
            raise
        _replay(folder, places, None)  # the log has no gap, so nothing was done after that moment
    _forget_recovery(places)


def _refuse_what_is_there(places: Places) -> None:
    found = sorted(places.home.iterdir()) if places.home.exists() else []
    for path in (places.data, *found):
        if path.exists():
            raise StartRefusedError(
                f"{path} is there already; nothing is restored over an installation. Choose an empty MOTCUA_HOME."
            )


def _newest_before(folder: BackupFolder, at: datetime | None) -> Base:
    bases = folder.list_bases()
    if not bases:
        raise StartRefusedError(f"There is no finished backup in {folder.bases}.")
    usable = [base for base in bases if at is None or base.ended <= at]
    if not usable:
        raise StartRefusedError(
            f"The oldest backup was finished at {bases[0].ended:%Y-%m-%d %H:%M:%S} UTC; nothing older can be restored."
        )
    return usable[-1]


def _refuse_gaps(folder: BackupFolder, base: Base, at: datetime | None) -> None:
    """Raises StartRefusedError when a segment is missing between the backup and the moment: the rest would be lost unseen."""
    segments = folder.segments()
    last = max(segments, default=-1)
    missing = next((number for number in range(base.first, last) if number not in segments), None)
    if last < base.first or missing == base.first:
        raise StartRefusedError(f"The log of the backup {base.name} is not in {folder.wal}.")
    if missing is not None:
        until = datetime.fromtimestamp(segments[missing - 1].stat().st_mtime, UTC)
        if at is None or at > until:
            raise StartRefusedError(
                f"A part of the log is missing in {folder.wal} after {segments[missing - 1].name}. "
                f"Restoring is possible until about {until:%Y-%m-%d %H:%M:%S} UTC: say so with --at."
            )


def _verify(data: Path) -> None:
    """Every file against the manifest's SHA-256."""
    user = service_user()
    program = binaries.reachable_by(user) / "bin" / "pg_verifybackup"
    run([str(program), "--no-parse-wal", "--quiet", str(data)], user, f"The backup {data.parent.name} is broken")


def _combine(folder: BackupFolder, places: Places, chain: list[Base]) -> None:
    user = service_user()
    places.base.mkdir(parents=True, exist_ok=True, mode=0o700)
    own(places.base, user)
    program = binaries.reachable_by(user) / "bin" / "pg_combinebackup"
    parts = [str(folder.data_of(base)) for base in chain]
    run([str(program), "-o", str(places.data), *parts], user, "The database cannot be put together")
    if places.pointer.parent != places.base.parent:
        places.pointer.write_text(f"{places.data}\n")


def _replay(folder: BackupFolder, places: Places, at: datetime | None) -> None:
    """Start the server, which replays the log and opens when it has come to the moment."""
    lines = [f"restore_command = '{restore_command(folder)}'", "hot_standby = off"]
    if at is not None:
        lines += [f"recovery_target_time = '{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}+00'"]
        lines += ["recovery_target_action = 'promote'"]
    _write(places.data / _AUTO, "".join(f"{line}\n" for line in lines))
    _write(places.data / "recovery.signal", "")
    cluster = Cluster(places, start_seconds=REPLAY_SECONDS)
    cluster.start()
    while not _open(cluster):
        time.sleep(0.1)


def _open(cluster: Cluster) -> bool:
    """Whether the server has come to the end of its recovery. Raises StartRefusedError when it gave up."""
    try:
        connected(cluster.places).close()
    except psycopg.OperationalError:
        if cluster.running():
            return False
        raise StartRefusedError(explanation(cluster.last_words(), cluster.places)) from None
    return True


def _forget_recovery(places: Places) -> None:
    _write(places.data / _AUTO, "")
    user = service_user()
    run(
        [str(binaries.reachable_by(user) / "bin" / "pg_ctl"), "-D", str(places.data), "reload"],
        user,
        "Reloading failed",
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o600)
    user = service_user()
    if not user.is_self:
        os.chown(path, user.uid, user.gid)


def verify_whole(folder: BackupFolder) -> int:
    """Check every base backup against its manifest and the log for gaps; how many backups. Raises StartRefusedError."""
    bases = folder.list_bases()
    for base in bases:
        folder.chain_of(base)
        _verify(folder.data_of(base))
        _refuse_gaps(folder, base, None)
    return len(bases)
