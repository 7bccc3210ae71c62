"""The pytest plugin: loaded first, it points the settings at a cluster for tests before Django reads them."""

import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from motcua.platform.database.cluster import Cluster
from motcua.platform.database.places import places_of
from motcua.platform.database.secrets import ensure_secrets

CHECKOUT = Path(__file__).resolve().parents[4]
# Root keeps the data under /var/lib, others here; `.motcua` is not under version control.
HOME = Path(os.environ.get("MOTCUA_TEST_HOME") or CHECKOUT / ".motcua" / "tests")

os.environ.update(
    MOTCUA_HOME=str(HOME),
    MOTCUA_STATIC_MANIFEST="false",
    MOTCUA_LOG_LEVEL="warning",
    MOTCUA_ALLOWED_HOSTS="testserver",
)
# Playwright keeps a loop running in the process of the browser tests; Django would take every later test for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
for _name in ("DATABASE_URL", "MOTCUA_APP_DATABASE_URL", "MOTCUA_PUBLIC_URL", "MOTCUA_DEBUG", "PORT"):
    os.environ.pop(_name, None)
(HOME / "static").mkdir(parents=True, exist_ok=True)


def _forget_lost_cluster() -> None:
    """A new checkout at an old path finds a database whose passwords went with the old checkout: begin anew."""
    places = places_of(HOME)
    if places.base.exists() and not places.secrets.exists():
        cluster = Cluster(places)
        if cluster.running():
            cluster.stop()
        shutil.rmtree(places.base)


_forget_lost_cluster()
ensure_secrets(places_of(HOME).secrets)


def pytest_configure(config: pytest.Config) -> None:
    """Close the network, hash passwords cheaply, and put our fixtures above pytest-django's."""
    from django.conf import settings

    from motcua.platform.testing import fixtures, network
    from motcua.platform.testing.databases import TestCluster
    from motcua.platform.ui.messages import compile_stale_messages

    # An example may take as long as a busy machine makes it: what is measured is measured by benchmarks.
    hypothesis.settings.register_profile(
        "motcua", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
    )
    hypothesis.settings.load_profile("motcua")
    network.close()
    compile_stale_messages()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    config.stash[fixtures.CLUSTER] = TestCluster(HOME)
    config.pluginmanager.register(fixtures, "motcua-fixtures")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whole files that take minutes come first, whatever the dice say: begun last, one of them would keep one core busy
    while the other has nothing left to do."""
    long = {item.path for item in items if item.get_closest_marker("long")}
    items.sort(key=lambda item: item.path not in long)
