"""A program that follows the change feed and goes away, as networks let it: its place is free within seconds."""

import http.client
import time

from tests.product.conftest import Home

SECONDS = 20  # two signs of life are written before the server knows; the rest is for a busy machine
A_PROGRAM = """
from datetime import timedelta
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
world = worlds.build()
clerk = world.receiver
identity.open_account(actor=SYSTEM, login="ha", secret="", name=clerk.name, official_id=clerk.id)
until = clock.now() + timedelta(hours=1)
print("token:" + identity.issue_token(actor=SYSTEM, subject_id=clerk.id, label="x", expires_at=until).secret)
"""


def follow(home: Home, token: str) -> tuple[int, http.client.HTTPConnection]:
    """The status of a stream that was asked for, and its connection after the first sign of life."""
    line = http.client.HTTPConnection("127.0.0.1", home.port, timeout=10)
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}
    line.request("GET", "/api/v1/dossiers/changes", headers=headers)
    answer = line.getresponse()
    if answer.status == 200:
        answer.read1(10)
    return answer.status, line


def test_a_follower_that_went_away_frees_its_seat_within_seconds(new_home: Home) -> None:
    serving = new_home.serve(MOTCUA_FEED_WAITING="1")
    try:
        said = new_home.run("manage", "shell", "-c", A_PROGRAM)
        token = next(each.partition(":")[2] for each in said.stdout.splitlines() if each.startswith("token:"))
        status, gone = follow(new_home, token)
        assert status == 200
        full, line = follow(new_home, token)
        line.close()
        assert full == 503
        gone.close()
        began = time.monotonic()
        while True:
            status, line = follow(new_home, token)
            line.close()
            if status == 200:
                break
            assert time.monotonic() - began < SECONDS, "nobody noticed that it went away"
            time.sleep(0.2)
        print(f"free after {time.monotonic() - began:.1f} s")
    finally:
        serving.stop()
