"""Telling the subscribers: each event to each subscriber once, and again later when one fails. A try is counted before
it is made, so that an event that kills the worker does not stand at the head of the queue for ever."""

import random
from datetime import timedelta

import structlog
from django.db import transaction
from django.utils.translation import override

from motcua.kernel import clock
from motcua.platform.database.transactions import prepared
from motcua.platform.outbox.models import OutboxDelivery, OutboxEvent
from motcua.platform.outbox.registry import event_class, subscribed_names, subscribers

log = structlog.get_logger(__name__)

BATCH = 100
LAST_ATTEMPT = 15  # with doubling pauses from 2 s: about a day
RETIRED_AT_ONCE = 5_000
LEASE = timedelta(seconds=60)  # for the first try, twice that for the second, …: then somebody else may try

_RETIRE = """
UPDATE outbox_outboxevent SET pending = false WHERE id IN (
    SELECT id FROM outbox_outboxevent WHERE pending AND NOT (name = ANY(%s)) LIMIT %s FOR UPDATE SKIP LOCKED)
"""


def deliver_pending(limit: int = BATCH) -> int:
    """Deliver up to `limit` due events, each in a transaction of its own; returns how many were looked at."""
    _retire_untold()
    done = 0
    while done < limit and _deliver_next():
        done += 1
    return done


def _retire_untold() -> None:
    """Events that nobody subscribes to are done at once, many by one statement: the worker leaves the machine to others."""
    prepared(_RETIRE, (subscribed_names(), RETIRED_AT_ONCE))


def _deliver_next() -> bool:
    row = _claimed()
    if row is None:
        return False
    with transaction.atomic():
        failed = [problem for name in subscribers(row.name) if (problem := _tell(row, name))]
        row.last_error = "; ".join(failed)[:1000]
        row.pending = bool(failed) and row.attempts < LAST_ATTEMPT
        row.next_try_at = clock.now() + timedelta(seconds=2 ** min(row.attempts, 13) + random.random())
        row.save(update_fields=["last_error", "pending", "next_try_at"])
    return True


def _claimed() -> OutboxEvent | None:
    """The next due event, for this worker alone while the lease lasts; None when nothing is due."""
    with transaction.atomic():
        wanted = OutboxEvent.objects.filter(pending=True, name__in=subscribed_names())
        due = wanted.filter(next_try_at__lte=clock.now(), attempts__lt=LAST_ATTEMPT)
        row = due.select_for_update(skip_locked=True).order_by("next_try_at").first()
        if row is not None:
            row.attempts += 1
            row.next_try_at = clock.now() + LEASE * row.attempts
            row.save(update_fields=["attempts", "next_try_at"])
        return row


def _tell(row: OutboxEvent, subscriber: str) -> str:
    """Return "" when handled now or before; else what went wrong. The worker must outlive any handler's bug."""
    if OutboxDelivery.objects.filter(event_id=row.id, subscriber=subscriber).exists():
        return ""
    try:
        with transaction.atomic(), override("vi"):
            subscribers(row.name)[subscriber](event_class(row.name).from_wire(row.payload))
            OutboxDelivery.objects.create(event_id=row.id, subscriber=subscriber)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic in a library's native code is no Exception
        log.exception("outbox.handler_failed", event_id=str(row.id), task=subscriber)
        return f"{subscriber}: {type(error).__name__}"
    return ""
