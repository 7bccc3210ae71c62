"""The rows of an edit: locked, read and written in the caller's transaction, each save with its way back."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from motcua.authoring.contracts import WRITABLE, EditState, EditView
from motcua.authoring.errors import (
    EditChangedError,
    EditNotFoundError,
    EditOutOfTurnError,
    FileRefusedError,
    NotEditableError,
)
from motcua.authoring.models import Edit, EditFile, EditStep
from motcua.authoring.policies import require_writer
from motcua.authoring.queries import UNDOABLE, to_view
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageFiles
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.ledger.api import record

LARGEST_FILE = 1_000_000  # bytes, as the loader allows
LARGEST_EDIT = 5_000_000
MOST_FILES = 300
LONGEST_TITLE = 200
_FILE = re.compile(
    r"(procedure|form|fees|flow|journey)\.yaml|README\.md|documents/[a-z][a-z0-9_-]{0,99}\.typ|scenarios/[\w.-]{1,100}\.yaml"
)


def begun(actor: Actor, code: str, folder: str, base: str, title: str) -> Edit:
    now = clock.now()
    if actor.agency_id is None or actor.id is None:  # no editor is without an agency
        raise EditNotFoundError
    return Edit.objects.create(
        agency_id=actor.agency_id,
        procedure_code=code,
        folder=folder,
        base_hash=base,
        title=title[:LONGEST_TITLE],
        state=EditState.OPEN,
        author_id=actor.id,
        author_name=actor.name,
        created_at=now,
        saved_at=now,
    )


def put(row: Edit, files: PackageFiles) -> None:
    EditFile.objects.bulk_create(EditFile(edit=row, name=name, content=files[name]) for name in sorted(files))


def locked(edit_id: UUID) -> Edit:
    row = Edit.objects.select_for_update().filter(id=edit_id).first()
    if row is None:
        raise EditNotFoundError
    return row


def writable(actor: Actor, edit_id: UUID, revision: int) -> Edit:
    row = locked(edit_id)
    require_writer(actor, row.author_id)
    require_turn(row, revision, *WRITABLE)
    return row


def moved_onto(actor: Actor, row: Edit, base_hash: str, files: PackageFiles) -> EditView:
    """Let the edit go on from another version with these files, in the caller's transaction."""
    now = files_in(row)
    changed = {name: files.get(name) for name in sorted({*now, *files}) if now.get(name) != files.get(name)}
    _require_places(row, changed)
    EditStep.objects.filter(edit=row).delete()  # going back beyond this would undo what the others published
    write(row, changed)
    facts = {"from": row.base_hash, "to": base_hash, "files": sorted(changed)}
    row.base_hash = base_hash
    row.revision += 1
    row.saved_at = clock.now()
    row.save()
    record(actor=actor, action="authoring.edit_carried_over", record_id=row.id, facts=facts)
    return to_view(row)


def require_turn(row: Edit, revision: int, *states: EditState) -> None:
    if row.state not in states:
        raise EditOutOfTurnError(state=row.state)
    if row.revision != revision:
        raise EditChangedError(to_view(row))


def saved(actor: Actor, row: Edit, changed: Mapping[str, bytes | None], what: str) -> EditView:
    """Keep new texts of files, with the way back. Saving the same changes nothing."""
    if not all(_FILE.fullmatch(name) for name in changed):
        raise FileRefusedError
    changed = {name: content for name, content in changed.items() if content != content_of(row, name)}
    if not changed:
        return to_view(row)
    _require_places(row, changed)
    keep_step(row, changed, what)
    write(row, changed)
    touch(row)
    facts = {"revision": row.revision, "files": sorted(changed)}
    record(actor=actor, action="authoring.edit_saved", record_id=row.id, facts=facts)
    return to_view(row)


def _require_places(row: Edit, changed: Mapping[str, bytes | None]) -> None:
    """Only files of a package, none too large, not too many, none that can't be kept as text.

    Raises FileRefusedError.
    """
    after = {name: content for name, content in {**files_in(row), **changed}.items() if content is not None}
    fits = all(len(content or b"") <= LARGEST_FILE and b"\x00" not in (content or b"") for content in changed.values())
    if not fits or len(after) > MOST_FILES or sum(map(len, after.values())) > LARGEST_EDIT:
        raise FileRefusedError


def keep_step(row: Edit, changed: Mapping[str, bytes | None], what: str) -> None:
    before = {name: _way_back(content_of(row, name), content) for name, content in changed.items()}
    EditStep.objects.filter(edit=row, revision__lte=row.revision - UNDOABLE).delete()
    EditStep.objects.create(
        edit=row, revision=row.revision + 1, at=clock.now(), what=what[:LONGEST_TITLE], before=before
    )


def _way_back(before: bytes | None, after: bytes | None) -> Any:
    """None: the file was not there. Else the one place where it differs, or its whole text."""
    if before is None:
        return None
    old = text_of(before)
    if after is None:
        return {"text": old}
    new = text_of(after)
    front = _common(old, new)
    back = min(_common(old[::-1], new[::-1]), len(old) - front, len(new) - front)
    return {"at": front, "now": new[front : len(new) - back], "was": old[front : len(old) - back]}


def undone(now: bytes | None, before: Any) -> bytes | None:
    if before is None:
        return None
    if "text" in before:
        return str(before["text"]).encode()
    splice = catalogue.spans.Splice(before["at"], before["now"], before["was"])
    return catalogue.spans.apply(text_of(now or b""), (splice,)).encode()


def _common(one: str, other: str) -> int:
    """How many characters both begin with: halving, since a form may be long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def write(row: Edit, changed: Mapping[str, bytes | None]) -> None:
    for name, content in changed.items():
        if content is None:
            EditFile.objects.filter(edit=row, name=name).delete()
        else:
            EditFile.objects.update_or_create(edit=row, name=name, defaults={"content": content})


def touch(row: Edit) -> None:
    row.revision += 1
    row.saved_at = clock.now()
    row.save(update_fields=["revision", "saved_at"])


def turn(row: Edit, state: EditState) -> None:
    row.state = state
    row.revision += 1
    row.saved_at = clock.now()
    row.save()


def decided(row: Edit, actor: Actor) -> None:
    row.decider_id, row.decider_name, row.decided_at = actor.id, actor.name, clock.now()


def content_of(row: Edit, name: str) -> bytes | None:
    kept = EditFile.objects.filter(edit=row, name=name).first()
    return bytes(kept.content) if kept else None


def files_in(row: Edit) -> dict[str, bytes]:
    return {file.name: bytes(file.content) for file in EditFile.objects.filter(edit=row)}


def text_of(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise NotEditableError from error
