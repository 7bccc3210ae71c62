"""What the database says of a right; nothing here decides it a second time."""

from collections.abc import Iterable
from uuid import UUID

from motcua.dossiers.models import Dossier, Share
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import prepared

_WITHIN = "SELECT dossiers_within(%s::text[], %s, %s, %s::uuid, %s::uuid)"


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


_LIVE = (
    "SELECT * FROM dossiers_share WHERE official_id = %s AND official_agency_id = ANY(%s::uuid[]) AND ended_at IS NULL"
    " AND now() < valid_until ORDER BY id DESC"
)


def live_shares(actor: Actor) -> tuple[Share, ...]:
    """All that is shared with the actor now, newest first; by the clock that row-level security reads."""
    return tuple(Share.objects.raw(_LIVE, [actor.id, list(actor.agency_ids)]))
