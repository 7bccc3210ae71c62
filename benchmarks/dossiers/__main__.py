"""Every row, or those that are named: `make bench-dossiers ARGS="submit track --seconds 8 --rounds 3"`.

A row is a module of this package with a line `AIM` that says what the issue asks, and `run(stage)`, which prints what
it measured. Adding a row is adding its module.
"""

import argparse
import pkgutil
from importlib import import_module
from types import ModuleType

from benchmarks import dossiers
from benchmarks.dossiers._stage import Stage, on_stage


def rows() -> dict[str, ModuleType]:
    """The rows by name, in the order of the alphabet."""
    names = sorted(module.name for module in pkgutil.iter_modules(dossiers.__path__) if not module.name.startswith("_"))
    found = {name: import_module(f"benchmarks.dossiers.{name}") for name in names}
    return {name: module for name, module in found.items() if hasattr(module, "AIM")}


def run(wanted: list[str], seconds: int, rounds: int) -> None:
    with on_stage(seconds, rounds) as stage:
        tell_memory(stage)
        for name, row in rows().items():
            if not wanted or name in wanted:
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
    given = parser.parse_args()
    if unknown := set(given.rows) - known.keys():
        parser.error(f"no row is called {', '.join(sorted(unknown))}")
    run(given.rows, given.seconds, given.rounds)


if __name__ == "__main__":
    main()
