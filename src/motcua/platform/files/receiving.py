"""A file that a program sends: kept once for its key, until a dossier takes it."""

from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError

from motcua.platform.files.contracts import StoredFile
from motcua.platform.files.errors import FileKeyReusedError, TooManyWaitingError
from motcua.platform.files.models import File
from motcua.platform.files.storing import store_file, to_view

MOST_WAITING = 200  # of one person; each is at most 20 MB, and a sweep forgets what no dossier took


def receive_file(*, stream: BinaryIO, name: str, owner_id: UUID, key: str, sha256: str) -> tuple[StoredFile, bool]:
    """Keep what `owner_id` sent under `key`; True beside it when it had come before and nothing was written now.

    `sha256` is that of `stream`. Raises FileKeyReusedError when the key came with other bytes, TooManyWaitingError,
    and what `store_file` raises.
    """
    earlier = _earlier(owner_id, key, sha256)
    if earlier:
        return earlier, True
    if File.objects.filter(owner_id=owner_id, claimed=False).count() >= MOST_WAITING:
        raise TooManyWaitingError(limit=MOST_WAITING)
    try:
        return store_file(stream, name, owner_id=owner_id, key=key), False
    except IntegrityError:  # the same request, sent twice at once: the other one was first
        earlier = _earlier(owner_id, key, sha256)
        if earlier is None:
            raise
        return earlier, True


def _earlier(owner_id: UUID, key: str, sha256: str) -> StoredFile | None:
    row = File.objects.filter(owner_id=owner_id, key=key).first()
    if row is None:
        return None
    if row.sha256 != sha256:
        raise FileKeyReusedError
    return to_view(row)
