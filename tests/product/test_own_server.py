"""DATABASE_URL: a server that the operator runs. Another embedded cluster plays that server."""

import pytest

from motcua.platform.database import addresses, roles
from motcua.platform.database.cluster import Cluster
from motcua.platform.database.places import places_of
from motcua.platform.database.secrets import ensure_secrets
from tests.product.conftest import QUICKLY, Home, free_port


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A running server, as its superuser."""
    places = places_of(tmp_path_factory.mktemp("server"))
    kept = ensure_secrets(places.secrets)
    Cluster(places, durable=False).start()
    superuser = addresses.Address(
        "postgres", kept.superuser_password, str(places.socket_directory), database="postgres"
    )
    with roles.connected(superuser, "the test") as connection:
        yield connection, places
    Home(places.home, 0).remove()


def made(server, name, options):
    """A role and a database of its own; returns its address."""
    connection, places = server
    connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD 'open-sesame' {options}")
    connection.execute(f"CREATE DATABASE {name} OWNER {name}")
    return f"postgresql://{name}:open-sesame@/{name}?host={places.socket_directory}"


@pytest.fixture
def elsewhere(tmp_path):
    """A home without a database of its own."""
    return Home(tmp_path / "home", free_port(), QUICKLY)


def test_a_role_that_may_make_roles_is_enough(server, elsewhere):
    url = made(server, "hue", "CREATEROLE")
    serving = elsewhere.serve(DATABASE_URL=url)
    assert serving.get("/readyz") == 200
    seen = elsewhere.run("doctor", DATABASE_URL=url)
    assert seen.returncode == 0, seen.stdout
    assert "your server" in seen.stdout
    assert serving.stop() == 0
    assert not elsewhere.places.data.exists()


def test_a_role_that_may_not_is_told_what_to_ask_for(server, elsewhere):
    seen = elsewhere.run("migrate", DATABASE_URL=made(server, "danang", "NOCREATEROLE"))
    assert seen.returncode == 2
    assert "CREATEROLE" in seen.stderr
    assert "MOTCUA_APP_DATABASE_URL" in seen.stderr
    assert "open-sesame" not in seen.stderr


def test_with_an_application_role_of_the_administrators_no_right_to_make_roles_is_needed(server, elsewhere):
    connection, _ = server
    owner = made(server, "haiphong", "NOCREATEROLE")
    connection.execute("CREATE ROLE counter LOGIN PASSWORD 'open-sesame'")
    app = owner.replace("haiphong:open", "counter:open")
    seen = elsewhere.run("migrate", DATABASE_URL=owner, MOTCUA_APP_DATABASE_URL=app)
    assert seen.returncode == 0, seen.stderr
    assert elsewhere.run("doctor", DATABASE_URL=owner, MOTCUA_APP_DATABASE_URL=app).returncode == 0


def test_an_application_role_that_bypasses_row_security_is_refused(server, elsewhere):
    connection, _ = server
    owner = made(server, "cantho", "NOCREATEROLE")
    connection.execute("CREATE ROLE almighty LOGIN BYPASSRLS PASSWORD 'open-sesame'")
    app = owner.replace("cantho:open", "almighty:open")
    seen = elsewhere.run("migrate", DATABASE_URL=owner, MOTCUA_APP_DATABASE_URL=app)
    assert seen.returncode == 2
    assert "row-level security" in seen.stderr
