"""Files become papers of a dossier: only one's own uploads, each only once."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.dossiers.errors import SubmissionInvalidError
from motcua.dossiers.models import DossierPaper
from motcua.kernel import clock
from motcua.platform.files import api as files
from motcua.platform.files.contracts import StoredFile

MOST_FILES = 200


def attach_papers(
    dossier_id: UUID, papers: Mapping[str, tuple[UUID, ...]], *, owner_id: UUID | None, supplement: bool = False
) -> None:
    """`owner_id`: who must have uploaded the files; None when a draft vouches for them.

    Raises SubmissionInvalidError when a file is not the owner's own upload or is already part of a dossier.
    """
    wanted = [(paper_id, file_id) for paper_id, ids in papers.items() for file_id in ids]
    if len(wanted) > MOST_FILES or len({file_id for _paper, file_id in wanted}) != len(wanted):
        raise SubmissionInvalidError(fields={"papers": _("Mỗi tệp chỉ gửi một lần, nhiều nhất 200 tệp.")})
    found = {stored.id: stored for stored in files.claim_files([file_id for _paper, file_id in wanted], owner_id)}
    unknown = {
        f"papers.{paper}": _("Không tìm thấy tệp này. Hãy gửi lại tệp.") for paper, f in wanted if f not in found
    }
    if unknown:
        raise SubmissionInvalidError(fields=unknown)
    DossierPaper.objects.bulk_create(
        _row(dossier_id, paper_id, found[file_id], round_=1 if supplement else 0) for paper_id, file_id in wanted
    )


def copy_papers(dossier_id: UUID, papers: Mapping[str, tuple[UUID, ...]]) -> None:
    """Papers that another dossier of the same journey has too: each gets a copy of its own."""
    DossierPaper.objects.bulk_create(
        _row(dossier_id, paper_id, files.copy_file(file_id), round_=0)
        for paper_id, ids in papers.items()
        for file_id in ids
    )


def _row(dossier_id: UUID, paper_id: str, stored: StoredFile, *, round_: int) -> DossierPaper:
    return DossierPaper(
        dossier_id=dossier_id,
        paper_id=paper_id,
        file_id=stored.id,
        file_name=stored.name,
        content_type=stored.content_type,
        size=stored.size,
        sha256=stored.sha256,
        added_at=clock.now(),
        round=round_,
    )
