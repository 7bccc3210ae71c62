"""Writes: an edit is handed in, taken back, given up, sent back or published. Each is one transaction with a ledger entry."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.agencies import api as agencies
from motcua.authoring.contracts import EditState, EditView
from motcua.authoring.errors import (
    BaseOvertakenError,
    EditIncompleteError,
    EffectiveDayError,
    NotEditableError,
)
from motcua.authoring.judging import judge
from motcua.authoring.models import Edit
from motcua.authoring.policies import require_publisher, require_writer
from motcua.authoring.queries import overtaken_by, to_view
from motcua.authoring.rows import (
    content_of,
    decided,
    files_in,
    keep_step,
    locked,
    require_turn,
    text_of,
    turn,
    writable,
    write,
)
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import PackageFiles, ProcedureVersion
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.texts import clean, clean_lines
from motcua.ledger.api import record
from motcua.platform.database.transactions import acting

LONGEST_LAW = 300


def submit_edit(*, actor: Actor, edit_id: UUID, revision: int) -> EditView:
    """Hand the edit to somebody else's eyes, with the day it shall hold from written into it.

    Raises as `save_file`, and EffectiveDayError, EditIncompleteError, BaseOvertakenError, NotStewardError.
    """
    with acting(actor):
        row = writable(actor, edit_id, revision)
        _require_day(row.effective_from, row.effective_law)
        _require_newest(row)
        dated = _dated(row, row.effective_from)
        catalogue.require_steward(actor, _require_fit({**files_in(row), **dated}))
        if dated:
            keep_step(row, dated, "procedure.yaml")
            write(row, dated)
        row.submitted_at = clock.now()
        turn(row, EditState.IN_REVIEW)
        record(actor=actor, action="authoring.edit_submitted", record_id=row.id, facts={"revision": row.revision})
        return to_view(row)


def take_back_edit(*, actor: Actor, edit_id: UUID, revision: int) -> EditView:
    """The author goes on writing before anybody decided. Raises EditNotFoundError, EditOutOfTurnError and the like."""
    with acting(actor):
        row = locked(edit_id)
        require_writer(actor, row.author_id)
        require_turn(row, revision, EditState.IN_REVIEW)
        turn(row, EditState.OPEN)
        record(actor=actor, action="authoring.edit_taken_back", record_id=row.id)
        return to_view(row)


def withdraw_edit(*, actor: Actor, edit_id: UUID, revision: int) -> EditView:
    """The author gives the edit up; it stays to be read. Raises as `save_file`."""
    with acting(actor):
        row = writable(actor, edit_id, revision)
        turn(row, EditState.WITHDRAWN)
        record(actor=actor, action="authoring.edit_withdrawn", record_id=row.id)
        return to_view(row)


def send_back_edit(*, actor: Actor, edit_id: UUID, revision: int, remark: str) -> EditView:
    """Let the author mend something first. Raises EditNotFoundError, OwnEditError, EditOutOfTurnError,
    EditIncompleteError without a remark.
    """
    said = clean_lines(remark)
    with acting(actor):
        row = locked(edit_id)
        require_publisher(actor, row.author_id)
        require_turn(row, revision, EditState.IN_REVIEW)
        if not said:
            raise EditIncompleteError(fields={"remark": _("Hãy viết điều cần sửa để người soạn hiểu.")})
        row.remark = said
        decided(row, actor)
        turn(row, EditState.SENT_BACK)
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
        row = locked(edit_id)
        require_publisher(actor, row.author_id)
        require_turn(row, revision, EditState.IN_REVIEW)
        law = clean(effective_law)[:LONGEST_LAW]
        _require_day(effective_from, law)
        catalogue.wait_for_writers()
        _require_newest(row)
        dated = _dated(row, effective_from)
        write(row, dated)
        files = files_in(row)
        _require_fit(files)
        version = catalogue.publish_files(actor=actor, files=files, folder=row.folder)
        row.effective_from, row.effective_law, row.published_hash = effective_from, law, version.hash
        decided(row, actor)
        turn(row, EditState.PUBLISHED)
        facts = {"code": version.code, "hash": version.hash, "from": effective_from.isoformat()}
        record(actor=actor, action="authoring.edit_published", record_id=row.id, why=law, facts=facts)
    return version


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
    text = text_of(content_of(row, "procedure.yaml") or b"")
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
