"""The desk's queues: what is due first stands on top. Each queue is one or more legs, and every leg an index in order;
a page merges the first rows of its legs, so it costs the same however many dossiers there are."""

import base64
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, F, Func, GeneratedField, JSONField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from motcua.dossiers.contracts import DossierSummary, QueueFilter, QueuePage, State
from motcua.dossiers.domain.steps import ELSEWHERE
from motcua.dossiers.hands import near_until, selves
from motcua.dossiers.models import OPEN_STATES, Dossier, DossierStep
from motcua.dossiers.queue_apart import APART, NEW_ISSUE, PUSHED, sources_at
from motcua.dossiers.queue_counts import count_queues
from motcua.dossiers.queue_reach import legs_within
from motcua.dossiers.services.steps import NOW
from motcua.dossiers.viewing import LOOKED_AT, summaries_of
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.texts import clean
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking, prepared

MINE: dict[str, tuple[State, ...]] = {
    "receiver": (State.SUBMITTED, State.APPROVED),
    "specialist": (State.IN_PROCESS,),
    "head": (State.AWAITING_APPROVAL,),
}
AT_WORK = tuple(state for states in MINE.values() for state in states)
STANDING = (State.AWAITING_SUPPLEMENT.value, State.AWAITING_PAYMENT.value)  # the clock stands
PAGE = 50
CODE = re.compile(r"[A-Za-z]\d[\w.]*-\d{6}-\d{4,6}")  # a whole code is found by its index, whoever may see it
LOOKED_THROUGH = 2000  # dossiers, to offer their procedures in the filter
MOST_EXPORTED = 2000
EXPORTED = "Xuất danh sách"
NOT_SHOWN = ("answers", "previous_answers", "proposal", "clock", "supplement")  # big, and no row of a list shows them
# What a row of a queue shows, in the order of the table; the answers and the like stay where they are.
_SHOWN = tuple(
    field.attname
    for field in Dossier._meta.concrete_fields
    if not isinstance(field, JSONField | ArrayField | GeneratedField)
)
_ELSEWHERE = [kind.value for kind in ELSEWHERE]
LAST = datetime(9999, 1, 1, tzinfo=UTC)  # after every date: no date of one's own
# With a table a month, planning costs more than running: the plan is kept whatever the values are.
KEEP_PLAN = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"
NOWHERE = UUID(int=0)  # the agency of somebody who holds no position
Rows = QuerySet[Dossier]


def list_queue(*, actor: Actor, wanted: QueueFilter | None = None, cursor: str = "", limit: int = PAGE) -> QueuePage:
    """Dossiers of the actor's own agency: open ones by the moment their holder should have acted, closed ones and what
    was searched for latest first.

    `cursor` comes from the page before; a broken one begins at the top. A page names applicants, so it is a look at all
    of them: one entry in the ledger, with whose names were shown.
    """
    asks = wanted or QueueFilter()
    with looking(actor):
        prepared(KEEP_PLAN)
        page = _first(actor, asks, _read_cursor(cursor), limit + 1)
        shown = page[:limit]
        _write_look(actor, shown)
        counts = count_queues(actor, waiting_states(actor), free_states(actor))
        more = _cursor(asks, shown[-1]) if len(page) > limit else ""
        return QueuePage(summaries_of(shown), cursor=more, **counts)


def list_procedures(*, actor: Actor) -> tuple[str, ...]:
    """The codes of the procedures among the first dossiers that are open at the actor's agency."""
    with looking(actor):
        open_here = Dossier.objects.filter(desk_agency_id=actor.agency_id or NOWHERE, state__in=OPEN_STATES, source="")
        return tuple(sorted(set(open_here.values_list("procedure_code", flat=True)[:LOOKED_THROUGH])))


def export_queue(*, actor: Actor, wanted: QueueFilter) -> tuple[DossierSummary, ...]:
    """The first MOST_EXPORTED rows of a queue, to carry out of the system: a look at each, and said so in the ledger."""
    with looking(actor):
        rows = _first(actor, wanted, None, MOST_EXPORTED)
        facts = {"subjects": sorted({str(row.applicant_id) for row in rows}), "exported": len(rows)}
        ledger.record(actor=actor, action=LOOKED_AT, why=EXPORTED, facts=facts)
        return summaries_of(rows)


def list_sources(*, actor: Actor) -> tuple[str, ...]:
    """The other systems whose dossiers lie at the actor's agency."""
    with looking(actor):
        return sources_at(actor.agency_id or NOWHERE)


def queue_codes(*, actor: Actor, wanted: QueueFilter, limit: int = PAGE) -> tuple[str, ...]:
    """The codes of the first page alone: nobody's name, so no look."""
    with looking(actor):
        prepared(KEEP_PLAN)
        return tuple(row.code for row in _first(actor, wanted, None, limit))


def waiting_states(actor: Actor) -> tuple[str, ...]:
    """The steps at which a dossier waits for one of the actor's roles."""
    return tuple(state.value for role in sorted(actor.roles & MINE.keys()) for state in MINE[role])


def free_states(actor: Actor) -> tuple[str, ...]:
    """The steps at which what nobody took is the actor's to take; a head gives out those of all."""
    return tuple(state.value for state in AT_WORK) if "head" in actor.roles else waiting_states(actor)


def _first(actor: Actor, asks: QueueFilter, after: tuple[datetime | None, UUID] | None, limit: int) -> list[Dossier]:
    """The first rows of all legs, in the order of the queue."""
    latest = _latest_first(asks)
    order = ("-id",) if _by_age(asks) else ("-ended_at", "-id") if latest else (_date_of(asks), "id")
    legs = [_after(_narrowed(actor, leg, asks), asks, after).order_by(*order)[:limit] for leg in _legs(actor, asks)]
    light = [leg.only(*_SHOWN) for leg in legs]
    return _kept(light[0].union(*light[1:], all=True).order_by(*order)[:limit] if len(light) > 1 else light[0])


def _kept(rows: Rows) -> list[Dossier]:
    """The rows, by a statement that is prepared once a connection; the ORM's own are planned anew each time."""
    if rows.query.annotations:  # dossiers of others, by a date that is none of theirs: few, and planned as they come
        return list(rows)
    try:
        statement, values = rows.query.sql_with_params()
    except EmptyResultSet:
        return []
    return [Dossier.from_db(DEFAULT_DB_ALIAS, _SHOWN, row) for row in prepared(statement, values)]


def _legs(actor: Actor, asks: QueueFilter) -> list[Rows]:
    """No two legs share a row; there is always one."""
    if (alone := _single_leg(actor, asks)) is not None:
        return [alone]
    if asks.whose in {"mine", "colleague"}:
        return _held_legs(actor, asks)
    own = Dossier.objects.filter(_OURS, desk_agency_id=actor.agency_id or NOWHERE)
    if asks.state and asks.whose != "free":
        here = own.filter(_at(asks.state.value))
        return legs_within(actor, here.filter(ended_at__isnull=False)) if _latest_first(asks) else [here]
    waiting = waiting_states(actor)
    every = free_states(actor) if asks.whose == "free" else waiting
    free = [own.filter(_at(state), assignee_id=None) for state in ([asks.state] if asks.state else every)]
    mine = [] if asks.whose == "free" else [_held(who, waiting) for who in selves(actor)]
    return [*free, *mine] or [Dossier.objects.none()]


def _single_leg(actor: Actor, asks: QueueFilter) -> Rows | None:
    """What was searched for, or a list that has nothing to do with the steps."""
    if asks.search.strip():
        return _searched(actor, asks.search)
    if asks.only:
        column, condition = APART[asks.only]
        return Dossier.objects.filter(_spelled(condition), **{column: actor.agency_id or NOWHERE})
    if asks.asked:
        return _by_own_date(actor)
    if asks.unrouted:
        return Dossier.objects.filter(receiving_agency_id=actor.agency_id or NOWHERE, unrouted=True)
    return None


def _held_legs(actor: Actor, asks: QueueFilter) -> list[Rows]:
    states = [asks.state.value] if asks.state else OPEN_STATES
    if asks.whose == "mine":
        return [_held(who, states) for who in selves(actor)]
    here = _held(asks.colleague or NOWHERE, states).filter(desk_agency_id=actor.agency_id or NOWHERE)
    return [here]


def _held(official_id: UUID, states: Iterable[str]) -> Rows:
    return Dossier.objects.filter(_at(*states), assignee_id=official_id)


def _spelled(condition: str) -> Func:
    """A condition in our own words, written out: a kept plan finds a partial index only by words that stand in it."""
    return Func(template=condition, output_field=BooleanField())


def _at(*states: str) -> Func:
    inside = ", ".join(f"'{State(state).value}'" for state in states) or "''"
    return _spelled(f"dossiers_dossier.state IN ({inside})")


_OURS = _spelled("dossiers_dossier.source = ''")


def _narrowed(actor: Actor, rows: Rows, asks: QueueFilter) -> Rows:
    if not asks.search.strip() and _latest_first(asks):
        rows = rows.filter(archived_at=None)  # found by search alone
    if asks.procedure:
        rows = rows.filter(procedure_code=asks.procedure)
    if asks.channel:
        rows = rows.filter(channel=asks.channel.value)
    if (asks.search.strip() or asks.only) and asks.state:
        rows = rows.filter(state=asks.state.value)
    if asks.search.strip() and asks.only:
        rows = rows.filter(_spelled(APART[asks.only][1]))
    if asks.only == PUSHED and asks.source:
        rows = rows.filter(source=asks.source)
    if asks.only and asks.whose:
        held_by = {"mine": selves(actor), "colleague": (asks.colleague,)}.get(asks.whose)
        rows = rows.filter(assignee_id__in=held_by) if held_by else rows.filter(assignee_id=None)
    if asks.due:
        now = clock.now()
        rows = rows.exclude(state__in=STANDING)
        rows = (
            rows.filter(act_by__lt=now)
            if asks.due == "late"
            else rows.filter(act_by__gte=now, act_by__lt=near_until(actor, now))
        )
    return rows


def _after(rows: Rows, asks: QueueFilter, after: tuple[datetime | None, UUID] | None) -> Rows:
    if after is None:
        return rows
    moment, row_id = after
    if moment is None or _by_age(asks):
        return rows.filter(id__lt=row_id)
    if _latest_first(asks):
        return rows.filter(Q(ended_at__lt=moment) | Q(ended_at=moment, id__lt=row_id))
    # The first half alone bounds the index; the second takes out what the page before has shown.
    date = _date_of(asks)
    return rows.filter(**{f"{date}__gte": moment}).filter(Q(**{f"{date}__gt": moment}) | Q(id__gt=row_id))


def _date_of(asks: QueueFilter) -> str:
    """What open dossiers are ordered by: for others' dossiers the date of one's own step."""
    return "own_date" if asks.asked and not asks.search.strip() else "act_by"


def _latest_first(asks: QueueFilter) -> bool:
    return (
        not asks.only
        and asks.state is not None
        and asks.state.value not in (*OPEN_STATES, State.AWAITING_EARLIER.value)
    )


def _by_age(asks: QueueFilter) -> bool:
    """What was searched for, and what others push, has no order but the latest first."""
    return bool(asks.search.strip()) or asks.only in {PUSHED, NEW_ISSUE}


def _write_look(actor: Actor, shown: list[Dossier]) -> None:
    """Never what was searched for: that is somebody's name too."""
    subjects = sorted({str(row.applicant_id) for row in shown})
    if subjects:
        ledger.record(actor=actor, action=LOOKED_AT, facts={"subjects": subjects})


def _owed(actor: Actor) -> "QuerySet[DossierStep]":
    """The opinions and tasks that the actor's agency owes to others now."""
    steps = DossierStep.objects.filter(agency_id=actor.agency_id or NOWHERE, kind__in=_ELSEWHERE)
    return steps.filter(state__in=NOW, dossier__state__in=OPEN_STATES)


def _by_own_date(actor: Actor) -> Rows:
    """Dossiers of others, each by the date of the first step that the actor's agency owes: `act_by` is that one here.
    What stands still, or has no share of the time, comes last."""
    own = _owed(actor).filter(dossier_id=OuterRef("id")).order_by(F("act_by").asc(nulls_last=True), "id")
    first = Subquery(own.values("act_by")[:1])
    asked = Dossier.objects.filter(id__in=_owed(actor).values("dossier_id"))
    return asked.annotate(own_date=Coalesce(first, Value(LAST)))


def _searched(actor: Actor, search: str) -> Rows:
    text = clean(search)[:80]
    if CODE.fullmatch(text):
        return Dossier.objects.filter(code=text.upper())
    named = Q(code__icontains=text) | Q(applicant_name__icontains=text)
    here = Q(receiving_agency_id__in=actor.agency_ids) | Q(resolving_agency_id__in=actor.agency_ids)
    return Dossier.objects.filter(named, here)


def _cursor(asks: QueueFilter, row: Dossier) -> str:
    moment = None if _by_age(asks) else row.ended_at if _latest_first(asks) else getattr(row, _date_of(asks))
    written = json.dumps([moment.isoformat() if moment else None, str(row.id)])
    return base64.urlsafe_b64encode(written.encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime | None, UUID] | None:
    try:
        moment, row_id = json.loads(base64.urlsafe_b64decode(cursor))
        return datetime.fromisoformat(moment).astimezone(UTC) if moment is not None else None, UUID(row_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):  # it comes from an address
        return None
