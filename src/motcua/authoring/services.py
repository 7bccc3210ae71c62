"""Writes: begin an edit and change it. Each is one transaction with a ledger entry."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.authoring.beginning import files_of, folder_name, is_code, new_files
from motcua.authoring.contracts import EditView
from motcua.authoring.deciding import LONGEST_LAW
from motcua.authoring.errors import CodeTakenError, NotEditableError
from motcua.authoring.models import EditStep
from motcua.authoring.policies import require_writer
from motcua.authoring.queries import to_view
from motcua.authoring.rows import LONGEST_TITLE, begun, content_of, put, saved, text_of, touch, undone, writable, write
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Origin, PackageFiles, ProcedureVersion
from motcua.catalogue.errors import ProcedureNotFoundError, SourceNotFoundError
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.texts import clean, clean_lines
from motcua.ledger.api import record
from motcua.platform.database.transactions import acting


def start_edit(*, actor: Actor, procedure_code: str, title: str = "") -> EditView:
    """Begin to change a procedure: from its newest package byte for byte, or from the national record written out.

    Raises EditNotAllowedError, ProcedureNotFoundError, NotStewardError.
    """
    require_writer(actor)
    version = catalogue.newest_version(procedure_code)
    catalogue.require_steward(actor, version)
    files, folder = _files_of(version)
    with acting(actor):
        row = begun(actor, version.code, folder, version.hash, clean(title) or _usual_title(version))
        put(row, files)
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
    if not is_code(code) or _is_taken(code):
        raise CodeTakenError(fields={"procedure_code": CodeTakenError.message})
    files = new_files(code, named, agencies.today())
    if like:
        copied = dict(_files_of(catalogue.newest_version(like))[0])
        files = {**copied, "procedure.yaml": _renamed(copied["procedure.yaml"], code, named)}
    with acting(actor):
        row = begun(actor, code, folder_name(code, named["vi"]), "", clean(title) or named["vi"])
        put(row, files)
        record(actor=actor, action="authoring.edit_started", record_id=row.id, facts={"code": code, "like": like})
        return to_view(row)


def save_file(*, actor: Actor, edit_id: UUID, revision: int, name: str, text: str, what: str = "") -> EditView:
    """Replace a file's text as a whole, or add the file. What is wrong with it is kept and told, never refused.

    Raises EditNotFoundError, EditNotAllowedError, EditOutOfTurnError, EditChangedError, FileRefusedError.
    """
    with acting(actor):
        row = writable(actor, edit_id, revision)
        return saved(actor, row, {name: text.encode()}, what or name)


def change_file(*, actor: Actor, edit_id: UUID, revision: int, name: str, wanted: Any, what: str = "") -> EditView:
    """Let a YAML file say `wanted`, touching nothing but what changes. A file that is missing is written anew.

    Raises as `save_file`, and NotEditableError.
    """
    return change_files(actor=actor, edit_id=edit_id, revision=revision, wanted={name: wanted}, what=what or name)


def change_files(*, actor: Actor, edit_id: UUID, revision: int, wanted: Mapping[str, Any], what: str) -> EditView:
    """The same for several files in one save, taken back together."""
    with acting(actor):
        row = writable(actor, edit_id, revision)
        changed: dict[str, bytes | None] = {
            name: _rewritten(content_of(row, name), said) for name, said in wanted.items()
        }
        return saved(actor, row, changed, what)


def remove_file(*, actor: Actor, edit_id: UUID, revision: int, name: str) -> EditView:
    """Take a file out of the edit. Raises as `save_file`."""
    with acting(actor):
        row = writable(actor, edit_id, revision)
        return saved(actor, row, {name: None}, name)


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
        row.title = clean(title)[:LONGEST_TITLE] or row.title
        row.law_note, row.effective_law = clean_lines(law_note), clean(effective_law)[:LONGEST_LAW]
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
        changed = {name: undone(content_of(row, name), before) for name, before in step.before.items()}
        step.undone = True
        step.save(update_fields=["undone"])
        write(row, changed)
        touch(row)
        facts = {"revision": row.revision, "took_back": step.revision}
        record(actor=actor, action="authoring.edit_undone", record_id=row.id, facts=facts)
        return to_view(row)


def _rewritten(kept: bytes | None, wanted: Any) -> bytes:
    if kept is None:
        return catalogue.write_document(wanted).encode()
    text = text_of(kept)
    try:
        return catalogue.spans.apply(text, catalogue.spans.rewrite(text, wanted)).encode()
    except catalogue.spans.NotEditableError as error:
        raise NotEditableError from error


def _files_of(version: ProcedureVersion) -> tuple[PackageFiles, str]:
    """The files a version was published from, else files that say the same; and the folder they stand in."""
    try:
        source = catalogue.get_source(version.hash)
    except SourceNotFoundError:
        name = version.name.get("vi", "") if isinstance(version.name, Mapping) else ""
        return files_of(catalogue.get_content(version.hash), agencies.today()), folder_name(version.code, name)
    return source.files, source.folder


def _renamed(procedure: bytes, code: str, name: Mapping[str, str]) -> bytes:
    text = text_of(procedure)
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
