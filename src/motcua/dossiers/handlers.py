"""What the worker does when something has happened to a dossier."""

from motcua.dossiers.events import BatchAsked, DocumentIssued, JourneyPartSettled
from motcua.dossiers.services.batches import finish
from motcua.dossiers.services.issuing import print_document
from motcua.dossiers.services.journeying import pass_on
from motcua.dossiers.services.owing import KIND
from motcua.dossiers.services.paying import go_on_after_payment
from motcua.payments.events import ObligationSettled
from motcua.platform.outbox import api as outbox


def print_issued_document(event: DocumentIssued) -> None:
    print_document(event.document_id)


def pass_on_result(event: JourneyPartSettled) -> None:
    pass_on(event.journey_id)


def finish_batch(event: BatchAsked) -> None:
    finish(event.batch_id)


def take_paid_dossier_on(event: ObligationSettled) -> None:
    if event.reference_kind == KIND:
        go_on_after_payment(event.reference_id)


outbox.subscribe(BatchAsked, finish_batch)
outbox.subscribe(DocumentIssued, print_issued_document)
outbox.subscribe(JourneyPartSettled, pass_on_result)
outbox.subscribe(ObligationSettled, take_paid_dossier_on)
