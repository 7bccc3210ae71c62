"""Run it: `python -m benchmarks.chaos [kills]`. Prints each fault, then the tally; exit code 1 when anything differs."""

import argparse
import itertools
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.cast import PROCEDURE, cast
from benchmarks.chaos.clients import Citizen, Desk, Follower, Journal
from benchmarks.chaos.faults import Faults
from benchmarks.chaos.log import Onlooker, tally_log
from benchmarks.chaos.server import NAME, PASSWORD, Wire, server
from benchmarks.chaos.tally import tally
from benchmarks.product import product

CITIZENS, DESKS = 6, 3
EQUAL = ("acknowledged", "stored", "in the ledger", "announced", "in the feed", "in the public log")


def main() -> int:
    parser = argparse.ArgumentParser(prog="chaos")
    parser.add_argument("kills", nargs="?", type=int, default=50)
    parser.add_argument("--pause", type=float, default=2.0, help="seconds of ordinary work between two faults")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, server() as database:
        wire = Wire(database.places)
        clock, preloaded = movable(Path(folder))
        url = f"postgresql://{NAME}:{PASSWORD}@127.0.0.1:{wire.port}/{NAME}"
        home = database.disk / "home" if database.disk else None  # the log's tiles meet the full disk too
        with product(home, DATABASE_URL=url, **preloaded) as running:
            return run(Faults(running, database, wire, clock), given.kills, given.pause)


def run(faults: Faults, kills: int, pause: float) -> int:
    running, journal = faults.product, Journal()
    facts = cast(running, days=30)
    facts["agencies"] = [facts["desk"]]
    citizens = [Citizen(number, running.port, facts, journal) for number in range(CITIZENS)]
    follower = Follower(running.port, facts["officials"]["receiver"], journal)
    follower.start()
    onlooker = Onlooker(running)
    onlooker.start()
    while follower.cursor == "now":
        time.sleep(0.05)
    people = [*citizens, *(Desk(running.port, facts, journal) for _number in range(DESKS))]
    for person in people:
        person.start()
    for number, (name, strike) in enumerate(plan(faults, kills), 1):
        time.sleep(pause)
        told, tries = len(journal.codes), Counter(journal.again)
        strike()
        again = faults.until_well()
        vain = journal.again - tries
        said = f"{len(journal.codes) - told:>5} acknowledged meanwhile, {vain.total():>4} tries unanswered {dict(vain) or ''}"
        print(f"{number:>3} {name:<28} ready again after {again:5.1f} s; {said}", flush=True)
    time.sleep(pause)
    finish(people)
    finish([follower])
    figures, wrong = tally(running, journal, PROCEDURE)
    logged, unlike = tally_log(running, onlooker)
    finish([onlooker])
    return report(figures | logged, wrong + unlike, faults.skipped)


def plan(faults: Faults, kills: int) -> list[tuple[str, Any]]:
    """`kills` kills in turn, the other faults in between."""
    strikes = list(itertools.islice(itertools.cycle(faults.kills().items()), kills))
    others = list(faults.others().items())
    for place, other in enumerate(others, 1):
        strikes.insert(place * len(strikes) // (len(others) + 1), other)
    return strikes


def finish(people: Sequence[Citizen | Desk | Follower | Onlooker]) -> None:
    for person in people:
        person.stopping.set()
    for person in people:
        person.join(300)


def report(figures: dict[str, Any], wrong: list[str], skipped: dict[str, str]) -> int:
    print()
    for name, figure in figures.items():
        print(f"{name:<26} {figure:>8}")
    for name, why in skipped.items():
        print(f"not tried: {name} ({why})")
    for line in wrong[:40]:
        print(f"DIFFERS  {line}")
    equal = len({figures[name] for name in EQUAL}) == 1
    print(" = ".join(EQUAL) if equal and not wrong else f"{len(wrong)} differences")
    return int(bool(wrong) or not equal)


def movable(folder: Path) -> tuple[Path | None, dict[str, str]]:
    """The file that says by how many seconds the product's clock is wrong, and settings; nothing without a C compiler."""
    library, clock = folder / "wrong_clock.so", folder / "clock"
    source = Path(__file__).with_name("wrong_clock.c")
    if shutil.which("cc") is None:
        return None, {}
    subprocess.run(["cc", "-shared", "-fPIC", "-O2", "-o", str(library), str(source)], check=True)
    clock.write_bytes(bytes(8))
    return clock, {"LD_PRELOAD": str(library), "CHAOS_CLOCK": str(clock)}


if __name__ == "__main__":
    threading.excepthook = lambda said: print(f"a client broke: {said.exc_type.__name__}: {said.exc_value}")
    sys.exit(main())
