from datetime import UTC, datetime

import pytest
from django.db import connections
from django.test import override_settings

from motcua.kernel import clock
from tests.hostile import stage as stages

refused: set[str] = set()  # names of the rows that held, for the line at the end


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker, test_cluster, tmp_path_factory):
    """Built once: hostile input leaves nothing behind, so every row meets the same stage. Real commits."""
    monday = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files")), django_db_blocker.unblock(), clock.at(monday):
        yield stages.build()
        connections.close_all()
        test_cluster.renew()


def pytest_terminal_summary(terminalreporter):
    if refused:
        terminalreporter.write_line(f"hostile inputs: {len(refused)} refused")
