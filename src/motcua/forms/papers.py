"""Files attached to a draft, a few to each paper that the procedure asks for."""

from typing import BinaryIO
from uuid import UUID

from django.db.models import Sum

from motcua.catalogue import api as catalogue
from motcua.catalogue.contracts import Paper
from motcua.forms.contracts import DraftPaper
from motcua.forms.errors import PaperNotFoundError, TooManyPapersError
from motcua.forms.models import Draft
from motcua.forms.models import DraftPaper as PaperRow
from motcua.forms.parties import void_changed
from motcua.forms.queries import expiry, locked, to_paper
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files

MOST_FILES = 10  # of one paper
MOST_BYTES_OF_A_FILE = 20 * 2**20
MOST_BYTES = 60 * 2**20  # of one draft


def attach_paper(*, actor: Actor, draft_id: UUID, paper_id: str, stream: BinaryIO, file_name: str) -> DraftPaper:
    """Add a file (seekable) to a paper that is sent as files.

    Raises DraftNotFoundError, PaperNotFoundError, TooManyPapersError and FileRefusedError's family.
    """
    is_clean = files.looked_through(stream)  # before the transaction: it may take seconds
    with acting(actor):
        row = locked(actor, draft_id)
        paper = _uploaded(row, paper_id)
        _check_room(row, paper_id, size=stream.seek(0, 2))
        stored = files.store_file(stream, file_name, frozenset(paper.accept) & files.ALL_KINDS, is_clean=is_clean)
        attached = PaperRow.objects.create(
            draft=row,
            paper_id=paper_id,
            file_id=stored.id,
            file_name=stored.name,
            content_type=stored.content_type,
            size=stored.size,
        )
        _touch(actor, row, "forms.paper_attached", paper_id, stored.id)
        return to_paper(attached)


def remove_paper(*, actor: Actor, draft_id: UUID, file_id: UUID) -> None:
    """Take one file off the draft and forget it. Raises DraftNotFoundError, PaperNotFoundError."""
    with acting(actor):
        row = locked(actor, draft_id)
        attached = row.papers.filter(file_id=file_id).first()
        if attached is None:
            raise PaperNotFoundError
        attached.delete()
        files.forget_files([file_id])
        _touch(actor, row, "forms.paper_removed", attached.paper_id, file_id)


def _uploaded(row: Draft, paper_id: str) -> Paper:
    for paper in catalogue.get_version(row.version_hash).papers:
        if paper.id == paper_id and paper.kind == "upload":
            return paper
    raise PaperNotFoundError


def _check_room(row: Draft, paper_id: str, *, size: int) -> None:
    if size > MOST_BYTES_OF_A_FILE:
        raise files.FileTooLargeError(limit=MOST_BYTES_OF_A_FILE, size=size)
    if row.papers.filter(paper_id=paper_id).count() >= MOST_FILES:
        raise TooManyPapersError(limit=MOST_FILES)
    if (row.papers.aggregate(all=Sum("size"))["all"] or 0) + size > MOST_BYTES:
        raise TooManyPapersError(limit=MOST_BYTES)


def _touch(actor: Actor, row: Draft, action: str, paper_id: str, file_id: UUID) -> None:
    """Files don't change the revision: an open page of questions in another tab can still be saved."""
    row.saved_at, row.expires_at = clock.now(), expiry()
    row.save(update_fields=["saved_at", "expires_at"])
    facts = {"paper": paper_id, "file": str(file_id)}
    ledger.record(actor=actor, action=action, record_id=row.id, subject_id=row.owner_id, facts=facts)
    void_changed(actor, row)
