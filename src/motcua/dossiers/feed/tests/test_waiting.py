"""Whoever waits is woken by the first look of whoever looks, and never holds up the others."""

import threading
import time
from uuid import UUID

from motcua.dossiers.feed.cursors import BEGINNING, Cursor
from motcua.dossiers.feed.waiting import Bell

FIRST, SECOND = Cursor(5, 1, UUID(int=1)), Cursor(6, 1, UUID(int=2))


class Database:
    """Counts the looks; `newest` is what they find."""

    def __init__(self, newest: Cursor) -> None:
        self.newest, self.looks = newest, 0

    def look(self) -> Cursor:
        self.looks += 1
        return self.newest


def soon(seconds: float) -> float:
    return time.monotonic() + seconds


def test_what_is_new_already_is_told_at_once():
    assert Bell(Database(FIRST).look).wait(BEGINNING, soon(5)) == FIRST


def test_without_anything_new_one_waits_to_the_end_and_no_longer():
    database, began = Database(FIRST), time.monotonic()
    assert Bell(database.look, pause=0.01).wait(FIRST, soon(0.05)) == FIRST
    assert 0.05 <= time.monotonic() - began < 2
    assert database.looks <= 6


def test_many_who_wait_cost_the_looks_of_one():
    database, woken = Database(FIRST), []
    bell = Bell(database.look, pause=0.02)
    waiting = [threading.Thread(target=lambda: woken.append(bell.wait(FIRST, soon(20)))) for _one in range(8)]
    for thread in waiting:
        thread.start()
    threading.Event().wait(0.1)
    looks = database.looks
    database.newest = SECOND
    for thread in waiting:
        thread.join()
    assert woken == [SECOND] * 8
    assert looks <= 6


def test_a_look_that_fails_lets_another_one_look():
    database = Database(SECOND)

    def look() -> Cursor:
        if not database.looks:
            database.looks += 1
            raise OSError
        return database.look()

    bell = Bell(look, pause=0.01)
    failed: list[str] = []

    def wait() -> None:
        try:
            bell.wait(FIRST, soon(5))
        except OSError:
            failed.append("one")

    first = threading.Thread(target=wait)
    first.start()
    first.join()
    assert failed == ["one"]
    assert bell.wait(FIRST, soon(5)) == SECOND
