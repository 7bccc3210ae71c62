"""Before and while a population is built: what is said, and what is refused."""

import re

import pytest

from motcua.platform.database.errors import StartRefusedError
from motcua.site.demo import population

GB = 2**30


@pytest.fixture
def free(monkeypatch):
    def set_free(size):
        monkeypatch.setattr(population, "_free", lambda: size)

    return set_free


def test_a_population_that_the_disk_cannot_hold_is_refused_before_it_begins(free):
    free(10 * GB)
    with pytest.raises(StartRefusedError, match=re.escape("needs about 9.0 GB, 2 GB must stay beside it")):
        population._refuse_small_disk(9 * GB, print)


def test_what_a_population_takes_is_said_first(free):
    free(100 * GB)
    said = []
    population._refuse_small_disk(45 * GB, said.append)
    assert said == ["This takes about 45.0 GB of disk."]


def test_writing_ends_before_the_disk_is_full(free):
    said = []
    progress = population._Progress(said.append)
    free(3 * GB)
    progress.tell(10, 10)
    free(GB // 2)
    with pytest.raises(StartRefusedError, match="give the same command again"):
        progress.tell(10, 10)
    assert len(said) == 1


def test_an_estimate_goes_by_what_this_run_wrote(free, monkeypatch):
    free(100 * GB)
    times = iter((0.0, 0.0, 10.0))
    monkeypatch.setattr(population.time, "monotonic", lambda: next(times))
    said = []
    progress = population._Progress(said.append)
    progress.tell(900, 1000)  # most of it was there before
    progress.tell(910, 1000)
    assert said == ["           910 of 1,000 (91 %), 1/s, about 90 s left"]
