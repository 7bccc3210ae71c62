"""What the database says of a right; nothing here decides it a second time."""

from collections.abc import Iterable
from uuid import UUID

from motcua.dossiers.models import Dossier, Share
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import prepared

_WITHIN = "SELECT dossiers_within(%s::text[], %s, %s, %s::uuid, %s::uuid)"
# By the clock that row-level security reads.
_ROLES = """
SELECT s.roles FROM dossiers_share s WHERE s.official_id = %s AND s.dossier_id = %s AND s.part_id IS NULL
  AND s.ended_at IS NULL AND s.valid_from <= now() AND now() < s.valid_until
"""


def reaches(reach: Iterable[str], row: Dossier) -> bool:
    """Whether a dossier is within what a position reaches. No statement for one that is not restricted."""
    keys = tuple(reach)
    if not keys:
        return True
    known: dict[tuple[str, ...], bool] = row.__dict__.setdefault("_reached", {})
    if keys not in known:
        known[keys] = reaches_all(
            list(keys), row.family, row.procedure_code, row.receiving_agency_id, row.resolving_agency_id
        )
    return known[keys]


def reaches_all(keys: list[str], family: str, procedure_code: str, receiving_id: UUID, resolving_id: UUID) -> bool:
    """The same of a dossier that is not there yet."""
    found = prepared(_WITHIN, (keys, family, procedure_code, receiving_id, resolving_id)).fetchone()
    return bool(found and found[0])


def shared_roles(actor: Actor, row: Dossier) -> frozenset[str]:
    """The roles in which the actor may act on a dossier that was shared: those of the share that the position holds."""
    shares = prepared(_ROLES, (actor.id, row.id)).fetchall()
    return actor.roles & {role for (roles,) in shares for role in roles}


def live_share(actor: Actor, row: Dossier) -> Share | None:
    """The share of the whole dossier by which the actor sees it now."""
    where = "s.official_id = %s AND s.dossier_id = %s AND s.part_id IS NULL"
    return next(iter(_live(where, actor.id, row.id)), None)


def live_shares(actor: Actor) -> tuple[Share, ...]:
    """All that is shared with the actor now, newest first."""
    return _live("s.official_id = %s", actor.id)


def _live(where: str, *parameters: UUID | None) -> tuple[Share, ...]:
    query = (
        f"SELECT s.* FROM dossiers_share s WHERE {where} AND s.ended_at IS NULL AND s.valid_from <= now()"
        " AND now() < s.valid_until ORDER BY s.id DESC"
    )
    return tuple(Share.objects.raw(query, list(parameters)))
