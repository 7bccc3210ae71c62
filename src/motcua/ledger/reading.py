"""Reading entries back: the history of one record."""

from collections.abc import Collection
from uuid import UUID

from motcua.ledger.contracts import EntryView
from motcua.ledger.models import Entry


def history_of(record_id: UUID, without: Collection[str] = ()) -> tuple[EntryView, ...]:
    """Every act and look on one record, oldest first, but for the actions in `without`. The caller has decided that
    the reader may see it."""
    return tuple(
        EntryView(
            id=row.id,
            at=row.at,
            action=row.action,
            actor_kind=row.actor_kind,
            actor_id=row.actor_id,
            actor_name=row.actor_name,
            position=row.position,
            agency_id=row.agency_id,
            subject_id=row.subject_id,
            record_id=row.record_id,
            why=row.why,
            facts=row.facts,
        )
        for row in Entry.objects.filter(record_id=record_id).exclude(action__in=without).order_by("id")
    )
