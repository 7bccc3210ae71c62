"""The address in a paper's QR code, by which whoever is shown the paper learns whether it holds."""

import base64
from urllib.parse import quote
from uuid import UUID

from django.conf import settings

from motcua.dossiers.documents.data import DocumentData

# By the names that the one-stop circular gives them. Behind the #, so that no server ever hears of them.
_NAMES = {"code": "ma", "procedure": "thutuc", "owner": "chu", "paper": "giay"}


def token_of(document_id: UUID) -> str:
    """Twenty-two signs that nobody can guess: 62 of the id's bits are random."""
    return base64.urlsafe_b64encode(document_id.bytes).decode().rstrip("=")


def id_of(token: str) -> UUID | None:
    """The paper's id, None for what is no token."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(f"{token}==".encode()))
    except ValueError:
        return None


def check_address(document_id: UUID, paper: DocumentData) -> str:
    """The address, and behind a # what MOTCUA_QR_FIELDS says a scanner without a network should read."""
    said = {
        "code": paper.dossier_code,
        "procedure": paper.procedure_code,
        "owner": paper.applicant.personal_id,
        "paper": paper.number,
    }
    wanted = [name.strip() for name in settings.ENVIRONMENT.qr_fields.split(",")]
    told = "&".join(f"{_NAMES[name]}={quote(said[name])}" for name in _NAMES if name in wanted and said[name])
    return f"{settings.PUBLIC_URL}/v/{token_of(document_id)}" + (f"#{told}" if told else "")
