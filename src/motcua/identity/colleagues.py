"""Which desk an official holds, and who works beside them: the composition root tells, since agencies are another room
on this floor (settings MOTCUA_DESK_OF, MOTCUA_COLLEAGUES_AT)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from motcua.identity.contracts import Colleague


def desk_of(official_id: UUID) -> UUID | None:
    """The agency of the official's position of the day; None for who holds none."""
    ask: Callable[[UUID], UUID | None] = import_string(settings.MOTCUA_DESK_OF)
    return ask(official_id)


def colleagues_at(agency_id: UUID) -> tuple[Colleague, ...]:
    """Who holds a position at the agency today."""
    ask: Callable[[UUID], Any] = import_string(settings.MOTCUA_COLLEAGUES_AT)
    return tuple(ask(agency_id))
