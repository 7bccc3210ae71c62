"""Start, stop, start again: what an operator sees on good days."""

import os
import pwd
import re
import signal
import subprocess
import sysconfig
import tempfile
from pathlib import Path

import pytest

from motcua.platform.database.cluster import Cluster
from motcua.platform.database.secrets import read_secrets
from tests.conftest import CHECKOUT
from tests.product.conftest import QUICKLY, Home, free_port

pytestmark = pytest.mark.long

SECOND_START_SECONDS = 20  # six alone; here another worker's browser has the other core


@pytest.fixture(scope="module")
def whole_home(tmp_path_factory):
    """As `make run` makes it: with the demo world and prepared static files."""
    made = Home(tmp_path_factory.mktemp("whole"), free_port())
    yield made
    made.remove()


def test_the_product_opens_says_where_stops_with_exit_code_0_and_opens_again_quickly(whole_home, capsys):
    modes = {folder: folder.stat().st_mode for folder in whole_home.path.parents}
    first = whole_home.serve()
    assert first.get("/healthz") == 200
    assert first.get("/readyz") == 200
    assert f"http://127.0.0.1:{whole_home.port}" in first.text
    assert re.search(r"Everyday procedures: \d{3} new, 0 changed\.", first.text)
    assert first.stop(signal.SIGINT) == 0
    assert "Traceback" not in first.text
    assert not Cluster(whole_home.places).running()
    second = whole_home.serve()
    assert second.stop(signal.SIGTERM) == 0
    with capsys.disabled():
        print(f"\n  first start {first.seconds:.1f} s, second start {second.seconds:.1f} s", end="")
    assert second.seconds < SECOND_START_SECONDS
    assert not {"Making the database", "Preparing the static", "Building the demo"} & set(second.text.split(" ..."))
    assert "Everyday procedures" not in second.text
    assert {folder: folder.stat().st_mode for folder in whole_home.path.parents} == modes


def test_passwords_are_private_and_differ(serving):
    secrets = serving.home.places.secrets
    assert secrets.stat().st_mode & 0o777 == 0o600
    kept = read_secrets(secrets)
    assert len({kept.owner_password, kept.app_password, kept.superuser_password, kept.django_key}) == 4


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps the database elsewhere")
def test_as_root_the_database_runs_as_another_user_and_says_where_it_is(serving):
    places = serving.home.places
    assert Path(places.pointer.read_text().strip()) == places.data
    assert places.data.stat().st_uid != 0
    assert places.data.stat().st_mode & 0o077 == 0


def test_doctor_finds_everything_in_order_while_it_runs_and_when_not(serving):
    for word in ("serving at", "is free"):
        seen = serving.home.run("doctor")
        assert seen.returncode == 0, seen.stdout + seen.stderr
        assert word in seen.stdout
        assert "problem" not in seen.stdout
        if serving.process.poll() is None:
            serving.stop()


def test_doctor_says_what_to_do_about_a_problem(home):
    if not home.places.secrets.exists():
        home.serve().stop()
    home.places.secrets.chmod(0o644)
    seen = home.run("doctor")
    home.places.secrets.chmod(0o600)
    assert seen.returncode == 1
    assert f"chmod 600 {home.places.secrets}" in seen.stdout


def test_the_stop_command_stops_it(serving):
    assert serving.home.run("stop").returncode == 0
    assert serving.wait() == 0
    assert serving.home.run("stop").stdout.startswith("Nothing runs")


def test_one_home_serves_once(serving):
    again = serving.home.run("serve", PORT=str(free_port()))
    assert again.returncode == 2
    assert "already runs" in again.stderr
    assert serving.get("/readyz") == 200


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_a_plain_user_runs_it_too_from_a_folder_with_a_very_long_name():
    python, nobody = Path("/usr/bin/python3"), pwd.getpwnam("nobody")
    with tempfile.TemporaryDirectory(prefix="plain-") as folder:
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        made = Home(Path(folder) / ("long" * 30), free_port(), QUICKLY)
        libraries = f"{CHECKOUT / 'src'}:{sysconfig.get_path('purelib')}"
        environment = made.environment(PYTHONPATH=libraries, PYTHONDONTWRITEBYTECODE="1")
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/", "env": environment}
        try:
            subprocess.run([python, "-c", "import django, motcua"], check=True, capture_output=True, **who)
        except (OSError, subprocess.CalledProcessError):
            pytest.skip("no Python or checkout that another user can reach")
        for command in ("migrate", "doctor"):
            seen = subprocess.run(
                [python, "-m", "motcua.site", command], capture_output=True, text=True, check=False, **who
            )
            assert "Traceback" not in seen.stderr
            assert seen.returncode == 0, seen.stdout + seen.stderr
        assert "ok       rights" in seen.stdout


def test_an_installation_without_the_demo_knows_everyday_procedures_from_the_first_minute(serving):
    assert [serving.get(f"/procedures/{code}") for code in ("1.014064", "1.012592", "9.999999")] == [200, 200, 404]


def test_importing_a_catalogue_may_be_the_first_command_of_all(new_home, tmp_path):
    listed = tmp_path / "list.csv"
    listed.write_text("code,name,issuing_agency,implementing_agency,field,url\n9.000001,Thủ tục để thử,,,,\n", "utf-8")
    done = new_home.run("catalogue", "import", str(listed))
    assert done.returncode == 0, done.stderr
    assert "1 new" in done.stdout + done.stderr
