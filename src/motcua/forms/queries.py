"""Drafts as contracts. Row-level security already hides other people's; a hidden one is simply not found."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from motcua.forms.agreements import parties_of
from motcua.forms.contracts import DraftPaper, DraftView, Keeping, RecordChange
from motcua.forms.domain.prefilling import from_json
from motcua.forms.errors import DraftNotFoundError, PaperNotFoundError
from motcua.forms.models import Draft, DraftParty
from motcua.forms.models import DraftPaper as PaperRow
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking
from motcua.platform.files import api as files

MOST_LISTED = 100
DAYS_KEPT = 90  # after the last save or the last file; setting MOTCUA_DRAFT_DAYS
DAYS_TOLD = 7  # before a draft goes; setting MOTCUA_DRAFT_WARNING_DAYS


def get_draft(*, actor: Actor, draft_id: UUID) -> DraftView:
    """One's own, or one to which one was let in. Raises DraftNotFoundError. A look at somebody else's draft is written
    to the ledger."""
    with looking(actor):
        row = visible(actor).prefetch_related("papers").filter(id=draft_id).first()
        party = ""
        if row is None:
            mine = shared(actor).filter(draft_id=draft_id).first()
            if mine is None:
                raise DraftNotFoundError
            row, party = mine.draft, mine.party
        if row.owner_id != actor.id:
            ledger.record(actor=actor, action="forms.draft_seen", record_id=row.id, subject_id=row.owner_id)
        return to_view(row, row.papers.all(), party=party)


def list_drafts(*, actor: Actor) -> tuple[DraftView, ...]:
    """The newest first, at most 100: a person's own; an official's of the agencies of the position, a look at each."""
    with looking(actor):
        rows = list(visible(actor).prefetch_related("papers").order_by("-saved_at")[:MOST_LISTED])
        if rows and not actor.is_person:
            facts = {"subjects": sorted({str(row.owner_id) for row in rows})}
            ledger.record(actor=actor, action="forms.draft_seen", facts=facts)
        return tuple(to_view(row, row.papers.all()) for row in rows)


def list_shared_drafts(*, actor: Actor) -> tuple[DraftView, ...]:
    """Drafts of others to which the actor was let in to agree, the newest first."""
    with looking(actor):
        rows = shared(actor).order_by("-invited_at")[:MOST_LISTED]
        return tuple(to_view(mine.draft, mine.draft.papers.all(), party=mine.party) for mine in rows)


def find_draft(*, actor: Actor, procedure_code: str, on_behalf_of: UUID | None = None) -> DraftView | None:
    """The latest open draft of this person for this procedure, to be offered for going on; None when there is none."""
    owner_id = on_behalf_of or actor.id
    if owner_id is None:
        return None
    with looking(actor):
        rows = visible(actor).filter(owner_id=owner_id, procedure_code=procedure_code)
        row = rows.prefetch_related("papers").order_by("-saved_at").first()
        return None if row is None else to_view(row, row.papers.all())


def open_paper(*, actor: Actor, draft_id: UUID, file_id: UUID) -> tuple[DraftPaper, BinaryIO]:
    """An attached file for showing it again. Raises DraftNotFoundError, PaperNotFoundError."""
    draft = get_draft(actor=actor, draft_id=draft_id)
    paper = next((paper for paper in draft.papers if paper.file_id == file_id), None)
    if paper is None:
        raise PaperNotFoundError
    return paper, files.open_file(file_id)


def visible(actor: Actor) -> QuerySet[Draft]:
    """Unexpired drafts that the actor may see: the same rule as the table's policy, said once more."""
    rows = Draft.objects.filter(expires_at__gt=clock.now())
    if actor.kind is ActorKind.SYSTEM:
        return rows
    if actor.is_official:
        return rows.filter(filed_by__isnull=False, receiving_agency_id__in=actor.agency_ids)
    return rows.filter(owner_id=actor.id) if actor.is_person and actor.id else rows.none()


def shared(actor: Actor) -> QuerySet[DraftParty]:
    """Where the actor was let in, by unexpired drafts: again the same rule as the tables' policies."""
    if not actor.is_person or actor.id is None:
        return DraftParty.objects.none()
    return DraftParty.objects.select_related("draft").filter(person_id=actor.id, draft__expires_at__gt=clock.now())


def locked_shared(actor: Actor, draft_id: UUID) -> tuple[Draft, DraftParty]:
    """Somebody else's draft and one's own place in it, for writing. Raises DraftNotFoundError."""
    mine = shared(actor).filter(draft_id=draft_id).first()
    if mine is None:
        raise DraftNotFoundError
    row = Draft.objects.select_for_update().get(id=draft_id)
    return row, DraftParty.objects.select_for_update().get(id=mine.id)


def locked(actor: Actor, draft_id: UUID) -> Draft:
    """The row for writing, until the transaction ends. Raises DraftNotFoundError."""
    row = visible(actor).select_for_update().filter(id=draft_id).first()
    if row is None:
        raise DraftNotFoundError
    return row


def expiry() -> datetime:
    """Until when a draft is kept that is saved now."""
    return clock.now() + timedelta(days=days_kept())


def days_kept() -> int:
    return int(getattr(settings, "MOTCUA_DRAFT_DAYS", DAYS_KEPT))


def days_told() -> int:
    """So many days before a draft goes its person is told."""
    return int(getattr(settings, "MOTCUA_DRAFT_WARNING_DAYS", DAYS_TOLD))


def keeping_of(draft: DraftView) -> Keeping:
    """Until when `draft` is kept, and whether that is soon."""
    left = draft.expires_at - clock.now()
    return Keeping(draft.expires_at, max(0, left.days), days_kept(), left <= timedelta(days=days_told()))


def to_view(row: Draft, papers: Iterable[PaperRow], party: str = "") -> DraftView:
    """`party`: which party is looking, "" for the owner."""
    ordered = sorted(papers, key=lambda paper: paper.id)
    return DraftView(
        id=row.id,
        procedure_code=row.procedure_code,
        version_hash=row.version_hash,
        owner_id=row.owner_id,
        filed_by=row.filed_by,
        receiving_agency_id=row.receiving_agency_id,
        answers=row.answers,
        papers=tuple(to_paper(paper) for paper in ordered),
        current_page=row.current_page,
        revision=row.revision,
        created_at=row.created_at,
        saved_at=row.saved_at,
        expires_at=row.expires_at,
        facts=row.facts,
        record=from_json(row.facts.get("record", {})),
        record_changes=tuple(RecordChange(**change) for change in row.facts.get("record_changes", ())),
        parties=parties_of(row),
        party=party,
    )


def to_paper(row: PaperRow) -> DraftPaper:
    return DraftPaper(row.paper_id, row.file_id, row.file_name, row.content_type, row.size)
