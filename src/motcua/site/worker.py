"""The background process: delivers events and runs the rooms' periodic tasks."""

import signal
import threading
import time
from collections.abc import Callable
from importlib import import_module
from types import FrameType

import psycopg
import structlog
from django.db import close_old_connections, connection
from django.db.utils import Error

from motcua.platform.database import partitions
from motcua.site.capabilities import PLATFORM_APPS, ROOMS, SOURCE

log = structlog.get_logger("motcua.worker")
IDLE_SECONDS = 0.5
FIRST_SECONDS = 60.0  # a product that is restarted every morning sweeps too
AFTER_TROUBLE_SECONDS = 3.0
PARTITIONS_SECONDS = 6 * 3600.0

Task = Callable[[], object]


def run() -> int:
    """Work until SIGTERM or SIGINT; the piece at hand is finished first."""
    stop = threading.Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)
    alongside = [
        threading.Thread(target=_alongside, args=(stop, task, seconds), name=task.__name__)
        for task, seconds in of_rooms("ALONGSIDE").items()
    ]
    for thread in alongside:
        thread.start()
    due = {task: time.monotonic() + min(seconds, FIRST_SECONDS) for task, seconds in periodic().items()}
    while not stop.is_set():
        stop.wait(_round(due))
    for thread in alongside:
        thread.join()
    connection.close()
    return 0


def _alongside(stop: threading.Event, task: Task, seconds: float) -> None:
    """Run a task that must not wait for the others, in a thread of its own with a connection of its own."""
    while not stop.is_set():
        try:
            close_old_connections()
            task()
        except Exception:  # whatever it is, the next round tries again
            log.exception("task_failed", task=f"{task.__module__}.{task.__qualname__}")
            connection.close()
            stop.wait(AFTER_TROUBLE_SECONDS)
        stop.wait(seconds)
    connection.close()


def _round(due: dict[Task, float]) -> float:
    """One round of work; returns how long to rest. A worker outlives trouble of the database and any task's bug."""
    try:
        close_old_connections()
        busy = deliver()
        for task in [task for task, at in due.items() if at <= time.monotonic()]:
            due[task] = time.monotonic() + periodic()[task]
            _run(task)
    except (Error, psycopg.Error):
        log.exception("database_trouble")
        connection.close()
        return AFTER_TROUBLE_SECONDS
    return 0.0 if busy else IDLE_SECONDS


def deliver() -> int:
    """Deliver announced events; how many."""
    if not (SOURCE / "platform/outbox/relay.py").is_file():
        return 0
    from motcua.platform.outbox.api import deliver_pending

    return deliver_pending()


def make_months() -> None:
    """Partitions of the months to come: a product that is never restarted needs them too."""
    connection.ensure_connection()
    for name in partitions.make_ahead(connection.connection):
        log.info("partition_made", table=name)


def periodic() -> dict[Task, float]:
    """Every room's `tasks.PERIODIC`: a mapping of functions to seconds between runs. A task locks for itself:
    another node may run the same one.
    """
    return {make_months: PARTITIONS_SECONDS} | of_rooms("PERIODIC")


def of_rooms(name: str) -> dict[Task, float]:
    """What every room's `tasks` says under `name`: PERIODIC, or ALONGSIDE for what has a thread of its own."""
    packages = [*ROOMS, *(f"platform.{app}" for app in PLATFORM_APPS)]
    found: dict[Task, float] = {}
    for package in packages:
        if (SOURCE / package.replace(".", "/") / "tasks.py").is_file():
            found |= getattr(import_module(f"motcua.{package}.tasks"), name, {})
    return found


def _run(task: Task) -> None:
    try:
        task()
    except (Error, psycopg.Error):
        raise
    except Exception:  # a task's bug must not stop the others
        log.exception("task_failed", task=f"{task.__module__}.{task.__qualname__}")
