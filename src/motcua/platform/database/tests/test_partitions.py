"""Months of a table: nothing is lost when they are made, nothing is refused, nobody but the owner touches one."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connections

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.ids import first_id, id_at, new_id
from motcua.platform.database import grants, partitions
from motcua.platform.database.addresses import APP
from motcua.platform.database.errors import PartitionError
from motcua.platform.database.partitioning import partition_by_id
from motcua.platform.database.row_security import agency_is, enable_rls, person_is
from motcua.platform.database.transactions import acting, prepared

ME, YOU = Actor(ActorKind.PERSON, uuid4()), Actor(ActorKind.PERSON, uuid4())
OLD = new_id()


def partition(owner_cursor, table, **own):
    editor = SimpleNamespace(connection=SimpleNamespace(cursor=owner_cursor.connection.cursor))
    with owner_cursor.connection.transaction():
        partition_by_id(table, **own).code(None, editor)


@pytest.fixture
def letters(clean_db, owner_cursor):
    """A table as a release before had it: an index, a policy, a trigger, a child, and a row of mine."""
    run = owner_cursor.execute
    run(
        "CREATE TABLE letters (id uuid PRIMARY KEY, code text NOT NULL, person uuid, agency uuid, said text DEFAULT '')"
    )
    run("CREATE INDEX letters_by_person ON letters (person, id DESC)")
    run("CREATE UNIQUE INDEX letters_code_once ON letters (code)")
    run("CREATE TABLE stamps (id uuid PRIMARY KEY, letter uuid NOT NULL)")
    run(
        "ALTER TABLE stamps ADD CONSTRAINT stamps_letter FOREIGN KEY (letter) REFERENCES letters (id) "
        "DEFERRABLE INITIALLY DEFERRED"
    )
    run(
        "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.said = upper(NEW.said); RETURN NEW; END $$"
    )
    run("CREATE TRIGGER letters_shout BEFORE UPDATE ON letters FOR EACH ROW EXECUTE FUNCTION shout()")
    for statement in enable_rls("letters", f"{person_is('person')} OR {agency_is('agency')}").sql:
        run(statement)
    run("INSERT INTO letters VALUES (%s, 'A-1', %s)", [OLD, ME.id])
    run("INSERT INTO stamps VALUES (%s, %s)", [uuid4(), OLD])


@pytest.fixture
def parted(letters, owner_cursor):
    """The same after the upgrade, with this month's and the next months' partitions."""
    partition(owner_cursor, "letters", own_unique=("code",))
    grants.apply(owner_cursor.connection, APP)
    partitions.make_ahead(owner_cursor.connection)
    return owner_cursor


def where_is(cursor, wanted):
    return cursor.execute("SELECT tableoid::regclass::text FROM letters WHERE id = %s", [wanted]).fetchone()[0]


def names(cursor, table="letters"):
    return [one.name for one in partitions.list_partitions(cursor.connection, table)]


def test_rows_of_before_stay_in_the_oldest_partition_and_keep_what_hangs_on_them(parted):
    assert where_is(parted, OLD) == "letters_before"
    assert parted.execute("SELECT count(*) FROM stamps JOIN letters ON letters.id = letter").fetchone() == (1,)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        parted.execute("INSERT INTO stamps VALUES (%s, %s)", [uuid4(), uuid4()])


def test_policies_and_triggers_go_on_as_before(parted):
    with acting(YOU):
        assert prepared("SELECT count(*) FROM letters").fetchone() == (0,)
    with acting(ME):
        assert prepared("UPDATE letters SET said = 'xin' RETURNING said").fetchall() == [("XIN",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            prepared("INSERT INTO letters (id, code, person) VALUES (%s, 'B', %s)", (new_id(), YOU.id))


def test_a_table_without_rows_needs_no_oldest_partition(letters, owner_cursor):
    owner_cursor.execute("DELETE FROM stamps; DELETE FROM letters")
    partition(owner_cursor, "letters", own_unique=("code",))
    assert names(owner_cursor) == ["letters_rest"]


def test_a_table_that_a_view_names_is_left_as_it_is(letters, owner_cursor):
    owner_cursor.execute("CREATE VIEW codes AS SELECT code FROM letters")
    with pytest.raises(RuntimeError, match="take these away first"):
        partition(owner_cursor, "letters")
    assert owner_cursor.execute("SELECT count(*) FROM letters").fetchone() == (1,)


def test_months_are_made_ahead_by_the_application_which_may_do_nothing_else(parted):
    last = f"letters_{months_on(3):%Y_%m}"
    parted.execute(f"ALTER TABLE letters DETACH PARTITION {last}")
    parted.execute(f"DROP TABLE {last}")
    app = connections["default"]
    app.ensure_connection()
    assert last in partitions.make_ahead(app.connection)
    assert partitions.make_ahead(app.connection) == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        partitions.make(app.connection, date(2026, 1, 1), date(2036, 1, 1))


def months_on(number):
    today = datetime.now(UTC)
    return date(today.year + (today.month - 1 + number) // 12, (today.month - 1 + number) % 12 + 1, 1)


def test_a_row_lies_in_the_month_of_its_id_and_what_fits_none_in_the_rest(parted):
    with acting(SYSTEM):
        for day in (months_on(1), months_on(2), date(2099, 1, 1)):
            at = datetime(day.year, day.month, 1, tzinfo=UTC)
            for wanted in (id_at(at), first_id(at)):
                prepared("INSERT INTO letters (id, code) VALUES (%s, %s)", (wanted, str(wanted)))
                expected = "letters_rest" if day.year == 2099 else f"letters_{day:%Y_%m}"
                assert prepared("SELECT tableoid::regclass::text FROM letters WHERE id = %s", (wanted,)).fetchone() == (
                    expected,
                )


def test_a_code_is_unique_in_each_month(parted):
    at = datetime(*months_on(1).timetuple()[:3], tzinfo=UTC)
    parted.execute("INSERT INTO letters (id, code) VALUES (%s, 'A-1')", [id_at(at)])
    with pytest.raises(psycopg.errors.UniqueViolation):
        parted.execute("INSERT INTO letters (id, code) VALUES (%s, 'A-1')", [id_at(at + timedelta(hours=1))])


def test_a_month_whose_rows_came_before_it_was_made_is_left_in_the_rest(parted):
    parted.execute("INSERT INTO letters (id, code) VALUES (%s, 'L-1')", [id_at(datetime(2098, 5, 3, tzinfo=UTC))])
    made = partitions.make(parted.connection, date(2098, 4, 1), date(2098, 6, 1))
    assert [name for name in made if name.startswith("letters")] == ["letters_2098_04", "letters_2098_06"]


def test_nobody_but_the_owner_touches_a_partition(db):
    parts = prepared("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'").fetchall()
    assert parts
    for (name,) in parts:
        rights = "SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"
        held = [
            right for right in rights if prepared("SELECT has_table_privilege(%s, %s)", (name, right)).fetchone()[0]
        ]
        assert not held, f"the application may {held} {name}; policies stand on the table it is a part of"
        assert prepared("SELECT relrowsecurity FROM pg_class WHERE relname = %s", (name,)).fetchone() == (True,)


def test_a_partition_made_later_is_not_the_applications_either(parted):
    name = f"letters_{months_on(2):%Y_%m}"
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(SYSTEM):
        prepared(f"SELECT * FROM {name}")


def test_the_range_of_a_partition_is_told_as_time(parted):
    found = {one.name: one for one in partitions.list_partitions(parted.connection, "letters")}
    month = found[f"letters_{months_on(2):%Y_%m}"]
    assert (month.starts, month.ends) == tuple(datetime(*months_on(n).timetuple()[:3], tzinfo=UTC) for n in (2, 3))
    assert (found["letters_before"].starts, found["letters_rest"].ends) == (None, None)
    assert found["letters_rest"].is_rest
    assert not found["letters_before"].is_rest


def test_a_month_taken_out_takes_along_what_hangs_on_it(parted):
    later = id_at(datetime(*months_on(1).timetuple()[:3], tzinfo=UTC))
    parted.execute("INSERT INTO letters (id, code) VALUES (%s, 'C')", [later])
    parted.execute("INSERT INTO stamps VALUES (%s, %s)", [uuid4(), later])
    name = f"letters_{months_on(1):%Y_%m}"
    moved = partitions.detach(parted.connection, partitions.find_partition(parted.connection, name))
    assert moved == [name, f"{name}_stamps"]
    assert parted.execute(f"SELECT count(*) FROM archive.{name} JOIN archive.{name}_stamps s ON true").fetchone() == (
        1,
    )
    assert parted.execute("SELECT count(*) FROM letters").fetchone() == (1,)
    assert parted.execute("SELECT letter FROM stamps").fetchall() == [(OLD,)]
    grants.apply(parted.connection, APP)
    with pytest.raises(psycopg.errors.InsufficientPrivilege), acting(SYSTEM):
        prepared(f"SELECT * FROM archive.{name}")


def test_a_partition_that_is_not_there_is_said_so(parted):
    with pytest.raises(PartitionError, match="no partition letters_1999_01"):
        partitions.find_partition(parted.connection, "letters_1999_01")


def test_ids_of_a_moment_lie_between_its_first_and_the_next_ones(frozen_clock):
    moment = clock.now()
    ids = [id_at(moment) for _ in range(3000)]
    assert ids == sorted(set(ids))
    assert first_id(moment) <= ids[0] < first_id(moment + timedelta(milliseconds=3))
    assert {one.version for one in ids} == {7}
    assert first_id(datetime(1970, 1, 1, tzinfo=UTC)) == UUID(int=0)


def test_python_and_the_database_agree_on_the_first_id_of_a_moment(db, owner_cursor):
    for moment in (datetime(2026, 11, 1, tzinfo=UTC), datetime(2031, 2, 28, 23, 59, 59, 999_000, tzinfo=UTC)):
        assert owner_cursor.execute("SELECT partitions_first_id(%s)", [moment]).fetchone() == (first_id(moment),)
