"""No upload is given to anybody before the scanner has found it clean; what it finds otherwise is kept apart and rings."""

from collections.abc import Collection
from typing import BinaryIO, cast
from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.core.files.base import File as DjangoFile
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from motcua.platform.files import scanning
from motcua.platform.files.digest import digest_of
from motcua.platform.files.errors import FileBeingCheckedError, FileInfectedError, FileQuarantinedError
from motcua.platform.files.models import File

FOLDER = "quarantine"
HELD = ".held"  # so that no sweep takes them for an upload, and no program for what they are
MOST_HELD = 200  # beyond them only the log tells
log = structlog.get_logger(__name__)


def looked_through(stream: BinaryIO) -> bool:
    """Whether the scanner found a new upload clean; False where none is named, or it is away: then it waits.

    Raises FileInfectedError; the bytes are kept in quarantine, whatever becomes of the caller's transaction.
    """
    if not scanning.is_scanning():
        return False
    try:
        finding = scanning.finding_in(stream)
    except scanning.ScannerAwayError:
        return False
    if finding:
        _set_apart(stream, finding)
        raise FileInfectedError
    return True


def require_clean(row: File) -> None:
    """Before bytes are given away. A file that came while the scanner was away, or before there was one, is looked through
    now. Raises FileBeingCheckedError, FileQuarantinedError."""
    if row.quarantined_at is not None:
        raise FileQuarantinedError
    if row.clean_at is not None or not scanning.is_scanning():
        return
    try:
        finding = _finding_in(row)
    except scanning.ScannerAwayError as error:
        raise FileBeingCheckedError(retryable=True) from error
    if finding:
        raise FileQuarantinedError


def look_through(row: File) -> None:
    """Scan one that waits, and write down what was found. Raises ScannerAwayError."""
    if _finding_in(row):
        File.objects.filter(id=row.id).update(quarantined_at=Now())


def unserved(file_ids: Collection[UUID]) -> dict[UUID, str]:
    """Those of these files that are not given away: "checking" until the scanner has looked, "infected" for good."""
    if not scanning.is_scanning():
        return {}
    rows = File.objects.filter(id__in=file_ids, clean_at=None).values_list("id", "quarantined_at")
    return {file_id: "infected" if since else "checking" for file_id, since in rows}


def held() -> int:
    """How many findings lie in quarantine."""
    if not default_storage.exists(FOLDER):
        return 0
    return sum(name.endswith(HELD) for name in default_storage.listdir(FOLDER)[1])


def waiting() -> int:
    """How many files the scanner has not looked at yet."""
    return File.objects.filter(clean_at=None, quarantined_at=None).count()


def _finding_in(row: File) -> str:
    with default_storage.open(row.path) as opened:
        stream = cast(BinaryIO, opened)
        finding = scanning.finding_in(stream)
        if finding:
            _set_apart(stream, finding)
        else:
            File.objects.filter(id=row.id).update(clean_at=Now())
    return finding


def _set_apart(stream: BinaryIO, finding: str) -> None:
    """Outside the database: the transaction that asked is rolled back, and the finding stays."""
    digest = digest_of(stream)
    stream.seek(0)
    name = f"{FOLDER}/{digest}"
    if not default_storage.exists(f"{name}{HELD}") and held() < MOST_HELD:  # the same again, and a flood, fill no disk
        default_storage.save(f"{name}{HELD}", DjangoFile(stream))
        default_storage.save(f"{name}.finding", ContentFile(finding.encode()))
    log.error("file_infected", sha256=digest, finding=finding)
