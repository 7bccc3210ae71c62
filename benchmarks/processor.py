"""What the product took of the processor. On a shared machine this is the figure that stays: the clock tells the others' work too."""

import os
from pathlib import Path

from benchmarks.product import Product, family, postgres_processes

_TICK = 1 / os.sysconf("SC_CLK_TCK")


def spent(product: Product) -> tuple[float, float]:
    """Seconds of processor, user and system, so far: of the product's own processes, and of PostgreSQL. Those that ended
    are counted by their parents."""
    database = postgres_processes(product.home, product.environment)
    return _seconds(family(product.process.pid) - database), _seconds(database)


def _seconds(pids: set[int]) -> float:
    found = 0
    for pid in pids:
        try:
            told = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
        except OSError:
            continue
        found += sum(map(int, told.rpartition(")")[2].split()[11:15]))
    return found * _TICK
