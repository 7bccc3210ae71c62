"""Row-level security for migrations: who sees which rows, said once beside the table."""

from django.db.migrations.operations import RunSQL

# Inside a sub-select PostgreSQL reads the setting once a statement, not once a row.
PERSON = "(SELECT NULLIF(current_setting('motcua.person', true), '')::uuid)"
# The cast outside makes it an array for ANY (…), which would take a bare sub-select for a set of rows.
AGENCIES = "(SELECT string_to_array(NULLIF(current_setting('motcua.agencies', true), ''), ','))::uuid[]"
OFFICIAL = "(SELECT NULLIF(current_setting('motcua.official', true), '')::uuid)"
# NULL for a position that is not restricted.
REACH = "(SELECT string_to_array(NULLIF(current_setting('motcua.reach', true), ''), E'\\n'))::text[]"
# Those whose own are written together, by a statement that reads nothing of theirs.
PEOPLE = "(SELECT string_to_array(NULLIF(current_setting('motcua.people', true), ''), ','))::uuid[]"
EVERYTHING = "(SELECT current_setting('motcua.everything', true) = 'on')"


def person_is(column: str) -> str:
    """SQL: the row's `column` is the person who asks."""
    return f"{column} = {PERSON}"


def agency_is(column: str) -> str:
    """SQL: the row's `column` is an agency of the official who asks."""
    return f"{column} = ANY({AGENCIES})"


def enable_rls(table: str, using: str, check: str | None = None) -> RunSQL:
    """Return the migration operation that lets a row of `table` be seen when `using` holds, and be written
    when `check` (default: the same) holds. The system sees everything. The owner is not held back: it migrates.
    """
    seen, written = f"{EVERYTHING} OR ({using})", f"{EVERYTHING} OR ({check or using})"
    return RunSQL(
        [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY {table}_rows ON {table} USING ({seen}) WITH CHECK ({written})",
        ],
        [f"DROP POLICY {table}_rows ON {table}", f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"],
    )
