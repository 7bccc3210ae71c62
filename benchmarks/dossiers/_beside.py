"""Product and floors in turn, so that only ratios within one round count: the machine is noisy."""

import statistics
from collections.abc import Callable

from benchmarks.load import Rate

CLIENTS = (1, 8, 32)
Measure = Callable[[int], Rate]


def beside(what: str, ours: Measure, floors: dict[str, Measure], rounds: int) -> None:
    """Print a line for each number of clients: medians over `rounds`, product and floors measured in turn."""
    print(f"  clients | product {what}/s (p50 ms) | for each floor: its rate/s, ratio (lowest–highest)")
    for clients in CLIENTS:
        turns = [(ours(clients), {key: floor(clients) for key, floor in floors.items()}) for _round in range(rounds)]
        rate = statistics.median(mine.per_second for mine, _others in turns)
        p50 = statistics.median(mine.p50_ms for mine, _others in turns)
        said = "".join(f" | {key}: {_compared(key, turns)}" for key in floors)
        failed = sum(mine.failed for mine, _others in turns)
        print(f"  {clients:>7} | {rate:>7.0f} ({p50:.2f}){said}" + (f"  FAILED {failed}" if failed else ""), flush=True)


def _compared(key: str, turns: list[tuple[Rate, dict[str, Rate]]]) -> str:
    """The floor's median rate and the median of the ratios, each taken within one turn."""
    ratios = sorted(mine.per_second / others[key].per_second for mine, others in turns)
    rate = statistics.median(others[key].per_second for _mine, others in turns)
    return f"{rate:.0f}, {statistics.median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"
