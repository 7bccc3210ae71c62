"""Prepared statements on Django's connection: the same values, errors and transactions as a cursor's."""

from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from django.db import close_old_connections, connection, transaction

from motcua.platform.database.transactions import prepared

pytestmark = pytest.mark.django_db


def test_values_come_back_as_they_went_in():
    given = (uuid4(), datetime(2026, 3, 2, 2, tzinfo=UTC), "Nguyễn “Ễ”", 7, None, ["a", "b"])
    query = "SELECT %s::uuid, %s::timestamptz, %s::text, %s::int, %s::text, %s::text[]"
    assert prepared(query, given).fetchone() == given
    assert prepared(query, given).fetchone() == given


def test_a_name_that_comes_twice_is_one_value_and_a_percent_sign_stays():
    row = prepared("SELECT %(a)s::int + %(a)s::int, %(b)s::text LIKE 'x%%'", {"b": "xyz", "a": 4}).fetchone()
    assert row == (8, True)


def test_nothing_found_is_none_and_no_rows():
    rows = prepared("SELECT 1 WHERE false")
    assert (rows.fetchone(), rows.fetchall(), list(rows), rows.rowcount) == (None, [], [], 0)


def test_it_belongs_to_the_transaction_around_it():
    with transaction.atomic():
        prepared("SELECT set_config('motcua.person', 'here', true)")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('motcua.person')")
            assert cursor.fetchone() == ("here",)


@pytest.mark.django_db(transaction=True)
def test_it_begins_a_transaction_and_a_rollback_takes_everything_back_but_the_statement():
    query = "SELECT pg_current_xact_id_if_assigned() IS NULL, %s::int"
    with transaction.atomic():
        assert connection.connection.pgconn.transaction_status == 0  # nothing sent yet: the statement itself begins
        prepared("SELECT pg_current_xact_id()")
        assert prepared(query, (1,)).fetchone() == (False, 1)
        transaction.set_rollback(True)
    assert prepared(query, (2,)).fetchone() == (True, 2)


def test_an_error_is_psycopgs_own():
    with pytest.raises(psycopg.errors.DivisionByZero), transaction.atomic():
        prepared("SELECT 1 / %s::int", (0,))


def test_a_statement_whose_table_changed_is_prepared_anew():
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE changing (a int)")
        assert prepared("SELECT * FROM changing").fetchone() is None
        cursor.execute("ALTER TABLE changing ADD b int")
        with pytest.raises(psycopg.errors.FeatureNotSupported), transaction.atomic():
            prepared("SELECT * FROM changing")
        assert prepared("SELECT * FROM changing").fetchone() is None


def test_a_connection_that_broke_is_replaced_before_the_next_request(clean_db, owner_cursor):
    pid = prepared("SELECT pg_backend_pid()").fetchone()
    owner_cursor.execute("SELECT pg_terminate_backend(%s)", pid)
    with pytest.raises(psycopg.OperationalError):
        prepared("SELECT 1")
    close_old_connections()
    assert prepared("SELECT 1").fetchone() == (1,)


def test_moments_are_read_as_djangos_cursor_reads_them():
    query = "SELECT t FROM unnest(%s::timestamptz[]) AS t"
    moments = ["2026-03-02 02:00:00.1+00", "1902-01-01 00:00:00.000001+07", "9999-12-31 23:59:59+00"]
    with connection.cursor() as cursor:
        cursor.execute(query, [moments])
        assert [row[0] for row in cursor.fetchall()] == [row[0] for row in prepared(query, [moments])]


def test_a_moment_that_python_has_no_word_for_is_psycopgs_error():
    with pytest.raises(psycopg.DataError):
        prepared("SELECT 'infinity'::timestamptz")
