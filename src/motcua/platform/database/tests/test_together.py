"""Like work of several threads, done in one go."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from motcua.platform.database.together import Together


class Bench:
    """Doubles numbers, remembers its batches, holds the first one up until `open` is set; 13 brings bad luck."""

    def __init__(self):
        self.batches, self.begun, self.open = [], threading.Event(), threading.Event()
        self.together = Together(self.run, most=4)

    def run(self, items):
        self.batches.append(list(items))
        if len(self.batches) == 1:
            self.begun.set()
            self.open.wait(10)
        if 13 in items:
            raise ValueError("bad luck")
        return [2 * item for item in items]


@pytest.fixture
def bench():
    made = Bench()
    yield made
    made.open.set()


def _queued(bench, many):
    while len(bench.together._queue) < many:
        threading.Event().wait(0.001)


def test_who_is_alone_is_done_at_once(bench):
    bench.open.set()
    assert [bench.together.do(item) for item in (1, 2)] == [2, 4]
    assert bench.batches == [[1], [2]]


def test_those_who_come_while_a_batch_is_under_way_are_done_together_and_each_gets_the_own_result(bench):
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(bench.together.do, 100)
        bench.begun.wait(10)
        later = [pool.submit(bench.together.do, item) for item in range(6)]
        _queued(bench, 6)
        bench.open.set()
        assert first.result(10) == 200
        assert [one.result(10) for one in later] == [0, 2, 4, 6, 8, 10]
    assert [len(batch) for batch in bench.batches] == [1, 4, 2]


def test_one_whose_work_fails_harms_nobody_in_the_batch(bench):
    with ThreadPoolExecutor(9) as pool:
        first = pool.submit(bench.together.do, 100)
        bench.begun.wait(10)
        others = [pool.submit(bench.together.do, item) for item in (12, 13, 14)]
        _queued(bench, 3)
        bench.open.set()
        assert first.result(10) == 200
        assert [others[0].result(10), others[2].result(10)] == [24, 28]
        with pytest.raises(ValueError, match="bad luck"):
            others[1].result(10)
    assert bench.together._leaders == 0


def test_nobody_waits_for_long_behind_a_batch_that_hangs(bench):
    with ThreadPoolExecutor(3) as pool:
        hanging = pool.submit(bench.together.do, 100)
        bench.begun.wait(10)
        assert pool.submit(bench.together.do, 1).result(5) == 2
        assert not hanging.done()
        bench.open.set()
        assert hanging.result(10) == 200
    assert bench.together._leaders == 0


def test_many_threads_that_come_and_go_lose_nothing_and_mix_nothing_up(bench):
    bench.open.set()
    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(bench.together.do, [n for n in range(5000) if n != 13])) == [
            2 * n for n in range(5000) if n != 13
        ]
    assert sorted(n for batch in bench.batches for n in batch) == [n for n in range(5000) if n != 13]
    assert (bench.together._leaders, len(bench.together._queue)) == (0, 0)
