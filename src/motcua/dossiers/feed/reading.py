"""Reading the feed: what is settled, in order, bounded work for each page whoever asks."""

from datetime import timedelta
from typing import Any

from motcua.dossiers.contracts import ChangeView, FeedFilter, FeedPage
from motcua.dossiers.errors import FeedCursorExpiredError
from motcua.dossiers.feed.cursors import BEGINNING, Cursor
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.platform.database.transactions import looking, prepared

MOST = 1000
WINDOW = 5000
"""So many rows are looked through for one page: an agency with little of its own among millions gets a short page and a
cursor that has moved on, never a slow one."""
NOW = "now"
EVERYTHING = FeedFilter()

_AFTER = "(position, version, id) > (%(position)s::bigint, %(version)s::int, %(id)s::uuid)"
_COLUMNS = (
    "position, version, id, dossier_id, code, procedure_code, receiving_agency_id, resolving_agency_id, channel, action,"
    " origin, state, status, at, submitted_at, received_at, due_at, decided_at"
)
_EDGE = "SELECT * FROM dossiers_feed_edge(%s::bigint, %s::int, %s::uuid, %s::int)"
_NEWEST = "SELECT * FROM dossiers_feed_newest()"
_FLOOR = "SELECT position, version, change_id FROM dossiers_feedcursor WHERE name = 'floor'"
_PAGE = f"""
SELECT {_COLUMNS} FROM dossiers_change
WHERE {_AFTER} AND (position, version, id) <= (%(to_position)s::bigint, %(to_version)s::int, %(to_id)s::uuid)
  AND (%(agency)s::uuid IS NULL OR receiving_agency_id = %(agency)s OR resolving_agency_id = %(agency)s
    OR was_resolving_agency_id = %(agency)s)
  AND (%(procedure)s::text IS NULL OR procedure_code = %(procedure)s)
ORDER BY position, version, id LIMIT %(most)s::int
"""
_ONE = f"SELECT {_COLUMNS} FROM dossiers_change WHERE (position, version, id) = (%s::bigint, %s::int, %s::uuid)"
_LAG = "SELECT EXTRACT(epoch FROM now() - min(at)) FROM dossiers_change WHERE position >= dossiers_feed_horizon()"


def list_changes(*, actor: Actor, after: str = "", limit: int = 100, only: FeedFilter = EVERYTHING) -> FeedPage:
    """What happened after the cursor `after` to dossiers that `actor`'s agencies hold, and that they hold them no longer;
    oldest first, at most `limit`.

    `after`: "" begins with the oldest change that is kept, "now" with whatever comes next. Two pages never overlap and
    nothing falls between them. Raises NotAllowedError to people, FeedCursorInvalidError, FeedCursorExpiredError.
    """
    require_follower(actor)
    limit = max(1, min(limit, MOST))
    with looking(actor):
        start = starting_cursor(after)
        return _page(start, limit, only)


def require_follower(actor: Actor) -> None:
    """Raises NotAllowedError to whoever holds no desk."""
    if actor.kind is not ActorKind.SYSTEM and not (actor.is_official and actor.agency_ids):
        raise NotAllowedError


def starting_cursor(after: str) -> Cursor:
    """The cursor that a reader names; in the caller's transaction. Raises FeedCursorInvalidError, FeedCursorExpiredError."""
    if after == NOW:
        return newest()
    row = prepared(_FLOOR).fetchone()
    floor = Cursor(*row) if row else BEGINNING
    if not after:
        return floor
    cursor = Cursor.read(after)
    if cursor < floor:
        raise FeedCursorExpiredError(oldest=str(floor))
    return cursor


def newest() -> Cursor:
    """The newest change that may be read, whoever may read it; BEGINNING when there is none."""
    row = prepared(_NEWEST).fetchone()
    return Cursor(*row) if row else BEGINNING


def find_change(cursor: Cursor) -> ChangeView | None:
    """The change at `cursor`, for the system; None when it is kept no longer."""
    with looking(SYSTEM):
        row = prepared(_ONE, (cursor.position, cursor.version, cursor.id)).fetchone()
        return _view(row) if row else None


def feed_lag() -> timedelta:
    """How long the oldest change that is committed and can't be read yet has been waiting; 0 when none does. For the
    system. Some transaction that began before it is still running."""
    (seconds,) = prepared(_LAG).fetchone() or (None,)
    return timedelta(seconds=max(0.0, float(seconds or 0)))


def _page(start: Cursor, limit: int, only: FeedFilter) -> FeedPage:
    """One page, in the caller's transaction. The edge is found past row-level security, the rows are read under it."""
    found = prepared(_EDGE, (start.position, start.version, start.id, WINDOW)).fetchone()
    if found is None:
        return FeedPage((), str(start), more=False)
    (position, version, change_id, rows) = found
    parameters = {
        "position": start.position,
        "version": start.version,
        "id": start.id,
        "to_position": position,
        "to_version": version,
        "to_id": change_id,
        "agency": only.agency_id,
        "procedure": only.procedure_code,
        "most": limit + 1,
    }
    read = prepared(_PAGE, parameters).fetchall()
    changes = tuple(_view(row) for row in read[:limit])
    if len(read) > limit:
        return FeedPage(changes, changes[-1].cursor, more=True)
    return FeedPage(changes, str(Cursor(position, version, change_id)), more=rows >= WINDOW)


def _view(row: tuple[Any, ...]) -> ChangeView:
    position, version, change_id, dossier, code, procedure, receiving, resolving, channel, action, *rest = row
    cursor = str(Cursor(position, version, change_id))
    return ChangeView(
        cursor, change_id, dossier, code, procedure, receiving, resolving, channel, version, action, *rest
    )
