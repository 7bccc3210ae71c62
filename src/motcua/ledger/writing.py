"""Writing an entry, in the transaction of the act or the look that it tells of."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec

from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.ids import new_id
from motcua.ledger.contracts import Seal
from motcua.platform.database.transactions import prepared

_encode = msgspec.json.Encoder(enc_hook=str).encode

ENTRY_CTE = (
    "INSERT INTO ledger_entry (id, at, action, actor_kind, actor_id, actor_name, position, agency_id, subject_id,"
    " record_id, why, facts) SELECT %(entry_id)s::uuid, %(entry_at)s::timestamptz, %(entry_action)s, %(actor_kind)s,"
    " %(actor_id)s::uuid, %(actor_name)s, %(actor_position)s, %(actor_agency)s::uuid, %(entry_subject)s::uuid,"
    " %(entry_record)s::uuid, %(entry_why)s, %(entry_facts)s::jsonb"
)
"""The insert, open at its end: alone it writes one entry, with `FROM arm` it is an arm of a bigger statement and
writes one for each of that arm's rows. Its parameters come from `entry_parameters`."""


_SEALED = (
    ENTRY_CTE.replace("facts)", "facts, sealed_until, sealed_basis)", 1)
    + ", %(sealed_until)s::timestamptz, %(sealed_basis)s"
)

ENTRY_COLUMNS = {
    "entry_id": "uuid",
    "entry_at": "timestamptz",
    "entry_action": "text",
    "actor_kind": "text",
    "actor_id": "uuid",
    "actor_name": "text",
    "actor_position": "text",
    "actor_agency": "uuid",
    "entry_subject": "uuid",
    "entry_record": "uuid",
    "entry_why": "text",
    "entry_facts": "jsonb",
}
"""The parameters as columns of an arm that holds many entries' `entry_values`."""


def record(
    *,
    actor: Actor,
    action: str,
    record_id: UUID | None = None,
    subject_id: UUID | None = None,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
    seal: Seal | None = None,
) -> None:
    """Write one entry. `action` is `<room>.<what happened>`, `subject_id` the person whose data it touches, or the fact
    `subjects` a list of persons, `facts` small JSON values that say what changed (never the data itself).

    `seal`: the person hears of it on that day only; the law that it rests on is committed to with it.
    """
    parameters = entry_parameters(
        actor=actor, action=action, record_id=record_id, subject_id=subject_id, why=why, facts=facts
    )
    if seal is None:
        prepared(ENTRY_CTE, parameters)
        return
    prepared(_SEALED, parameters | {"sealed_until": seal.until, "sealed_basis": seal.basis.strip()})


def entry_parameters(
    *,
    actor: Actor,
    action: str,
    record_id: UUID | None = None,
    subject_id: UUID | None = None,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    values = entry_values(actor=actor, action=action, record_id=record_id, subject_id=subject_id, why=why, facts=facts)
    values["entry_facts"] = _encode(values["entry_facts"]).decode()
    return values


def entry_values(
    *,
    actor: Actor,
    action: str,
    record_id: UUID | None = None,
    subject_id: UUID | None = None,
    why: str = "",
    facts: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """As `record` takes them, by the names in ENTRY_COLUMNS."""
    return {
        "entry_id": new_id(),
        "entry_at": clock.now(),
        "entry_action": action,
        "actor_kind": actor.kind.value,
        "actor_id": actor.id,
        "actor_name": actor.name,
        "actor_position": actor.position,
        "actor_agency": actor.agency_id,
        "entry_subject": subject_id,
        "entry_record": record_id,
        "entry_why": why,
        "entry_facts": dict(facts or {}),
    }
