"""Which agencies answer for a procedure that many agencies carry out: those above all of them, and its ministry."""

from collections.abc import Iterable

from motcua.agencies.contracts import AgencyView, Tier
from motcua.agencies.models import Agency
from motcua.agencies.queries import agency_view, in_force, today
from motcua.platform.database.transactions import prepared
from motcua.platform.remembering import remembered

# UNION and not UNION ALL: a ring of parents ends.
_STEWARDS = """
WITH RECURSIVE carrying AS (
    SELECT id, parent_id FROM agencies_agency
    WHERE tier = ANY(%(tiers)s) AND branch = %(branch)s
        AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to >= %(day)s)
), above AS (
    SELECT id AS carrier, id AS agency, parent_id FROM carrying
    UNION SELECT b.carrier, a.id, a.parent_id FROM above b JOIN agencies_agency a ON a.id = b.parent_id
)
SELECT agency FROM above GROUP BY agency HAVING count(*) = (SELECT count(*) FROM carrying)
UNION SELECT id FROM agencies_agency WHERE tier = 'ministry' AND %(branch)s IN (branch, '')
"""


def list_stewards(tiers: Iterable[str], branch: str = "") -> tuple[AgencyView, ...]:
    """The agencies that stand at or above every agency of these tiers and this branch, by code; then the ministries of
    the branch, every ministry for a procedure of no branch.
    """
    wanted, day = tuple(sorted(set(tiers))), today()

    def found() -> tuple[AgencyView, ...]:
        rows = prepared(_STEWARDS, {"tiers": list(wanted), "branch": branch, "day": day}).fetchall()
        agencies = Agency.objects.filter(in_force(day), id__in=[row[0] for row in rows])
        return tuple(sorted(map(agency_view, agencies), key=lambda one: (one.tier is Tier.MINISTRY, one.code)))

    return remembered(("stewards", wanted, branch, day), found)
