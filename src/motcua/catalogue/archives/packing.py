"""The archive as bytes: a ZIP that is written in one way only, so that a single other byte is noticed.

Everything is stored, nothing compressed: what is small on disk is small in memory. Reading checks that the same content
would be written as the very bytes that were read; names, sizes and hashes come from the signed manifest.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from motcua.catalogue.contracts import PackageFiles
from motcua.catalogue.errors import ArchiveRefusedError
from motcua.catalogue.packages.source import LARGEST

FORMAT = 1
MOST_BYTES = 64 * 2**20
MOST_ENTRIES = 20_000
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,59}")
_FILE = re.compile(r"(?:[a-z]+\.yaml|README\.md|(?:scenarios|documents)/[^/\\\x00-\x1f]{1,120})")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # an archive says nothing about when it was made


@dataclass(frozen=True, slots=True)
class Packed:
    """One procedure in an archive. `before`: hashes of the versions that were published before this one, where it was
    made: an installation that holds one of them has changed nothing of its own."""

    code: str
    folder: str
    version_hash: str
    before: tuple[str, ...]
    files: PackageFiles


@dataclass(frozen=True, slots=True)
class Archive:
    """What was read, not yet trusted. `manifest` are the signed bytes, `signature` and `key` what came with them."""

    key: str
    signature: str
    manifest: bytes
    packages: tuple[Packed, ...]


def manifest_of(key: str, packages: tuple[Packed, ...]) -> bytes:
    """What is signed: the key it is signed with, and every file of every package by its hash."""
    document = {
        "format": FORMAT,
        "key": key,
        "packages": [
            {
                "code": packed.code,
                "folder": packed.folder,
                "version": packed.version_hash,
                "before": list(packed.before),
                "files": {name: hashlib.sha256(data).hexdigest() for name, data in packed.files.items()},
            }
            for packed in sorted(packages, key=lambda packed: packed.code)
        ],
    }
    return _json(document)


def pack(archive: Archive) -> bytes:
    """The archive's bytes; the same content gives the same bytes on every machine."""
    signature = _json({"key": archive.key, "signature": archive.signature})
    entries = {MANIFEST: archive.manifest, SIGNATURE: signature}
    for packed in archive.packages:
        entries |= {f"packages/{packed.code}/{name}": data for name, data in packed.files.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=False) as written:
        for name in (MANIFEST, SIGNATURE, *sorted(set(entries) - {MANIFEST, SIGNATURE})):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            written.writestr(entry, entries[name])
    return stream.getvalue()


def unpack(data: bytes) -> Archive:
    """Read an archive. Raises ArchiveRefusedError for anything that `pack` would not have written."""
    entries = _entries(data)
    manifest, signature = entries.pop(MANIFEST, b""), entries.pop(SIGNATURE, b"")
    try:
        told, signed = json.loads(manifest), json.loads(signature)
        packages = tuple(_packed(one, entries) for one in told["packages"])
        archive = Archive(str(told["key"]), str(signed["signature"]), manifest, packages)
        sound = told["format"] == FORMAT and signed["key"] == told["key"]
        sound = sound and manifest_of(archive.key, packages) == manifest and pack(archive) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArchiveRefusedError(f"The manifest can't be read: {error!r}.") from None
    if not sound:
        raise ArchiveRefusedError("The archive holds something besides its packages, or was changed.")
    return archive


def _entries(data: bytes) -> dict[str, bytes]:
    if len(data) > MOST_BYTES:
        raise ArchiveRefusedError(f"The archive has more than {MOST_BYTES} bytes.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            listed = opened.infolist()
            if len(listed) > MOST_ENTRIES or len({entry.filename for entry in listed}) != len(listed):
                raise ArchiveRefusedError("The archive holds too many files, or one twice.")
            for entry in listed:
                manifest = entry.filename in {MANIFEST, SIGNATURE}
                if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
                    raise ArchiveRefusedError(
                        f"{entry.filename!r} is compressed; an archive stores its files as they are."
                    )
                if entry.file_size > (MOST_BYTES if manifest else LARGEST):
                    raise ArchiveRefusedError(f"{entry.filename!r} is too large for a file of a package.")
            return {entry.filename: opened.read(entry) for entry in listed}
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        ValueError,
        NotImplementedError,
        OSError,
        EOFError,
        RuntimeError,
    ) as error:
        raise ArchiveRefusedError(f"This is no archive: {error}.") from None


def _packed(told: Mapping[str, Any], entries: Mapping[str, bytes]) -> Packed:
    code = str(told["code"])
    if not _CODE.fullmatch(code):
        raise ArchiveRefusedError(f"{code!r} is no code of a procedure.")
    files = {}
    for name in told["files"]:
        if not _FILE.fullmatch(name) or name.endswith(("/.", "/..")):
            raise ArchiveRefusedError(f"{name!r} is no file of a package.")
        files[name] = entries[f"packages/{code}/{name}"]
    return Packed(code, str(told["folder"]), str(told["version"]), tuple(map(str, told["before"])), files)


def _json(document: Any) -> bytes:
    return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
