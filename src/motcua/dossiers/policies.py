"""Who is what towards a dossier."""

from uuid import UUID

from motcua.dossiers.contracts import State
from motcua.dossiers.domain.clock import from_json
from motcua.dossiers.domain.flow import APPLICANT, SYSTEM_ROLE, Flow
from motcua.dossiers.domain.new_issues import CORRECTION, REISSUE
from motcua.dossiers.domain.steps import Step
from motcua.dossiers.domain.terms import REOPEN
from motcua.dossiers.lateness import is_late
from motcua.dossiers.models import Dossier, DossierStep
from motcua.dossiers.sharing.rights import reaches
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind
from motcua.ledger import api as ledger

RECEIVER = "receiver"


def roles_at(actor: Actor, row: Dossier) -> frozenset[str]:
    """The roles that `actor` holds towards this dossier: an official's at its agencies, or the applicant's. Receivers act
    where it was received, specialists and heads where it is resolved.

    Nobody holds one towards a dossier that another system decides.
    An agency above may look (`actor.agency_ids`); it does not accept, resolve or sign in another one's place. Whoever sees a
    dossier only because it was shared reads it, no more.
    """
    if row.source:
        return frozenset()
    if actor.kind is ActorKind.SYSTEM:
        return frozenset({SYSTEM_ROLE})
    if actor.is_official:
        return frozenset() if is_guest(actor, row) else _of_official(actor, row)
    return frozenset({APPLICANT}) if actor.is_person and actor.id == row.applicant_id else frozenset()


def _of_official(actor: Actor, row: Dossier) -> frozenset[str]:
    at_receiving, at_resolving = (
        actor.agency_id == agency for agency in (row.receiving_agency_id, row.resolving_agency_id)
    )
    receiving = actor.roles & {RECEIVER} if at_receiving else frozenset()
    return receiving | (actor.roles - {RECEIVER} if at_resolving else frozenset())


def is_guest(actor: Actor, row: Dossier) -> bool:
    """Whether the dossier is none of the actor's own work: of agencies that are not the actor's, or beyond what a
    restricted position reaches."""
    if not actor.is_official:
        return False
    here = actor.agency_id in {row.receiving_agency_id, row.resolving_agency_id}
    return not here or not reaches(actor.reach, row)


def may_share(actor: Actor, row: Dossier) -> bool:
    """Nobody passes on what was only shared."""
    if row.source:
        return actor.is_official and not is_guest(actor, row)
    return actor.kind is ActorKind.SYSTEM or (actor.is_official and bool(roles_at(actor, row)))


def desk_of(row: Dossier, flow: Flow) -> UUID:
    """The agency on whose desk it lies: the one that resolves it while it is examined and approved, else the one that
    received it. The column `desk_agency_id` says the same of what is stored."""
    state = State(row.state)
    if state is State.AWAITING_SUPPLEMENT and row.received_at:
        return row.resolving_agency_id
    examined = flow.states[state].held_by in {"specialist", "head"}
    return row.resolving_agency_id if examined else row.receiving_agency_id


def heads_desk(actor: Actor, row: Dossier, flow: Flow) -> bool:
    """Whether `actor` leads the agency on whose desk it lies."""
    leads = actor.is_official and "head" in actor.roles and actor.agency_id == desk_of(row, flow)
    return leads and not is_guest(actor, row)


def barred_now(actor: Actor, row: Dossier, flow: Flow) -> frozenset[str]:
    """The acts that the case does not let `actor` do just now, though its state would."""
    rule, due_at, now = flow.terms.extension, row.due_at, clock.now()
    barred = {
        "accept": row.unrouted,
        "forward": actor.agency_id != desk_of(row, flow),
        "extend": due_at is None or rule.too_late(due_at, now) or rule.used_up(from_json(row.clock)),
        "explain_lateness": not is_late(row, now),
        "request_payment": nothing_to_pay(row),
        "approve": is_own_proposal(actor, row, flow),
        REOPEN: row.received_at is None,
        **_barred_new_issues(actor, row, flow),
    }
    return frozenset(action for action, is_so in barred.items() if is_so)


def is_own_proposal(actor: Actor, row: Dossier, flow: Flow) -> bool:
    """Whether `actor` resolved what waits for approval, where the flow wants another person for that. Who stood in for
    somebody is meant, not who was away."""
    if not flow.terms.four_eyes or not flow.allowed("approve", State(row.state)):
        return False
    hand = row.hands.get("specialist")
    if hand:
        return bool(hand[0] == str(actor.id))
    resolved = (each for each in reversed(ledger.history_of(row.id)) if each.action == "dossiers.resolve")
    last = next(resolved, None)
    return last is not None and last.actor_id == actor.id


def _barred_new_issues(actor: Actor, row: Dossier, flow: Flow) -> dict[str, bool]:
    """One thing at a time: what is proposed is signed or dropped before something else is, and before the result goes out."""
    kind = (row.new_issue or {}).get("kind")
    own = bool(kind) and is_own_new_issue(actor, row, flow)
    return {
        "propose_correction": bool(kind),
        "propose_reissue": bool(kind),
        "correct": kind != CORRECTION or own,
        "reissue": kind != REISSUE or own,
        "drop_new_issue": not may_drop_new_issue(actor, row),
        "return": bool(kind),
        "ask_correction": bool(kind) or row.correction_asked is not None,
        "refuse_correction": row.correction_asked is None or bool(kind),
    }


def is_own_new_issue(actor: Actor, row: Dossier, flow: Flow) -> bool:
    """Whether `actor` proposed what is to be signed, where the flow wants another person for that."""
    return flow.terms.four_eyes and row.new_issue is not None and row.new_issue["by_id"] == str(actor.id)


def may_drop_new_issue(actor: Actor, row: Dossier) -> bool:
    """Who proposed it takes it back, a head of the resolving agency turns it down."""
    if row.new_issue is None:
        return False
    return row.new_issue["by_id"] == str(actor.id) or "head" in roles_at(actor, row)


def nothing_to_pay(row: Dossier) -> bool:
    """Whether the dossier has no fees, or they were paid."""
    return not row.fee_total or bool(row.payment and row.payment["confirmed_at"])


def may_record(actor: Actor, row: DossierStep, step: Step) -> bool:
    """Whether `actor` sits where the step is done, in the role that it names."""
    return actor.is_official and actor.agency_id == row.agency_id and step.role in actor.roles
