"""Whose work a dossier is: who may take it, give it to whom, and let it go."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from motcua.agencies import api as agencies
from motcua.agencies.contracts import OfficialView
from motcua.dossiers.contracts import DossierView, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.hands import DESK_ROLES
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier
from motcua.dossiers.policies import heads_desk, is_guest, roles_at
from motcua.dossiers.sharing.rights import reaches
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import looking

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
    if not role or not actor.is_official or row.source or is_guest(actor, row):
        return ()
    leads = may_assign(actor, row, flow)
    able = {
        CLAIM: row.assignee_id is None and role in mine,
        ASSIGN: leads,
        RELEASE: leads and row.assignee_id is not None,
    }
    return tuple(act for act, may in able.items() if may)


def may_assign(actor: Actor, row: Dossier, flow: Flow) -> bool:
    """The head gives work out; whoever has it, or stands in for who has it, may hand it to a colleague."""
    return heads_desk(actor, row, flow) or (bool(roles_at(actor, row)) and is_own(actor, row))


def takers(actor: Actor, role: str) -> tuple[OfficialView, ...]:
    """The colleagues at the actor's agency who can do the work of `role` today."""
    return agencies.list_officials(actor.agency_id, role) if actor.agency_id and role else ()


@dataclass(frozen=True, slots=True)
class Taker:
    """A colleague who could take a dossier; `away` today, `instead`: the name of who works in their place."""

    official: OfficialView
    away: bool = False
    instead: str = ""


def list_takers(*, actor: Actor, dossier: DossierView) -> tuple[Taker, ...]:
    """Who of the actor's agency could work on the dossier as it stands."""
    with looking(actor):
        row = Dossier.objects.filter(id=dossier.id).defer("answers", "previous_answers", "proposal").first()
        if row is None:
            return ()
        able = takers_of_role(actor, working_role(row, flow_of_hash(row.version_hash)))
        narrowed = agencies.reaches_at(actor.agency_id) if actor.agency_id else {}
        return tuple(each for each in able if reaches(narrowed.get(each.official.id, ()), row))


def takers_of_role(actor: Actor, role: str) -> tuple[Taker, ...]:
    """Who of the actor's agency holds the role, and who of them is away. In the caller's transaction."""
    able = takers(actor, role)
    away = agencies.standing_in(actor.agency_id) if actor.agency_id and able else {}
    names = {each.id: each.name for each in able}
    instead = {absent: names.get(who, "") for absent, who in away.items() if who}
    return tuple(Taker(each, each.id in away, instead.get(each.id, "")) for each in able)


def near_until(actor: Actor, now: datetime) -> datetime:
    """Up to when a date counts as near, by the calendar of the actor's agency."""
    if actor.agency_id is None:
        return now
    days: int = settings.ENVIRONMENT.near_due_days
    return clocks.act_by(now, (days, "working_day"), agencies.calendar_of(actor.agency_id))


def selves(actor: Actor) -> tuple[UUID, ...]:
    """The officials whose work is the actor's: the actor, and whomever the actor stands in for today. In the caller's
    transaction."""
    if actor.id is None or actor.agency_id is None:
        return ()
    away = agencies.standing_in(actor.agency_id)
    return (actor.id, *sorted(absent for absent, instead in away.items() if instead == actor.id))


def is_own(actor: Actor, row: Dossier) -> bool:
    """Whether the dossier is the actor's work, or that of somebody the actor stands in for."""
    if row.assignee_id is None:
        return False
    return row.assignee_id == actor.id or (actor.is_official and row.assignee_id in selves(actor))


def in_place_of(actor: Actor, row: Dossier) -> str:
    """The name of the absent colleague whose work the actor does here, "" when it is nobody's or one's own."""
    return row.assignee_name if row.assignee_id != actor.id and is_own(actor, row) else ""
