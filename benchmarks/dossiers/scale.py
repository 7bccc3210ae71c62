"""What the everyday work takes on a full installation, beside the same product with ten thousand dossiers.

Both run side by side, each on its own PostgreSQL. One connection to each asks in turn, small, big, big, small, so that whatever
else the machine does falls on both. "Any code" draws from everywhere and asks for no code twice before all had their turn: on the big
one most of its pages come from the disk or the system's cache ("cold" for PostgreSQL). "Known codes" are a hundred, again and again.
The official is one of a single agency, under row-level security like everybody; fifty-odd new dossiers see to it that both pages
of the desk are full. "A part of it": the same official, restricted to the eight families of procedures that the agency has most of. `--home` keeps the big installation, or takes one that is there, as it is.
"""

import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.cast import cast
from benchmarks.dossiers._stage import Stage, forget
from benchmarks.dossiers._works import ROWS, WORKS, Visitor
from benchmarks.product import Product, populate, product

AIM = "desk list of 50 rows, track, submit, board: p95 at most 1.3 of that at ten thousand dossiers"
ASKED_FOR = True
SMALL = 10_000
WARM = 30  # requests of each kind that are not counted
FAMILIES = 8
_RESTRICT = """
from django.db.models import Count
from motcua.agencies import api as agencies
from motcua.dossiers.models import Dossier
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
desk = agencies.get_agency_by_code("%(desk)s")
with acting(SYSTEM):
    here = Dossier.objects.filter(desk_agency_id=desk.id).values_list("family").annotate(n=Count("id")).order_by("-n")
    families = [family for family, _n in here[:%(families)d]]
one = agencies.list_officials(desk.id, "receiver")[0]
for family in families:
    agencies.give_scope(actor=SYSTEM, agency_id=desk.id, official_id=one.id, family=family, reason="bench")
"""
_MANY = "SELECT coalesce(sum(value), 0) FROM dossiers_counter WHERE scope ~ '^demo:population:[0-9]+$'"


def run(stage: Stage) -> None:
    with _big(stage) as (full, facts):
        small, big = Visitor(stage.product.port, stage.facts), Visitor(full.port, facts)
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
            _compare(name, WORKS[name], small, big, stage)
        for where in (stage.product, full):
            where.python(_RESTRICT % {"desk": facts["desk"], "families": FAMILIES})
        for name in (name for name in WORKS if name.startswith("desk")):
            _compare(f"{name}, a part of it", WORKS[name], small, big, stage)


def _compare(name: str, work: Callable[[Visitor], float], small: Visitor, big: Visitor, stage: Stage) -> None:
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
    print(f"  {name:<34} | {' | '.join(told)} | {sum(len(mine) for mine, _ in rounds)} each", flush=True)


def _at(values: list[float], percent: int) -> float:
    return statistics.quantiles(values, n=100)[percent - 1] if len(values) > 1 else values[0]


@contextlib.contextmanager
def _big(stage: Stage) -> Iterator[tuple[Product, dict[str, Any]]]:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        home = stage.home or Path(folder)
        if not (home / "secrets.json").exists():
            populate(home, stage.dossiers)
        with product(home) as running:
            facts = cast(running)
            yield running, facts
        if stage.home is None:
            forget(facts)
