"""Export, plan, apply. An archive carries the very files of packages, and nothing that belongs to one installation:
no agencies, no officials, no calendars, no words of search, no drafts, no dossiers."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from motcua.agencies import api as agencies
from motcua.catalogue.archives import packing, signing
from motcua.catalogue.archives.packing import Archive, Packed
from motcua.catalogue.contracts import Difference, Origin, PackageProblem, ProcedureVersion
from motcua.catalogue.domain.differences import differences
from motcua.catalogue.errors import (
    ArchiveRefusedError,
    PackageInvalidError,
    ProcedureNotFoundError,
    SourceNotFoundError,
)
from motcua.catalogue.packages.loader import check_files
from motcua.catalogue.queries import get_source, newest_version, package_hashes
from motcua.catalogue.services import publish_files, require, unstable_problems
from motcua.catalogue.storing import wait_for_writers
from motcua.kernel.actors import Actor
from motcua.ledger.api import record
from motcua.platform.database.transactions import acting


class Fate(StrEnum):
    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    OVERTAKEN = (
        "overtaken"  # already here, and followed by another: an archive that is applied again takes nothing back
    )
    CONFLICT = "conflict"  # changed here since: taking theirs would lose it
    REFUSED = "refused"  # not fit to be published


@dataclass(frozen=True, slots=True)
class Planned:
    """What applying would do with one procedure. `needs`: what this installation has to have for it, and has not."""

    code: str
    fate: Fate
    version_hash: str
    changes: tuple[Difference, ...] = ()
    problems: tuple[PackageProblem, ...] = ()
    needs: tuple[str, ...] = ()


def export_archive(*, actor: Actor, codes: Sequence[str]) -> bytes:
    """The newest versions of these procedures with the files they were published from, signed.

    Raises ProcedureNotFoundError, SourceNotFoundError, CatalogueNotAllowedError.
    """
    require(actor)
    packages = tuple(_packed(code) for code in sorted(set(codes)))
    key = signing.own_key()
    manifest = packing.manifest_of(key.id, packages)
    data = packing.pack(Archive(key.id, signing.sign(manifest), manifest, packages))
    with acting(actor):
        facts = {"codes": [packed.code for packed in packages], "archive": hashlib.sha256(data).hexdigest()}
        record(actor=actor, action="catalogue.archive_exported", facts=facts)
    return data


def plan_archive(*, actor: Actor, data: bytes) -> tuple[Planned, ...]:
    """What `apply_archive` would do, procedure by procedure. Raises ArchiveRefusedError, CatalogueNotAllowedError."""
    require(actor)
    archive = packing.unpack(data)
    signing.verify(archive.key, archive.signature, archive.manifest)
    return tuple(_planned(packed) for packed in archive.packages)


def apply_archive(*, actor: Actor, data: bytes, take_theirs: bool = False) -> tuple[Planned, ...]:
    """Publish what the archive holds, all of it or nothing; twice changes nothing. `take_theirs`: conflicts too, and what
    was overtaken.

    Raises ArchiveRefusedError, PackageInvalidError, CatalogueNotAllowedError.
    """
    with acting(actor):
        wait_for_writers()
        plan = plan_archive(actor=actor, data=data)
        stuck = [one.code for one in plan if one.fate is Fate.CONFLICT and not take_theirs]
        if stuck:
            raise ArchiveRefusedError(f"Changed here since, so nothing was applied: {', '.join(stuck)}.", codes=stuck)
        broken = [problem for one in plan for problem in one.problems]
        if broken:
            raise PackageInvalidError(tuple(broken))
        packages = {packed.code: packed for packed in packing.unpack(data).packages}
        kept = {Fate.UNCHANGED} if take_theirs else {Fate.UNCHANGED, Fate.OVERTAKEN}
        changing = [one.code for one in plan if one.fate not in kept]
        for code in changing:
            publish_files(actor=actor, files=packages[code].files, folder=packages[code].folder)
        if changing:
            facts = {"codes": changing, "archive": hashlib.sha256(data).hexdigest(), "key": packing.unpack(data).key}
            record(actor=actor, action="catalogue.archive_applied", facts=facts)
        return plan


def _packed(code: str) -> Packed:
    version = newest_version(code)
    try:
        source = get_source(version.hash)
    except SourceNotFoundError as error:
        raise SourceNotFoundError(f"{version.code}: {error.message}") from error
    before = tuple(known for known in package_hashes(code) if known != version.hash)
    return Packed(version.code, source.folder, version.hash, before, source.files)


def _planned(packed: Packed) -> Planned:
    checked = check_files(packed.files, folder=packed.folder)
    if checked.content is None:
        return Planned(packed.code, Fate.REFUSED, packed.version_hash, problems=checked.problems)
    version = checked.version()
    if version.code != packed.code or version.hash != packed.version_hash:
        raise ArchiveRefusedError(f"{packed.code}: the files are not the version that the manifest names.")
    if unstable := unstable_problems(checked):
        return Planned(packed.code, Fate.REFUSED, version.hash, problems=unstable)
    here = _here(packed.code)
    changes = differences(here, version) if here else ()
    return Planned(packed.code, _fate(packed, here), version.hash, changes, needs=_needs(version))


def _fate(packed: Packed, here: ProcedureVersion | None) -> Fate:
    if here is None:
        return Fate.CREATE
    if here.hash == packed.version_hash:
        return Fate.UNCHANGED
    if here.hash in packed.before:
        return Fate.UPDATE
    return Fate.OVERTAKEN if packed.version_hash in package_hashes(packed.code) else Fate.CONFLICT


def _here(code: str) -> ProcedureVersion | None:
    try:
        version = newest_version(code)
    except ProcedureNotFoundError:
        return None
    return version if version.origin is Origin.PACKAGE else None


def _needs(version: ProcedureVersion) -> tuple[str, ...]:
    """Agencies stay where they are: a procedure finds its own by tier and branch, if there are any."""
    return tuple(
        f"no agency of the tier {tier}{f' and the branch {version.branch}' if version.branch else ''} is registered here"
        for tier in version.tiers
        if not [agency for agency in agencies.list_agencies(tier=tier) if agency.branch == version.branch]
    )
