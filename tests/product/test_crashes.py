"""Killed outright, at the worst moment: what was acknowledged is there afterwards."""

import os
import signal
import time
from pathlib import Path

import pytest

from motcua.platform.database import addresses
from motcua.platform.database.cluster import Cluster, processes_in
from motcua.platform.database.secrets import read_secrets
from motcua.site.serving import MOST_DEATHS, SOON
from tests.product.conftest import Serving

pytestmark = pytest.mark.long


def postmaster(home):
    return int((home.places.data / "postmaster.pid").read_text().split("\n")[0])


def owner_of(home):
    return addresses.embedded(home.places, read_secrets(home.places.secrets)).owner


def until(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)


def test_a_killed_database_comes_back_while_the_product_runs(serving):
    with owner_of(serving.home).connect() as owner:
        owner.execute("CREATE TABLE IF NOT EXISTS survivors (id int)")
        owner.execute("INSERT INTO survivors VALUES (1)")
    before = postmaster(serving.home)
    os.kill(before, signal.SIGKILL)
    serving.until("starting it again")
    until(lambda: serving.get("/readyz") == 200)
    assert postmaster(serving.home) != before
    with owner_of(serving.home).connect() as owner:
        assert owner.execute("SELECT count(*) FROM survivors").fetchone() == (1,)
        owner.execute("DROP TABLE survivors")
    assert serving.stop() == 0


def test_a_database_killed_with_the_product_recovers_at_the_next_start(serving):
    pid = postmaster(serving.home)
    serving.process.kill()
    os.kill(pid, signal.SIGKILL)
    serving.wait()
    again = serving.home.serve()
    assert again.get("/readyz") == 200
    assert again.stop() == 0


def test_when_the_product_is_killed_its_children_leave_and_the_next_start_takes_the_database_over(serving):
    children = serving.children()
    assert set(children) == {"web", "worker"}
    serving.process.kill()
    serving.wait()
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children.values()))
    again = serving.home.serve()
    assert again.stop() == 0
    assert not Cluster(again.home.places).running()


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_child_that_is_killed_is_started_again(serving, name):
    before = serving.children()[name]
    os.kill(before, signal.SIGKILL)
    serving.until("starting it again")
    until(lambda: serving.children().get(name, before) != before)
    until(lambda: serving.get("/readyz") == 200)
    assert serving.stop() == 0


def test_a_child_that_keeps_dying_ends_the_product_with_a_sentence(serving):
    for _death in range(MOST_DEATHS + 1):
        until(lambda: "worker" in serving.children() or serving.process.poll() is not None)
        os.kill(serving.children()["worker"], signal.SIGKILL)
        before = serving.text.count("stopped by itself")
        until(lambda before=before: serving.text.count("stopped by itself") > before)
    assert serving.wait() == 2
    assert (
        f"The worker stopped by itself {MOST_DEATHS + 1} times in a row within {SOON:.0f} s of its start"
        in serving.text
    )
    assert "Traceback" not in serving.text
    assert not Cluster(serving.home.places).running()


def test_a_child_that_lives_for_a_while_each_time_is_started_again_however_often_it_dies(serving):
    for _death in range(MOST_DEATHS + 1):
        until(lambda: "worker" in serving.children())
        time.sleep(SOON)
        os.kill(serving.children()["worker"], signal.SIGKILL)
        before = serving.text.count("stopped by itself")
        until(lambda before=before: serving.text.count("stopped by itself") > before)
    until(lambda: "worker" in serving.children())
    assert serving.stop() == 0


def test_a_number_in_a_stale_pid_file_that_belongs_to_another_process_is_no_obstacle(home):
    if not home.places.secrets.exists():
        home.serve().stop()
    (home.places.data / "postmaster.pid").write_text(f"{os.getpid()}\n{home.places.data}\n")
    again = home.serve()
    assert again.stop() == 0


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("Making", 0.0), ("Making", 0.7), ("Bringing", 0.0), ("Bringing", 0.3), ("Bringing", 0.9)],
)
def test_asked_to_stop_while_starting_it_leaves_nothing_behind(new_home, words, seconds):
    starting = Serving(new_home, new_home.environment()).until(f"{words} the database")
    time.sleep(seconds)
    assert starting.stop(signal.SIGTERM) == 0, starting.text
    assert "Traceback" not in starting.text
    until(lambda: not processes_in(new_home.places.data))
