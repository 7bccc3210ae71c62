"""Keeping and giving back bytes."""

import hashlib
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.core.files.storage import Storage, storages

from motcua.kernel.ids import new_id
from motcua.kernel.texts import clean
from motcua.platform.files.contracts import StoredFile
from motcua.platform.files.errors import FileBrokenError, FileEmptyError, FileTooLargeError
from motcua.platform.files.inspection import CONTENT_TYPES, kind_of
from motcua.platform.files.models import File

ALL_KINDS = frozenset(CONTENT_TYPES)


def store_file(stream: BinaryIO, name: str, accepted: frozenset[str] = ALL_KINDS) -> StoredFile:
    """Check `stream` (seekable) and keep it.

    Raises FileTooLargeError, FileEmptyError, FileKindError, FileBrokenError, FileLockedError, FileActiveError.
    """
    size = stream.seek(0, 2)
    if size > settings.MOTCUA_PAPER_BYTES:
        raise FileTooLargeError(limit=settings.MOTCUA_PAPER_BYTES, size=size)
    if size == 0:
        raise FileEmptyError
    kind = kind_of(stream, accepted)
    return _keep(stream, _tidy_name(name, kind), kind, size)


def store_made(content: bytes, name: str) -> StoredFile:
    """Keep a PDF that the system itself made."""
    return _keep(BytesIO(content), name, "pdf", len(content))


def open_file(file_id: UUID) -> BinaryIO:
    """The bytes. The caller has already decided that the reader may have them."""
    return _storage().open(File.objects.get(id=file_id).path)  # type: ignore[return-value]


def get_file(file_id: UUID) -> StoredFile:
    return _view(File.objects.get(id=file_id))


def forget_files(file_ids: list[UUID]) -> None:
    """Delete rows and bytes: for drafts that were thrown away."""
    for row in File.objects.filter(id__in=file_ids):
        _storage().delete(row.path)
        row.delete()


def _keep(stream: BinaryIO, name: str, kind: str, size: int) -> StoredFile:
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()
    stream.seek(0)
    file_id = new_id()
    path = _storage().save(f"{str(file_id)[-2:]}/{file_id}.{kind}", DjangoFile(stream))
    row = File.objects.create(
        id=file_id, name=name, kind=kind, content_type=CONTENT_TYPES[kind], size=size, sha256=digest, path=path
    )
    return _view(row)


def _view(row: File) -> StoredFile:
    return StoredFile(row.id, row.name, row.kind, row.content_type, row.size, row.sha256)


def _tidy_name(name: str, kind: str) -> str:
    stem = PurePath(clean(name[-150:].replace("\\", "/")) or "giay-to").stem[:120] or "giay-to"
    if "/" in stem:
        raise FileBrokenError
    return f"{stem}.{kind}"


def _storage() -> Storage:
    return storages["papers"]
