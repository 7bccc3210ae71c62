"""Every row, or those that are named: `make bench-dossiers ARGS="submit track --seconds 8 --rounds 3"`.

A row is a module of this package with a line `AIM` that says what the issue asks, and `run(stage)`, which prints what
it measured. Adding a row is adding its module. One with `ASKED_FOR = True` takes long and runs only when it is named:
`make bench-dossiers ARGS="scale --dossiers 1000000 --home /srv/big"`.
"""

import argparse
import pkgutil
from importlib import import_module
from pathlib import Path
from types import ModuleType

from benchmarks import dossiers
from benchmarks.dossiers._stage import Stage, on_stage
from benchmarks.dossiers.scale import SMALL


def rows() -> dict[str, ModuleType]:
    """The rows by name, in the order of the alphabet."""
    names = sorted(module.name for module in pkgutil.iter_modules(dossiers.__path__) if not module.name.startswith("_"))
    found = {name: import_module(f"benchmarks.dossiers.{name}") for name in names}
    return {name: module for name, module in found.items() if hasattr(module, "AIM")}


def run(wanted: list[str], seconds: int, rounds: int, dossiers: int = 0, home: Path | None = None) -> None:
    populated = SMALL if "scale" in wanted else 0
    with on_stage(seconds, rounds, populated=populated, dossiers=dossiers, home=home) as stage:
        tell_memory(stage)
        for name, row in rows().items():
            if name in wanted or not (wanted or getattr(row, "ASKED_FOR", False)):
                print(f"\n{name}: {row.AIM}", flush=True)
                row.run(stage)


def tell_memory(stage: Stage) -> None:
    memory = stage.product.idle_megabytes()
    parts = ", ".join(f"{kind} {size:.0f}" for kind, size in memory.items())
    print(f"Idle memory (PSS): {sum(memory.values()):.0f} MB – {parts}")


def main() -> None:
    known = rows()
    parser = argparse.ArgumentParser(prog="make bench-dossiers")
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"of {', '.join(known)}; all of them by default")
    parser.add_argument("--seconds", type=int, default=8, help="length of each measurement")
    parser.add_argument("--rounds", type=int, default=3, help="product and floors are measured this often, in turn")
    parser.add_argument("--dossiers", type=int, default=1_000_000, help="scale: how many the big installation has")
    parser.add_argument("--home", type=Path, help="scale: where the big installation is kept, and found again")
    given = parser.parse_args()
    if unknown := set(given.rows) - known.keys():
        parser.error(f"no row is called {', '.join(sorted(unknown))}")
    run(given.rows, given.seconds, given.rounds, given.dossiers, given.home)


if __name__ == "__main__":
    main()
