"""Which agency receives: the one that was chosen or named, else the competent one."""

from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import AgencyView
from motcua.agencies.errors import NoCompetentAgencyError
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.errors import NotServedOnlineError
from motcua.identity.contracts import PersonView
from motcua.identity.errors import PersonNotFoundError


def receiving_agency(version: ProcedureVersion, chosen: UUID | None, unit_code: str) -> AgencyView:
    if chosen:
        return agencies.get_agency(chosen)
    if not version.tiers:
        raise NotServedOnlineError
    return agencies.competent_agency(version.tiers, unit_code, version.branch)


def receiving_of(version: ProcedureVersion, unit_code: str) -> AgencyView | None:
    """The agency that receives such dossiers from somebody who lives there; None where there is none."""
    try:
        return receiving_agency(version, None, unit_code)
    except (NoCompetentAgencyError, NotServedOnlineError):
        return None


def named_agency(version: ProcedureVersion, code: str) -> AgencyView:
    """The agency that a program names, if it is of a kind that resolves this procedure. Raises AgencyNotFoundError,
    NoCompetentAgencyError."""
    agency = agencies.get_agency_by_code(code)
    if agency.tier not in version.tiers or agency.branch != version.branch:
        raise NoCompetentAgencyError(unit_code=agency.unit_code or "")
    return agency


def home_of(person: PersonView | None) -> str:
    """The commune where the person lives. Raises PersonNotFoundError."""
    if person is None:
        raise PersonNotFoundError
    return person.unit_code
