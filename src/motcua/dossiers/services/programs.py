"""Acts that programs do over the API: each once for its Idempotency-Key, answered in few words."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from uuid import UUID

import msgspec
import psycopg

from motcua.dossiers.contracts import ActDone, State
from motcua.dossiers.errors import KeyReusedError
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.fingerprints import fingerprint
from motcua.dossiers.services.registry import ACTS, ActBody
from motcua.dossiers.services.storing import read_dossier
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.errors import MotCuaError, NotAllowedError
from motcua.platform.database.arms import Arm
from motcua.platform.database.transactions import acting, prepared

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(ActDone).decode


@dataclass
class Asked:
    """What a program asks for: by whom, under which key, for which dossier, as it stood then; and what came of it."""

    actor_id: UUID
    key: str
    body_hash: str
    row: Dossier
    done: ActDone | None = None


_asked: ContextVar[Asked | None] = ContextVar("asked", default=None)


def perform(*, actor: Actor, code: str, body: ActBody, key: str) -> ActDone:
    """Do the act that `body` is on the dossier `code`. The same under the same key is answered as it was the first
    time, and nothing is done.

    Raises NotAllowedError for nobody, DossierNotFoundError, KeyReusedError when `key` came with other content before,
    and what the act raises.
    """
    if actor.id is None:
        raise NotAllowedError
    kind = ACTS[str(body.__struct_config__.tag)]
    given = {name: getattr(body, name) for name in body.__struct_fields__}
    body_hash = fingerprint([code, kind.name, msgspec.to_builtins(given)])
    try:
        with _asking(Asked(actor.id, key, body_hash, read_dossier(actor, code))) as asked:
            kind.do(actor=actor, dossier_id=asked.row.id, **given)
    except (MotCuaError, psycopg.errors.UniqueViolation):
        earlier = _find_done(actor.id, key, body_hash)
        if earlier is None:
            raise
        return earlier
    return asked.done or _find_done(actor.id, key, body_hash) or _as_it_is(actor, asked.row.id, kind.name)


def keep_answer(row: Dossier, action: str) -> Arm | None:
    """The arm that writes the key of the program that asks for just this act, with the answer; None for nobody."""
    asked = _asked.get()
    if asked is None or asked.done or asked.row.id != row.id:
        return None
    asked.done = _done(row, action)
    return _KEEP, {
        "actor_id": asked.actor_id,
        "key": asked.key,
        "body_hash": asked.body_hash,
        "dossier_id": row.id,
        "at": clock.now(),
        "answer": _encode(asked.done).decode(),
    }


def row_at_hand(dossier_id: UUID) -> Dossier | None:
    """The dossier as it was read for the program that asks for an act on it, before the act."""
    asked = _asked.get()
    return asked.row if asked and not asked.done and asked.row.id == dossier_id else None


def is_asked_by_program() -> bool:
    """Is the act under way one whose whole dossier nobody wants to see afterwards?"""
    return _asked.get() is not None


@contextmanager
def _asking(asked: Asked) -> Iterator[Asked]:
    token = _asked.set(asked)
    try:
        yield asked
    finally:
        _asked.reset(token)


def _find_done(actor_id: UUID, key: str, body_hash: str) -> ActDone | None:
    found = prepared(
        "SELECT body_hash, answer FROM dossiers_submissionkey WHERE actor_id = %s AND key = %s", (actor_id, key)
    ).fetchone()
    if found is None:
        return None
    if found[0] != body_hash or found[1] is None:
        raise KeyReusedError
    return _decode(found[1])


def _as_it_is(actor: Actor, dossier_id: UUID, action: str) -> ActDone:
    """An act that found everything done already wrote nothing: this is how things stand."""
    with acting(actor):
        return _done(Dossier.objects.get(id=dossier_id), action)


def _done(row: Dossier, action: str) -> ActDone:
    return ActDone(
        code=row.code,
        action=action,
        state=State(row.state),
        status=row.status,
        version=row.version,
        received_at=row.received_at,
        due_at=row.due_at,
        act_by=row.act_by,
        decided_at=row.decided_at,
        ended_at=row.ended_at,
    )


_KEEP = (
    "INSERT INTO dossiers_submissionkey (actor_id, key, body_hash, dossier_id, created_at, answer) "
    "SELECT %(actor_id)s::uuid, %(key)s, %(body_hash)s, %(dossier_id)s::uuid, %(at)s::timestamptz, %(answer)s::jsonb"
)
