"""Somebody published while an edit was being written: what both sides changed, and the edit moved onto the newer version."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.authoring.beginning import files_of
from motcua.authoring.contracts import Clash, EditView, Merged
from motcua.authoring.domain.merging import Path, merge
from motcua.authoring.errors import EditOutOfTurnError, NotEditableError
from motcua.authoring.queries import base_files, overtaken_by, to_view
from motcua.authoring.rows import moved_onto, writable
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageFiles, ProcedureVersion
from motcua.catalogue.errors import SourceNotFoundError
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import acting

OURS, THEIRS = "ours", "theirs"


def merged_onto(view: EditView, newest: ProcedureVersion, keep: Mapping[str, str] | None = None) -> Merged:
    """The edit's changes on top of `newest`, whose files stay as they are otherwise. `keep`: a clash's name (see
    `clash_name`) to "ours" or "theirs"; theirs where nothing is said. Raises NotEditableError.
    """
    theirs, base = files_of_version(newest), dict(base_files(view)) or _said_by(view.base_hash)
    kept, clashes, files = keep or {}, [], {}
    for name in sorted({*theirs, *view.files}):
        merged, found = _file(name, base.get(name), theirs.get(name), view.files.get(name), kept)
        clashes += found
        if merged is not None:
            files[name] = merged
    return Merged(files, tuple(clashes))


def carry_over(*, actor: Actor, edit_id: UUID, revision: int, keep: Mapping[str, str]) -> EditView:
    """Move the edit onto the newest version with its changes. Saves from before can't be taken back any more.

    Raises as `services.save_file`; EditOutOfTurnError when nobody published meanwhile.
    """
    with acting(actor):
        row = writable(actor, edit_id, revision)
        view = to_view(row)
        newest = overtaken_by(view)
        if newest is None:
            raise EditOutOfTurnError
        merged = merged_onto(view, newest, keep)
        return moved_onto(actor, row, newest.hash, merged.files)


def clash_name(clash: Clash) -> str:
    """How a clash is named in a form."""
    return _name(clash.file, clash.path)


def files_of_version(version: ProcedureVersion) -> PackageFiles:
    """The files a version was published from, else files that say the same."""
    try:
        return catalogue.get_source(version.hash).files
    except SourceNotFoundError:
        return files_of(catalogue.get_content(version.hash), agencies.today())


def _said_by(base_hash: str) -> dict[str, bytes]:
    return dict(files_of(catalogue.get_content(base_hash), agencies.today())) if base_hash else {}


def _name(file: str, path: Path) -> str:
    return f"{file}:{'/'.join(map(str, path))}"


def _file(
    name: str, base: bytes | None, theirs: bytes | None, ours: bytes | None, keep: Mapping[str, str]
) -> tuple[bytes | None, list[Clash]]:
    if ours in {base, theirs}:
        return theirs, []
    if theirs == base:
        return ours, []
    if name.endswith(".yaml") and theirs is not None and ours is not None:
        return _yaml(name, base, theirs, ours, keep)
    clash = Clash(name, (), *(_text(side) for side in (base, theirs, ours)))
    return (ours if keep.get(clash_name(clash)) == OURS else theirs), [clash]


def _yaml(
    name: str, base: bytes | None, theirs: bytes, ours: bytes, keep: Mapping[str, str]
) -> tuple[bytes, list[Clash]]:
    try:
        said: list[Any] = [
            catalogue.spans.read(side.decode()) if side is not None else {} for side in (base, theirs, ours)
        ]
        wanted, clashes = merge(*said, file=name, keep_ours=lambda path: keep.get(_name(name, path)) == OURS)
        text = theirs.decode()
        patch = catalogue.spans.rewrite(text, wanted)
    except (catalogue.spans.NotEditableError, UnicodeDecodeError) as error:
        raise NotEditableError from error
    return catalogue.spans.apply(text, patch).encode(), clashes


def _text(content: bytes | None) -> str | None:
    return content.decode(errors="replace") if content is not None else None
