"""The desk's queues: what is due first stands on top. Keyset pages over the queue index."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from motcua.dossiers.contracts import QueuePage, State
from motcua.dossiers.models import OPEN_STATES, Dossier
from motcua.dossiers.queries import summary_of
from motcua.kernel.actors import Actor
from motcua.kernel.texts import clean
from motcua.platform.database.transactions import looking

MINE: dict[str, tuple[State, ...]] = {
    "receiver": (State.SUBMITTED, State.APPROVED),
    "specialist": (State.IN_PROCESS,),
    "head": (State.AWAITING_APPROVAL,),
}
PAGE = 50


def list_queue(
    *, actor: Actor, state: State | None = None, search: str = "", cursor: str = "", limit: int = PAGE
) -> QueuePage:
    """Open dossiers of the actor's agencies, by the moment their holder should have acted.

    Without `state`: those that wait for one of the actor's roles. `search`: a code or part of the applicant's name,
    over closed dossiers too. `cursor` comes from the page before; a broken one begins at the top.
    """
    with looking(actor):
        base = Dossier.objects.filter(receiving_agency_id__in=actor.agency_ids)
        rows = _searched(base, search) if search.strip() else base.filter(state__in=_states(actor, state))
        after = _read_cursor(cursor)
        if after:
            rows = rows.filter(Q(act_by__gt=after[0]) | Q(act_by=after[0], id__gt=after[1]))
        page = list(rows.order_by("act_by", "id")[: limit + 1])
        shown = page[:limit]
        return QueuePage(
            tuple(summary_of(row) for row in shown), _counts(base), _cursor(shown[-1]) if len(page) > limit else ""
        )


def _states(actor: Actor, state: State | None) -> list[str]:
    if state is not None:
        return [state.value]
    return [s.value for role in sorted(actor.roles & MINE.keys()) for s in MINE[role]]


def _searched(base: "QuerySet[Dossier]", search: str) -> "QuerySet[Dossier]":
    text = clean(search)[:80]
    return base.filter(Q(code__icontains=text) | Q(applicant_name__icontains=text))


def _counts(base: "QuerySet[Dossier]") -> dict[State, int]:
    rows = base.filter(state__in=OPEN_STATES).values_list("state").annotate(n=Count("id"))
    return {State(state): n for state, n in rows}


def _cursor(row: Dossier) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.act_by.isoformat(), str(row.id)]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID] | None:
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):  # it comes from an address
        return None
