"""Where the database answers, for each of the two roles, as plain connection parameters."""

from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict

from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import Places
from motcua.platform.database.secrets import Secrets

OWNER = "motcua_owner"
APP = "motcua_app"
DATABASE = "motcua"


@dataclass(frozen=True)
class Address:
    """How one role reaches the database. `options` are libpq parameters such as sslmode."""

    user: str
    password: str = field(repr=False)
    host: str = ""
    port: str = ""
    database: str = DATABASE
    options: dict[str, str] = field(default_factory=dict)

    def connect(self, **options: Any) -> "psycopg.Connection[tuple[Any, ...]]":
        """Open a connection outside Django, in autocommit. Raises psycopg.OperationalError."""
        parameters = {"host": self.host, "port": self.port, **self.options, **options}
        chosen = {name: value for name, value in parameters.items() if value}
        return psycopg.connect(user=self.user, password=self.password, dbname=self.database, autocommit=True, **chosen)

    def django(self) -> dict[str, Any]:
        """An entry of Django's DATABASES: persistent connections. psycopg prepares nothing itself: it would
        throw all prepared statements of the connection away after a rollback, ours (`prepared`) included."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": self.database,
            "USER": self.user,
            "PASSWORD": self.password,
            "HOST": self.host,
            "PORT": self.port,
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {"server_side_binding": True, "prepare_threshold": None, "connect_timeout": 5, **self.options},
        }


@dataclass(frozen=True)
class Addresses:
    """The database in its two roles."""

    owner: Address
    """Migrates; owns every table."""
    app: Address
    """Serves; owns nothing, row-level security applies."""
    embedded: bool


def embedded(places: Places, kept: Secrets) -> Addresses:
    """The embedded cluster's addresses: its socket, two passwords of our own."""
    host = str(places.socket_directory)
    owner = Address(OWNER, kept.owner_password, host=host)
    return Addresses(owner, Address(APP, kept.app_password, host=host), embedded=True)


def external(database_url: str, kept: Secrets, app_database_url: str | None = None) -> Addresses:
    """A server of the operator's: DATABASE_URL migrates; the application role is made beside it unless
    the operator brings its address too. Raises StartRefusedError when an address is not one.
    """
    owner = parse(database_url, "DATABASE_URL")
    if app_database_url:
        return Addresses(owner, parse(app_database_url, "MOTCUA_APP_DATABASE_URL"), embedded=False)
    app = Address(APP, kept.app_password, owner.host, owner.port, owner.database, owner.options)
    return Addresses(owner, app, embedded=False)


def parse(url: str, setting: str) -> Address:
    """Read a `postgresql://` address. Raises StartRefusedError; the sentence never repeats the password."""
    example = "postgresql://user:password@host:5432/database"
    if not url.startswith(("postgresql://", "postgres://")):
        raise StartRefusedError(f"{setting} is not a PostgreSQL address; write it like {example}.")
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    except psycopg.ProgrammingError:
        raise StartRefusedError(f"{setting} cannot be read; write it like {example}.") from None
    named = {name: parts.pop(name, "") for name in ("user", "password", "host", "port", "dbname")}
    missing = [name for name in ("user", "host", "dbname") if not named[name]]
    if missing:
        raise StartRefusedError(f"{setting} names no {' and no '.join(missing)}; write it like {example}.")
    return Address(named["user"], named["password"], named["host"], named["port"], named["dbname"], parts)
