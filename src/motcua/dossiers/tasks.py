"""Background work of the dossiers room."""

from datetime import timedelta

from django.db.models.functions import Now

from motcua.dossiers.archive.archiving import archive_ended
from motcua.dossiers.archive.destroying import destroy_approved
from motcua.dossiers.books.printing import forget_book_prints, print_books
from motcua.dossiers.counting.folding import fold_changes, sweep_figures
from motcua.dossiers.feed.keeping import forget_changes
from motcua.dossiers.feed.messages import tell_applicants
from motcua.dossiers.feed.webhooks.delivering import deliver_webhooks
from motcua.dossiers.models import SubmissionKey
from motcua.dossiers.services.batches import forget_batches
from motcua.dossiers.services.ringing import BATCH, ring_alarms
from motcua.dossiers.times import reckon_times
from motcua.kernel import clock

KEPT = timedelta(days=30)


def forget_keys() -> None:
    """A submission can be repeated for 30 days; after that its key may be used for another one. By our clock and by the
    database's: where one has jumped ahead, a repeat is still no second dossier."""
    SubmissionKey.objects.filter(created_at__lt=clock.now() - KEPT).filter(created_at__lt=Now() - KEPT).delete()


def ring_due_alarms() -> None:
    """Warnings before due dates, lateness, silence, supplements that nobody answered."""
    while ring_alarms() == BATCH:
        pass


PERIODIC = {
    forget_keys: 3600.0,
    forget_batches: 86400.0,
    forget_book_prints: 3600.0,
    print_books: 2.0,
    archive_ended: 600.0,
    destroy_approved: 30.0,
    fold_changes: 0.5,
    deliver_webhooks: 0.5,
    forget_changes: 3600.0,
    tell_applicants: 1.0,
    sweep_figures: 3600.0,
    reckon_times: 6 * 3600.0,
    ring_due_alarms: 60.0,
}
