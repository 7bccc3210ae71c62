"""Reads: rows to contracts."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.timezone import get_default_timezone

from motcua.agencies.contracts import AgencyView, OfficialView, Role, Tier, UnitView
from motcua.agencies.errors import (
    AgencyNotFoundError,
    NoCompetentAgencyError,
    UnitNotFoundError,
)
from motcua.agencies.models import Agency, Position, Unit
from motcua.agencies.reach import reach_of
from motcua.kernel import clock
from motcua.platform.remembering import remembered


def today() -> date:
    """The date at the offices served (setting TIME_ZONE)."""
    return clock.now().astimezone(get_default_timezone()).date()


def in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def list_units(level: str, parent_code: str | None = None, on: date | None = None) -> tuple[UnitView, ...]:
    """Units of a level ("province", "commune") of the day, in Vietnamese order; communes of one province if named."""
    day = on or today()
    return remembered(("units", level, parent_code, day), lambda: _units(level, parent_code, day))


def _units(level: str, parent_code: str | None, day: date) -> tuple[UnitView, ...]:
    rows = Unit.objects.filter(in_force(day), level=level)
    if parent_code is not None:
        rows = rows.filter(parent_code=parent_code)
    return tuple(_unit(row) for row in rows.order_by("sort_key", "code"))


def get_unit(code: str, on: date | None = None) -> UnitView:
    """The unit that carries `code` on the day. Raises UnitNotFoundError."""
    day = on or today()
    return remembered(("unit", code, day), lambda: _get_unit(code, day))


def _get_unit(code: str, day: date) -> UnitView:
    row = Unit.objects.filter(in_force(day), code=code).first() if is_code(code) else None
    if row is None:
        raise UnitNotFoundError
    return _unit(row)


def get_agency(agency_id: UUID) -> AgencyView:
    """An agency by id, also one that ended. Raises AgencyNotFoundError."""
    return remembered(("agency", agency_id), lambda: _one(Agency.objects.filter(id=agency_id)))


def get_agency_by_code(code: str) -> AgencyView:
    """An agency by its identifier ("H57.17"). Raises AgencyNotFoundError."""
    if not is_code(code):
        raise AgencyNotFoundError
    return remembered(("agency", code), lambda: _one(Agency.objects.filter(code=code)))


def list_agencies(tier: str | None = None, unit_code: str | None = None) -> tuple[AgencyView, ...]:
    """Agencies of today in Vietnamese order, of one tier or one unit if named."""
    rows = Agency.objects.filter(in_force(today()))
    if tier is not None:
        rows = rows.filter(tier=tier)
    if unit_code is not None:
        rows = rows.filter(unit_code=unit_code)
    return tuple(agency_view(row) for row in rows.order_by("sort_key", "code"))


def list_operating_agencies() -> tuple[AgencyView, ...]:
    """The agencies whose officials run this installation today, in Vietnamese order."""
    return remembered(("operating", today()), _operating)


def _operating() -> tuple[AgencyView, ...]:
    running = Position.objects.filter(in_force(today()), roles__contains=[Role.OPERATOR.value]).values("agency")
    return tuple(agency_view(row) for row in Agency.objects.filter(id__in=running).order_by("sort_key", "code"))


def agencies_of_province(province_code: str, tiers: Iterable[str] = (), branch: str = "") -> tuple[AgencyView, ...]:
    """The agencies of a province and of its communes, and those of ministries, of these `tiers` (all without any) and of
    this branch; by tier from the nearest to the people upwards, then in Vietnamese order."""
    wanted = frozenset(tiers) or frozenset(tier.value for tier in Tier)
    return remembered(
        ("agencies of", province_code, wanted, branch, today()), lambda: _of_province(province_code, wanted, branch)
    )


def _of_province(province_code: str, tiers: frozenset[str], branch: str) -> tuple[AgencyView, ...]:
    places = ["", province_code, *(unit.code for unit in list_units("commune", province_code))]
    rows = Agency.objects.filter(in_force(today()), unit_code__in=places, tier__in=tiers, branch=branch)
    order = {tier: place for place, tier in enumerate((Tier.COMMUNE, Tier.PROVINCE, Tier.MINISTRY))}
    return tuple(
        sorted((agency_view(row) for row in rows.order_by("sort_key", "code")), key=lambda one: order[one.tier])
    )


def competent_agency(tiers: Iterable[str], unit_code: str, branch: str = "") -> AgencyView:
    """Which agency resolves for somebody of the unit `unit_code` (2 digits: province, 5: commune).

    Tries the procedure's `tiers` from the nearest to the people upwards; `branch` "police" and the like ask for the
    agency of that branch. Raises NoCompetentAgencyError.
    """
    if not is_code(unit_code):
        raise NoCompetentAgencyError(unit_code="")
    wanted = [tier for tier in (Tier.COMMUNE, Tier.PROVINCE, Tier.MINISTRY) if tier in set(tiers)]
    province = province_of(unit_code)
    places = {Tier.COMMUNE: unit_code, Tier.PROVINCE: province, Tier.MINISTRY: ""}
    for tier in wanted:
        found = Agency.objects.filter(in_force(today()), tier=tier, unit_code=places[tier], branch=branch)
        row = found.order_by("code").first()
        if row is not None:
            return agency_view(row)
    raise NoCompetentAgencyError(unit_code=unit_code)


def province_of(unit_code: str) -> str:
    """The province in which a unit lies; "" for one that is not there today."""
    if len(unit_code) <= 2:
        return unit_code
    try:
        return get_unit(unit_code).parent_code or ""
    except UnitNotFoundError:
        return ""


def reach_of_rights(rights: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
    """The keys of what rights (family, procedure code, unit code) reach; a unit is the agencies in it."""
    return reach_of([(family, code, agencies_in(unit) if unit else None) for family, code, unit in rights])


def agencies_in(unit_code: str) -> tuple[UUID, ...]:
    """All agencies of a unit and of the units in it, also those that ended: dossiers name them still."""
    return remembered(("agencies in", unit_code), lambda: _agencies_in(unit_code))


def _agencies_in(unit_code: str) -> tuple[UUID, ...]:
    below = Unit.objects.filter(parent_code=unit_code).values("code")
    found = Agency.objects.filter(Q(unit_code=unit_code) | Q(unit_code__in=below)).order_by("id")
    return tuple(found.values_list("id", flat=True))


def list_officials(agency_id: UUID, role: str | None = None) -> tuple[OfficialView, ...]:
    """Officials with a position at the agency today, by given name; with `role` only those who hold it."""
    rows = Position.objects.filter(in_force(today()), agency_id=agency_id).select_related("official")
    if role is not None:
        rows = rows.filter(roles__contains=[role])
    return tuple(
        OfficialView(row.official_id, row.official.name, row.title, row.agency_id, frozenset(row.roles))
        for row in rows.order_by("official__sort_key", "id")
    )


def is_code(text: str) -> bool:
    """Codes come from addresses and requests; what PostgreSQL cannot store is simply not there."""
    return text.isascii() and text.isprintable()


def agency_view(row: Agency) -> AgencyView:
    return AgencyView(
        id=row.id,
        code=row.code,
        name=row.name,
        tier=Tier(row.tier),
        unit_code=row.unit_code or None,
        parent_id=row.parent_id,
        address=row.address,
        phone=row.phone,
        calendar=row.calendar,
        branch=row.branch,
    )


def _one(rows: "QuerySet[Agency]") -> AgencyView:
    row: Any = rows.first()
    if row is None:
        raise AgencyNotFoundError
    return agency_view(row)


def _unit(row: Unit) -> UnitView:
    return UnitView(row.code, row.name, row.full_name, row.level, row.parent_code or None)
