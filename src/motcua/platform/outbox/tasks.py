"""What was told is kept for a month, then it goes."""

from datetime import timedelta

from motcua.kernel import clock
from motcua.platform.outbox.models import OutboxDelivery, OutboxEvent

KEPT = timedelta(days=30)


def forget_told() -> None:
    """Delete events that need no telling any more, 30 days after their last try. Safe to run twice at once."""
    over = clock.now() - KEPT
    OutboxDelivery.objects.filter(delivered_at__lt=over).delete()
    OutboxEvent.objects.filter(pending=False, next_try_at__lt=over).delete()


PERIODIC = {forget_told: 3600.0}
