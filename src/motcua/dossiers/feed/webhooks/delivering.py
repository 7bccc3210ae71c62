"""Sending what is due: each webhook's messages one after the other, many webhooks side by side, none holding up another.

A message is sent while no transaction is open. What has arrived is written down before the next one is sent, so a worker
that is killed sends one message again at most, under the same id.
"""

import random
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import structlog
from django.conf import settings
from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from motcua.dossiers.contracts import ChangeView, FeedFilter
from motcua.dossiers.domain.retrying import next_try
from motcua.dossiers.errors import FeedCursorExpiredError
from motcua.dossiers.feed.cursors import Cursor
from motcua.dossiers.feed.reading import find_change, list_changes
from motcua.dossiers.feed.telling import Change
from motcua.dossiers.feed.webhooks.matching import match_changes
from motcua.dossiers.feed.webhooks.sealing import unseal
from motcua.dossiers.feed.webhooks.sending import GONE, Answer, send
from motcua.dossiers.feed.webhooks.signing import sign
from motcua.dossiers.models import DeadLetter, Webhook, WebhookSecret
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

log = structlog.get_logger(__name__)

AT_ONCE = 8  # webhooks that are served side by side in one worker
TURN = 50  # messages of one webhook, then it is somebody else's turn
TURN_SECONDS = 20.0
LEASE = timedelta(seconds=90)  # longer than a turn and its last message take
MOST_GIVEN_UP = 20  # in a row, then the webhook pauses itself
TYPE = "dossiers.change"

Send = Callable[..., Answer]
_encode = msgspec.json.Encoder().encode
_free = threading.BoundedSemaphore(AT_ONCE)


def deliver_webhooks() -> int:
    """For the worker, twice a second: match what is new, then start a thread for each webhook that is due, as far as there
    are free ones. Returns at once; how many were started."""
    while match_changes() >= 5000:
        pass
    started = 0
    while _free.acquire(blocking=False):
        row = claim_webhook()
        if row is None:
            _free.release()
            break
        threading.Thread(target=_serve, args=(row,), name="webhook", daemon=True).start()
        started += 1
    return started


def claim_webhook() -> Webhook | None:
    """One webhook that is due, for this worker alone while its lease lasts; None when none is."""
    now = clock.now()
    with acting(SYSTEM):
        behind = Q(position__lt=F("reach_position")) | Q(position=F("reach_position"), version__lt=F("reach_version"))
        behind |= Q(position=F("reach_position"), version=F("reach_version"), change_id__lt=F("reach_id"))
        again = Q(id__in=DeadLetter.objects.filter(arrived_at=None, again_at__isnull=False).values("webhook_id"))
        due = Webhook.objects.filter(ended_at=None, paused_at=None, next_try_at__lte=now).filter(behind | again)
        free = due.filter(Q(leased_until=None) | Q(leased_until__lt=now))
        row = free.select_for_update(skip_locked=True, of=("self",)).order_by("next_try_at").first()
        if row is not None:
            row.leased_until = now + LEASE
            row.save(update_fields=["leased_until"])
        return row


def serve_webhook(row: Webhook, send_: Send = send) -> int:
    """One turn of a claimed webhook: dead letters that were asked for again, then what is new, in order, until something
    does not arrive. Gives the lease back. Returns how many messages arrived."""
    ends = clock.now() + timedelta(seconds=TURN_SECONDS)
    secrets = _secrets(row.id)
    arrived = _send_again(row, secrets, send_)
    while arrived < TURN and clock.now() < ends and _still_mine(row):
        with_filter = FeedFilter(row.agency_id, row.procedure_code or None)
        start = Cursor(row.position, row.version, row.change_id)
        try:
            page = list_changes(actor=SYSTEM, after=str(start), limit=TURN, only=with_filter)
        except FeedCursorExpiredError as gone:  # paused for longer than changes are kept
            log.exception("webhooks.changes_lost", agency_id=str(row.agency_id))
            _move(row, Cursor.read(gone.facts["oldest"]))
            continue
        for change in page.changes:
            if not _still_mine(row) or not _step(row, change, secrets, send_):
                return _given_back(row, arrived)
            arrived += row.last_why == ""
            if clock.now() >= ends:
                return _given_back(row, arrived)
        _move(row, Cursor.read(page.cursor))
        if not page.more:
            break
    return _given_back(row, arrived)


def _step(row: Webhook, change: ChangeView, secrets: tuple[str, ...], send_: Send) -> bool:
    """Send one; True when the next one may be sent: it arrived, or is given up."""
    first_at = row.first_tried_at or clock.now()
    answer = _post(row, change, secrets, send_)
    now = clock.now()
    if answer.arrived:
        _move(row, Cursor.read(change.cursor), last_status=answer.status, last_why="", last_arrived_at=now, given_up=0)
        return True
    tries = row.tries + 1
    told = {"last_status": answer.status, "last_why": answer.why}
    if answer.status == GONE:
        _pause(row, tries=tries, first_tried_at=first_at, **told)
        return False
    again = (
        None
        if row.given_up
        else next_try(
            tries,
            first_at,
            now,
            settings.MOTCUA_WEBHOOK_DAYS,
            share=random.random(),
            wait=timedelta(seconds=answer.wait),
        )
    )
    if again is not None:
        _keep(row, tries=tries, first_tried_at=first_at, next_try_at=again, **told)
        return False
    _bury(row, change, answer, tries=tries, first_at=first_at)
    if row.given_up >= MOST_GIVEN_UP:
        _pause(row, given_up=0)
        return False
    return True


def _post(row: Webhook, change: ChangeView, secrets: tuple[str, ...], send_: Send) -> Answer:
    now = clock.now()
    body = _encode({"type": TYPE, "timestamp": change.at, "data": Change.of(change)})
    message_id, timestamp = f"msg_{change.id.hex}", int(now.timestamp())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(secrets, message_id, timestamp, body),
    }
    return send_(row.url, headers, body)


def _send_again(row: Webhook, secrets: tuple[str, ...], send_: Send) -> int:
    """Dead letters that somebody wants tried again, oldest first, one try each; they do not stand in the order any more."""
    with acting(SYSTEM):
        asked = list(row.dead_rows.filter(arrived_at=None, again_at__isnull=False).order_by("id")[:TURN])
    arrived = 0
    for letter in asked:
        change = find_change(Cursor(letter.position, letter.version, letter.change_id))
        answer = _post(row, change, secrets, send_) if change else Answer(0, "change no longer kept")
        with acting(SYSTEM):
            letter.arrived_at = clock.now() if answer.arrived else None
            letter.again_at, letter.why, letter.tries = None, answer.why[:80], letter.tries + 1
            letter.save(update_fields=["arrived_at", "again_at", "why", "tries"])
        arrived += answer.arrived
    return arrived


def _bury(row: Webhook, change: ChangeView, answer: Answer, *, tries: int, first_at: datetime) -> None:
    cursor = Cursor.read(change.cursor)
    with acting(SYSTEM):
        DeadLetter.objects.update_or_create(
            webhook=row,
            change_id=change.id,
            defaults={
                "agency_id": row.agency_id,
                "position": cursor.position,
                "version": cursor.version,
                "code": change.code,
                "action": change.action,
                "tries": tries,
                "first_tried_at": first_at,
                "died_at": clock.now(),
                "why": answer.why[:80],
                "arrived_at": None,
                "again_at": None,
            },
        )
        given_up = row.given_up + 1
        _move(row, cursor, last_status=answer.status, last_why=answer.why[:80], given_up=given_up)
    log.error("webhooks.dead_letter", agency_id=str(row.agency_id), event_id=str(change.id), count=tries)


def _pause(row: Webhook, **more: Any) -> None:
    _keep(row, paused_at=clock.now(), paused_by="", **more)
    log.error("webhooks.paused_itself", agency_id=str(row.agency_id))


def _move(row: Webhook, cursor: Cursor, **more: Any) -> None:
    _keep(
        row,
        position=cursor.position,
        version=cursor.version,
        change_id=cursor.id,
        tries=0,
        first_tried_at=None,
        **more,
    )


def _keep(row: Webhook, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    with acting(SYSTEM):
        Webhook.objects.filter(id=row.id, leased_until=row.leased_until).update(**values)


def _still_mine(row: Webhook) -> bool:
    """Neither paused, ended nor set back by somebody meanwhile, nor taken by another worker after the lease."""
    with acting(SYSTEM):
        return Webhook.objects.filter(
            id=row.id, leased_until=row.leased_until, paused_at=None, ended_at=None, change_id=row.change_id
        ).exists()


def _given_back(row: Webhook, arrived: int) -> int:
    with acting(SYSTEM):
        # At the end of the queue, unless it has to wait anyway: many that are busy take turns.
        mine = Webhook.objects.filter(id=row.id, leased_until=row.leased_until)
        mine.update(leased_until=None, next_try_at=Greatest("next_try_at", Value(clock.now())))
    return arrived


def _secrets(webhook_id: UUID) -> tuple[str, ...]:
    with acting(SYSTEM):
        rows = WebhookSecret.objects.filter(webhook_id=webhook_id).filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()))
        return tuple(unseal(row.sealed) for row in rows.order_by("-id"))


def _serve(row: Webhook) -> None:
    try:
        serve_webhook(row)
    except Exception:  # a thread's bug or a database that went away: the lease ends by itself
        log.exception("webhooks.turn_failed", agency_id=str(row.agency_id))
    finally:
        connection.close()
        _free.release()
