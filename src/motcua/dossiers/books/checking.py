"""Whether a paper holds: for whoever is shown one. The address is in its QR code."""

import json
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts.books import PaperCheck
from motcua.dossiers.contracts.words import DocumentKind
from motcua.dossiers.documents.checking import id_of
from motcua.dossiers.errors import PaperUnknownError
from motcua.platform.database.transactions import prepared

_CHECK = (
    "SELECT kind, title, number, issued_at, agency_id, code, version_hash, newer_number, newer_at, newer_as, newer_id,"
    " issued_as"
    " FROM dossiers_paper_check WHERE id = %s ORDER BY newer_at DESC NULLS LAST LIMIT 1"
)


def check_paper(*, token: str) -> PaperCheck:
    """What the paper with this token is. Raises PaperUnknownError for a token that no paper bears."""
    document_id = id_of(token)
    found = prepared(_CHECK, (document_id,)).fetchone() if document_id else None
    if found is None:
        raise PaperUnknownError
    kind, title, number, issued_at, agency_id, code, version_hash, newer_number, newer_at, newer_as, newer_id, anew = (
        found
    )
    return PaperCheck(
        kind=DocumentKind(kind),
        title=json.loads(title) if isinstance(title, str) else title,  # as the prepared statement gives it
        number=number,
        issued_at=issued_at,
        agency=agencies.get_agency(agency_id).name if agency_id else {},
        code=code,
        procedure_name=catalogue.get_version(version_hash).name,
        newer_number=newer_number or "",
        newer_at=newer_at,
        newer_as=newer_as or "",
        holds_number=_holds(newer_id),
        issued_as=anew,
    )


def _holds(document_id: UUID | None) -> str:
    """The number of the paper that holds now, where the one that took the place was replaced in its turn."""
    number = ""
    while document_id and (found := prepared(_CHECK, (document_id,)).fetchone()) and found[10]:
        number, document_id = found[7], found[10]
    return number
