"""One transaction, and the database knows who acts in it: row-level security reads what is set here."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from motcua.kernel.actors import Actor, ActorKind
from motcua.platform.database.prepared import Rows, run

# Data-plane statements may carry these calls themselves and save a round trip.
SET_ACTOR = (
    "set_config('motcua.person', %s, true), set_config('motcua.agencies', %s, true), "
    "set_config('motcua.everything', %s, true), set_config('motcua.official', %s, true), "
    "set_config('motcua.reach', %s, true)"
)
SET_ACTOR_BY_NAME = (
    "set_config('motcua.person', %(person)s, true), set_config('motcua.agencies', %(agencies)s, true), "
    "set_config('motcua.everything', %(everything)s, true), set_config('motcua.official', %(official)s, true), "
    "set_config('motcua.reach', %(reach)s, true)"
)
NOBODY = ("", "", "off", "", "")
Settings = tuple[str, str, str, str, str]

_current: ContextVar[Settings] = ContextVar("row_security", default=NOBODY)


def row_security(actor: Actor) -> Settings:
    """The settings that policies read for `actor`: the person's id, the agencies' ids, 'on' for everything, the
    official's id, and the keys of what a restricted position reaches, one a line ('' for all).

    A person sees own rows, an official the rows of the agencies of the position as far as it reaches, the system all.
    """
    if actor.kind is ActorKind.SYSTEM:
        return ("", "", "on", "", "")
    person = str(actor.id) if actor.id and actor.kind is ActorKind.PERSON else ""
    official = str(actor.id) if actor.id and actor.kind is ActorKind.OFFICIAL else ""
    return (person, ",".join(str(agency) for agency in actor.agency_ids), "off", official, "\n".join(actor.reach))


def setting_actor(actor: Actor) -> dict[str, str]:
    """The parameters of SET_ACTOR_BY_NAME."""
    return dict(zip(("person", "agencies", "everything", "official", "reach"), row_security(actor), strict=True))


@contextmanager
def acting(actor: Actor, *, carried: bool = False) -> Iterator[None]:
    """Change things in one transaction as `actor`. Inside another transaction it is a savepoint of it.

    `carried`: the first statement of the block sets the actor itself (SET_ACTOR_BY_NAME) and saves a round trip.
    """
    wanted, outer, nested = row_security(actor), _current.get(), connection.in_atomic_block
    with transaction.atomic():
        if not carried and not (nested and wanted == outer):
            prepared(f"SELECT {SET_ACTOR}", wanted)
        token = _current.set(wanted)
        try:
            yield
        finally:
            _current.reset(token)
        if nested and wanted != outer:
            prepared(f"SELECT {SET_ACTOR}", outer)


# A look at personal data leaves a ledger entry, so it is a transaction that writes too.
looking = acting


def prepared(query: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Rows:
    """Run a server-side prepared statement on Django's connection and transaction, without Django's wrappers.

    Rows are plain tuples, jsonb comes as text. Raises psycopg's own errors. Statements run here are not in
    `connection.queries`; `motcua.platform.testing` counts them all the same.
    """
    here = connections[DEFAULT_DB_ALIAS]  # `connection` would look for this thread's own at each word
    here.close_if_health_check_failed()
    if here.connection is None:
        here.ensure_connection()
    if observed:
        for observer in observed:
            observer(query)
    try:
        return run(here.connection, query, parameters)
    except psycopg.OperationalError:
        here.errors_occurred = True  # so that Django looks at the connection before it is used again
        raise


def bare_cursor() -> "psycopg.Cursor[Any]":
    """Give psycopg's own cursor on Django's connection and transaction, for COPY."""
    connection.ensure_connection()
    return psycopg.Cursor(connection.connection)


observed: list[Any] = []  # callables that want to see each prepared statement: statement budgets in tests
