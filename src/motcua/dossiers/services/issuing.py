"""Official papers of a case: issued as a snapshot with a number, printed by the worker or by the first who opens one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

import msgspec

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import DocumentKind
from motcua.dossiers.documents.data import DocumentData
from motcua.dossiers.documents.rendering import RESULT_BODY, render_document
from motcua.dossiers.errors import DocumentNotFoundError
from motcua.dossiers.events import DocumentIssued
from motcua.dossiers.models import Document, Dossier, DossierPaper
from motcua.dossiers.queries import LOOKED_AT, row_of
from motcua.dossiers.rules import result_of, version_of
from motcua.dossiers.services.numbering import next_number
from motcua.dossiers.services.snapshots import snapshot
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking
from motcua.platform.files import api as files
from motcua.platform.outbox import api as outbox

TITLES: Mapping[DocumentKind, dict[str, str]] = {
    DocumentKind.RECEIPT: {
        "vi": "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        "en": "Receipt of the dossier and appointment for the result",
    },
    DocumentKind.SUPPLEMENT_REQUEST: {
        "vi": "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
        "en": "Request to supplement the dossier",
    },
    DocumentKind.REFUSAL: {
        "vi": "Phiếu từ chối tiếp nhận, giải quyết hồ sơ",
        "en": "Refusal of the dossier",
    },
    DocumentKind.EXTENSION: {
        "vi": "Văn bản xin lỗi và đề nghị gia hạn thời gian giải quyết",
        "en": "Apology and extension of the time limit",
    },
}


def issue_document(
    actor: Actor, row: Dossier, kind: DocumentKind, note: str, *, former_due_at: datetime | None = None
) -> None:
    """Write the paper's snapshot and number down, in the caller's transaction, and announce it."""
    agency = agencies.get_agency(row.receiving_agency_id)
    year = clock.now().astimezone(agencies.calendar_of(agency.id).zone).year
    number = f"{next_number(f'{agency.code}:{kind.value}:{year}')}/{year}"
    document = Document.objects.create(
        dossier=row,
        kind=kind.value,
        number=number,
        title=TITLES.get(kind) or _result_title(row),
        data=msgspec.to_builtins(snapshot(actor, row, kind, note, number, former_due_at=former_due_at)),
        issued_at=clock.now(),
    )
    outbox.announce(DocumentIssued(dossier_id=row.id, document_id=document.id, kind=kind.value))


def open_document(*, actor: Actor, code: str, kind: DocumentKind, language: str = "vi") -> tuple[bytes, str]:
    """The PDF and its file name; the newest when several of `kind` were issued.

    Before acceptance the receipt is printed from how things stand. Raises DossierNotFoundError, DocumentNotFoundError.
    """
    with looking(actor):
        row = row_of(code)
        document = row.document_rows.filter(kind=kind.value).order_by("-id").first()
        _write_look(actor, row, kind.value)
        name = f"{code}-{kind.value.replace('_', '-')}.pdf"
        if document is None:
            if kind is not DocumentKind.RECEIPT:
                raise DocumentNotFoundError
            return render_document(kind, snapshot(actor, row, kind, "", ""), language), name
        if language != "vi":
            return _print(document, language), name
        with files.open_file(document.file_id or _printed_once(document.id)) as stream:
            return stream.read(), name


def print_document(document_id: UUID) -> None:
    """Print once and keep; a repeat does nothing. For the worker."""
    with acting(SYSTEM):
        _printed_once(document_id)


def open_paper(*, actor: Actor, code: str, file_id: UUID) -> tuple[BinaryIO, str, str]:
    """A file that the applicant sent: stream, content type, name. Raises DossierNotFoundError, DocumentNotFoundError."""
    with looking(actor):
        row = row_of(code)
        paper = DossierPaper.objects.filter(dossier=row, file_id=file_id).first()
        if paper is None:
            raise DocumentNotFoundError
        _write_look(actor, row, paper.paper_id)
        return files.open_file(file_id), paper.content_type, paper.file_name


def _write_look(actor: Actor, row: Dossier, what: str) -> None:
    if not actor.is_person:
        ledger.record(
            actor=actor,
            action=LOOKED_AT,
            record_id=row.id,
            subject_id=row.applicant_id,
            facts={"paper": what},
        )


def _print(document: Document, language: str) -> bytes:
    data = msgspec.convert(document.data, DocumentData)
    return render_document(DocumentKind(document.kind), data, language, body=_body(document.dossier))


def _printed_once(document_id: UUID) -> UUID:
    """The file of the paper, printed now if it was not. Who comes second waits: worker and page never print two."""
    document = Document.objects.select_for_update().get(id=document_id)
    file_id = document.file_id or files.store_made(_print(document, "vi"), f"{document.kind}.pdf").id
    if document.file_id is None:
        document.file_id = file_id
        document.save(update_fields=["file_id"])
    return file_id


def _body(row: Dossier) -> str:
    result = result_of(row)
    template = f"{result.template}.typ" if result else RESULT_BODY
    return version_of(row).document_templates.get(template, "")


def _result_title(row: Dossier) -> Any:
    result = result_of(row)
    return dict(result.name if result else version_of(row).name)
