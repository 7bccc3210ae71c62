"""Writes: begin an edit, save it, submit it, decide on it. Each is one transaction with a ledger entry."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.authoring.beginning import files_of, folder_name, new_files
from motcua.authoring.contracts import WRITABLE, EditState, EditView
from motcua.authoring.errors import (
    BaseOvertakenError,
    CodeTakenError,
    EditChangedError,
    EditIncompleteError,
    EditNotFoundError,
    EditOutOfTurnError,
    EffectiveDayError,
    FileRefusedError,
    NotEditableError,
)
from motcua.authoring.judging import judge
from motcua.authoring.models import Edit, EditFile, EditStep
from motcua.authoring.policies import require_publisher, require_writer
from motcua.authoring.queries import UNDOABLE, overtaken_by, to_view
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, PackageFiles, ProcedureVersion
from motcua.catalogue.errors import ProcedureNotFoundError, SourceNotFoundError
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.texts import clean, clean_lines
from motcua.ledger.api import record
from motcua.platform.database.transactions import acting

LARGEST_FILE = 1_000_000  # bytes, as the loader allows
LARGEST_EDIT = 5_000_000
MOST_FILES = 300
LONGEST_CODE = 40  # as long as dossiers carry it
_CODE = re.compile(r"[0-9]\.[0-9]{6}(\.[0-9A-Z]+)*")
_FILE = re.compile(
    r"(procedure|form|fees|flow|journey)\.yaml|README\.md|documents/[a-z][a-z0-9_-]{0,99}\.typ|scenarios/[\w.-]{1,100}\.yaml"
)
_TITLE, _LAW = 200, 300


def start_edit(*, actor: Actor, procedure_code: str, title: str = "") -> EditView:
    """Begin to change a procedure: from its newest package byte for byte, or from the national record written out.

    Raises EditNotAllowedError, ProcedureNotFoundError, NotStewardError.
    """
    require_writer(actor)
    version = catalogue.newest_version(procedure_code)
    catalogue.require_steward(actor, version)
    files, folder = _files_of(version)
    with acting(actor):
        row = _begun(actor, version.code, folder, version.hash, clean(title) or _usual_title(version))
        _put(row, files)
        facts = {"code": version.code, "base": version.hash, "origin": version.origin.value}
        record(actor=actor, action="authoring.edit_started", record_id=row.id, facts=facts)
        return to_view(row)


def start_new(
    *, actor: Actor, procedure_code: str, name: Mapping[str, str], title: str = "", like: str = ""
) -> EditView:
    """Begin a new procedure: from nothing, or with the content of the existing one whose code is `like`.

    What is new is the author's until it is submitted: only then is it told who it is for.
    Raises EditNotAllowedError, CodeTakenError, ProcedureNotFoundError.
    """
    require_writer(actor)
    code, named = clean(procedure_code), {language: clean(name.get(language, "")) for language in ("vi", "en")}
    if not _CODE.fullmatch(code) or len(code) > LONGEST_CODE or _is_taken(code):
        raise CodeTakenError(fields={"procedure_code": CodeTakenError.message})
    files = new_files(code, named, agencies.today())
    if like:
        copied = dict(_files_of(catalogue.newest_version(like))[0])
        files = {**copied, "procedure.yaml": _renamed(copied["procedure.yaml"], code, named)}
    with acting(actor):
        row = _begun(actor, code, folder_name(code, named["vi"]), "", clean(title) or named["vi"])
        _put(row, files)
        record(actor=actor, action="authoring.edit_started", record_id=row.id, facts={"code": code, "like": like})
        return to_view(row)


def save_file(*, actor: Actor, edit_id: UUID, revision: int, name: str, text: str, what: str = "") -> EditView:
    """Replace a file's text as a whole, or add the file. What is wrong with it is kept and told, never refused.

    Raises EditNotFoundError, EditNotAllowedError, EditOutOfTurnError, EditChangedError, FileRefusedError.
    """
    with acting(actor):
        row = writable(actor, edit_id, revision)
        return _saved(actor, row, {name: text.encode()}, what or name)


def change_file(*, actor: Actor, edit_id: UUID, revision: int, name: str, wanted: Any, what: str = "") -> EditView:
    """Let a YAML file say `wanted`, touching nothing but what changes. A file that is missing is written anew.

    Raises as `save_file`, and NotEditableError.
    """
    return change_files(actor=actor, edit_id=edit_id, revision=revision, wanted={name: wanted}, what=what or name)


def change_files(*, actor: Actor, edit_id: UUID, revision: int, wanted: Mapping[str, Any], what: str) -> EditView:
    """The same for several files in one save, taken back together."""
    with acting(actor):
        row = writable(actor, edit_id, revision)
        changed: dict[str, bytes | None] = {name: _rewritten(_file(row, name), said) for name, said in wanted.items()}
        return _saved(actor, row, changed, what)


def remove_file(*, actor: Actor, edit_id: UUID, revision: int, name: str) -> EditView:
    """Take a file out of the edit. Raises as `save_file`."""
    with acting(actor):
        row = writable(actor, edit_id, revision)
        return _saved(actor, row, {name: None}, name)


def describe_edit(
    *,
    actor: Actor,
    edit_id: UUID,
    revision: int,
    title: str,
    law_note: str,
    effective_from: date | None,
    effective_law: str = "",
) -> EditView:
    """Say what the edit is about and from when it shall hold. Raises as `save_file`."""
    with acting(actor):
        row = writable(actor, edit_id, revision)
        row.title = clean(title)[:_TITLE] or row.title
        row.law_note, row.effective_law = clean_lines(law_note), clean(effective_law)[:_LAW]
        row.effective_from = effective_from
        row.revision += 1
        row.saved_at = clock.now()
        row.save()
        record(actor=actor, action="authoring.edit_described", record_id=row.id, facts={"revision": row.revision})
        return to_view(row)


def undo_edit(*, actor: Actor, edit_id: UUID, revision: int) -> EditView:
    """Take the last save back, byte for byte; again for the one before. Nothing left to take back changes nothing.

    Raises as `save_file`.
    """
    with acting(actor):
        row = writable(actor, edit_id, revision)
        step = EditStep.objects.filter(edit=row, undone=False).order_by("-revision").first()
        if step is None:
            return to_view(row)
        changed = {name: _undone(_file(row, name), before) for name, before in step.before.items()}
        step.undone = True
        step.save(update_fields=["undone"])
        _write(row, changed)
        _touch(row)
        facts = {"revision": row.revision, "took_back": step.revision}
        record(actor=actor, action="authoring.edit_undone", record_id=row.id, facts=facts)
        return to_view(row)


def submit_edit(*, actor: Actor, edit_id: UUID, revision: int) -> EditView:
    """Hand the edit to somebody else's eyes, with the day it shall hold from written into it.

    Raises as `save_file`, and EffectiveDayError, EditIncompleteError, BaseOvertakenError, NotStewardError.
    """
    with acting(actor):
        row = writable(actor, edit_id, revision)
        _require_day(row.effective_from, row.effective_law)
        _require_newest(row)
        dated = _dated(row, row.effective_from)
        catalogue.require_steward(actor, _require_fit({**_files(row), **dated}))
        if dated:
            _keep_step(row, dated, "procedure.yaml")
            _write(row, dated)
        row.submitted_at = clock.now()
        _turn(row, EditState.IN_REVIEW)
        record(actor=actor, action="authoring.edit_submitted", record_id=row.id, facts={"revision": row.revision})
        return to_view(row)


def take_back_edit(*, actor: Actor, edit_id: UUID, revision: int) -> EditView:
    """The author goes on writing before anybody decided. Raises EditNotFoundError, EditOutOfTurnError and the like."""
    with acting(actor):
        row = _locked(edit_id)
        require_writer(actor, row.author_id)
        _require_turn(row, revision, EditState.IN_REVIEW)
        _turn(row, EditState.OPEN)
        record(actor=actor, action="authoring.edit_taken_back", record_id=row.id)
        return to_view(row)


def withdraw_edit(*, actor: Actor, edit_id: UUID, revision: int) -> EditView:
    """The author gives the edit up; it stays to be read. Raises as `save_file`."""
    with acting(actor):
        row = writable(actor, edit_id, revision)
        _turn(row, EditState.WITHDRAWN)
        record(actor=actor, action="authoring.edit_withdrawn", record_id=row.id)
        return to_view(row)


def send_back_edit(*, actor: Actor, edit_id: UUID, revision: int, remark: str) -> EditView:
    """Let the author mend something first. Raises EditNotFoundError, OwnEditError, EditOutOfTurnError,
    EditIncompleteError without a remark.
    """
    said = clean_lines(remark)
    with acting(actor):
        row = _locked(edit_id)
        require_publisher(actor, row.author_id)
        _require_turn(row, revision, EditState.IN_REVIEW)
        if not said:
            raise EditIncompleteError(fields={"remark": _("Hãy viết điều cần sửa để người soạn hiểu.")})
        row.remark = said
        _decided(row, actor)
        _turn(row, EditState.SENT_BACK)
        record(actor=actor, action="authoring.edit_sent_back", record_id=row.id, why=said)
        return to_view(row)


def publish_edit(
    *, actor: Actor, edit_id: UUID, revision: int, effective_from: date, effective_law: str = ""
) -> ProcedureVersion:
    """Publish what somebody else wrote, from the day named: today or later, else a rule has to say so.

    Raises EditNotFoundError, OwnEditError, EditOutOfTurnError, EditChangedError, EffectiveDayError, EditIncompleteError,
    BaseOvertakenError, NotStewardError.
    """
    with acting(actor):
        row = _locked(edit_id)
        require_publisher(actor, row.author_id)
        _require_turn(row, revision, EditState.IN_REVIEW)
        law = clean(effective_law)[:_LAW]
        _require_day(effective_from, law)
        catalogue.wait_for_writers()
        _require_newest(row)
        dated = _dated(row, effective_from)
        _write(row, dated)
        files = _files(row)
        _require_fit(files)
        version = catalogue.publish_files(actor=actor, files=files, folder=row.folder)
        row.effective_from, row.effective_law, row.published_hash = effective_from, law, version.hash
        _decided(row, actor)
        _turn(row, EditState.PUBLISHED)
        facts = {"code": version.code, "hash": version.hash, "from": effective_from.isoformat()}
        record(actor=actor, action="authoring.edit_published", record_id=row.id, why=law, facts=facts)
    return version


# Rows


def _begun(actor: Actor, code: str, folder: str, base: str, title: str) -> Edit:
    now = clock.now()
    if actor.agency_id is None or actor.id is None:  # no editor is without an agency
        raise EditNotFoundError
    return Edit.objects.create(
        agency_id=actor.agency_id,
        procedure_code=code,
        folder=folder,
        base_hash=base,
        title=title[:_TITLE],
        state=EditState.OPEN,
        author_id=actor.id,
        author_name=actor.name,
        created_at=now,
        saved_at=now,
    )


def _put(row: Edit, files: PackageFiles) -> None:
    EditFile.objects.bulk_create(EditFile(edit=row, name=name, content=files[name]) for name in sorted(files))


def _locked(edit_id: UUID) -> Edit:
    row = Edit.objects.select_for_update().filter(id=edit_id).first()
    if row is None:
        raise EditNotFoundError
    return row


def writable(actor: Actor, edit_id: UUID, revision: int) -> Edit:
    row = _locked(edit_id)
    require_writer(actor, row.author_id)
    _require_turn(row, revision, *WRITABLE)
    return row


def moved_onto(actor: Actor, row: Edit, base_hash: str, files: PackageFiles) -> EditView:
    """Let the edit go on from another version with these files, in the caller's transaction."""
    now = _files(row)
    changed = {name: files.get(name) for name in sorted({*now, *files}) if now.get(name) != files.get(name)}
    _require_places(row, changed)
    EditStep.objects.filter(edit=row).delete()  # going back beyond this would undo what the others published
    _write(row, changed)
    facts = {"from": row.base_hash, "to": base_hash, "files": sorted(changed)}
    row.base_hash = base_hash
    row.revision += 1
    row.saved_at = clock.now()
    row.save()
    record(actor=actor, action="authoring.edit_carried_over", record_id=row.id, facts=facts)
    return to_view(row)


def _require_turn(row: Edit, revision: int, *states: EditState) -> None:
    if row.state not in states:
        raise EditOutOfTurnError(state=row.state)
    if row.revision != revision:
        raise EditChangedError(to_view(row))


def _saved(actor: Actor, row: Edit, changed: Mapping[str, bytes | None], what: str) -> EditView:
    """Keep new texts of files, with the way back. Saving the same changes nothing."""
    if not all(_FILE.fullmatch(name) for name in changed):
        raise FileRefusedError
    changed = {name: content for name, content in changed.items() if content != _file(row, name)}
    if not changed:
        return to_view(row)
    _require_places(row, changed)
    _keep_step(row, changed, what)
    _write(row, changed)
    _touch(row)
    facts = {"revision": row.revision, "files": sorted(changed)}
    record(actor=actor, action="authoring.edit_saved", record_id=row.id, facts=facts)
    return to_view(row)


def _require_places(row: Edit, changed: Mapping[str, bytes | None]) -> None:
    """Only files of a package, none too large, not too many, none that can't be kept as text.

    Raises FileRefusedError.
    """
    after = {name: content for name, content in {**_files(row), **changed}.items() if content is not None}
    fits = all(len(content or b"") <= LARGEST_FILE and b"\x00" not in (content or b"") for content in changed.values())
    if not fits or len(after) > MOST_FILES or sum(map(len, after.values())) > LARGEST_EDIT:
        raise FileRefusedError


def _keep_step(row: Edit, changed: Mapping[str, bytes | None], what: str) -> None:
    before = {name: _way_back(_file(row, name), content) for name, content in changed.items()}
    EditStep.objects.filter(edit=row, revision__lte=row.revision - UNDOABLE).delete()
    EditStep.objects.create(edit=row, revision=row.revision + 1, at=clock.now(), what=what[:_TITLE], before=before)


def _way_back(before: bytes | None, after: bytes | None) -> Any:
    """None: the file was not there. Else the one place where it differs, or its whole text."""
    if before is None:
        return None
    old = _text_of(before)
    if after is None:
        return {"text": old}
    new = _text_of(after)
    front = _common(old, new)
    back = min(_common(old[::-1], new[::-1]), len(old) - front, len(new) - front)
    return {"at": front, "now": new[front : len(new) - back], "was": old[front : len(old) - back]}


def _undone(now: bytes | None, before: Any) -> bytes | None:
    if before is None:
        return None
    if "text" in before:
        return str(before["text"]).encode()
    splice = catalogue.spans.Splice(before["at"], before["now"], before["was"])
    return catalogue.spans.apply(_text_of(now or b""), (splice,)).encode()


def _rewritten(kept: bytes | None, wanted: Any) -> bytes:
    if kept is None:
        return catalogue.write_document(wanted).encode()
    text = _text_of(kept)
    try:
        return catalogue.spans.apply(text, catalogue.spans.rewrite(text, wanted)).encode()
    except catalogue.spans.NotEditableError as error:
        raise NotEditableError from error


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


def _write(row: Edit, changed: Mapping[str, bytes | None]) -> None:
    for name, content in changed.items():
        if content is None:
            EditFile.objects.filter(edit=row, name=name).delete()
        else:
            EditFile.objects.update_or_create(edit=row, name=name, defaults={"content": content})


def _touch(row: Edit) -> None:
    row.revision += 1
    row.saved_at = clock.now()
    row.save(update_fields=["revision", "saved_at"])


def _turn(row: Edit, state: EditState) -> None:
    row.state = state
    row.revision += 1
    row.saved_at = clock.now()
    row.save()


def _decided(row: Edit, actor: Actor) -> None:
    row.decider_id, row.decider_name, row.decided_at = actor.id, actor.name, clock.now()


def _file(row: Edit, name: str) -> bytes | None:
    kept = EditFile.objects.filter(edit=row, name=name).first()
    return bytes(kept.content) if kept else None


def _files(row: Edit) -> dict[str, bytes]:
    return {file.name: bytes(file.content) for file in EditFile.objects.filter(edit=row)}


def _text_of(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise NotEditableError from error


# Rules


def _files_of(version: ProcedureVersion) -> tuple[PackageFiles, str]:
    """The files a version was published from, else files that say the same; and the folder they stand in."""
    try:
        source = catalogue.get_source(version.hash)
    except SourceNotFoundError:
        name = version.name.get("vi", "") if isinstance(version.name, Mapping) else ""
        return files_of(catalogue.get_content(version.hash), agencies.today()), folder_name(version.code, name)
    return source.files, source.folder


def _renamed(procedure: bytes, code: str, name: Mapping[str, str]) -> bytes:
    text = _text_of(procedure)
    said = catalogue.spans.read(text)
    said |= {"code": code, "name": dict(name)}
    return catalogue.spans.apply(text, catalogue.spans.rewrite(text, said)).encode()


def _is_taken(code: str) -> bool:
    try:
        return catalogue.newest_version(code).origin is Origin.PACKAGE
    except ProcedureNotFoundError:
        return False


def _usual_title(version: ProcedureVersion) -> str:
    return str(version.name.get("vi", version.code)) if isinstance(version.name, Mapping) else version.code


def _require_day(effective_from: date | None, law: str) -> None:
    if effective_from is None or (effective_from < agencies.today() and not law):
        raise EffectiveDayError(fields={"effective_from": EffectiveDayError.message})


def _require_newest(row: Edit) -> None:
    newest = overtaken_by(to_view(row))
    if newest is not None:
        raise BaseOvertakenError(hash=newest.hash)


def _require_fit(files: PackageFiles) -> ProcedureVersion:
    judged = judge(files, whole=True)
    if judged.version is None or judged.problems:
        raise EditIncompleteError("\n".join(str(problem) for problem in judged.problems), problems=judged.problems)
    return judged.version


def _dated(row: Edit, day: date | None) -> dict[str, bytes]:
    """procedure.yaml with the day it holds from, {} when it says so already. Raises NotEditableError."""
    text = _text_of(_file(row, "procedure.yaml") or b"")
    try:
        said = catalogue.spans.read(text)
        if not isinstance(said, dict) or day is None:
            raise NotEditableError
        effective = said.get("effective") if isinstance(said.get("effective"), dict) else {}
        said["effective"] = {**(effective or {}), "from": day.isoformat()}
        patch = catalogue.spans.rewrite(text, said)
    except catalogue.spans.NotEditableError as error:
        raise NotEditableError from error
    return {"procedure.yaml": catalogue.spans.apply(text, patch).encode()} if patch else {}
