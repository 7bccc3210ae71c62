"""What the worker does when something has happened to a dossier."""

from motcua.dossiers.events import DocumentIssued
from motcua.dossiers.services.issuing import print_document
from motcua.platform.outbox import api as outbox


def print_issued_document(event: DocumentIssued) -> None:
    print_document(event.document_id)


outbox.subscribe(DocumentIssued, print_issued_document)
