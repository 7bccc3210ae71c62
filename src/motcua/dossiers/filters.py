"""Filters with a name: a person's own, and those that the head shares with the agency."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Q

from motcua.agencies.contracts import Role
from motcua.dossiers.errors import FilterNameTakenError
from motcua.dossiers.models import SavedFilter
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.kernel.texts import clean
from motcua.platform.database.transactions import acting, looking

MOST = 30  # a filter of one person; more is a mess, not help
LONGEST_NAME = 60
SEARCHED = "q"


@dataclass(frozen=True, slots=True)
class NamedFilter:
    """`query`: what an address of the queue says, by name; `mine`: the asker may delete it."""

    id: UUID
    name: str
    query: Mapping[str, str]
    shared: bool
    mine: bool


def list_filters(*, actor: Actor) -> tuple[NamedFilter, ...]:
    """The actor's own and the agency's shared ones, by name."""
    if actor.agency_id is None or actor.id is None:
        return ()
    with looking(actor):
        rows = SavedFilter.objects.filter(Q(owner_id=actor.id) | Q(shared=True), agency_id=actor.agency_id)
        return tuple(
            NamedFilter(
                row.id, row.name, kept_of(row.query, shared=row.shared), row.shared, mine=row.owner_id == actor.id
            )
            for row in rows.order_by("shared", "name")[: 2 * MOST]
        )


def kept_of(query: Mapping[str, str], *, shared: bool) -> dict[str, str]:
    """What is kept of a query: of a shared one not what was searched for, which is mostly somebody's name."""
    return {key: value for key, value in query.items() if value and not (shared and key == SEARCHED)}


def save_filter(*, actor: Actor, name: str, query: Mapping[str, str], shared: bool = False) -> None:
    """Keep a filter; one of the same name is replaced. Sharing is the head's; what was searched
    for is left out then. Raises FilterNameTakenError for a name
    that is none or when there are too many, NotAllowedError."""
    tidy = clean(name)
    if actor.agency_id is None or actor.id is None or (shared and Role.HEAD not in actor.roles):
        raise NotAllowedError
    if not 0 < len(tidy) <= LONGEST_NAME:
        raise FilterNameTakenError(fields={"name": FilterNameTakenError.message})
    kept = kept_of(query, shared=shared)
    with acting(actor):
        own = SavedFilter.objects.filter(agency_id=actor.agency_id, owner_id=actor.id)
        if own.exclude(name=tidy).count() >= MOST:
            raise FilterNameTakenError(fields={"name": FilterNameTakenError.message})
        try:
            own.update_or_create(
                agency_id=actor.agency_id,
                owner_id=actor.id,
                name=tidy,
                defaults={"query": kept, "shared": shared, "saved_at": clock.now()},
            )
        except IntegrityError as error:
            raise FilterNameTakenError(fields={"name": FilterNameTakenError.message}) from error


def delete_filter(*, actor: Actor, filter_id: UUID) -> None:
    """Delete one of one's own; somebody else's stays, without a word."""
    if actor.id is None:
        raise NotAllowedError
    with acting(actor):
        SavedFilter.objects.filter(id=filter_id, owner_id=actor.id).delete()
