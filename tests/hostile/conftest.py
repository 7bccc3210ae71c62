from datetime import UTC, datetime

import pytest
from django.db import connections

from motcua.kernel import clock
from tests.hostile import stage as stages

refused: set[str] = set()  # names of the rows that held, for the line at the end


@pytest.fixture(scope="session")
def stage(django_db_setup, django_db_blocker, test_cluster, tmp_path_factory):
    """Built once: hostile input leaves nothing behind, so every row meets the same stage. Real commits."""
    from django.conf import settings

    kept, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), clock.at(datetime(2026, 3, 2, 2, 0, tzinfo=UTC)):
        test_cluster.renew()
        yield stages.build()
        connections.close_all()
        test_cluster.renew()
    settings.MEDIA_ROOT = kept


def pytest_terminal_summary(terminalreporter):
    if refused:
        terminalreporter.write_line(f"hostile inputs: {len(refused)} refused")
