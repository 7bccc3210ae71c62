"""Writes: publish a hand-written package, import a national catalogue. Both are acts with a ledger entry."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from motcua.catalogue.contracts import ImportReport, PackageFiles, PackageProblem, ProcedureVersion
from motcua.catalogue.domain.stability import unstable_ids
from motcua.catalogue.domain.versions import Sealed, seal, version_of
from motcua.catalogue.errors import CatalogueNotAllowedError, PackageInvalidError
from motcua.catalogue.events import CatalogueImported, ProcedurePublished
from motcua.catalogue.first.compiling import compile_entry
from motcua.catalogue.first.reading import FOLDER, first_words, read_first
from motcua.catalogue.importing.compiling import compile_detailed, compile_listed
from motcua.catalogue.importing.reading import read_catalogue
from motcua.catalogue.importing.records import DetailedRecord
from motcua.catalogue.importing.words import words
from motcua.catalogue.packages.loader import CheckedPackage, check_files, read_files
from motcua.catalogue.queries import published_forms
from motcua.catalogue.stewardship import require_steward
from motcua.catalogue.storing import (
    Stored,
    store_source,
    store_versions,
    stored_versions,
    versions_due,
    wait_for_writers,
)
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.texts import UnreadableTextError
from motcua.ledger.api import record
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.api import announce
from motcua.platform.remembering import forget

STEP = 500  # records between two calls of `progress`

Progress = Callable[[int], None]


def publish_package(*, actor: Actor, folder: Path) -> ProcedureVersion:
    """Check the package and make it the procedure's version. Publishing the same content again changes nothing.

    Raises PackageInvalidError, CatalogueNotAllowedError.
    """
    files = read_files(folder)
    checked = check_files(files, folder=folder.name, beside=folder.parent)
    return _publish(actor, files, folder.name, checked)


def publish_files(*, actor: Actor, files: PackageFiles, folder: str) -> ProcedureVersion:
    """Publish a package that need not be on disk, and keep its very files; `folder` is the name they go under.

    A version that begins in the future waits beside the one in force. Raises PackageInvalidError, CatalogueNotAllowedError,
    NotStewardError.
    """
    return _publish(actor, files, folder, check_files(files))


def _publish(actor: Actor, files: PackageFiles, folder: str, checked: CheckedPackage) -> ProcedureVersion:
    require(actor, "publisher")
    if checked.content is None:
        raise PackageInvalidError(checked.problems)
    if unstable := unstable_problems(checked):
        raise PackageInvalidError(unstable)
    sealed = seal(checked.content)
    version = version_of(sealed.content, sealed.hash)
    with acting(actor):
        wait_for_writers()
        require_steward(actor, version)
        stored = store_versions([(sealed, version)], _today())
        kept = store_source(files, folder, version.hash)
        if stored.created or stored.updated or kept:
            facts = {"code": version.code, "hash": version.hash, "from": version.effective_from.isoformat()}
            record(actor=actor, action="catalogue.package_published", facts=facts)
        if stored.created or stored.updated:
            announce(ProcedurePublished(procedure_code=version.code, version_hash=version.hash))
    forget()
    return version


def unstable_problems(checked: CheckedPackage) -> tuple[PackageProblem, ...]:
    """What a sound package may not do because of what was published before under the same code: reuse an id."""
    if checked.content is None:
        return ()
    form = checked.sources["form"]
    found = unstable_ids(checked.content["form"], published_forms(checked.content["procedure"]["code"]))
    return tuple(PackageProblem(form.name, form.line_of(path), what, instead, path) for path, what, instead in found)


def bring_into_force(*, actor: Actor) -> tuple[str, ...]:
    """Let lists and search show the versions whose day has come; returns their hashes. Raises CatalogueNotAllowedError."""
    require(actor)
    with acting(actor):
        due = versions_due(_today())
        if due:
            store_versions(due, _today())
            hashes = [version.hash for _sealed, version in due]
            record(actor=actor, action="catalogue.versions_came_into_force", facts={"hashes": hashes})
    forget()
    return tuple(version.hash for _sealed, version in due)


def import_catalogue(*, actor: Actor, path: Path, progress: Progress | None = None) -> ImportReport:
    """Load a national catalogue file; bad rows are in the report, the rest is loaded, twice changes nothing.

    `progress` hears the number of records read so far. Raises SourceUnreadableError, CatalogueNotAllowedError.
    """
    require(actor)
    source = _Source(path, progress or (lambda _count: None))
    with acting(actor):
        stored = store_versions(source, _today())
        facts = {"file": path.name, "created": stored.created, "updated": stored.updated}
        record(actor=actor, action="catalogue.catalogue_imported", facts=facts | {"rejected": len(source.rejected)})
        if stored.created or stored.updated:
            announce(CatalogueImported(file_name=path.name, created=stored.created, updated=stored.updated))
    forget()
    rejected = tuple(sorted(source.rejected))
    return ImportReport(source.read, stored.created, stored.updated, stored.unchanged, rejected)


def publish_first_catalogue(*, actor: Actor, folder: Path = FOLDER) -> Stored:
    """Bring the entries of `data/first/` into the catalogue. A better origin keeps its content and takes our words.

    The same files again change nothing. Raises PackageInvalidError, CatalogueNotAllowedError.
    """
    require(actor)
    words = first_words()
    sealed = [seal(compile_entry(code, entry, words)) for code, entry in read_first(folder).items()]
    ours = [(one, version_of(one.content, one.hash)) for one in sealed]
    with acting(actor):
        others = stored_versions([version.code for _one, version in ours])
        stored = store_versions((others.get(version.code, (one, version)) for one, version in ours), _today())
        if stored.created or stored.updated:
            facts = {"created": stored.created, "updated": stored.updated}
            record(actor=actor, action="catalogue.first_catalogue_published", facts=facts)
            announce(CatalogueImported(file_name="first", created=stored.created, updated=stored.updated))
    forget()
    return stored


def require(actor: Actor, *roles: str) -> None:
    """The system and operators may do everything here; `roles` may do this too."""
    if actor.kind is not ActorKind.SYSTEM and not actor.roles.intersection({"operator", *roles}):
        raise CatalogueNotAllowedError


def _today() -> date:
    """The day at the place of the installation."""
    return clock.now().astimezone(ZoneInfo(settings.TIME_ZONE)).date()


class _Source:
    """The compiled versions of a file, one after the other, and what was wrong with the rest."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self.path = path
        self.progress = progress
        self.read = 0
        self.rejected: list[tuple[int, str]] = []
        self.lines: dict[str, int] = {}

    def __iter__(self) -> Iterator[tuple[Sealed, ProcedureVersion]]:
        known = words()
        for line, found in read_catalogue(self.path, self.reject):
            self._count()
            if found.code in self.lines:
                self.rejected.append((line, f"the code {found.code} stands already on line {self.lines[found.code]}"))
                continue
            try:
                compiled = (
                    compile_detailed(found, known)
                    if isinstance(found, DetailedRecord)
                    else compile_listed(found, known)
                )
            except UnreadableTextError:
                self.rejected.append((line, "a text holds NUL or another control character"))
                continue
            self.lines[found.code] = line
            sealed = seal(compiled)
            yield sealed, version_of(sealed.content, sealed.hash)

    def reject(self, line: int, reason: str) -> None:
        self._count()
        self.rejected.append((line, reason))

    def _count(self) -> None:
        self.read += 1
        if self.read % STEP == 0:
            self.progress(self.read)
