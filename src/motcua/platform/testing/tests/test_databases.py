"""The kit itself: the application role, the network, time and statements."""

import socket
from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM
from motcua.platform.database.transactions import acting, prepared
from motcua.platform.testing.network import OutsideError


def test_tests_meet_the_database_as_the_application_role(db):
    assert prepared("SELECT current_user").fetchone() == ("motcua_app",)


def test_the_application_role_owns_nothing(db):
    assert prepared("SELECT count(*) FROM pg_class WHERE relowner = 'motcua_app'::regrole").fetchone() == (0,)


def test_what_a_test_commits_is_gone_afterwards(clean_db, owner_cursor):
    prepared("INSERT INTO django_session VALUES ('left-behind', '', now())")
    assert owner_cursor.execute("SELECT count(*) FROM django_session").fetchone() == (1,)


@pytest.mark.parametrize("again", [1, 2])
def test_a_clean_database_starts_empty(clean_db, again):
    assert prepared("SELECT count(*) FROM django_session").fetchone() == (0,)
    prepared("INSERT INTO django_session VALUES ('left-behind', '', now())")


def test_the_application_role_cannot_truncate(db):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        prepared("TRUNCATE django_session")


def test_another_machine_cannot_be_reached():
    with socket.socket() as outside, pytest.raises(OutsideError):
        outside.connect(("192.0.2.1", 80))
    with pytest.raises(OutsideError):
        socket.getaddrinfo("example.org", 80)


def test_the_clock_stands_until_it_is_moved(frozen_clock):
    before = clock.now()
    assert clock.now() == before
    assert frozen_clock.forward(timedelta(days=1)) - before == timedelta(days=1)


def test_statements_of_both_kinds_are_counted(db, count_statements):
    with count_statements() as seen:
        prepared("SELECT 1")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 2")
    assert seen == ["SELECT 1", "SELECT 2"]


def test_the_database_knows_who_acts_only_while_they_act(clean_db):
    asked = "SELECT current_setting('motcua.everything', true)"
    with acting(SYSTEM):
        assert prepared(asked).fetchone() == ("on",)
        with acting(ANONYMOUS):
            assert prepared(asked).fetchone() == ("off",)
        assert prepared(asked).fetchone() == ("on",)
    assert prepared(asked).fetchone() == ("",)


def test_a_database_is_made_as_new_without_a_new_copy_where_only_rows_were_written(
    clean_db, test_cluster, owner_cursor
):
    which = owner_cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    seeded = owner_cursor.execute("SELECT count(*) FROM django_content_type").fetchone()
    prepared("INSERT INTO django_session VALUES ('left-behind', '', now())")
    owner_cursor.execute("INSERT INTO django_content_type (app_label, model) VALUES ('left', 'behind')")
    test_cluster.renew()
    with test_cluster.owner() as owner:
        assert owner.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone() == which
        assert owner.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
        assert owner.execute("SELECT count(*) FROM django_content_type").fetchone() == seeded
        owner.execute("INSERT INTO django_content_type (app_label, model) VALUES ('next', 'number')")
        assert owner.execute("SELECT max(id) FROM django_content_type").fetchone() == (seeded[0] + 1,)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE left_behind (id int)",
        "ALTER TABLE django_session ADD left_behind int",
        "ALTER TABLE dossiers_dossier DISABLE ROW LEVEL SECURITY",
        "DROP POLICY dossiers_dossier_rows ON dossiers_dossier",
        "ALTER POLICY dossiers_dossier_rows ON dossiers_dossier USING (true)",
        "GRANT DELETE ON ledger_entry TO motcua_app",
        "CREATE OR REPLACE FUNCTION dossiers_sees(wanted uuid) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "ALTER TABLE dossiers_draw DISABLE TRIGGER dossiers_draw_never_changes",
    ],
)
def test_a_new_copy_is_made_when_anything_but_rows_was_changed(clean_db, test_cluster, owner_cursor, change):
    which = owner_cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    owner_cursor.execute(change)
    test_cluster.renew()
    with test_cluster.owner() as owner:
        assert owner.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone() != which
