"""Which agency resolves a matter: by the rules that were loaded, each with its legal reference, else by tier and place.

A rule names what it is for (a procedure or a field, a tier, a unit, a branch; what it leaves out is any) and where that
goes. Of the rules that fit, the higher priority counts, then the one that says more: the procedure before the field, the
commune before the province. The index leads to the few rules that name the procedure or field and the place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from motcua.agencies.contracts import Route, RouteReason, RouteRule
from motcua.agencies.errors import NoCompetentAgencyError
from motcua.agencies.queries import competent_agency, get_agency, is_code, province_of, today
from motcua.platform.database.transactions import prepared
from motcua.platform.remembering import remembered

_MATCHING = """
SELECT id, procedure_code, field, tier, unit_code, branch, priority, agency_id, legal, valid_from, valid_to
FROM agencies_routingrule
WHERE unit_code = ANY(%(units)s) AND procedure_code = ANY(%(procedures)s) AND field = ANY(%(fields)s)
  AND tier = ANY(%(tiers)s) AND branch = ANY(%(branches)s)
  AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
ORDER BY priority DESC, procedure_code = '', field = '', length(unit_code) DESC, tier = '', valid_from DESC, id
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Matter:
    """What has to be resolved: a procedure of this field, tiers and branch, in the place `unit_code` (2 or 5 digits)."""

    procedure_code: str
    field: str
    tiers: tuple[str, ...]
    branch: str
    unit_code: str


def find_route(matter: Matter, *, on: date | None = None, otherwise: UUID | None = None) -> Route:
    """Where `matter` goes and why. `otherwise`: the agency that has it when no rule speaks of it; without one the
    competent one of tier and place. A route without an agency has to be found by people.
    """
    day = on or today()
    rule = _rule(matter, day)
    if rule is not None:
        agency = get_agency(rule.agency_id) if rule.agency_id else None
        return Route(agency, RouteReason.RULE if agency else RouteReason.UNCLEAR, rule)
    if otherwise is not None:
        return Route(get_agency(otherwise), RouteReason.RECEIVED_THERE, None)
    try:
        found = competent_agency(matter.tiers, matter.unit_code, matter.branch)
    except NoCompetentAgencyError:
        return Route(None, RouteReason.NOBODY, None)
    return Route(found, RouteReason.PLACE, None)


def _rule(matter: Matter, day: date) -> RouteRule | None:
    """The rule that counts. What no rule speaks of is remembered too: the most usual answer must not cost a question."""
    found: tuple[RouteRule | None] = remembered(("route", matter, day), lambda: (_ask(matter, day),))
    return found[0]


def _ask(matter: Matter, day: date) -> RouteRule | None:
    if not all(map(is_code, (matter.procedure_code, matter.unit_code))) or "\x00" in matter.field:
        return None
    row = prepared(
        _MATCHING,
        {
            "units": _any(matter.unit_code, province_of(matter.unit_code)),
            "procedures": _any(matter.procedure_code),
            "fields": _any(matter.field),
            "tiers": _any(*matter.tiers),
            "branches": _any(matter.branch),
            "day": day,
        },
    ).fetchone()
    return rule_view(row) if row else None


def _any(*wanted: str) -> list[str]:
    """What a rule may say of it: one of these, or nothing."""
    return list(dict.fromkeys((*wanted, "")))


def rule_view(row: Iterable[Any]) -> RouteRule:
    return RouteRule(*row)
