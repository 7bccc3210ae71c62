"""Files become papers of a dossier: only one's own uploads, each only once."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from motcua.dossiers.errors import SubmissionInvalidError
from motcua.dossiers.models import DossierPaper
from motcua.kernel import clock
from motcua.platform.files import api as files

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
        DossierPaper(
            dossier_id=dossier_id,
            paper_id=paper_id,
            file_id=file_id,
            file_name=found[file_id].name,
            content_type=found[file_id].content_type,
            size=found[file_id].size,
            sha256=found[file_id].sha256,
            added_at=clock.now(),
            round=1 if supplement else 0,
        )
        for paper_id, file_id in wanted
    )
