"""Where an application may be handled: the agency competent for where one lives, or another of the same kind; or any one-stop
centre, where the form itself says who resolves it."""

from dataclasses import dataclass
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ONE_STOP, AgencyView, UnitView
from motcua.agencies.errors import NoCompetentAgencyError, UnitNotFoundError
from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.flows import flow_of
from motcua.dossiers.web.citizen.words import say


@dataclass(frozen=True)
class Places:
    """`own` is the competent agency, None when there is none here. `listed` are those of `province`. `anywhere`: an answer
    decides which agency resolves it, so this is only where it is received and handed out."""

    own: AgencyView | None
    listed: tuple[AgencyView, ...]
    province: str
    provinces: tuple[UnitView, ...]
    anywhere: bool = False

    def find(self, chosen: str) -> AgencyView | None:
        """The agency that was chosen, if it is one of those offered."""
        offered = (self.own, *self.listed) if self.own else self.listed
        return next((agency for agency in offered if str(agency.id) == chosen), None)

    def items(self, chosen: str) -> list[dict[str, str | bool]]:
        """Options of the list, one's own first."""
        offered = [agency for agency in self.listed if self.own is None or agency.id != self.own.id]
        in_order = [self.own, *offered] if self.own else offered
        return [{"value": str(a.id), "text": say(a.name), "selected": str(a.id) == chosen} for a in in_order]


def places_for(version: ProcedureVersion, unit_code: str, province: str = "") -> Places:
    """`unit_code`: where the person lives; `province`: the one whose agencies to list, by default one's own."""
    branch = getattr(version, "branch", "")
    anywhere = not version.journey and bool(flow_of(version).place)
    every = agencies.list_agencies()
    offered = [a for tier in version.tiers for a in every if a.tier == tier and a.branch == branch]
    offered += [a for a in every if anywhere and a.branch == ONE_STOP]
    homes = {agency.id: _province_of(agency.unit_code or "") for agency in offered}
    known = {unit.code: unit for unit in agencies.list_units("province")}
    wanted = province if province in homes.values() else _province_of(unit_code)
    listed = tuple(agency for agency in offered if homes[agency.id] in {wanted, ""})
    if not listed:
        wanted = next((code for code in homes.values() if code), "")
        listed = tuple(agency for agency in offered if homes[agency.id] == wanted)
    provinces = tuple(unit for code, unit in known.items() if code in homes.values())
    return Places(_competent(version, unit_code, branch), listed, wanted, provinces, anywhere)


def agency_name(agency_id: UUID | None) -> str:
    return say(agencies.get_agency(agency_id).name) if agency_id else ""


def _competent(version: ProcedureVersion, unit_code: str, branch: str) -> AgencyView | None:
    try:
        return agencies.competent_agency(version.tiers, unit_code, branch)
    except NoCompetentAgencyError:
        return None


def _province_of(unit_code: str) -> str:
    if len(unit_code) <= 2:
        return unit_code
    try:
        return agencies.get_unit(unit_code).parent_code or ""
    except UnitNotFoundError:
        return ""
