"""What the everyday work takes on a full installation, beside the same product with ten thousand dossiers.

Both run side by side, each on its own PostgreSQL. One connection to each asks in turn, small, big, big, small, so that whatever
else the machine does falls on both. "Any code" draws from everywhere and asks for no code twice before all had their turn: on the big
one most of its pages come from the disk or the system's cache ("cold" for PostgreSQL). "Known codes" are a hundred, again and again.
The official is one of a single agency, under row-level security like everybody; fifty-odd new dossiers see to it that both pages
of the desk are full. `--home` keeps the big installation, or takes one that is there, as it is.
"""

import contextlib
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.cast import cast
from benchmarks.dossiers._stage import Stage, forget
from benchmarks.dossiers._works import ROWS, WORKS, Visitor
from benchmarks.product import populate, product

AIM = "desk list of 50 rows, track, submit, board: p95 at most 1.3 of that at ten thousand dossiers"
ASKED_FOR = True
SMALL = 10_000
WARM = 30  # requests of each kind that are not counted
_MANY = "SELECT coalesce(sum(value), 0) FROM dossiers_counter WHERE scope ~ '^demo:population:[0-9]+$'"


def run(stage: Stage) -> None:
    with _big(stage) as (port, facts):
        small, big = Visitor(stage.product.port, stage.facts), Visitor(port, facts)
        sizes = []
        for one in (small, big):
            with psycopg.connect(one.facts["owner"], autocommit=True) as owner:
                ((many,),) = owner.execute(_MANY).fetchall()
                one.sample(lambda query, *given: owner.execute(query, given).fetchall(), many)
            sizes.append(many)
            one.sign_in("receiver")
            for _row in range(ROWS + 5):
                one.submit(one.facts["desk"])
        print(
            f"  {sizes[0]:,} and {sizes[1]:,} dossiers; ms at p50 and p95, big by small (lowest–highest of the rounds)"
        )
        for name in WORKS:
            _compare(name, small, big, stage)


def _compare(name: str, small: Visitor, big: Visitor, stage: Stage) -> None:
    work = WORKS[name]
    for _turn in range(WARM):
        work(small), work(big)
    rounds: list[tuple[list[float], list[float]]] = []
    for _round in range(stage.rounds):
        took: tuple[list[float], list[float]] = ([], [])
        end = time.monotonic() + stage.seconds
        while time.monotonic() < end:
            for place in (0, 1, 1, 0):
                took[place].append(work((small, big)[place]))
        rounds.append(took)
    told = []
    for percent in (50, 95):
        each = [(_at(mine, percent), _at(theirs, percent)) for mine, theirs in rounds]
        ratios = sorted(theirs / mine for mine, theirs in each)
        ours, others = (statistics.median(values) for values in zip(*each, strict=True))
        told.append(
            f"p{percent} {ours:7.2f} {others:7.2f}  {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
        )
    print(f"  {name:<20} | {' | '.join(told)} | {sum(len(mine) for mine, _ in rounds)} each", flush=True)


def _at(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else values[0]


@contextlib.contextmanager
def _big(stage: Stage) -> Iterator[tuple[int, dict[str, Any]]]:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        home = stage.home or Path(folder)
        if not (home / "secrets.json").exists():
            populate(home, stage.dossiers)
        with product(home) as running:
            facts = cast(running)
            yield running.port, facts
        if stage.home is None:
            forget(facts)
