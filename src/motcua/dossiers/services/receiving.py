"""Which agency receives a dossier, and which one resolves it: any one-stop centre receives for all of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ONE_STOP, AgencyView, Route
from motcua.agencies.errors import NoCompetentAgencyError, UnitNotFoundError
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
    """The agency that a program names: a one-stop centre, which receives everything, or one that resolves this
    procedure. Raises AgencyNotFoundError, NoCompetentAgencyError."""
    agency = agencies.get_agency_by_code(code)
    if agency.branch != ONE_STOP and not resolves(agency, version):
        raise NoCompetentAgencyError(unit_code=agency.unit_code or "")
    return agency


def resolving_route(
    version: ProcedureVersion,
    place_field: str,
    receiving: AgencyView,
    answers: Mapping[str, Any],
    on: date | None = None,
) -> Route:
    """Where a dossier that `receiving` received is resolved, and why. The place is that of the address `place_field`,
    without one that of the agency that received it."""
    place = answers.get(place_field) if place_field else None
    unit = str(place["commune"]) if place else receiving.unit_code or ""
    return route_to(version, receiving, unit, placed=bool(place), on=on)


def route_to(
    version: ProcedureVersion, receiving: AgencyView | None, unit: str, *, placed: bool, on: date | None = None
) -> Route:
    """As `resolving_route`, for a place that is known. What no rule speaks of stays with the agency that received it when
    that one resolves such matters there."""
    matter = agencies.Matter(version.code, version.field.get("vi", ""), version.tiers, version.branch, unit)
    stays = receiving and resolves(receiving, version) and (not placed or _in_reach(receiving, unit))
    return agencies.find_route(matter, on=on, otherwise=receiving.id if receiving and stays else None)


def resolves(agency: AgencyView, version: ProcedureVersion) -> bool:
    """Whether an agency is of a kind that resolves this procedure. A procedure without tiers is resolved where it is
    received."""
    return not version.tiers or (agency.tier in version.tiers and agency.branch == version.branch)


def home_of(person: PersonView | None) -> str:
    """The commune where the person lives. Raises PersonNotFoundError."""
    if person is None:
        raise PersonNotFoundError
    return person.unit_code


def _in_reach(agency: AgencyView, unit: str) -> bool:
    if agency.unit_code is None or agency.unit_code == unit:
        return True
    try:
        return agencies.get_unit(unit).parent_code == agency.unit_code
    except UnitNotFoundError:
        return False
