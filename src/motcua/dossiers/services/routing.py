"""Sending a dossier on to the agency that resolves it: from the desk that received it, or from one that is not competent."""

from uuid import UUID

from django.utils.translation import gettext

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView, Route
from motcua.agencies.errors import AgencyNotFoundError
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import DossierView, State
from motcua.dossiers.domain.clock import rule_day
from motcua.dossiers.errors import ActNotAllowedError, SubmissionInvalidError
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier
from motcua.dossiers.policies import desk_of
from motcua.dossiers.rules import version_of
from motcua.dossiers.services.handling import Handling, handling
from motcua.dossiers.services.notes import required
from motcua.dossiers.services.receiving import resolves, resolving_route
from motcua.dossiers.services.registry import act
from motcua.kernel.actors import SYSTEM, Actor
from motcua.platform.database.transactions import acting

FORWARD = "forward"


@act("forward")
def forward_dossier(
    *, actor: Actor, dossier_id: UUID, expected_version: int, agency_code: str, reason: str
) -> DossierView:
    """Hand the dossier to another agency to resolve it; the clock runs on. The agency on whose desk it lies does it.

    Raises ReasonMissingError, SubmissionInvalidError for an agency that is not there, does not resolve this procedure, or
    has the dossier already.
    """
    with handling(actor=actor, dossier_id=dossier_id, expected_version=expected_version, action=FORWARD) as work:
        row = work.row
        if actor.agency_id != desk_of(row, work.flow):
            raise ActNotAllowedError(action=FORWARD)
        work.note = required(reason)
        target = _target(row, agency_code)
        work.facts = {"resolving_before": str(row.resolving_agency_id), "resolving": str(target.id)}
        _hand_to(work, target)
    return work.view


def why_there(dossier: DossierView) -> Route:
    """Where the rules send the dossier, and why."""
    receiving, version = agencies.get_agency(dossier.receiving_agency_id), catalogue.get_version(dossier.version_hash)
    day = rule_day(dossier.received_at or dossier.submitted_at, agencies.calendar_of(receiving.id))
    return resolving_route(version, flow_of_hash(version.hash).place, receiving, dossier.answers, day)


def forward_targets(dossier: DossierView) -> tuple[AgencyView, ...]:
    """The agencies of the province that resolve this procedure, and those above it, but for the one that has it."""
    version = catalogue.get_version(dossier.version_hash)
    province = _province(agencies.get_agency(dossier.receiving_agency_id))
    found = agencies.agencies_of_province(province, version.tiers, version.branch)
    return tuple(one for one in found if dossier.unrouted or one.id != dossier.resolving_agency_id)


def _hand_to(work: Handling, target: AgencyView) -> None:
    """Also what its own desk has still to do goes along; whoever worked on it does so no longer."""
    row, before = work.row, work.row.resolving_agency_id
    own = [step.id for step in work.flow.steps if step.agency is None and step.role != "receiver"]
    with acting(SYSTEM):
        row.step_rows.filter(agency_id=before, recorded_at=None, step_id__in=own).update(agency_id=target.id)
    row.resolving_agency_id, row.unrouted = target.id, False
    if work.origin is not State.SUBMITTED:
        row.assignee_id, row.assignee_name, row.assigned_at = None, "", None
        row.hands = {role: hand for role, hand in row.hands.items() if role == "receiver"}
    work.lifted = True


def _target(row: Dossier, code: str) -> AgencyView:
    try:
        target = agencies.get_agency_by_code(code.strip())
    except AgencyNotFoundError as error:
        raise SubmissionInvalidError(fields={"agency": str(error.message)}) from error
    if not resolves(target, version_of(row)):
        raise SubmissionInvalidError(fields={"agency": gettext("Cơ quan này không giải quyết thủ tục ấy.")})
    if target.id == row.resolving_agency_id and not row.unrouted:
        raise SubmissionInvalidError(fields={"agency": gettext("Hồ sơ đang ở chính cơ quan này.")})
    return target


def _province(agency: AgencyView) -> str:
    code = agency.unit_code or ""
    if len(code) <= len("46"):
        return code
    return agencies.get_unit(code).parent_code or ""
