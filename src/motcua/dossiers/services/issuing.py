"""Official papers of a case: issued as a snapshot with a number, printed by the worker or by the first who opens one."""

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO
from uuid import UUID

import msgspec

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import ClockKind, DocumentKind
from motcua.dossiers.documents.checking import check_address
from motcua.dossiers.documents.data import DocumentData
from motcua.dossiers.documents.rendering import RESULT_BODY, render_document
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.new_issues import CORRECTION, NEXT
from motcua.dossiers.errors import ActNotAllowedError, DocumentDestroyedError, DocumentNotFoundError
from motcua.dossiers.events import DocumentIssued
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Document, Dossier, DossierPaper
from motcua.dossiers.policies import roles_at
from motcua.dossiers.queries import row_of
from motcua.dossiers.rules import result_of, version_of
from motcua.dossiers.services.numbering import next_in_book
from motcua.dossiers.services.snapshots import snapshot
from motcua.dossiers.viewing import LOOKED_AT
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.ids import new_id
from motcua.kernel.languages import pick
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
    DocumentKind.STOP: {
        "vi": "Thông báo dừng giải quyết hồ sơ",
        "en": "Notice that the dossier was stopped",
    },
}


_DECISIONS = (DocumentKind.RESULT, DocumentKind.REFUSAL, DocumentKind.STOP)


def issue_document(
    actor: Actor,
    row: Dossier,
    kind: DocumentKind,
    note: str,
    *,
    former_due_at: datetime | None = None,
    supersedes: Document | None = None,
    issued_as: str = "",
) -> None:
    """Write the paper's snapshot and number down, in the caller's transaction, and announce it.

    `supersedes`: the paper that it takes the place of; the new one names its number and day, the old one is said to be
    no longer valid wherever it is shown or checked. `issued_as` "correction" or "reissue": it stands in the book as a line of
    its own, and is numbered as the flow says; what is re-issued says what the first paper said.
    """
    agency, now, document_id = agencies.get_agency(row.receiving_agency_id), clock.now(), new_id()
    numbered = next_in_book(agency, kind, now)
    number = _number_anew(row, supersedes, issued_as, numbered.written) if supersedes else numbered.written
    said = snapshot(actor, row, kind, note, number, former_due_at=former_due_at)
    if issued_as and supersedes:
        said = _issued_anew(row, said, supersedes, issued_as)
    document = Document.objects.create(
        id=document_id,
        dossier=row,
        kind=kind.value,
        number=number,
        title=TITLES.get(kind) or _result_title(row),
        data=msgspec.to_builtins(replace(said, check_url=check_address(document_id, said), **_replaced(supersedes))),
        issued_at=now,
        agency_id=agency.id,
        year=numbered.year,
        serial=numbered.serial,
        supersedes_id=supersedes.id if supersedes else None,
        issued_as=issued_as,
    )
    outbox.announce(DocumentIssued(dossier_id=row.id, document_id=document.id, kind=kind.value))


def earlier_decision(row: Dossier, kind: DocumentKind) -> Document | None:
    """The paper of the decision before, whose place this one takes where a dossier was reopened. No statement is spent on one
    that never was."""
    stops = [segment.kind for segment in clocks.from_json(row.clock)].count(ClockKind.STOPPED)
    if kind not in _DECISIONS or stops < 2:
        return None
    return row.document_rows.filter(kind__in=[one.value for one in _DECISIONS]).order_by("-id").first()


def _number_anew(row: Dossier, old: Document, issued_as: str, in_book: str) -> str:
    """The number of a result that is issued anew: the book's next, or that of the first paper written on."""
    if not issued_as:
        return in_book
    rules = flow_of_hash(row.version_hash).terms.new_issues
    issued = {one.id: one for one in row.document_rows.filter(kind=old.kind).defer("data")}
    first = old
    while first.issued_as and rules[first.issued_as].number != NEXT and first.supersedes_id in issued:
        first = issued[first.supersedes_id]
    times = sum(one.issued_as == issued_as for one in issued.values())
    return rules[issued_as].written(first.number, times + 1, in_book)


def _issued_anew(row: Dossier, said: DocumentData, old: Document, issued_as: str) -> DocumentData:
    """What a correction or a re-issue says: why it is there, and of a re-issue all that the first paper said."""
    rule = flow_of_hash(row.version_hash).terms.new_issues[issued_as]
    told: dict[str, Any] = {"issued_as": issued_as, "issued_text": pick(rule.text, "vi") if rule.text else ""}
    if issued_as == CORRECTION:
        return replace(said, **told)
    own = {name: getattr(said, name) for name in ("number", "issued_at", "signer", "agency", "demo")}
    return replace(msgspec.convert(old.data, DocumentData), **own, **told)


def _replaced(old: Document | None) -> dict[str, Any]:
    """What a paper that takes the place of `old` says of it."""
    return {"replaces_number": old.number, "replaces_at": old.issued_at} if old else {}


def open_document(
    *, actor: Actor, code: str, kind: DocumentKind, language: str = "vi", document_id: UUID | None = None
) -> tuple[bytes, str]:
    """The PDF and its file name; the newest when several of `kind` were issued, or the one that `document_id` names.

    Before acceptance the receipt is printed from how things stand. Raises DossierNotFoundError, DocumentNotFoundError.
    """
    with looking(actor):
        row = row_of(code)
        issued = row.document_rows.filter(kind=kind.value)
        document = (issued.filter(id=document_id) if document_id else issued).order_by("-id").first()
        _write_look(actor, row, kind.value)
        name = f"{code}-{kind.value.replace('_', '-')}.pdf"
        if document is None:
            if kind is not DocumentKind.RECEIPT or document_id:
                raise DocumentNotFoundError
            return render_document(kind, snapshot(actor, row, kind, "", ""), language), name
        if language != "vi":
            return _print(document, language), name
        return printed_for_reader(document), name


def copy_document(*, actor: Actor, code: str, document_id: UUID, language: str = "vi") -> tuple[bytes, str]:
    """A copy for whoever asks for one (bản sao): the same paper, said to be a copy, made when and by whom. Each is an entry
    in the ledger. For officials who work at the dossier's agencies.

    Raises DossierNotFoundError, DocumentNotFoundError, ActNotAllowedError.
    """
    with looking(actor):
        row = row_of(code)
        if not actor.is_official or not roles_at(actor, row):
            raise ActNotAllowedError(action="copy_document")
        document = row.document_rows.filter(id=document_id).first()
        if document is None:
            raise DocumentNotFoundError
        if not document.data:
            raise DocumentDestroyedError
        ledger.record(
            actor=actor,
            action="dossiers.document_copied",
            record_id=row.id,
            subject_id=row.applicant_id,
            facts={"kind": document.kind, "number": document.number},
        )
        said = msgspec.convert(document.data, DocumentData)
        made_by = f"{actor.name}, {actor.position}" if actor.position else actor.name
        copied = replace(said, reprinted_at=clock.now(), copied_by=made_by)
        body = _body(row)
        name = f"{code}-{document.kind.replace('_', '-')}-copy.pdf"
        return render_document(DocumentKind(document.kind), copied, language, body=body), name


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
    if not document.data:
        raise DocumentDestroyedError
    data = msgspec.convert(document.data, DocumentData)
    return render_document(DocumentKind(document.kind), data, language, body=_body(document.dossier))


def printed_file(document: Document) -> bytes:
    """The paper as it was printed, in the caller's transaction. Raises DocumentDestroyedError."""
    if not document.data:
        raise DocumentDestroyedError
    with files.open_file(document.file_id or _printed_once(document.id)) as stream:
        return stream.read()


def printed_for_reader(document: Document) -> bytes:
    """As `printed_file`, for somebody who may read it and perhaps not write. Raises DocumentDestroyedError."""
    with acting(SYSTEM) if document.file_id is None else nullcontext():
        return printed_file(document)


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
