"""What was done with one person's data: her own entries, and the lists that she stood on. Never what is sealed still."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.utils import timezone

from motcua.kernel import clock
from motcua.ledger.contracts import EntriesAsked, EntryView, SealedCount
from motcua.ledger.errors import EntryNotFoundError
from motcua.platform.database.transactions import prepared

_NAMES = tuple(EntryView.__dataclass_fields__)
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)
_ASKED = (
    "(sealed_until IS NULL OR sealed_until <= %(now)s::timestamptz)"
    " AND (%(since)s::timestamptz IS NULL OR at >= %(since)s::timestamptz)"
    " AND (%(until)s::timestamptz IS NULL OR at < %(until)s::timestamptz)"
    " AND (%(record)s::uuid IS NULL OR record_id = %(record)s::uuid)"
    " AND (%(entry)s::uuid IS NULL OR id = %(entry)s::uuid)"
    " AND (%(kinds)s::text[] = '{}' OR actor_kind = ANY(%(kinds)s::text[]))"
    " AND (%(before)s::uuid IS NULL OR id < %(before)s::uuid)"
    " ORDER BY id DESC LIMIT %(limit)s::int"
)
# Two walks down an index each, both as far as the page needs.
_ABOUT = f"""
SELECT * FROM ((SELECT {_COLUMNS} FROM ledger_entry WHERE subject_id = %(person)s::uuid AND {_ASKED})
  UNION ALL
  (SELECT {_COLUMNS} FROM ledger_entry WHERE facts ? 'subjects'
     AND (facts -> 'subjects') @> to_jsonb(%(person)s::text) AND subject_id IS DISTINCT FROM %(person)s::uuid AND {_ASKED})
) found ORDER BY id DESC LIMIT %(limit)s::int - %(skip)s::int OFFSET %(skip)s::int
"""
_SEALED = """
SELECT agency_id, date_trunc('month', at AT TIME ZONE %s)::date AS month, count(*) FROM ledger_entry
WHERE sealed_until IS NOT NULL AND at >= %s::timestamptz GROUP BY agency_id, month ORDER BY month DESC, agency_id
"""


def find_entries(
    *, person_id: UUID, asked: EntriesAsked | None = None, limit: int, skip: int = 0
) -> tuple[EntryView, ...]:
    """Entries about a person, newest first. The caller has decided that the reader may see them: who else than she?"""
    return _found(person_id, asked or EntriesAsked(), limit, skip)


def get_entry(*, person_id: UUID, entry_id: UUID) -> EntryView:
    """One entry about a person. Raises EntryNotFoundError, also for one about others, or sealed still."""
    found = _found(person_id, EntriesAsked(), 1, 0, entry_id)
    if not found:
        raise EntryNotFoundError
    return found[0]


def count_entries(*, person_id: UUID, asked: EntriesAsked) -> int:
    """How many `find_entries` would find without a limit."""
    parameters = _parameters(person_id, asked, None, 0, None)
    total: int = prepared(f"SELECT count(*) FROM ({_ABOUT}) counted", parameters).fetchall()[0][0]
    return total


def count_sealed(*, since: datetime) -> tuple[SealedCount, ...]:
    """How many looks were sealed, by agency and month, newest first. For everybody to know."""
    zone = str(timezone.get_default_timezone())
    return tuple(SealedCount(agency, _day(month), count) for agency, month, count in prepared(_SEALED, (zone, since)))


def _found(
    person: UUID, asked: EntriesAsked, limit: int, skip: int, entry: UUID | None = None
) -> tuple[EntryView, ...]:
    return tuple(_view(row) for row in prepared(_ABOUT, _parameters(person, asked, limit, skip, entry)))


def _parameters(person: UUID, asked: EntriesAsked, limit: int | None, skip: int, entry: UUID | None) -> dict[str, Any]:
    return {
        "person": str(person),
        "now": clock.now(),
        "since": asked.since,
        "until": asked.until,
        "record": asked.record_id,
        "entry": entry,
        "kinds": list(asked.actor_kinds),
        "before": asked.before,
        "limit": limit + skip if limit is not None else None,
        "skip": skip,
    }


def _view(row: tuple[Any, ...]) -> EntryView:
    told = dict(zip(_NAMES, row, strict=True))
    return EntryView(**told | {"facts": msgspec.json.decode(told["facts"])})


def _day(month: Any) -> date:
    day: date = month
    return day
