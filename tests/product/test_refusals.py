"""What keeps the product from starting is one clear sentence, never a traceback."""

import os
import shutil
import socket
import subprocess

import pytest

from motcua.platform.database import addresses
from motcua.platform.database.secrets import read_secrets
from tests.product.conftest import QUICKLY, Home


def refused(home: Home, *words: str, **settings: str) -> str:
    """Serving is refused with exit code 2, in one line that holds `words` and no password."""
    seen = home.run("serve", **settings)
    said = seen.stderr.strip()
    assert seen.returncode == 2, seen.stdout + seen.stderr
    assert "Traceback" not in seen.stderr + seen.stdout
    assert len(said.splitlines()) == 1
    assert said.endswith(".")
    assert "open-sesame" not in said
    for word in words:
        assert word in said
    return said


def test_a_port_in_use(new_home):
    with socket.socket() as other:
        other.bind(("127.0.0.1", new_home.port))
        other.listen()
        refused(new_home, f"Port {new_home.port}", "PORT=")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://somebody:open-sesame@127.0.0.1/db", "postgresql://user:password@host"),
        ("postgresql://127.0.0.1/db", "names no user"),
        ("postgresql://somebody:open-sesame@127.0.0.1:1/db", "cannot be used"),
        ("postgresql://some%body:open-sesame@127.0.0.1:1/db", "cannot be read"),
    ],
    ids=["not PostgreSQL", "no user", "nobody answers", "not readable"],
)
def test_a_wrong_database_url(new_home, url, words):
    refused(new_home, "DATABASE_URL", words, DATABASE_URL=url)


def test_a_wrong_password(serving):
    host = serving.home.places.socket_directory
    url = f"postgresql://motcua_owner:open-sesame@/motcua?host={host}"
    other = Home(serving.home.path / "other", serving.home.port + 1, QUICKLY)
    refused(other, "password authentication failed", DATABASE_URL=url)


def test_every_wrong_setting_is_named_at_once(new_home):
    seen = new_home.run("serve", PORT="eight", MOTCUA_TIME_ZONE="Hanoi", MOTCUA_PUBLIC_URL="motcua.vn")
    assert seen.returncode == 2
    assert [line.split()[0] for line in seen.stderr.splitlines()] == ["PORT", "MOTCUA_PUBLIC_URL", "MOTCUA_TIME_ZONE"]
    assert all(line.endswith(".") for line in seen.stderr.splitlines())


def test_a_database_of_a_newer_release(new_home):
    assert new_home.run("migrate").returncode == 0
    with database_of(new_home) as owner:
        owner.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0999_future', now())")
    refused(new_home, "newer release", "ledger.0999_future")
    assert new_home.run("migrate").returncode == 2


def database_of(home):
    """A connection as the owner, for which the database is started by hand."""
    from contextlib import contextmanager

    from motcua.platform.database.cluster import Cluster, running

    @contextmanager
    def opened():
        places = home.places
        with (
            running(Cluster(places)),
            addresses.embedded(places, read_secrets(places.secrets)).owner.connect() as owner,
        ):
            yield owner

    return opened()


def test_a_data_directory_of_another_major_version(new_home):
    places = new_home.places
    assert new_home.run("migrate").returncode == 0
    (places.data / "PG_VERSION").write_text("17\n")
    refused(new_home, "PostgreSQL 17", "PostgreSQL 18", "MOTCUA_HOME")
    (places.data / "PG_VERSION").write_text("18\n")


def test_a_database_whose_passwords_are_lost(new_home):
    assert new_home.run("migrate").returncode == 0
    new_home.places.secrets.unlink()
    refused(new_home, "passwords", "backup", str(new_home.places.base))


@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("mount"), reason="mounting a small disk needs root")
@pytest.mark.parametrize("has_run", [False, True], ids=["before the database is made", "afterwards"])
def test_a_full_disk(new_home, has_run):
    base = new_home.places.base
    base.mkdir(mode=0o700)
    small = ["mount", "-t", "tmpfs", "-o", "size=200m", "tmpfs", str(base)]
    if subprocess.run(small, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        if has_run:
            assert new_home.run("migrate").returncode == 0
        (base / "ballast").write_bytes(b"\0" * (shutil.disk_usage(base).free - 20 * 2**20))
        refused(new_home, "full", "20 MB free")
        (base / "ballast").unlink()
        assert new_home.run("migrate").returncode == 0
    finally:
        subprocess.run(["umount", "--lazy", str(base)], check=True)


@pytest.mark.parametrize("room", ["agencies", "catalogue", "identity", "procedure"])
def test_asking_what_a_room_can_do_makes_no_database(new_home, room):
    told = new_home.run(room, "--help")
    assert f"motcua {room}" in told.stdout + told.stderr
    assert not new_home.places.data.exists()


def test_the_commands_of_rooms_refuse_in_english(serving):
    said = serving.home.run("identity", "issue-token", "nobody")
    assert (said.returncode, said.stderr) == (2, "There is no such account.\n")
