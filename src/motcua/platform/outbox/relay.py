"""Telling the subscribers: each event to each subscriber once, again later when one fails, never out of a lock's reach."""

import random
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils.translation import override

from motcua.kernel import clock
from motcua.platform.outbox.models import OutboxDelivery, OutboxEvent
from motcua.platform.outbox.registry import event_class, subscribers

log = structlog.get_logger(__name__)

BATCH = 100
LAST_ATTEMPT = 15  # with doubling pauses from 2 s: about a day


def deliver_pending(limit: int = BATCH) -> int:
    """Deliver up to `limit` due events, one transaction each; returns how many were looked at."""
    done = 0
    while done < limit and _deliver_next():
        done += 1
    return done


def _deliver_next() -> bool:
    with transaction.atomic():
        row = (
            OutboxEvent.objects.select_for_update(skip_locked=True)
            .filter(pending=True, next_try_at__lte=clock.now())
            .order_by("next_try_at")
            .first()
        )
        if row is None:
            return False
        failed = [problem for name in subscribers(row.name) if (problem := _tell(row, name))]
        row.attempts += 1
        row.last_error = "; ".join(failed)[:1000]
        row.pending = bool(failed) and row.attempts < LAST_ATTEMPT
        row.next_try_at = clock.now() + timedelta(seconds=2 ** min(row.attempts, 13) + random.random())
        row.save(update_fields=["attempts", "last_error", "pending", "next_try_at"])
        return True


def _tell(row: OutboxEvent, subscriber: str) -> str:
    """Return "" when handled now or before; else what went wrong. The worker must outlive any handler's bug."""
    if OutboxDelivery.objects.filter(event_id=row.id, subscriber=subscriber).exists():
        return ""
    try:
        with transaction.atomic(), override("vi"):
            subscribers(row.name)[subscriber](event_class(row.name).from_wire(row.payload))
            OutboxDelivery.objects.create(event_id=row.id, subscriber=subscriber)
    except Exception as error:
        log.exception("outbox.handler_failed", event_name=row.name, event_id=str(row.id), subscriber=subscriber)
        return f"{subscriber}: {type(error).__name__}"
    return ""
