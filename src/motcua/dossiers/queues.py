"""The desk's queues: what is due first stands on top. Keyset pages over the queue index."""

import base64
import json
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Value

from motcua.dossiers.contracts import QueuePage, State, StepKind
from motcua.dossiers.models import OPEN_STATES, Dossier, DossierStep
from motcua.dossiers.queries import LOOKED_AT, summary_of
from motcua.kernel.actors import Actor
from motcua.kernel.texts import clean
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking

MINE: dict[str, tuple[State, ...]] = {
    "receiver": (State.SUBMITTED, State.APPROVED),
    "specialist": (State.IN_PROCESS,),
    "head": (State.AWAITING_APPROVAL,),
}
PAGE = 50
NOT_SHOWN = ("answers", "previous_answers", "proposal", "clock", "supplement")  # big, and no row of a queue shows them
_OWED = "owed"
NOWHERE = UUID(int=0)  # the agency of somebody who holds no position


def list_queue(
    *,
    actor: Actor,
    state: State | None = None,
    search: str = "",
    asked: bool = False,
    cursor: str = "",
    limit: int = PAGE,
) -> QueuePage:
    """Open dossiers of the actor's own agency, by the moment their holder should have acted.

    Without `state`: those that wait for one of the actor's roles. `search`: a code or part of the applicant's name,
    over closed dossiers and those of agencies below too. `asked`: dossiers of others on which the actor's agency owes an
    opinion. `cursor` comes from the page before; a broken one begins at the top.
    A page names applicants, so it is a look at all of them: one entry in the ledger, with whose names were shown.
    """
    with looking(actor):
        own = Dossier.objects.filter(receiving_agency_id=actor.agency_id or NOWHERE)
        owed = Dossier.objects.filter(id__in=_owed(actor).values("dossier_id"))
        mine = owed if asked else own.filter(state__in=_states(actor, state))
        rows = _searched(actor, search) if search.strip() else mine
        after = _read_cursor(cursor)
        if after:
            rows = rows.filter(Q(act_by__gt=after[0]) | Q(act_by=after[0], id__gt=after[1]))
        page = list(rows.defer(*NOT_SHOWN).order_by("act_by", "id")[: limit + 1])
        shown = page[:limit]
        _write_look(actor, shown)
        counts, owing = _counts(actor, own)
        return QueuePage(
            tuple(summary_of(row) for row in shown), counts, _cursor(shown[-1]) if len(page) > limit else "", owing
        )


def _write_look(actor: Actor, shown: list[Dossier]) -> None:
    """Never what was searched for: that is somebody's name too."""
    subjects = sorted({str(row.applicant_id) for row in shown})
    if subjects:
        ledger.record(actor=actor, action=LOOKED_AT, facts={"subjects": subjects})


def _states(actor: Actor, state: State | None) -> list[str]:
    if state is not None:
        return [state.value]
    return [s.value for role in sorted(actor.roles & MINE.keys()) for s in MINE[role]]


def _owed(actor: Actor) -> "QuerySet[DossierStep]":
    """The opinions that the actor's agency still owes."""
    steps = DossierStep.objects.filter(agency_id=actor.agency_id or NOWHERE, kind=StepKind.OPINION.value)
    return steps.filter(recorded_at=None, dossier__state__in=OPEN_STATES)


def _searched(actor: Actor, search: str) -> "QuerySet[Dossier]":
    text = clean(search)[:80]
    named = Q(code__icontains=text) | Q(applicant_name__icontains=text)
    return Dossier.objects.filter(named, receiving_agency_id__in=actor.agency_ids)


def _counts(actor: Actor, own: "QuerySet[Dossier]") -> tuple[dict[State, int], int]:
    """The open dossiers of one's own agency by state, and the opinions it owes to others; in one statement."""
    rows = own.filter(state__in=OPEN_STATES).values_list("state").annotate(n=Count("id"))
    owed = _owed(actor).values_list(Value(_OWED)).annotate(n=Count("id"))
    found = dict(rows.union(owed, all=True))
    return {State(state): n for state, n in found.items() if state != _OWED}, found.get(_OWED, 0)


def _cursor(row: Dossier) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.act_by.isoformat(), str(row.id)]).encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID] | None:
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(moment).astimezone(UTC), UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):  # it comes from an address
        return None
