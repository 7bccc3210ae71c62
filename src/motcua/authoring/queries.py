"""Reads: edits as contracts. Row-level security hides other agencies'; a hidden one is simply not found."""

from typing import Any
from uuid import UUID

from motcua.authoring.contracts import EditState, EditSummary, EditView, Overtaken
from motcua.authoring.errors import EditNotAllowedError, EditNotFoundError
from motcua.authoring.models import Edit, EditFile, EditStep
from motcua.authoring.policies import may_publish, may_write
from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Difference, Origin, PackageFiles, ProcedureVersion
from motcua.catalogue.errors import ProcedureNotFoundError, SourceNotFoundError
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import looking

MOST_LISTED = 200
UNDOABLE = 200  # saves that can be taken back, one after the other


def list_edits(*, actor: Actor, state: EditState | None = None) -> tuple[EditSummary, ...]:
    """Edits of the official's agencies, saved last first, at most 200. Raises EditNotAllowedError."""
    _require_author(actor)
    with looking(actor):
        rows = Edit.objects.all() if state is None else Edit.objects.filter(state=state)
        return tuple(to_summary(row) for row in rows.order_by("-saved_at", "-id")[:MOST_LISTED])


def list_edits_of(*, actor: Actor, procedure_code: str) -> tuple[EditSummary, ...]:
    """Edits of one procedure that are not over yet. Raises EditNotAllowedError."""
    _require_author(actor)
    with looking(actor):
        over = (EditState.PUBLISHED, EditState.WITHDRAWN)
        rows = Edit.objects.filter(procedure_code=procedure_code).exclude(state__in=over)
        return tuple(to_summary(row) for row in rows.order_by("-saved_at", "-id")[:MOST_LISTED])


def get_edit(*, actor: Actor, edit_id: UUID) -> EditView:
    """Raises EditNotFoundError, EditNotAllowedError."""
    _require_author(actor)
    with looking(actor):
        row = Edit.objects.filter(id=edit_id).first()
        if row is None:
            raise EditNotFoundError
        return to_view(row)


def base_of(view: EditSummary) -> ProcedureVersion | None:
    """The version that the edit began from; None for a new procedure."""
    return catalogue.get_version(view.base_hash) if view.base_hash else None


def base_files(view: EditSummary) -> PackageFiles:
    """The files that the edit began from; none for a new procedure or a record that was written out."""
    try:
        return catalogue.get_source(view.base_hash).files if view.base_hash else {}
    except SourceNotFoundError:
        return {}


def overtaken_by(view: EditSummary) -> ProcedureVersion | None:
    """The newer version that somebody published since the edit began; None while its base is the newest."""
    try:
        newest = catalogue.newest_version(view.procedure_code)
    except ProcedureNotFoundError:
        return None
    if newest.hash == view.base_hash or (not view.base_hash and newest.origin is not Origin.PACKAGE):
        return None
    return newest


def compare(base: ProcedureVersion, theirs: ProcedureVersion, ours: ProcedureVersion) -> Overtaken:
    """What the others changed since `base`, what this edit changes, and what both of them touch."""
    left, right = catalogue.differences(base, theirs), catalogue.differences(base, ours)
    return Overtaken(theirs.hash, left, right, frozenset(map(_place, left)) & frozenset(map(_place, right)))


def _place(difference: Difference) -> tuple[str, str, str]:
    return difference.file, difference.id, difference.part


def to_summary(row: Edit) -> EditSummary:
    return EditSummary(**_summary(row))


def to_view(row: Edit) -> EditView:
    files = {file.name: bytes(file.content) for file in EditFile.objects.filter(edit=row).order_by("name")}
    step = EditStep.objects.filter(edit=row, undone=False).order_by("-revision").first()
    return EditView(
        **_summary(row),
        folder=row.folder,
        agency_id=row.agency_id,
        law_note=row.law_note,
        effective_law=row.effective_law,
        remark=row.remark,
        files=files,
        last_step=step.what if step else "",
    )


def _summary(row: Edit) -> dict[str, Any]:
    same = ("id", "procedure_code", "title", "revision", "author_id", "author_name", "decider_name", "base_hash",
            "effective_from", "saved_at", "submitted_at", "decided_at", "published_hash")  # fmt: skip
    return {name: getattr(row, name) for name in same} | {"state": EditState(row.state)}


def _require_author(actor: Actor) -> None:
    if not (may_write(actor) or may_publish(actor)):
        raise EditNotAllowedError
