"""What the application role may do, table by table, said again after every migration."""

from typing import Any

import psycopg
from psycopg import sql

from motcua.platform.database import partitions

# Table name prefixes. Rows of these are added and read, never changed or removed …
APPEND_ONLY = ("ledger_", "dossiers_change", "payments_journal", "payments_posting")
KEPT = ("payments_",)  # … and rows of these are never removed
FORGOTTEN = ("payments_refusednotice",)  # but these
HANDS_OFF = ("django_migrations",)  # read only


def rights_on(table: str) -> str:
    """The privileges of the application role on `table`."""
    if table in HANDS_OFF:
        return "SELECT"
    if table.startswith(APPEND_ONLY):
        return "SELECT, INSERT"
    kept = table.startswith(KEPT) and table not in FORGOTTEN
    return "SELECT, INSERT, UPDATE" if kept else "SELECT, INSERT, UPDATE, DELETE"


def apply(connection: "psycopg.Connection[Any]", app_role: str) -> None:
    """Grant `app_role` its rights on every table and sequence of `public`, as their owner, in one transaction."""
    role = sql.Identifier(app_role)
    partitions.install(connection, app_role)
    kinds = "('r', 'p', 'v', 'm')"
    found = connection.execute(
        f"SELECT relname, relispartition FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN {kinds} "
        "AND relowner = current_user::regrole AND NOT EXISTS "
        "(SELECT 1 FROM pg_depend d WHERE d.objid = pg_class.oid AND d.deptype = 'e')"
    ).fetchall()
    with connection.transaction():
        connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
        for table, is_partition in found:
            name = sql.Identifier("public", table)
            connection.execute(sql.SQL("REVOKE ALL ON TABLE {} FROM {}").format(name, role))
            if is_partition:  # policies and rights stand on the table that it is a part of
                continue
            connection.execute(sql.SQL("GRANT {} ON TABLE {} TO {}").format(sql.SQL(rights_on(table)), name, role))
        connection.execute(sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(role))
        _lend(connection, role)
        _defaults(connection, role)


def _lend(connection: "psycopg.Connection[Any]", role: sql.Identifier) -> None:
    """Functions that run with the owner's rights are for the application role, not for every role of the server."""
    found = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc "
        "WHERE prosecdef AND pronamespace = 'public'::regnamespace AND proowner = current_user::regrole"
    ).fetchall()
    for (function,) in found:
        name = sql.SQL(function)
        connection.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(name))
        connection.execute(sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(name, role))


def _defaults(connection: "psycopg.Connection[Any]", role: sql.Identifier) -> None:
    """Tables made later start readable and writable; `apply` narrows the ledger's right after its migration."""
    connection.execute(
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT ON TABLES TO {}").format(role)
    )
    connection.execute(
        sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {}").format(role)
    )
