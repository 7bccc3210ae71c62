"""A dossier as it is read for an act and as the act leaves it: read by one statement, written by one."""

from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Field, JSONField

from motcua.dossiers.domain.codes import places_of
from motcua.dossiers.errors import DecidedElsewhereError, DossierArchivedError, DossierNotFoundError
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import Actor
from motcua.platform.database.arms import Arm
from motcua.platform.database.transactions import SET_ACTOR_BY_NAME, prepared, setting_actor

_FIELDS: tuple["Field[Any, Any]", ...] = tuple(Dossier._meta.concrete_fields)
_NAMES = tuple(field.attname for field in _FIELDS)
_JSON = frozenset(field.attname for field in _FIELDS if isinstance(field, JSONField))
_TYPES = {field.attname: (field.db_type(connection) or "").partition("(")[0] for field in _FIELDS}
_AS_READ = "_as_read"
_encode = msgspec.json.Encoder(enc_hook=str).encode
_decode = msgspec.json.Decoder().decode
# The row is looked for only after the actor is set. `concat`: one kept plan for all months (ADR 0023).
_FOUND = f"""
WITH actor AS MATERIALIZED (SELECT {SET_ACTOR_BY_NAME}, true AS here)
SELECT found.* FROM actor CROSS JOIN LATERAL (SELECT {", ".join(_NAMES)} FROM dossiers_dossier WHERE actor.here"""
_LOCK = f"{_FOUND} AND id = concat(%(id)s::uuid)::uuid OFFSET 0 FOR UPDATE) AS found"
_READ = (
    f"{_FOUND} AND code = %(code)s AND id >= concat(%(first)s::uuid)::uuid AND id < concat(%(end)s::uuid)::uuid"
    " OFFSET 0) AS found"
)


def lock_dossier(actor: Actor, dossier_id: UUID) -> Dossier:
    """The dossier, locked to the end of the caller's transaction, in which `actor` acts from now on.

    Raises DossierNotFoundError, also for one that the actor may not see; DecidedElsewhereError for one that another
    system decides; DossierArchivedError for one that is only read any more.
    """
    found = prepared(_LOCK, {"id": dossier_id, **setting_actor(actor)}).fetchone()
    if found is None:
        raise DossierNotFoundError
    return _for_acts(found)


def read_dossier(actor: Actor, code: str) -> Dossier:
    """The dossier, as it stands just now, for an act that is written by one statement. Raises what `lock_dossier` raises."""
    if "\x00" not in code:  # PostgreSQL's text holds none
        for first, end in places_of(code):
            asked = {"code": code, "first": first, "end": end, **setting_actor(actor)}
            if found := prepared(_READ, asked).fetchone():
                return _for_acts(found)
    raise DossierNotFoundError


def _for_acts(found: tuple[Any, ...]) -> Dossier:
    as_read = dict(zip(_NAMES, found, strict=True))
    given = [_decode(value) if name in _JSON and value is not None else value for name, value in as_read.items()]
    row = Dossier.from_db("default", _NAMES, given)
    row.__dict__[_AS_READ] = as_read
    if row.source:
        raise DecidedElsewhereError(source=row.source)
    if row.archived_at:
        raise DossierArchivedError
    return row


def changed_row(row: Dossier, seen: int, alone: Actor | None = None) -> Arm:
    """The first arm of what an act writes: what became different since `row` was read in version `seen`. `alone`: who acts,
    where no transaction knows it; the row is looked for only after the actor is set."""
    values = {field.attname: value for field in _FIELDS if _differs(row, field.attname, value := _value(row, field))}
    said = ", ".join(f"{name} = %({name})s::{_TYPES[name]}" for name in values)
    own = f"(SELECT %(id)s::uuid FROM (SELECT {SET_ACTOR_BY_NAME} OFFSET 0) AS actor)" if alone else "%(id)s::uuid"
    text = f"UPDATE dossiers_dossier SET {said} WHERE id = concat({own})::uuid AND version = %(seen)s RETURNING id"
    return text, {**values, **(setting_actor(alone) if alone else {}), "id": row.id, "seen": seen}


def _differs(row: Dossier, name: str, value: Any) -> bool:
    as_read = row.__dict__[_AS_READ]
    if name not in _JSON or value is None or as_read[name] is None:
        return bool(as_read[name] != value)
    return bool(_decode(as_read[name]) != getattr(row, name))


def _value(row: Dossier, field: "Field[Any, Any]") -> Any:
    value = getattr(row, field.attname)
    return _encode(value).decode() if field.attname in _JSON and value is not None else value
