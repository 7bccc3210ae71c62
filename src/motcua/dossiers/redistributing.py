"""Who has how much to do, and how one colleague's dossiers could be shared out among the others. For the head."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import OfficialView, Role
from motcua.dossiers.contracts import DossierSummary
from motcua.dossiers.domain.hands import DESK_ROLES
from motcua.dossiers.domain.sharing_out import Piece, by_procedure, evenly
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.hands import near_until, working_role
from motcua.dossiers.models import OPEN_STATES, Dossier
from motcua.dossiers.queues import AT_WORK, KEEP_PLAN
from motcua.dossiers.viewing import LOOKED_AT, summaries_of
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import NotAllowedError
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking, prepared

LOAD_CAP = 1000  # a load is counted so far and no further
MOST_SHOWN = 200  # dossiers of one plan
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)
_HELD = f"SELECT 1 FROM dossiers_dossier WHERE assignee_id = o.id AND state IN ({_OPEN})"
_RUNNING = f"{_HELD} AND state <> 'awaiting_supplement'"
_LOADS = (
    f"SELECT o.id, (SELECT count(*) FROM ({_HELD} LIMIT {LOAD_CAP}) a),"
    f" (SELECT count(*) FROM ({_RUNNING} AND act_by >= %(now)s AND act_by < %(near)s LIMIT {LOAD_CAP}) b),"
    f" (SELECT count(*) FROM ({_RUNNING} AND act_by < %(now)s LIMIT {LOAD_CAP}) c)"
    " FROM unnest(%(officials)s::uuid[]) AS o(id)"
)
Share = Callable[[Sequence[Piece], Mapping[UUID, int]], dict[UUID, UUID]]
HOW: Mapping[str, Share] = {"evenly": evenly, "procedure": by_procedure}


@dataclass(frozen=True, slots=True)
class Load:
    """What one colleague has on the desk: all that is open, what is near due of it, what is late. Up to LOAD_CAP.
    `away` today, `instead`: the name of who works in their place."""

    official: OfficialView
    open: int
    near: int
    late: int
    away: bool
    instead: str


@dataclass(frozen=True, slots=True)
class Move:
    """One dossier of a plan: the role whose work it is, and whom it would go to (None: it stays)."""

    dossier: DossierSummary
    role: str
    to: UUID | None


def list_loads(*, actor: Actor) -> tuple[Load, ...]:
    """The colleagues of the actor's agency who work at the desk, by name, with what each has to do."""
    if not actor.is_official or actor.agency_id is None:
        raise NotAllowedError
    here = [each for each in agencies.list_officials(actor.agency_id) if each.roles & set(DESK_ROLES)]
    now = clock.now()
    with looking(actor):
        prepared(KEEP_PLAN)
        asked = {"now": now, "near": near_until(actor, now), "officials": [each.id for each in here]}
        found = {row[0]: row[1:] for row in prepared(_LOADS, asked).fetchall()}
        away = agencies.standing_in(actor.agency_id)
    names = {each.id: each.name for each in here}
    instead = {absent: names.get(who, "") for absent, who in away.items() if who}
    return tuple(_load(each, found[each.id], away=each.id in away, instead=instead.get(each.id, "")) for each in here)


def _load(official: OfficialView, counted: Sequence[int], *, away: bool, instead: str) -> Load:
    held, near, late = counted
    return Load(official, held, near, late, away, instead)


def plan_moves(
    *, actor: Actor, source: UUID | None, how: str = "", among: frozenset[UUID] = frozenset()
) -> tuple[Move, ...]:
    """The first MOST_SHOWN open dossiers of `source` (None: those that nobody works on), most urgent first, and whom
    each would go to: shared out "evenly" or by "procedure" `among` colleagues who hold its role, or nobody yet.

    A look at all of them. Raises NotAllowedError for anybody but a head.
    """
    if Role.HEAD not in actor.roles or actor.agency_id is None:
        raise NotAllowedError
    with looking(actor):
        rows = _rows(actor.agency_id, source)
        subjects = sorted({str(row.applicant_id) for row in rows})
        if subjects:
            ledger.record(actor=actor, action=LOOKED_AT, facts={"subjects": subjects})
        shown = summaries_of(rows)
    roles = {row.id: working_role(row, flow_of_hash(row.version_hash)) for row in rows}
    plan = _plan(actor, rows, roles, how, among - {source}) if how in HOW else {}
    return tuple(Move(one, roles[one.id], plan.get(one.id)) for one in shown)


def _rows(agency_id: UUID, source: UUID | None) -> list[Dossier]:
    rows = Dossier.objects.filter(desk_agency_id=agency_id, assignee_id=source, source="")
    rows = rows.filter(state__in=OPEN_STATES if source else AT_WORK)
    return list(rows.defer("answers", "previous_answers", "proposal", "clock").order_by("act_by", "id")[:MOST_SHOWN])


def _plan(
    actor: Actor, rows: Sequence[Dossier], roles: Mapping[UUID, str], how: str, among: frozenset[UUID | None]
) -> dict[UUID, UUID]:
    loads = list_loads(actor=actor)
    plan: dict[UUID, UUID] = {}
    for role in sorted(set(roles.values())):
        able = {
            each.official.id: each.open for each in loads if each.official.id in among and role in each.official.roles
        }
        pieces = [Piece(row.id, row.procedure_code) for row in rows if roles[row.id] == role]
        plan |= HOW[how](pieces, able)
    return plan
