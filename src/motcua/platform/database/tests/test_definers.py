"""Functions that run with the owner's rights, whoever calls them."""

from django.db import connection


def test_none_of_them_looks_for_anything_among_the_callers_temporary_tables(db):
    """A temporary view of the name of a table would run its own functions with the owner's rights."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace AND NOT EXISTS "
            "(SELECT 1 FROM unnest(proconfig) AS said WHERE said ~ '^search_path=.*, *pg_temp$')"
        )
        assert cursor.fetchall() == []


def test_only_the_application_role_may_call_them(db):
    """Another role of the same server could else take changes out of the feed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT proname, has_function_privilege('public', oid, 'EXECUTE'), has_function_privilege(oid, 'EXECUTE') "
            "FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"
        )
        assert {row[1:] for row in cursor.fetchall()} == {(False, True)}


def test_a_temporary_view_does_not_run_with_the_owners_rights(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.who() RETURNS bigint LANGUAGE sql VOLATILE AS "
            "'SELECT CASE WHEN current_user = session_user THEN 0 ELSE -666 END::bigint'"
        )
        cursor.execute(
            "CREATE TEMPORARY VIEW dossiers_change AS "
            "SELECT pg_temp.who() AS position, 1 AS version, gen_random_uuid() AS id"
        )
        cursor.execute("SELECT position FROM dossiers_feed_newest()")
        assert (-666,) not in cursor.fetchall()
