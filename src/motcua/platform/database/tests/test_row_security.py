"""Row-level security, met with a real policy on a real table."""

from uuid import uuid4

import psycopg
import pytest

from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from motcua.platform.database.addresses import APP
from motcua.platform.database.row_security import agency_is, enable_rls, person_is
from motcua.platform.database.transactions import acting, prepared

ME, YOU = Actor(ActorKind.PERSON, uuid4()), Actor(ActorKind.PERSON, uuid4())
DESK, OTHER_DESK = uuid4(), uuid4()
OFFICIAL = Actor(ActorKind.OFFICIAL, uuid4(), agency_ids=(DESK, uuid4()))


@pytest.fixture
def papers(clean_db, owner_cursor):
    """A table with a row of mine and a row of yours, at one desk each."""
    owner_cursor.execute("CREATE TABLE papers (person uuid, agency uuid)")
    operation = enable_rls("papers", f"{person_is('person')} OR {agency_is('agency')}")
    for statement in operation.sql:
        owner_cursor.execute(statement)
    owner_cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON papers TO {APP}")
    owner_cursor.execute("INSERT INTO papers VALUES (%s, %s), (%s, %s)", [ME.id, DESK, YOU.id, OTHER_DESK])


def seen_by(actor):
    with acting(actor):
        return {person for (person,) in prepared("SELECT person FROM papers").fetchall()}


@pytest.mark.parametrize(
    ("actor", "sees"),
    [(ME, {ME.id}), (YOU, {YOU.id}), (OFFICIAL, {ME.id}), (SYSTEM, {ME.id, YOU.id}), (ANONYMOUS, set())],
    ids=["a person sees the own row", "so does another", "an official the desk's", "the system all", "nobody none"],
)
def test_who_sees_which_row(papers, actor, sees):
    assert seen_by(actor) == sees


def test_outside_a_transaction_of_somebody_no_row_is_seen(papers):
    assert prepared("SELECT count(*) FROM papers").fetchone() == (0,)


def test_the_rows_of_an_actor_inside_another_actor_are_given_back_afterwards(papers):
    with acting(ME):
        assert seen_by(YOU) == {YOU.id}
        assert prepared("SELECT person FROM papers").fetchall() == [(ME.id,)]


def test_after_a_refusal_inside_the_outer_actor_still_acts(papers):
    with acting(ME):
        with pytest.raises(LookupError), acting(YOU):
            raise LookupError
        assert prepared("SELECT person FROM papers").fetchall() == [(ME.id,)]


def test_nobody_writes_a_row_for_somebody_else(papers):
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(ME):
        prepared("INSERT INTO papers VALUES (%s, %s)", (YOU.id, DESK))


def test_changing_rows_of_others_changes_nothing(papers):
    with acting(ME):
        assert prepared("DELETE FROM papers").rowcount == 1
    assert seen_by(SYSTEM) == {YOU.id}
