"""`motcua doctor`: each check is one line, ok or a problem and what to do. Works while the product runs, or not."""

import contextlib
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from motcua.platform.backup.api import BackupFolder
from motcua.platform.database import binaries, grants
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.places import places_of
from motcua.site import preparation, serving
from motcua.site.environment import environment
from motcua.site.preparation import Say

Check = Callable[[], str]
LONGEST_LAG = 60  # seconds


class ProblemError(Exception):
    """A check failed; the text says what to do."""


def examine(say: Say) -> int:
    """Run every check; 0 when all are ok, else 1."""
    examination = Examination(say)
    examination.check("settings", settings)
    if examination.failed:
        return 1
    for name, check in (("python", python), ("home", home), ("disk", disk), ("door", door)):
        examination.check(name, check)
    with database_open(examination) as opened:
        if opened:
            for name, check in DATABASE_CHECKS:
                examination.check(name, check)
    problems = examination.failed
    say("Everything is in order." if not problems else f"{problems} problem{'s' if problems > 1 else ''} found.")
    return 1 if problems else 0


class Examination:
    """Counts what failed while it says what it sees."""

    def __init__(self, say: Say) -> None:
        self.say, self.failed = say, 0

    def check(self, name: str, check: Check) -> bool:
        try:
            self.say(f"ok       {name}: {check()}")
        except (ProblemError, StartRefusedError) as problem:
            self.failed += 1
            self.say(f"problem  {name}: {str(problem).replace(chr(10), ' ')}")
            return False
        return True


@contextlib.contextmanager
def database_open(examination: Examination) -> Iterator[bool]:
    """Have the database for a while, started only if it did not run."""
    with contextlib.ExitStack() as stack:
        yield examination.check("database", lambda: _entered(stack))


def _entered(stack: contextlib.ExitStack) -> str:
    embedded = preparation.cluster()
    running = embedded.running() if embedded else True
    stack.enter_context(preparation.database())
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    where = "embedded" if embedded else "your server"
    return f"PostgreSQL {version}, {where}{'' if running else ', started for this check only'}"


def settings() -> str:
    return f"home {environment().home}"


def python() -> str:
    if not environment().database_url:
        binaries.installed()
    return sys.version.split()[0]


def home() -> str:
    folder = environment().home
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    secrets = places_of(folder).secrets
    if secrets.exists() and secrets.stat().st_mode & 0o077:
        raise ProblemError(f"{secrets} can be read by others; run: chmod 600 {secrets}")
    with contextlib.suppress(OSError):
        probe = folder / ".doctor"
        probe.touch()
        probe.unlink()
        return f"{folder} can be written"
    raise ProblemError(f"{folder} cannot be written; give this user the right, or set MOTCUA_HOME.")


def disk() -> str:
    places = places_of(environment().home)
    folders = {places.home} if environment().database_url else {places.home, places.base}
    frees = {}
    for folder in folders:
        there: Path = next(path for path in (folder, *folder.parents) if path.exists())
        frees[there] = shutil.disk_usage(there).free // 2**20
    tightest = min(frees, key=lambda there: frees[there])
    if frees[tightest] < 1024:
        raise ProblemError(f"only {frees[tightest]} MB free under {tightest}; free some space.")
    return f"{frees[tightest] // 1024} GB free"


def door() -> str:
    given = environment()
    pid = serving.running_pid(given.home)
    if pid is None:
        with serving.port_reserved(given):
            return f"not serving; port {given.port} is free"
    if not serving.healthy(given.host, given.port):
        raise ProblemError(f"process {pid} runs but port {given.port} does not answer; look at its log, or restart it.")
    return f"serving at {given.url} (process {pid})"


def schema() -> str:
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections["owner"])
    preparation.refuse_newer_schema(executor)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        raise ProblemError(f"{steps} migrations are not applied; run: motcua migrate")
    return "up to date"


def rights() -> str:
    """The application role has exactly what `grants` says."""
    from django.db import connections

    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(privilege_type, ', ') FROM information_schema.role_table_grants "
            "WHERE grantee = current_user AND table_schema = 'public' GROUP BY table_name"
        )
        held_on = cursor.fetchall()
        cursor.execute("SELECT relname FROM pg_class WHERE relispartition AND relnamespace = 'public'::regnamespace")
        parts = {name for (name,) in cursor.fetchall()}
        wrong = [name for name, held in held_on if name in parts or _words(held) != _words(grants.rights_on(name))]
    if wrong:
        raise ProblemError(f"the application role's rights on {', '.join(wrong)} are not as meant; run: motcua migrate")
    return "as meant"


def _words(rights: str) -> set[str]:
    return set(rights.replace(" ", "").split(","))


def outbox() -> str:
    """Events wait for the worker, but not for long."""
    from django.apps import apps
    from django.db import connections

    if not apps.is_installed("motcua.platform.outbox"):
        return "no events in this release"
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0) "
            "FROM outbox_outboxevent WHERE pending"
        )
        row: Any = cursor.fetchone()
    waiting, oldest = int(row[0]), int(row[1])
    if waiting and oldest > 600 and serving.running_pid(environment().home):
        raise ProblemError(f"{waiting} events wait, the oldest for {oldest // 60} minutes; look at the worker's log.")
    return f"{waiting} events wait"


def feed() -> str:
    """Whoever follows what happens to dossiers hears of it soon, and what was sent has arrived."""
    from motcua.dossiers import api as dossiers

    health = dossiers.feed_health()
    lag, writing, unfolded = (int(one.total_seconds()) for one in (health.lag, health.writing, health.unfolded))
    if lag > LONGEST_LAG:
        raise ProblemError(
            f"changes wait for {lag} s behind a writing transaction that is still open (the oldest to be seen: {writing} s); "
            "find it in pg_stat_activity or pg_prepared_xacts, on this server's other databases too, and end it."
        )
    if unfolded > LONGEST_LAG and serving.running_pid(environment().home):
        raise ProblemError(f"figures are {unfolded} s behind; look at the worker's log.")
    if health.dead or health.paused:
        raise ProblemError(
            f"{health.dead} messages of webhooks did not arrive, {health.paused} webhooks paused themselves; "
            "look at: motcua dossiers webhooks list, or at /desk/webhooks/."
        )
    return f"changes wait for {lag} s, every message of webhooks has arrived"


def log() -> str:
    """The ledger's public log follows the entries, and all of its files are there."""
    from motcua.site.doctor_log import log_said

    preparation.compile_messages()
    well, said = log_said(serving=serving.running_pid(environment().home) is not None)
    if not well:
        raise ProblemError(said)
    return said


def backup() -> str:
    """The log goes out, and the newest backup is young."""
    from django.db import connections

    if environment().database_url:
        return "your server's tools take it"
    into = environment().backup_dir
    if into is None:
        return "none is taken; set MOTCUA_BACKUP_DIR on a real installation"
    bases = BackupFolder(into).list_bases()
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT last_failed_wal, extract(epoch FROM now() - last_archived_time) FROM pg_stat_archiver "
            "WHERE last_archived_time IS NULL OR last_failed_time > last_archived_time"
        )
        stuck: Any = cursor.fetchone()
    if stuck and stuck[0]:
        raise ProblemError(
            f"the database's log does not reach {into} (segment {stuck[0]}): is its disk there and "
            "not full? Until it does, segments pile up beside the database. PostgreSQL's log says more."
        )
    if not bases:
        raise ProblemError("there is no backup yet; run: motcua backup")
    age = (datetime.now(UTC) - bases[-1].ended).total_seconds() / 3600
    if environment().backup_hours and age > 2 * environment().backup_hours:
        raise ProblemError(f"the newest backup is {age:.0f} hours old; look for backup_failed in the worker's log.")
    return f"{len(bases)} backups, the newest {age:.1f} hours old; the log goes out every minute"


def uploads() -> str:
    """The scanner answers, nothing waits long for it, and nothing that it found lies in quarantine."""
    from django.conf import settings as given

    from motcua.platform.files import scanning
    from motcua.platform.files.quarantine import held, waiting

    there = given.MOTCUA_CLAMD_SOCKET
    found = held()
    if found:
        raise ProblemError(
            f"{found} infected uploads lie in {given.MEDIA_ROOT / 'quarantine'} (each .held with its .finding beside "
            "it); nobody is given them. Look at who sent what in the log (file_infected), then delete them."
        )
    if there is None:
        return "not scanned for malware; set MOTCUA_CLAMD_SOCKET on a real installation"
    if not scanning.is_there():
        raise ProblemError(
            f"clamd does not answer at {there}; {waiting()} uploads wait for it and are given to nobody. Is clamav-daemon "
            "running, and may the product's user open its socket?"
        )
    return f"scanned by clamd; {waiting()} wait to be looked through"


DATABASE_CHECKS: tuple[tuple[str, Check], ...] = (
    ("schema", schema),
    ("rights", rights),
    ("outbox", outbox),
    ("feed", feed),
    ("log", log),
    ("backup", backup),
    ("uploads", uploads),
)
