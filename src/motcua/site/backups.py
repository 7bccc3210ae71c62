"""`motcua backup` and `motcua restore`: everything of an installation, and back again as it was at a moment."""

import argparse
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg

from motcua.platform.backup import api as backups
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import places_of
from motcua.site import preparation
from motcua.site.environment import environment


def say(line: str) -> None:
    print(line, flush=True)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "back up everything now, while the product runs or not"
    taken = commands.add_parser("backup", help=text, description=text)
    taken.set_defaults(command=backup)
    taken.add_argument("--full", action="store_true", help="all of it, not only what changed since the last one")
    taken.add_argument("--check", action="store_true", help="take none; check those that are there, file by file")
    text = "make an installation again from its backup, into an empty MOTCUA_HOME"
    restored = commands.add_parser("restore", help=text, description=text)
    restored.set_defaults(command=restore)
    restored.add_argument("folder", type=Path, help="the backup folder, the MOTCUA_BACKUP_DIR of then")
    restored.add_argument(
        "--at", metavar="MOMENT", help='"2026-11-27 08:30" as clocks show it here; default: the latest'
    )


def backup(given: argparse.Namespace) -> int:
    folder = _folder()
    if given.check:
        say(f"{backups.verify_whole(folder)} backups are whole, and so is the log after each of them.")
        return 0
    places = places_of(environment().home)
    with preparation.database(say):
        try:
            taken = backups.take(places, folder, say, full=given.full)
        except psycopg.OperationalError as error:
            raise StartRefusedError(f"The database does not answer: {error}") from None
        for name in backups.prune(places, folder, environment().backup_days, datetime.now(UTC)):
            say(f"Deleted backup {name}: {environment().backup_days} days can be gone back without it.")
    seconds, size = (taken.ended - taken.began).total_seconds(), backups.size_of(folder.bases / taken.name)
    kind = f"adds to {taken.parent}" if taken.parent else "full"
    say(f"Backup {taken.name} is whole ({kind}, {size / 2**20:.0f} MB, {seconds:.1f} s).")
    return 0


def _folder() -> backups.BackupFolder:
    given = environment()
    if given.database_url:
        raise StartRefusedError(
            "The database is on a server of your own: back it up with its tools (pgBackRest), and MOTCUA_HOME beside it."
        )
    if given.backup_dir is None:
        raise StartRefusedError(
            "Set MOTCUA_BACKUP_DIR to a folder, best on a disk of its own, and start the product again."
        )
    folder = backups.BackupFolder(given.backup_dir)
    folder.claim(given.home)
    return folder


def restore(given: argparse.Namespace) -> int:
    folder, home = backups.BackupFolder(given.folder.resolve()), environment().home
    if environment().backup_dir and environment().backup_dir == folder.root:
        raise StartRefusedError(
            f"MOTCUA_BACKUP_DIR is {folder.root} itself. What is restored from there would write into it too: leave the "
            "setting out now, and choose a new folder afterwards."
        )
    backups.restore(folder, places_of(home), _moment(given.at), say)
    with preparation.database(say, take_over=True):
        preparation.migrate(say)
        for line in _settled():
            say(line)
    say(f"Restored into {home}. Look at what is said above, then: motcua serve")
    return 0


def _moment(said: str | None) -> datetime | None:
    if said is None:
        return None
    try:
        moment = datetime.fromisoformat(said)
    except ValueError:
        raise StartRefusedError(f'--at {said} is no moment; write it like "2026-11-27 08:30".') from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(environment().time_zone))


def _settled() -> Iterator[str]:
    """Followers hear what happens from now on; and how whole the installation is."""
    from motcua.dossiers import api as dossiers
    from motcua.kernel.actors import SYSTEM
    from motcua.platform.files.models import File
    from motcua.site.doctor_log import log_said

    dossiers.leap_feed(actor=SYSTEM)
    files = environment().home / "files"
    paths = list(File.objects.values_list("path", flat=True))
    lost = [path for path in paths if not (files / path).is_file()]
    yield f"{len(paths) - len(lost)} of {len(paths)} uploaded files are there."
    if lost:
        yield f"MISSING, uploaded within the last minute of the backup: {', '.join(lost[:20])}"
    preparation.compile_messages()
    _well, said = log_said(serving=False)
    yield f"The ledger's log: {said}"
