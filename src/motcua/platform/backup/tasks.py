"""While the product runs: what lies beside the database follows once a minute, and a backup is taken when it is time."""

import time
from datetime import UTC, datetime, timedelta

import structlog
from django.conf import settings

from motcua.platform.backup.folder import BackupFolder
from motcua.platform.backup.taking import follow, prune, take
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import Places, places_of

log = structlog.get_logger("motcua.backup")
_followed: dict[BackupFolder, float] = {}


def keep_backup() -> None:
    """Copy new files; take a backup and let old ones go when the newest is too old. Does nothing where nothing is backed up."""
    if settings.BACKUP_DIR is None:
        return
    folder, places = BackupFolder(settings.BACKUP_DIR), places_of(settings.ENVIRONMENT.home)
    began = time.time()
    follow(places, folder, _followed.get(folder))
    _followed[folder] = began
    if settings.MOTCUA_BACKUP_HOURS and _is_time(folder):
        _take(places, folder)


def _is_time(folder: BackupFolder) -> bool:
    bases = folder.list_bases()
    return not bases or datetime.now(UTC) - bases[-1].ended > timedelta(hours=settings.MOTCUA_BACKUP_HOURS)


def _take(places: Places, folder: BackupFolder) -> None:
    try:
        taken = take(places, folder, lambda _line: None)
        gone = prune(places, folder, settings.MOTCUA_BACKUP_DAYS, datetime.now(UTC))
        log.info("backup_taken", name=taken.name, let_go=gone)
    except StartRefusedError as refusal:  # doctor says so too
        log.warning("backup_failed", why=str(refusal))


ALONGSIDE = {keep_backup: 60.0}
