"""Uploads that led nowhere are forgotten, and so are bytes that a crash left without a row."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import PurePath
from uuid import UUID

from django.core.files.storage import default_storage

from motcua.kernel import clock
from motcua.platform.files import scanning
from motcua.platform.files.models import File
from motcua.platform.files.quarantine import look_through
from motcua.platform.files.storing import forget_files

KEPT = timedelta(days=7)
SWEEP = 500
OLD_ENOUGH = timedelta(days=1)  # no transaction that keeps a file is open that long
BATCH = 1_000
AT_ONCE = 100  # so that the worker stops when it is asked to


def forget_unclaimed() -> int:
    """Forget files that somebody sent a week ago and put into nothing, at most 500 a run; how many. Files of drafts
    have no owner here: their draft decides."""
    over = File.objects.filter(owner_id__isnull=False, claimed=False, created_at__lt=clock.now() - KEPT)
    ids = list(over.order_by("id").values_list("id", flat=True)[:SWEEP])
    forget_files(ids)
    return len(ids)


def forget_strays() -> int:
    """Delete bytes of which no row tells: the process was killed, or the transaction failed, after they were written.
    How many."""
    gone = 0
    for paths in _batches():
        known = set(File.objects.filter(path__in=paths, id__in=list(map(_id_in, paths))).values_list("path", flat=True))
        for path in set(paths) - known:
            if default_storage.get_modified_time(path) < clock.now() - OLD_ENOUGH:
                default_storage.delete(path)
                gone += 1
    return gone


def scan_waiting() -> int:
    """Have the scanner look through files that came while it was away, or before there was one; how many it looked at."""
    if not scanning.is_scanning():
        return 0
    looked_at = 0
    for row in File.objects.filter(clean_at=None, quarantined_at=None).order_by("-id")[:AT_ONCE]:
        try:
            look_through(row)
        except scanning.ScannerAwayError:
            if scanning.is_there():  # this one is too large for it, or too much: the others are not
                continue
            break
        except FileNotFoundError:  # deleted meanwhile
            continue
        looked_at += 1
    return looked_at


def _batches() -> Iterator[list[str]]:
    """Paths of everything that `storing` wrote; what else lies in the storage is not ours to judge."""
    folders = default_storage.listdir("")[0] if default_storage.exists("") else []
    for folder in folders:
        ours = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if _id_in(name)]
        yield from (ours[start : start + BATCH] for start in range(0, len(ours), BATCH))


def _id_in(path: str) -> UUID | None:
    try:
        return UUID(PurePath(path).stem)
    except ValueError:
        return None


ALONGSIDE = {scan_waiting: 60.0}  # a scanner that takes its time holds up no event
PERIODIC = {forget_unclaimed: 3600.0, forget_strays: 6 * 3600.0}
