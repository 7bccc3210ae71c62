"""How long it will really take: percentiles of what was decided lately, reckoned by the worker and read by one key."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from itertools import accumulate
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import ExpectedTime
from motcua.dossiers.models import ProcessingTime
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import first_id
from motcua.kernel.working_time import WorkingCalendar
from motcua.platform.database.transactions import acting, prepared
from motcua.platform.remembering import remembered

WINDOW = 90  # days back from today
FEWEST = 20  # below this many dossiers nothing is said: a few say nothing about the next one, and may point at persons
LOOKED_BACK = 400  # days: what was filed longer ago is no measure for what is filed today
EVERYWHERE = UUID(int=0)

# Grouped by days, so that what Python works through grows with procedures and days, not with dossiers.
_DECIDED = """
SELECT procedure_code, resolving_agency_id, (received_at AT TIME ZONE %(zone)s)::date, (decided_at AT TIME ZONE %(zone)s)::date,
  count(*)
FROM dossiers_dossier
WHERE id >= %(first)s AND source = '' AND state IN ('approved', 'returned') AND received_at IS NOT NULL
  AND decided_at >= %(since)s
GROUP BY 1, 2, 3, 4
"""


def reckon_times() -> int:
    """Reckon all anew, for the worker; returns how many lines there are now."""
    now = clock.now()
    since = now - timedelta(days=WINDOW)
    with acting(SYSTEM):
        rows = prepared(
            _DECIDED,
            {
                "zone": str(agencies.shipped_calendar("vn").zone),
                "first": first_id(now - timedelta(days=LOOKED_BACK)),
                "since": since,
            },
        ).fetchall()
        found: dict[tuple[str, UUID], Counter[int]] = defaultdict(Counter)
        for procedure, agency, received, decided, number in rows:
            days = working_days(agencies.calendar_of(agency), received, decided)
            for where in (agency, EVERYWHERE):
                found[procedure, where][days] += number
        lines = [
            ProcessingTime(
                procedure_code=procedure,
                agency_id=where,
                window=WINDOW,
                number=taken.total(),
                median=percentile(taken, 50),
                nine_of_ten=percentile(taken, 90),
                reckoned_at=now,
            )
            for (procedure, where), taken in found.items()
            if taken.total() >= FEWEST
        ]
        ProcessingTime.objects.all().delete()
        ProcessingTime.objects.bulk_create(lines, batch_size=2000)
    return len(lines)


def expected_time(procedure_code: str, agency_id: UUID | None = None) -> ExpectedTime | None:
    """What recent dossiers took at the agency, or everywhere when it has had too few; None when nobody had enough."""
    wanted = [agency_id, EVERYWHERE] if agency_id else [EVERYWHERE]
    found: tuple[ExpectedTime | None] = remembered(
        ("expected time", procedure_code, agency_id), lambda: (_read(procedure_code, wanted),)
    )
    return found[0]


def _read(procedure_code: str, wanted: list[UUID]) -> ExpectedTime | None:
    rows = {
        row.agency_id: row for row in ProcessingTime.objects.filter(procedure_code=procedure_code, agency_id__in=wanted)
    }
    row = next((rows[where] for where in wanted if where in rows), None)
    if row is None:
        return None
    where = None if row.agency_id == EVERYWHERE else row.agency_id
    return ExpectedTime(row.window, row.number, row.median, row.nine_of_ten, where, row.reckoned_at)


def working_days(calendar: WorkingCalendar, received: date, decided: date) -> int:
    """Open days after the day of receipt up to the day of the decision: 0 is the same day."""
    return sum(calendar.is_open(received + timedelta(days=ahead)) for ahead in range(1, (decided - received).days + 1))


def percentile(taken: Mapping[int, int], percent: int) -> int:
    """The fewest days in which at least `percent` of a hundred were done."""
    days = sorted(taken)
    sums = list(accumulate(taken[day] for day in days))
    return days[bisect_left(sums, sums[-1] * percent / 100)]
