"""One cluster for every test process of a checkout, one template migrated once, a copy of it for each process."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import django
import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from psycopg import sql

from motcua.platform.database import addresses, grants, partitioning, partitions, roles
from motcua.platform.database.cluster import Cluster
from motcua.platform.database.places import places_of
from motcua.platform.database.secrets import ensure_secrets
from motcua.platform.testing.wiping import Fresh

KEPT_TEMPLATES = 3


class TestCluster:
    """The shared cluster: the first process starts it, the last one to leave stops it."""

    __test__ = False

    def __init__(self, home: Path) -> None:
        self.places = places_of(home)
        self.secrets = ensure_secrets(self.places.secrets)
        self.addresses = addresses.embedded(self.places, self.secrets)
        self.cluster = Cluster(self.places, durable=False)
        self.name = f"test_{os.getpid()}"
        self.template = ""
        self._users: IO[str] | None = None

    def open(self) -> None:
        """Start the cluster, migrate the template when migrations changed, make this process's database."""
        with self._alone():
            self._users = open(self.places.home / "users.lock", "a")  # noqa: SIM115 - the lock lives as long as the run
            fcntl.flock(self._users, fcntl.LOCK_SH)
            self.cluster.start()
            roles.ensure_embedded(self.places, self.secrets)
            self._drop_orphans()
            self.template = f"template_{fingerprint()}"
            if not self._exists(self.template):
                self._migrate_template()
            self._create()
        with self.owner() as owner:
            self._fresh = Fresh.of(owner)
        self._point_django_at(self.name)

    def close(self) -> None:
        """Drop this process's database; stop the cluster when nobody else uses it."""
        connections.close_all()
        with self._alone():
            self._drop(self.name)
            if self._users is not None:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(self._users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.cluster.stop()
                self._users.close()
                self._users = None

    def renew(self) -> None:
        """Make the process's database as new: what a test committed is gone, the ledger too."""
        connections.close_all()
        with self.owner() as owner:
            if self._fresh.again(owner):
                return
        with self._alone():
            self._drop(self.name)
            self._create()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        with open(self.places.home / "start.lock", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def owner(self, database: str | None = None) -> "psycopg.Connection[tuple[Any, ...]]":
        """Connect as the owner, in autocommit, to this process's database or the one named."""
        address = self.addresses.owner
        return addresses.Address(address.user, address.password, address.host, database=database or self.name).connect()

    def _run(self, statement: str, *names: str) -> None:
        with self.owner(addresses.DATABASE) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _create(self) -> None:
        self._run("CREATE DATABASE {} TEMPLATE {}", self.name, self.template)

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _databases(self, prefix: str) -> list[str]:
        with self.owner(addresses.DATABASE) as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY oid", [prefix]
            ).fetchall()
        return [str(name) for (name,) in rows]

    def _exists(self, name: str) -> bool:
        return name in self._databases(name)

    def _drop_orphans(self) -> None:
        for name in self._databases("test_"):
            if not Path(f"/proc/{name.removeprefix('test_')}").exists():
                self._drop(name)
        for name in (*self._databases("draft_"), *self._databases("template_")[:-KEPT_TEMPLATES]):
            self._drop(name)

    def _migrate_template(self) -> None:
        """Migrate under another name first, so that a broken migration leaves no half-made template."""
        draft = self.template.replace("template_", "draft_")
        self._run("CREATE DATABASE {}", draft)
        with self.owner(draft) as connection:
            for extension in roles.EXTENSIONS:
                connection.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(extension)))
        self._point_django_at(draft)
        try:
            call_command("migrate", database="owner", verbosity=0, interactive=False)
            owner = connections["owner"]
            owner.ensure_connection()
            grants.apply(owner.connection, addresses.APP)
            today = datetime.now(UTC).date()
            partitions.make(owner.connection, today, today)  # one month: each table more is copied for each test
        finally:
            connections.close_all()
        self._run("ALTER DATABASE {} RENAME TO {}", draft, self.template)

    def _point_django_at(self, name: str) -> None:
        connections.close_all()
        for alias in connections:
            connections[alias].settings_dict["NAME"] = name
            settings.DATABASES[alias]["NAME"] = name


def fingerprint() -> str:
    """A hash of everything that shapes a migrated database: our migrations, the grants, Django's version."""
    found = hashlib.sha256(f"{django.__version__} {settings.AUTH_USER_MODEL}".encode())
    packages = [grants.__name__.rpartition(".")[0]]
    files = [Path(grants.__file__), partitions.FUNCTIONS, Path(partitioning.__file__)]
    for config in apps.get_app_configs():
        packages.append(config.name)
        files += sorted(Path(config.path).glob("migrations/*.py")) + sorted(Path(config.path).glob("migrations/*.sql"))
    found.update(" ".join(packages).encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:12]
