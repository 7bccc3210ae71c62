"""Numbers without gaps in their order and without a lock wider than one agency's day."""

from django.db import connection

NUMBER_CTE = (
    "INSERT INTO dossiers_counter (scope, value) SELECT %(scope)s, 1 FROM claimed "
    "ON CONFLICT (scope) DO UPDATE SET value = dossiers_counter.value + 1 RETURNING value"
)


def next_number(scope: str) -> int:
    """The next number in `scope`, in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO dossiers_counter (scope, value) VALUES (%s, 1) "
            "ON CONFLICT (scope) DO UPDATE SET value = dossiers_counter.value + 1 RETURNING value",
            [scope],
        )
        return int(cursor.fetchone()[0])
