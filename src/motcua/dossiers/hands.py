"""Whose work a dossier is: who may take it, give it to whom, and let it go."""

from datetime import datetime
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import OfficialView, Role
from motcua.dossiers.contracts import DossierView, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.hands import DESK_ROLES
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier
from motcua.dossiers.policies import roles_at
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import looking

NEAR = (2, "working_day")  # what is due within this is "near due" in a queue
CLAIM, ASSIGN, RELEASE = "claim", "assign", "release"


def working_role(row: Dossier, flow: Flow) -> str:
    """The role whose work the dossier is now, also while it waits for the applicant; "" when it is nobody's."""
    state = State(row.state)
    if state is State.AWAITING_SUPPLEMENT and row.supplement:
        state = State(row.supplement["origin"])
    held = flow.states[state].held_by
    return held if held in DESK_ROLES else ""


def desk_acts(actor: Actor, row: Dossier, flow: Flow) -> tuple[str, ...]:
    """Of claim, assign and release those that `actor` may do now."""
    role, mine = working_role(row, flow), roles_at(actor, row)
    if not role or not actor.is_official or row.source:
        return ()
    able = {
        CLAIM: row.assignee_id is None and role in mine,
        ASSIGN: may_assign(actor, row),
        RELEASE: row.assignee_id is not None and (row.assignee_id == actor.id or Role.HEAD in mine),
    }
    return tuple(act for act, may in able.items() if may)


def may_assign(actor: Actor, row: Dossier) -> bool:
    """The head gives work out; whoever has it may hand it to a colleague."""
    mine = roles_at(actor, row)
    return Role.HEAD in mine or (row.assignee_id is not None and row.assignee_id == actor.id and bool(mine))


def takers(actor: Actor, role: str) -> tuple[OfficialView, ...]:
    """The colleagues at the actor's agency who can do the work of `role` today."""
    return agencies.list_officials(actor.agency_id, role) if actor.agency_id and role else ()


def list_takers(*, actor: Actor, dossier: DossierView) -> tuple[OfficialView, ...]:
    """Who of the actor's agency could work on the dossier as it stands."""
    with looking(actor):
        row = Dossier.objects.filter(id=dossier.id).defer("answers", "previous_answers", "proposal").first()
        return takers(actor, working_role(row, flow_of_hash(row.version_hash))) if row else ()


def near_until(actor: Actor, now: datetime) -> datetime:
    """Up to when a date counts as near, by the calendar of the actor's agency."""
    if actor.agency_id is None:
        return now
    return clocks.act_by(now, NEAR, agencies.calendar_of(actor.agency_id))


def selves(actor: Actor) -> tuple[UUID, ...]:
    """The officials whose work is the actor's: the actor, and whomever the actor stands in for."""
    return (actor.id,) if actor.id else ()
