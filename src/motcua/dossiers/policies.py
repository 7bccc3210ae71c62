"""Who is what towards a dossier."""

from motcua.dossiers.domain.clock import from_json
from motcua.dossiers.domain.flow import APPLICANT, SYSTEM_ROLE, Flow
from motcua.dossiers.domain.steps import Step
from motcua.dossiers.models import Dossier, DossierStep
from motcua.kernel import clock
from motcua.kernel.actors import Actor, ActorKind


def roles_at(actor: Actor, row: Dossier) -> frozenset[str]:
    """The roles that `actor` holds towards this dossier: an official's at its agencies, or the applicant's.

    Nobody holds one towards a dossier that another system decides.
    An agency above may look (`actor.agency_ids`); it does not accept, resolve or sign in another one's place.
    """
    if row.source:
        return frozenset()
    if actor.kind is ActorKind.SYSTEM:
        return frozenset({SYSTEM_ROLE})
    if actor.is_official and actor.agency_id in {row.receiving_agency_id, row.resolving_agency_id}:
        return actor.roles
    return frozenset({APPLICANT}) if actor.is_person and actor.id == row.applicant_id else frozenset()


def barred_now(row: Dossier, flow: Flow) -> frozenset[str]:
    """The acts that the case does not let anybody do just now, though its state would."""
    rule, due_at = flow.extension, row.due_at
    no_extension = due_at is None or rule.too_late(due_at, clock.now()) or rule.used_up(from_json(row.clock))
    return frozenset({"extend"} if no_extension else ())


def may_record(actor: Actor, row: DossierStep, step: Step) -> bool:
    """Whether `actor` sits where the step is done, in the role that it names."""
    return actor.is_official and actor.agency_id == row.agency_id and step.role in actor.roles
