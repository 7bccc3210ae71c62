"""Lists of the desk that stand apart from the steps: late without a reason, a result to be issued anew, what others push."""

from collections.abc import Mapping
from uuid import UUID

from motcua.dossiers.models import Dossier

LATE, NEW_ISSUE, PUSHED = "unexplained", "new_issue", "pushed"
# Who belongs to each list: the agency's column, and a condition in the words of the index that it walks along.
APART: Mapping[str, tuple[str, str]] = {
    LATE: (
        "resolving_agency_id",
        (
            "dossiers_dossier.lateness -> 'reason' = '\"\"'::jsonb AND dossiers_dossier.decided_at IS NULL"
            " AND dossiers_dossier.source = ''"
        ),
    ),
    NEW_ISSUE: (
        "resolving_agency_id",
        "(dossiers_dossier.new_issue IS NOT NULL OR dossiers_dossier.correction_asked IS NOT NULL)",
    ),
    PUSHED: ("receiving_agency_id", "NOT (dossiers_dossier.source = '')"),
}
LOOKED_THROUGH = 2000  # dossiers, to offer the systems that they came from


def leg_of(only: str) -> str:
    """A list, as it is counted."""
    column, condition = APART[only]
    return f"FROM dossiers_dossier WHERE {column} = %(agency)s AND {condition}"


def sources_at(agency_id: UUID) -> tuple[str, ...]:
    """The systems among the latest dossiers that were pushed for an agency. In the caller's transaction."""
    pushed = Dossier.objects.filter(receiving_agency_id=agency_id).exclude(source="").order_by("-id")
    return tuple(sorted(set(pushed.values_list("source", flat=True)[:LOOKED_THROUGH])))
