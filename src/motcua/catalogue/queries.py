"""Reads: versions by hash and by day, lists of procedures."""

import json
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import Any

import msgspec
from django.utils.timezone import get_default_timezone

from motcua.catalogue.contracts import ProcedureSummary, ProcedureVersion, SourceView
from motcua.catalogue.domain.reckoning import as_filed
from motcua.catalogue.domain.versions import version_of
from motcua.catalogue.errors import ProcedureNotFoundError, SourceNotFoundError, VersionNotFoundError
from motcua.catalogue.models import PackageFile, PackageSource
from motcua.kernel import clock
from motcua.kernel.languages import LocalText
from motcua.kernel.texts import sort_key
from motcua.platform.database.transactions import prepared
from motcua.platform.remembering import remembered

IN_FORCE_SECONDS = 2.0  # how late another process may notice that a package was published
CACHED_VERSIONS = 512  # about 20 MB at most: a version is immutable, so what is kept stays right

# Of the versions in force: the better origin, then the one that began last, then the one that was published last,
# which is the procedure's current one when an earlier content was published again.
_IN_FORCE = """
SELECT v.hash FROM catalogue_procedureversion v JOIN catalogue_procedure p USING (code)
WHERE v.code = %s AND v.effective_from <= %s AND (v.effective_to IS NULL OR v.effective_to >= %s)
ORDER BY array_position(ARRAY['package', 'national', 'first', 'listed'], v.origin::text), v.effective_from DESC,
    v.hash = p.current_hash DESC, v.published_at DESC, v.hash
LIMIT 1
"""
_HASHES = """
SELECT hash FROM catalogue_procedureversion WHERE code = %s AND origin = 'package' ORDER BY published_at DESC, hash
"""
_FORMS = """
SELECT (content->'form')::text FROM catalogue_procedureversion WHERE code = %s AND origin = 'package'
ORDER BY published_at DESC
"""
_CONTENT = "SELECT content::text, published_at FROM catalogue_procedureversion WHERE hash = %s"
_NEWEST = """
SELECT v.hash FROM catalogue_procedureversion v LEFT JOIN catalogue_procedure p USING (code) WHERE v.code = %s
ORDER BY array_position(ARRAY['package', 'national', 'listed'], v.origin::text), v.effective_from DESC,
    v.hash = p.current_hash DESC, v.published_at DESC, v.hash
LIMIT 1
"""
_PACKAGES = "SELECT summary::text FROM catalogue_searchdocument WHERE origin = 'package' ORDER BY code"


_decode = msgspec.json.Decoder(ProcedureSummary).decode


def get_procedure(code: str, on: date | None = None) -> ProcedureVersion:
    """The version in force on `on` (default: today, at the place of the installation). Raises ProcedureNotFoundError."""
    day = on or clock.now().astimezone(get_default_timezone()).date()
    found = remembered(("in_force", code, day), lambda: _hash_in_force(code, day), IN_FORCE_SECONDS)
    if found is None:
        raise ProcedureNotFoundError(code=code)
    return get_version(found)


def _hash_in_force(code: str, day: date) -> str | None:
    row = prepared(_IN_FORCE, (storable(code), day, day)).fetchone()
    return str(row[0]) if row else None


@lru_cache(maxsize=CACHED_VERSIONS)
def get_version(version_hash: str) -> ProcedureVersion:
    """The version with this hash, from the process's memory when it has been asked for. Raises VersionNotFoundError."""
    row = prepared(_CONTENT, (storable(version_hash),)).fetchone()
    if row is None:
        raise VersionNotFoundError(hash=version_hash)
    return version_of(json.loads(row[0]), version_hash, row[1])


def newest_version(code: str) -> ProcedureVersion:
    """The version that is in force last of all, those that wait for their day included. Raises ProcedureNotFoundError.

    What an editor goes on from: a change that is announced already must not be lost by the next one.
    """
    row = prepared(_NEWEST, (storable(code),)).fetchone()
    if row is None:
        raise ProcedureNotFoundError(code=code)
    return get_version(str(row[0]))


def get_content(version_hash: str) -> dict[str, Any]:
    """The content of a version as it is hashed: what each of its files says. Raises VersionNotFoundError."""
    row = prepared(_CONTENT, (storable(version_hash),)).fetchone()
    if row is None:
        raise VersionNotFoundError(hash=version_hash)
    content: dict[str, Any] = json.loads(row[0])
    return content


def list_services(version: ProcedureVersion) -> tuple[ProcedureVersion, ...]:
    """What a journey files, each in its version of today with the fees that the path can come to; one that is not in
    force is left out."""
    found = []
    for part in version.journey:
        with suppress(ProcedureNotFoundError):
            found.append(as_filed(part, get_procedure(part.procedure)))
    return tuple(found)


_FIELDS = """
SELECT DISTINCT v.content -> 'procedure' -> 'field' FROM catalogue_procedure p
JOIN catalogue_procedureversion v ON v.hash = p.current_hash
"""


def list_fields() -> tuple[LocalText, ...]:
    """The families of procedures (lĩnh vực) in the catalogue, in Vietnamese order."""
    return remembered(("fields", clock.now().date()), _fields)


def _fields() -> tuple[LocalText, ...]:
    found: dict[str, LocalText] = {}
    for (written,) in prepared(_FIELDS).fetchall():
        field = written if isinstance(written, dict) else json.loads(written or "{}")
        if field.get("vi"):
            found.setdefault(field["vi"], field)
    return tuple(found[name] for name in sorted(found, key=sort_key))


def get_source(version_hash: str) -> SourceView:
    """The files that this version was published from, those stored last. Raises SourceNotFoundError."""
    found = PackageSource.objects.filter(version_hash=storable(version_hash)).order_by("-stored_at", "hash").first()
    if found is None:
        raise SourceNotFoundError(hash=version_hash)
    files = {file.name: bytes(file.content) for file in PackageFile.objects.filter(source=found).order_by("name")}
    return SourceView(found.hash, found.version_hash, found.folder, files, found.stored_at)


def package_hashes(code: str) -> tuple[str, ...]:
    """Hashes of all hand-written versions of a procedure, newest first."""
    return tuple(str(row[0]) for row in prepared(_HASHES, (storable(code),)))


def published_forms(code: str) -> tuple[dict[str, Any], ...]:
    """The raw forms of all hand-written versions of a procedure, newest first."""
    return tuple(json.loads(row[0]) for row in prepared(_FORMS, (storable(code),)))


def list_packages() -> tuple[ProcedureSummary, ...]:
    """The procedures that have a form written by hand."""
    return tuple(to_summary(row[0]) for row in prepared(_PACKAGES))


def to_summary(stored: str) -> ProcedureSummary:
    """Read what `storing` kept of a version, as JSON text."""
    return _decode(stored)


def storable(text: str) -> str:
    """PostgreSQL's text holds no NUL; nothing there has such a key."""
    return text.replace("\x00", "\ufffd")
