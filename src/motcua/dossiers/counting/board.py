"""Reading the figures: sums of rows that are kept, for boards and for the public. No dossier is looked at."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import BoardFigures, FigureRow, PublicFigures
from motcua.dossiers.domain.figures import published_count, published_sum
from motcua.dossiers.models import FeedCursor
from motcua.platform.database.transactions import prepared

GROUPS = ("agency", "procedure", "tier", "month")
DUE_SOON_DAYS = 3

_OF_NOW = {
    "state:submitted": "unchecked",
    "state:awaiting_supplement": "waiting",
    "state:awaiting_payment": "waiting",
    "state:awaiting_earlier": "waiting",
    "state:in_process": "in_progress",
    "state:awaiting_approval": "in_progress",
    "state:approved": "to_return",
}
_FLOWS = (
    "submitted", "submitted_online", "received", "on_time", "late", "undated", "refused", "withdrawn", "stopped",
)  # fmt: skip
ALL_FIGURES = frozenset({*_OF_NOW.values(), *_FLOWS, "overdue", "due_today", "due_soon"})
_PUBLIC = frozenset({"on_time", "late", "overdue"})
_READ = """
SELECT CASE WHEN %(by_agency)s::bool THEN agency_id END, CASE WHEN %(by_procedure)s::bool THEN procedure_code END,
  CASE WHEN %(by_month)s::bool AND measure = ANY(%(flows)s::text[]) THEN day END,
  CASE WHEN measure <> 'due' THEN measure WHEN day < %(today)s::date THEN 'overdue'
    WHEN day = %(today)s::date THEN 'due_today' ELSE 'due_soon' END AS what, sum(number)::bigint
FROM dossiers_figure
WHERE (%(agencies)s::uuid[] IS NULL OR agency_id = ANY(%(agencies)s::uuid[]))
  AND (%(procedure)s::text IS NULL OR procedure_code = %(procedure)s::text)
  AND (measure = ANY(%(states)s::text[]) OR (measure = 'due' AND day <= %(soon)s::date)
    OR (measure = ANY(%(flows)s::text[]) AND day BETWEEN %(since)s::date AND %(until)s::date))
GROUP BY 1, 2, 3, 4
"""


def board_figures(
    *,
    since: date,
    until: date,
    by: Iterable[str] = ("agency",),
    agency_ids: Iterable[UUID] | None = None,
    procedure_code: str | None = None,
    due_soon_days: int = DUE_SOON_DAYS,
    figures: Collection[str] = ALL_FIGURES,
) -> BoardFigures:
    """Figures of the months from the one of `since` to the one of `until`, in groups by any of "agency", "procedure",
    "tier", "month"; of all agencies, or of `agency_ids`. Figures of now stand in rows without a month. Of `figures` only
    these are read, by their names in FigureRow; the others may be 0.

    Numbers of whole agencies, about nobody: whether the asker may see small ones is the caller's to know. Raises
    ValueError for another group.
    """
    groups = frozenset(by)
    if not groups <= set(GROUPS):
        raise ValueError(f"by: any of {', '.join(GROUPS)}")
    today = agencies.today()
    parameters = {
        "by_agency": bool(groups & {"agency", "tier"}),
        "by_procedure": "procedure" in groups,
        "by_month": "month" in groups,
        "flows": [measure for measure in _FLOWS if measure in figures],
        "states": [measure for measure, name in _OF_NOW.items() if name in figures],
        "today": today,
        "soon": today + timedelta(days=due_soon_days),
        "agencies": None if agency_ids is None else list(agency_ids),
        "procedure": procedure_code,
        "since": since.replace(day=1),
        "until": until,
    }
    return BoardFigures(_rows(groups, prepared(_READ, parameters).fetchall()), figures_as_of())


def public_figures(*, since: date, until: date, tier: str | None = None) -> tuple[PublicFigures, ...]:
    """On-time figures of each agency that decided something in these months, or has something overdue; small numbers are
    left out month by month (setting MOTCUA_FIGURES_LEAST), so that two spans cannot be subtracted. Most decided first; of
    those alike, by the agency's code. Summed anew when the figures have changed."""
    least = settings.MOTCUA_FIGURES_LEAST
    asks = _Asked(since, until, agencies.today(), tier, least)
    stamp = FeedCursor.objects.filter(name="figures").values_list("change_id", "at").first()
    return _summed_once(asks, stamp) if stamp else _published(asks)


class _Asked(NamedTuple):
    since: date
    until: date
    today: date
    tier: str | None
    least: int


@lru_cache(maxsize=32)
def _summed_once(asks: _Asked, _stamp: tuple[Any, ...]) -> tuple[PublicFigures, ...]:
    """The figures as the cursor's row `_stamp` says them; with other changes folded it is another row."""
    return _published(asks)


def _published(asks: _Asked) -> tuple[PublicFigures, ...]:
    known = {one.id: one for one in agencies.list_agencies(asks.tier)}
    asked = board_figures(
        since=asks.since,
        until=asks.until,
        by=("agency", "month"),
        agency_ids=known if asks.tier else None,
        figures=_PUBLIC,
    )
    months: dict[UUID, list[tuple[int, int]]] = {}
    overdue: dict[UUID, int] = {}
    for row in asked.rows:
        if row.agency_id in known and row.on_time + row.late + row.overdue:
            months.setdefault(row.agency_id, []).append((row.on_time, row.late))
            overdue[row.agency_id] = overdue.get(row.agency_id, 0) + row.overdue
    told = [
        PublicFigures(agency_id, published_sum(each, asks.least), published_count(overdue[agency_id], asks.least))
        for agency_id, each in months.items()
    ]
    return tuple(sorted(told, key=lambda one: (-(one.rate.decided or 0), known[one.agency_id].code)))


def figures_as_of() -> datetime | None:
    """When the figures were last brought up to date; None when nothing was ever counted."""
    cursor = FeedCursor.objects.filter(name="figures").first()
    return cursor.at if cursor else None


def months_back(day: date, many: int) -> date:
    """The first of the month that lies `many` months before the one of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 - many, 12)
    return date(year, month + 1, 1)


def _rows(groups: frozenset[str], found: Iterable[tuple[Any, ...]]) -> tuple[FigureRow, ...]:
    sums: dict[tuple[Any, ...], dict[str, int]] = {}
    for agency_id, procedure_code, month, measure, number in found:
        name = _OF_NOW.get(measure, measure)
        tier = agencies.get_agency(agency_id).tier if "tier" in groups else None
        key = (agency_id if "agency" in groups else None, procedure_code, tier, month)
        row = sums.setdefault(key, {})
        row[name] = row.get(name, 0) + number
    return tuple(_row(key, sums[key]) for key in sorted(sums, key=str))


def _row(key: tuple[Any, ...], numbers: Mapping[str, Any]) -> FigureRow:
    return FigureRow(*key, **numbers)
