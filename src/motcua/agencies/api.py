"""The front door of the agencies room."""

from motcua.agencies.absences import end_absence, enter_absence, list_absences, standing_in
from motcua.agencies.calendars import calendar_of, shipped_calendar
from motcua.agencies.changes import find_old_units, list_old_provinces, map_old_unit
from motcua.agencies.changing import import_changes
from motcua.agencies.positions import POSITION_ARMS, position_of, read_position
from motcua.agencies.queries import (
    agencies_of_province,
    competent_agency,
    get_agency,
    get_agency_by_code,
    get_unit,
    list_agencies,
    list_officials,
    list_operating_agencies,
    list_units,
    today,
)
from motcua.agencies.reach import kinds_of
from motcua.agencies.routing import Matter, find_route
from motcua.agencies.routing_rules import import_routes
from motcua.agencies.scopes import end_scope, give_scope, lift_scopes, list_scopes, own_scopes, reach_at, reaches_at
from motcua.agencies.services import (
    appoint_official,
    define_calendar,
    end_position,
    import_units,
    register_agency,
    set_exception,
)
from motcua.agencies.stewards import list_stewards

__all__ = [
    "POSITION_ARMS",
    "Matter",
    "agencies_of_province",
    "appoint_official",
    "calendar_of",
    "competent_agency",
    "define_calendar",
    "end_absence",
    "end_position",
    "end_scope",
    "enter_absence",
    "find_old_units",
    "find_route",
    "get_agency",
    "get_agency_by_code",
    "get_unit",
    "give_scope",
    "import_changes",
    "import_routes",
    "import_units",
    "kinds_of",
    "lift_scopes",
    "list_absences",
    "list_agencies",
    "list_officials",
    "list_old_provinces",
    "list_operating_agencies",
    "list_scopes",
    "list_stewards",
    "list_units",
    "map_old_unit",
    "own_scopes",
    "position_of",
    "reach_at",
    "reaches_at",
    "read_position",
    "register_agency",
    "set_exception",
    "shipped_calendar",
    "standing_in",
    "today",
]
