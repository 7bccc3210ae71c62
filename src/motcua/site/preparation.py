"""Everything between "start" and "serving": database, schema, rights, translations, static files, the demo world."""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from motcua.platform.backup.api import BackupFolder, archive_settings
from motcua.platform.database import addresses, grants, partitions, roles
from motcua.platform.database.cluster import Cluster
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import Places, places_of
from motcua.platform.database.secrets import ensure_secrets
from motcua.site.environment import environment

Say = Callable[[str], None]
MIGRATION_LOCK = 0x6D6F7463  # one node migrates, the others wait


def quiet(_line: str) -> None:
    """Say nothing."""


def cluster() -> Cluster | None:
    """The embedded cluster of this installation; None when DATABASE_URL names a server."""
    return None if environment().database_url else Cluster(places_of(environment().home), more_settings=_archive())


def _archive() -> dict[str, str]:
    """How the log is handed over to the backup; nothing when there is none. Raises StartRefusedError."""
    given = environment()
    if given.backup_dir is None:
        return {}
    folder = BackupFolder(given.backup_dir)
    folder.claim(given.home)
    return archive_settings(folder)


@contextmanager
def database(say: Say = quiet, *, take_over: bool = False) -> Iterator[Cluster | None]:
    """Have the database running, with its roles, and Django set up. Raises StartRefusedError.

    Afterwards it is stopped if this call started it; with `take_over` also if a killed product left it running.
    """
    places = places_of(environment().home)
    refuse_lost_secrets(places)
    kept = ensure_secrets(places.secrets)
    embedded = cluster()
    started = take_over  # also when the start itself is interrupted
    try:
        if embedded:
            fresh = not (places.data / "PG_VERSION").exists()
            say("Making the database (PostgreSQL 18) ..." if fresh else "Starting the database ...")
            started = embedded.start() or started
            roles.ensure_embedded(places, kept)
        setup_django()
        from django.conf import settings

        roles.ensure_ready(settings.ADDRESSES)
        yield embedded
    finally:
        if started and embedded:
            say("Stopping the database ...")
            close_connections()
            embedded.stop()


def setup_django() -> None:
    """Load settings and apps; the folder of static files must be there before the middleware looks for it."""
    (environment().home / "static").mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ["DJANGO_SETTINGS_MODULE"] = "motcua.site.settings"
    import django

    django.setup()


def close_connections() -> None:
    from django.apps import apps
    from django.db import connections

    if apps.ready:
        connections.close_all()


def refuse_lost_secrets(places: Places) -> None:
    """Raises StartRefusedError when a database is there and its passwords are not."""
    if not environment().database_url and places.data.exists() and not places.secrets.exists():
        raise StartRefusedError(
            f"The database {places.data} is there but its passwords in {places.secrets} are not; "
            f"restore that file from a backup, or remove {places.base} to begin with an empty database."
        )


def migrate(say: Say = quiet) -> None:
    """Bring the schema up to date and give the application role its rights, as the owner.

    Raises StartRefusedError for a database that a newer release has migrated.
    """
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    owner: Any = connections["owner"]
    try:
        with owner.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        executor = MigrationExecutor(owner)
        refuse_newer_schema(executor)
        steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if steps:
            say(f"Bringing the database up to date ({steps} steps) ...")
            call_command("migrate", database="owner", interactive=False, verbosity=0)
        grants.apply(owner.connection, connections["default"].settings_dict["USER"])
        make_months_ahead(owner.connection, say)
        from motcua.dossiers.api import settle_feed
        from motcua.ledger.api import settle_in

        settled = settle_feed(owner.connection), settle_in(owner.connection)
        if any(settled):
            say("This server counts its transactions anew: what happens now comes after what the backup brought.")
    finally:
        owner.close()  # gives the lock back too, whatever happened


def make_months_ahead(owner: Any, say: Say = quiet) -> None:
    """Make the months to come; three are there as a rule, so a start does not fail because a backup holds the tables."""
    try:
        partitions.make_ahead(owner)
    except psycopg.errors.LockNotAvailable:
        say("The months to come are made later: somebody holds the tables, perhaps a backup.")


def refuse_newer_schema(executor: Any) -> None:
    """Raises StartRefusedError when the database knows migrations that this release does not."""
    known = set(executor.loader.disk_migrations)
    replaced = {name for migration in executor.loader.disk_migrations.values() for name in migration.replaces}
    unknown = sorted(set(executor.loader.applied_migrations) - known - replaced)
    if unknown:
        raise StartRefusedError(
            f"The database was migrated by a newer release (it knows {'.'.join(unknown[0])}, this one does not); "
            "start that release, or restore a backup made before the upgrade."
        )


def publish_first_catalogue(say: Say = quiet) -> None:
    """Bring the first catalogue in: no installation begins empty, and a new release brings its changes."""
    from motcua.catalogue.api import publish_first_catalogue
    from motcua.catalogue.errors import PackageInvalidError
    from motcua.kernel.actors import SYSTEM

    try:
        stored = publish_first_catalogue(actor=SYSTEM)
    except PackageInvalidError as broken:  # somebody changed the files: what is in the database stays as it was
        say(f"Everyday procedures are left as they were: first/{broken.problems[0]}")
        return
    if stored.created or stored.updated:
        say(f"Everyday procedures: {stored.created} new, {stored.updated} changed.")


def compile_messages(say: Say = quiet) -> None:
    """Compile the translations whose source changed."""
    from motcua.platform.ui import messages

    if messages.compile_stale_messages():
        say("Compiled the translations.")


def collect_static(say: Say = quiet) -> None:
    """Copy, hash and compress the static files when one of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if not environment().static_manifest:
        return
    found = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list(None), key=lambda pair: str(pair[0])):
            facts = Path(storage.path(path)).stat()
            found.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    if stamp.exists() and stamp.read_text() == found.hexdigest():
        return
    say("Preparing the static files ...")
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True, mode=0o700)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(found.hexdigest())


def load_demo(say: Say = quiet, *, again: bool = False) -> None:
    """Build the demo world, once for a database."""
    demo = demo_world()
    if demo is None:
        return
    mark = environment().home / f"demo-{database_name()}.txt"
    if again or not mark.exists():
        say("Building the demo world ...")
        demo.load()
        mark.write_text("loaded\n")


def demo_world() -> Any:
    """The module `motcua.site.demo` when it is there."""
    if find_spec("motcua.site.demo") is None:
        return None
    module = import_module("motcua.site.demo")
    return module if hasattr(module, "load") else None


def database_name() -> str:
    """Ten characters that tell this database from another one used with the same home."""
    from django.conf import settings

    owner: addresses.Address = settings.ADDRESSES.owner
    return hashlib.sha256(f"{owner.host} {owner.port} {owner.database}".encode()).hexdigest()[:10]
