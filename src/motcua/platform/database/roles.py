"""Two roles and two extensions: what must stand in the database before the first migration."""

from typing import Any

import psycopg
from psycopg import sql

from motcua.platform.database.addresses import APP, DATABASE, OWNER, Address, Addresses
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import Places
from motcua.platform.database.secrets import Secrets

OLDEST_SERVER = 15
EXTENSIONS = ("pg_trgm", "unaccent")

Connection = psycopg.Connection[tuple[Any, ...]]


def ensure_embedded(places: Places, kept: Secrets) -> None:
    """Make the two roles and the database in a cluster of ours, where they are missing. Idempotent."""
    superuser = Address("postgres", kept.superuser_password, host=str(places.socket_directory), database="postgres")
    with connected(superuser, "the embedded PostgreSQL") as connection:
        _ensure_role(connection, OWNER, kept.owner_password, "CREATEDB")
        _ensure_role(connection, APP, kept.app_password, "")
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP), sql.Identifier(OWNER)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(OWNER))
            )


def ensure_ready(addresses: Addresses) -> None:
    """Check the server and make what the owner may make: application role, extensions. Raises StartRefusedError."""
    with connected(addresses.owner, "DATABASE_URL") as connection:
        _refuse_old_server(connection)
        if not addresses.embedded:
            _ensure_application_role(connection, addresses)
        for name in EXTENSIONS:
            _ensure_extension(connection, name)
    with connected(addresses.app, "the application role") as connection:
        _refuse_privileged(connection, addresses.app.user)


def connected(address: Address, what: str) -> Connection:
    """Connect in autocommit, or raise StartRefusedError with one sentence that holds no password."""
    try:
        return address.connect(connect_timeout=5)
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0].rsplit("failed: ", 1)[-1].removeprefix("FATAL:").strip()
        raise StartRefusedError(
            f"The database named by {what} cannot be used as {address.user}: {reason}; "
            "check the address, the password and that the server runs."
        ) from None


def _ensure_role(connection: Connection, name: str, password: str, options: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    verb = "ALTER" if exists else "CREATE"
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(name), sql.SQL(options), sql.Literal(password)
        )
    )


def _ensure_application_role(connection: Connection, addresses: Addresses) -> None:
    if addresses.app.user != APP:
        return
    try:
        _ensure_role(connection, APP, addresses.app.password, "")
        connection.execute(
            sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                sql.Identifier(addresses.owner.database), sql.Identifier(APP)
            )
        )
    except psycopg.errors.InsufficientPrivilege:
        raise StartRefusedError(
            f"The role {addresses.owner.user} may not make the application role {APP}; give it CREATEROLE, or make "
            "the role yourself and set MOTCUA_APP_DATABASE_URL to its address."
        ) from None


def _ensure_extension(connection: Connection, name: str) -> None:
    if connection.execute("SELECT 1 FROM pg_extension WHERE extname = %s", [name]).fetchone():
        return
    try:
        connection.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(name)))
    except psycopg.Error:
        raise StartRefusedError(
            f"The extension {name} cannot be made in this database; ask its administrator for: CREATE EXTENSION {name}."
        ) from None


def _refuse_old_server(connection: Connection) -> None:
    major = connection.info.server_version // 10_000
    if major < OLDEST_SERVER:
        raise StartRefusedError(f"The server is PostgreSQL {major}; version {OLDEST_SERVER} or newer is needed.")


def _refuse_privileged(connection: Connection, name: str) -> None:
    row = connection.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
    if row and row[0]:
        raise StartRefusedError(f"The application role {name} may bypass row-level security; choose a plain role.")
