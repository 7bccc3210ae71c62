"""What the worker does when something has happened to a dossier."""

from motcua.dossiers.events import BatchAsked, DocumentIssued, JourneyPartSettled
from motcua.dossiers.services.batches import finish
from motcua.dossiers.services.issuing import print_document
from motcua.dossiers.services.journeying import pass_on
from motcua.platform.outbox import api as outbox


def print_issued_document(event: DocumentIssued) -> None:
    print_document(event.document_id)


def pass_on_result(event: JourneyPartSettled) -> None:
    pass_on(event.journey_id)


def finish_batch(event: BatchAsked) -> None:
    finish(event.batch_id)


outbox.subscribe(BatchAsked, finish_batch)
outbox.subscribe(DocumentIssued, print_issued_document)
outbox.subscribe(JourneyPartSettled, pass_on_result)
