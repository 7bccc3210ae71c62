"""Telling people, and what they were told."""

from collections.abc import Iterable
from uuid import UUID

from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.notices.contracts import MessageView, News
from motcua.notices.errors import MessageNotFoundError
from motcua.notices.models import Message
from motcua.notices.wording import templates
from motcua.platform.database.transactions import acting, looking

PAGE = 50


def tell(*, actor: Actor, news: Iterable[News]) -> int:
    """Put messages into inboxes, many by one statement; what was told before is not told again. How many were asked for.

    Raises NotAllowedError for anybody but the system, KeyError for an unknown kind or a place that nothing fills.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotAllowedError
    rows = []
    for one in news:
        template = templates()[one.kind]
        title, body = template.say(one.values)
        rows.append(
            Message(
                person_id=one.person_id,
                key=one.key,
                kind=one.kind,
                template=template.since,
                title=title,
                body=body,
                about=one.about,
                at=one.at,
            )
        )
    if rows:
        with acting(actor):
            Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def list_messages(*, actor: Actor, before: UUID | None = None) -> tuple[MessageView, ...]:
    """The person's own, the newest first, at most 51: one more than a page shows. Raises NotAllowedError."""
    person = _person(actor)
    with looking(actor):
        rows = Message.objects.filter(person_id=person)
        rows = rows.filter(id__lt=before) if before else rows
        return tuple(_view(row) for row in rows.order_by("-id")[: PAGE + 1])


def count_unread(*, actor: Actor) -> int:
    """0 for who is no person."""
    if not actor.is_person or actor.id is None:
        return 0
    with looking(actor):
        return Message.objects.filter(person_id=actor.id, read_at=None).count()


def mark_read(*, actor: Actor, message_id: UUID | None = None) -> str:
    """Mark one message as read, or all of them; returns the dossier's code of the one. Raises NotAllowedError,
    MessageNotFoundError."""
    person = _person(actor)
    with acting(actor):
        rows = Message.objects.filter(person_id=person)
        if message_id is None:
            rows.filter(read_at=None).update(read_at=clock.now())
            return ""
        row = rows.filter(id=message_id).first()
        if row is None:
            raise MessageNotFoundError
        if row.read_at is None:
            row.read_at = clock.now()
            row.save(update_fields=["read_at"])
        return row.about


def _person(actor: Actor) -> UUID:
    if not actor.is_person or actor.id is None:
        raise NotAllowedError
    return actor.id


def _view(row: Message) -> MessageView:
    return MessageView(row.id, row.kind, row.title, row.body, row.about, row.at, row.read_at)
