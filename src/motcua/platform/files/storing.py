"""Keeping and giving back bytes."""

from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO, cast
from uuid import UUID

from django.conf import settings
from django.core.files.base import File as DjangoFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction

from motcua.kernel import clock
from motcua.kernel.ids import new_id
from motcua.kernel.texts import clean
from motcua.platform.files.contracts import StoredFile
from motcua.platform.files.digest import digest_of
from motcua.platform.files.errors import FileBrokenError, FileEmptyError, FileTooLargeError
from motcua.platform.files.inspection import CONTENT_TYPES, kind_of
from motcua.platform.files.models import File
from motcua.platform.files.quarantine import looked_through, require_clean

ALL_KINDS = frozenset(CONTENT_TYPES)


def store_file(
    stream: BinaryIO,
    name: str,
    accepted: frozenset[str] = ALL_KINDS,
    *,
    owner_id: UUID | None = None,
    key: str | None = None,
    is_clean: bool | None = None,
) -> StoredFile:
    """Check `stream` (seekable) and keep it for `owner_id`, who uploads it under `key`, if any. `is_clean`: what
    `looked_through` said of it; who has a transaction open asks before it begins, since a scanner takes its time.

    Raises IntegrityError when that key is taken, and FileTooLargeError, FileEmptyError, FileKindError,
    FileBrokenError, FileLockedError, FileActiveError, FileInfectedError.
    """
    size = stream.seek(0, 2)
    if size > settings.UPLOAD_LIMIT_BYTES:
        raise FileTooLargeError(limit=settings.UPLOAD_LIMIT_BYTES, size=size)
    if size == 0:
        raise FileEmptyError
    kind = kind_of(stream, accepted)
    tidy = _tidy_name(name, kind)
    vouched = looked_through(stream) if is_clean is None else is_clean
    return _keep(stream, tidy, kind, size, owner_id=owner_id, key=key, clean_at=clock.now() if vouched else None)


def store_made(content: bytes, name: str) -> StoredFile:
    """Keep a PDF that the system itself made."""
    return _keep(BytesIO(content), name, "pdf", len(content), clean_at=clock.now())


def open_file(file_id: UUID) -> BinaryIO:
    """The bytes. The caller has already decided that the reader may have them.

    Raises FileBeingCheckedError while the scanner has not looked at them, FileQuarantinedError.
    """
    row = File.objects.get(id=file_id)
    require_clean(row)
    return cast(BinaryIO, default_storage.open(row.path))


def get_file(file_id: UUID) -> StoredFile:
    return to_view(File.objects.get(id=file_id))


def forget_files(file_ids: list[UUID]) -> None:
    """Delete rows, and once that is committed their bytes, which can't be rolled back; what a dossier has claimed
    meanwhile stays. Bytes that a crash leaves behind go with the next sweep of strays.
    """
    with transaction.atomic():
        rows = list(File.objects.select_for_update().filter(id__in=file_ids, claimed=False).order_by("id"))
        File.objects.filter(id__in=[row.id for row in rows]).delete()
        transaction.on_commit(lambda: _delete_bytes([row.path for row in rows]))


def destroy_files(file_ids: list[UUID]) -> list[str]:
    """Delete files of a dossier whose time is over: rows, and once that is committed their bytes. Returns their SHA-256.

    The caller has a destruction list that two people agreed to, and names files that nothing else holds.
    """
    with transaction.atomic():
        rows = list(File.objects.select_for_update().filter(id__in=file_ids).order_by("id"))
        File.objects.filter(id__in=[row.id for row in rows]).delete()
        transaction.on_commit(lambda: _delete_bytes([row.path for row in rows]))
    return [row.sha256 for row in rows]


def _delete_bytes(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)


def claim_files(file_ids: list[UUID], owner_id: UUID | None = None) -> list[StoredFile]:
    """Those of `file_ids` that nobody has claimed yet, and that `owner_id` uploaded if one is named; claimed now."""
    rows = File.objects.select_for_update().filter(id__in=file_ids, claimed=False).order_by("id")
    mine = list(rows.filter(owner_id=owner_id) if owner_id else rows)
    File.objects.filter(id__in=[row.id for row in mine]).update(claimed=True)
    return [to_view(row) for row in mine]


def copy_file(file_id: UUID) -> StoredFile:
    """The same bytes again under an id of their own, claimed: for a paper that belongs to two dossiers."""
    row = File.objects.get(id=file_id)
    with default_storage.open(row.path) as stream:
        copy = _keep(cast(BinaryIO, stream), row.name, row.kind, row.size, owner_id=row.owner_id, clean_at=row.clean_at)
    File.objects.filter(id=copy.id).update(claimed=True, quarantined_at=row.quarantined_at)
    return copy


def _keep(
    stream: BinaryIO,
    name: str,
    kind: str,
    size: int,
    *,
    owner_id: UUID | None = None,
    key: str | None = None,
    clean_at: datetime | None = None,
) -> StoredFile:
    stream.seek(0)
    digest = digest_of(stream)
    stream.seek(0)
    file_id = new_id()
    path = default_storage.save(f"{str(file_id)[-2:]}/{file_id}.{kind}", DjangoFile(stream))
    row = File(
        id=file_id,
        name=name,
        kind=kind,
        content_type=CONTENT_TYPES[kind],
        size=size,
        sha256=digest,
        path=path,
        owner_id=owner_id,
        key=key,
        clean_at=clean_at,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except DatabaseError:
        default_storage.delete(path)
        raise
    return to_view(row)


def to_view(row: File) -> StoredFile:
    return StoredFile(row.id, row.name, row.kind, row.content_type, row.size, row.sha256)


def _tidy_name(name: str, kind: str) -> str:
    stem = PurePath(clean(name[-150:].replace("\\", "/")) or "giay-to").stem[:120] or "giay-to"
    if "/" in stem:
        raise FileBrokenError
    return f"{stem}.{kind}"
