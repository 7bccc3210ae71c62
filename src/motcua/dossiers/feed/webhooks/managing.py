"""What the head of an agency or an operator does with its webhooks. Each is one transaction and one entry in the ledger."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count, Q

from motcua.dossiers.contracts import DeadLetterView, NewWebhook, WebhookView
from motcua.dossiers.errors import TooManyWebhooksError, WebhookNotFoundError
from motcua.dossiers.feed.cursors import Cursor
from motcua.dossiers.feed.reading import newest, starting_cursor
from motcua.dossiers.feed.webhooks.addresses import read_address
from motcua.dossiers.feed.webhooks.sealing import seal
from motcua.dossiers.feed.webhooks.signing import new_secret
from motcua.dossiers.models import DeadLetter, Webhook, WebhookSecret
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking

MOST = 20  # of one agency
MOST_SHOWN = 200
ROTATION = timedelta(days=1)
ROLES = frozenset({"head", "operator"})


def add_webhook(*, actor: Actor, url: str, procedure_code: str = "", agency_id: UUID | None = None) -> NewWebhook:
    """Send what happens from now on to dossiers of the actor's agency to `url`; the secret is shown this once.

    `agency_id`: for which agency, where the system adds it. Raises NotAllowedError, WebhookAddressRefusedError,
    TooManyWebhooksError.
    """
    owner = _agency_of(actor, agency_id)
    read_address(url)
    with acting(actor):
        if Webhook.objects.filter(agency_id=owner, ended_at=None).count() >= MOST:
            raise TooManyWebhooksError(most=MOST)
        cursor = newest()
        row = Webhook.objects.create(
            agency_id=owner,
            url=url,
            procedure_code=clean(procedure_code)[:40],
            position=cursor.position,
            version=cursor.version,
            change_id=cursor.id,
            next_try_at=clock.now(),
            created_at=clock.now(),
            created_by=_signed(actor),
        )
        secret = _add_secret(row)
        _write_down(actor, row, "webhook_added", url=_without_query(url))
    return NewWebhook(row.id, secret)


def rotate_secret(*, actor: Actor, webhook_id: UUID) -> NewWebhook:
    """A new secret, shown this once; the old ones go on signing beside it for a day. Raises WebhookNotFoundError."""
    with acting(actor):
        row = _row(actor, webhook_id)
        ends = clock.now() + ROTATION
        row.secret_rows.filter(ends_at__lte=clock.now()).delete()
        row.secret_rows.filter(ends_at=None).update(ends_at=ends)
        secret = _add_secret(row)
        _write_down(actor, row, "webhook_secret_rotated")
    return NewWebhook(row.id, secret)


def pause_webhook(*, actor: Actor, webhook_id: UUID) -> None:
    """Send nothing until it is resumed; nothing is lost meanwhile. Raises WebhookNotFoundError."""
    _change(actor, webhook_id, "webhook_paused", paused_at=clock.now(), paused_by=_signed(actor), leased_until=None)


def resume_webhook(*, actor: Actor, webhook_id: UUID) -> None:
    """Go on from where it stood. Raises WebhookNotFoundError."""
    _change(actor, webhook_id, "webhook_resumed", paused_at=None, paused_by="", **_afresh())


def end_webhook(*, actor: Actor, webhook_id: UUID) -> None:
    """Send nothing any more; its secrets are thrown away. Raises WebhookNotFoundError."""
    with acting(actor):
        row = _row(actor, webhook_id)
        row.secret_rows.all().delete()
        Webhook.objects.filter(id=row.id).update(ended_at=clock.now(), leased_until=None)
        _write_down(actor, row, "webhook_ended")


def replay_from(*, actor: Actor, webhook_id: UUID, cursor: str) -> None:
    """Send everything after `cursor` again, "" from the oldest change that is kept. Receivers know a message that they had
    by its id. Raises WebhookNotFoundError, FeedCursorInvalidError, FeedCursorExpiredError."""
    with acting(actor):
        start, end = starting_cursor(cursor), newest()
        to = {"position": start.position, "version": start.version, "change_id": start.id}
        reach = {"reach_position": end.position, "reach_version": end.version, "reach_id": end.id}
        row = _row(actor, webhook_id)
        Webhook.objects.filter(id=row.id).update(**to, **reach, **_afresh())
        _write_down(actor, row, "webhook_replayed", after=str(start))


def replay_dead(*, actor: Actor, webhook_id: UUID, letter_id: UUID | None = None) -> int:
    """Try one dead letter again, or all of them; how many. Raises WebhookNotFoundError."""
    with acting(actor):
        row = _row(actor, webhook_id)
        letters = row.dead_rows.filter(arrived_at=None)
        if letter_id is not None:
            letters = letters.filter(id=letter_id)
        many = letters.update(again_at=clock.now())
        if many:
            Webhook.objects.filter(id=row.id).update(next_try_at=clock.now())
            _write_down(actor, row, "webhook_dead_replayed", letters=many)
        return many


def list_webhooks(*, actor: Actor, agency_id: UUID | None = None) -> tuple[WebhookView, ...]:
    """Those of the actor's agency; the system sees all, or those of `agency_id`. Raises NotAllowedError."""
    with looking(actor):
        rows = Webhook.objects.filter(ended_at=None).order_by("id")
        if actor.kind is not ActorKind.SYSTEM or agency_id is not None:
            rows = rows.filter(agency_id=_agency_of(actor, agency_id))
        dead = Count("dead_rows", filter=Q(dead_rows__arrived_at=None), distinct=True)
        holding = Q(secret_rows__ends_at=None) | Q(secret_rows__ends_at__gt=clock.now())
        secrets = Count("secret_rows", filter=holding, distinct=True)
        return tuple(_view(row) for row in rows.annotate(dead=dead, secrets=secrets))


def get_webhook(*, actor: Actor, webhook_id: UUID) -> tuple[WebhookView, tuple[DeadLetterView, ...]]:
    """One, with its dead letters, newest first, 200 at most. Raises WebhookNotFoundError, NotAllowedError."""
    found = next((one for one in list_webhooks(actor=actor) if one.id == webhook_id), None)
    if found is None:
        raise WebhookNotFoundError
    with looking(actor):
        letters = DeadLetter.objects.filter(webhook_id=webhook_id, arrived_at=None).order_by("-id")[:MOST_SHOWN]
        return found, tuple(_letter(one) for one in letters)


def may_manage(actor: Actor) -> bool:
    """Whether the actor looks after the webhooks of an agency."""
    return actor.is_official and actor.agency_id is not None and bool(actor.roles & ROLES)


def _agency_of(actor: Actor, agency_id: UUID | None) -> UUID:
    if actor.kind is ActorKind.SYSTEM and agency_id is not None:
        return agency_id
    if not may_manage(actor) or actor.agency_id is None or agency_id not in {None, actor.agency_id}:
        raise NotAllowedError
    return actor.agency_id


def _row(actor: Actor, webhook_id: UUID) -> Webhook:
    if actor.kind is not ActorKind.SYSTEM and not may_manage(actor):
        raise NotAllowedError
    rows = Webhook.objects.select_for_update().filter(id=webhook_id, ended_at=None)
    if actor.kind is not ActorKind.SYSTEM:
        rows = rows.filter(agency_id=_agency_of(actor, None))
    row = rows.first()
    if row is None:
        raise WebhookNotFoundError
    return row


def _change(actor: Actor, webhook_id: UUID, action: str, **values: Any) -> None:
    with acting(actor):
        row = _row(actor, webhook_id)
        Webhook.objects.filter(id=row.id).update(**values)
        _write_down(actor, row, action)


def _afresh() -> dict[str, Any]:
    return {"tries": 0, "first_tried_at": None, "given_up": 0, "next_try_at": clock.now(), "leased_until": None}


def _add_secret(row: Webhook) -> str:
    secret = new_secret()
    WebhookSecret.objects.create(webhook=row, sealed=seal(secret), made_at=clock.now())
    return secret


def _write_down(actor: Actor, row: Webhook, action: str, **facts: Any) -> None:
    facts |= {"agency": str(row.agency_id)}
    ledger.record(actor=actor, action=f"dossiers.{action}", record_id=row.id, facts=facts)


def _without_query(url: str) -> str:
    """The ledger keeps what it is told for ever, and receivers put tokens into the query."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def _signed(actor: Actor) -> str:
    return f"{actor.name}, {actor.position}" if actor.position else actor.name


def _view(row: Any) -> WebhookView:
    behind = (row.position, row.version, row.change_id) < (
        row.reach_position,
        row.reach_version,
        row.reach_id or UUID(int=0),
    )
    state = "failing" if row.tries or row.given_up else "running"
    if row.paused_at:
        state = "paused" if row.paused_by else "paused_itself"
    return WebhookView(
        id=row.id,
        agency_id=row.agency_id,
        url=row.url,
        procedure_code=row.procedure_code,
        state=state,
        behind=behind,
        cursor=str(Cursor(row.position, row.version, row.change_id)),
        tries=row.tries,
        next_try_at=row.next_try_at,
        last_arrived_at=row.last_arrived_at,
        why=row.last_why,
        dead=row.dead,
        secrets=row.secrets,
        created_at=row.created_at,
        created_by=row.created_by,
        paused_by=row.paused_by,
    )


def _letter(row: DeadLetter) -> DeadLetterView:
    return DeadLetterView(
        id=row.id,
        code=row.code,
        action=row.action,
        cursor=str(Cursor(row.position, row.version, row.change_id)),
        tries=row.tries,
        first_tried_at=row.first_tried_at,
        died_at=row.died_at,
        why=row.why,
        again=row.again_at is not None,
    )
