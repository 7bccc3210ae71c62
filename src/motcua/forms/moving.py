"""Moving drafts to another version of their procedure, and back: explicit, with what was kept, never by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from motcua.forms.domain.moving import Moving, moved_answers
from motcua.forms.errors import DraftNotAllowedError
from motcua.forms.models import Draft
from motcua.forms.parties import void_changed
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting

_KEPT = "moved"  # key of a draft's facts


@dataclass(frozen=True, slots=True)
class MovedDrafts:
    """How many drafts moved, and how many could not: somebody went on writing in between."""

    moved: int
    skipped: int = 0


def count_drafts(*, actor: Actor, version_hash: str) -> int:
    """Unexpired drafts that are pinned to this version."""
    _only_the_system(actor)
    with acting(actor):
        return _pinned(version_hash).count()


def move_drafts(
    *,
    actor: Actor,
    move_id: UUID,
    from_hash: str,
    to_hash: str,
    moving: Moving,
    papers: Mapping[str, str],
    legal: str,
) -> MovedDrafts:
    """Pin all drafts of `from_hash` to `to_hash` with their answers and files carried over, in one transaction.

    `papers`: former paper to present one; a file that went on under its former name would be lost at submission.

    What a draft held before is kept in it until it is submitted, so that `return_drafts` can undo the move.
    """
    _only_the_system(actor)
    with acting(actor):
        rows = list(_pinned(from_hash).select_for_update())
        for row in rows:
            files = {str(paper.id): paper.paper_id for paper in row.papers.filter(paper_id__in=papers)}
            before = {
                "answers": row.answers,
                "version": row.version_hash,
                "page": row.current_page,
                "papers": files,
                "earlier": row.facts.get(_KEPT),
            }
            _name_papers(row, {one: papers[former] for one, former in files.items()})
            row.answers = moved_answers(row.answers, moving)
            row.version_hash, row.current_page = to_hash, ""
            row.revision += 1
            row.facts = row.facts | {_KEPT: {"move": str(move_id), "revision": row.revision, **before}}
            _save(actor, row, "forms.draft_moved", legal, {"from": from_hash, "to": to_hash, "move": str(move_id)})
        return MovedDrafts(len(rows))


def return_drafts(*, actor: Actor, move_id: UUID, legal: str) -> MovedDrafts:
    """Give every draft back what it held before the move, unless somebody has saved it since."""
    _only_the_system(actor)
    with acting(actor):
        rows = list(Draft.objects.filter(facts__moved__move=str(move_id)).select_for_update())
        untouched = [row for row in rows if row.facts[_KEPT]["revision"] == row.revision]
        for row in untouched:
            before = row.facts[_KEPT]
            row.answers, row.version_hash, row.current_page = before["answers"], before["version"], before["page"]
            row.revision += 1
            _name_papers(row, before.get("papers", {}))
            row.facts = {key: value for key, value in row.facts.items() if key != _KEPT}
            if before.get("earlier"):  # an earlier move can be taken back now, if nobody wrote between the two
                unwritten = before["earlier"]["revision"] == before["revision"] - 1
                row.facts[_KEPT] = before["earlier"] | ({"revision": row.revision} if unwritten else {})
            _save(actor, row, "forms.draft_returned", legal, {"to": before["version"], "move": str(move_id)})
        return MovedDrafts(len(untouched), len(rows) - len(untouched))


def _pinned(version_hash: str) -> QuerySet[Draft]:
    return Draft.objects.filter(version_hash=version_hash, expires_at__gt=clock.now()).order_by("id")


def _name_papers(row: Draft, names: Mapping[str, str]) -> None:
    for paper in row.papers.filter(id__in=names):
        paper.paper_id = names[str(paper.id)]
        paper.save(update_fields=["paper_id"])


def _save(actor: Actor, row: Draft, action: str, legal: str, facts: dict[str, str]) -> None:
    row.save(update_fields=["answers", "version_hash", "current_page", "revision", "facts"])
    ledger.record(actor=actor, action=action, record_id=row.id, subject_id=row.owner_id, why=legal, facts=facts)
    void_changed(actor, row)


def _only_the_system(actor: Actor) -> None:
    if actor.kind is not ActorKind.SYSTEM:
        raise DraftNotAllowedError
