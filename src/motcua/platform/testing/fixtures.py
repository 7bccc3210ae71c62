"""Fixtures for every test. Registered after pytest-django, so that its database set-up gives way to ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from motcua.kernel import clock
from motcua.platform import remembering
from motcua.platform.database import transactions
from motcua.platform.testing.browsers import CHROMIUM, OPTIONS
from motcua.platform.testing.databases import TestCluster


@pytest.fixture(scope="session")
def test_cluster(request: pytest.FixtureRequest) -> TestCluster:
    """The cluster the whole run shares."""
    cluster: TestCluster = request.config.stash[CLUSTER]
    return cluster


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, test_cluster: TestCluster) -> Iterator[None]:
    """A database of this process's own, met as the application role: grants and row-level security are real."""
    with django_db_blocker.unblock():
        test_cluster.open()
    with pytest.MonkeyPatch.context() as patch:
        # Django would truncate, which the application role may not; a fresh copy also brings back seeded rows.
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: test_cluster.renew())
        yield
    with django_db_blocker.unblock():
        test_cluster.close()


@pytest.fixture(autouse=True)
def _a_clean_mind() -> None:
    """What one test made a process remember, or the language it left behind, is not true in the next one."""
    remembering.forget()
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, started once a process: two of Playwright's loops don't live in one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield started
        started.close()


@pytest.fixture
def browser(chromium: Any) -> Iterator[Any]:
    """A browser without open pages; it has none again afterwards."""
    yield chromium
    for context in chromium.contexts:
        context.close()


@pytest.fixture
def clean_db(transactional_db: None) -> None:
    """Real commits, as in production; the database is as new afterwards. Slower than `db` by about 0.1 s."""


@pytest.fixture
def owner_cursor(test_cluster: TestCluster, django_db_setup: None) -> "Iterator[psycopg.Cursor[tuple[Any, ...]]]":
    """The owner's cursor, in autocommit, past row-level security. Sees committed rows only: use with `clean_db`."""
    with test_cluster.owner() as owner, owner.cursor() as cursor:
        yield cursor


class FrozenClock:
    """Time that stands still until it is told to move."""

    def __init__(self, moment: datetime) -> None:
        self._block = clock.at(moment)
        self._block.__enter__()

    def set(self, moment: datetime) -> None:
        """Jump to `moment` (aware)."""
        self.release()
        self.__init__(moment)  # type: ignore[misc]

    def forward(self, step: timedelta) -> datetime:
        """Move on by `step` and return the new time."""
        self.set(clock.now() + step)
        return clock.now()

    def release(self) -> None:
        """Let time run again."""
        self._block.__exit__(None, None, None)


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """`kernel.clock` stands at Monday 2 March 2026, 09:00 in Việt Nam, until the test moves it."""
    frozen = FrozenClock(datetime(2026, 3, 2, 2, 0, tzinfo=UTC))
    yield frozen
    frozen.release()


@pytest.fixture
def count_statements() -> Callable[[], Any]:
    """Every SQL statement of a block, prepared ones included. Use as a context manager that gives a list."""
    return statements


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements that the block runs on the default connection."""
    seen: list[str] = []

    def wrapper(execute: Any, query: str, parameters: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        seen.append(query)
        return execute(query, parameters, many, context)

    transactions.observed.append(seen.append)
    try:
        with connection.execute_wrapper(wrapper):
            yield seen
    finally:
        transactions.observed.remove(seen.append)


CLUSTER = pytest.StashKey[TestCluster]()
