"""What the law has erased: the bodies of a record's entries. Their leaves stay, and the log stays provable."""

from uuid import UUID

from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import prepared

_ERASE = "SELECT ledger_erase(%s::uuid, %s::uuid, %s)"


def erase_bodies(*, record_id: UUID, why: str) -> int:
    """Empty who, why and what in every entry on `record_id`, and forget their salts, in the caller's transaction; how
    many. What was done, when and at which agency stays, and an entry of its own says that this happened."""
    erased: int = prepared(_ERASE, (record_id, new_id(), why)).fetchall()[0][0]
    return erased
