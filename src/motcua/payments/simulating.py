"""Starting the simulated bank with what it shares with this installation."""

from pathlib import Path

from motcua.payments.contrib.simulated import key_of_simulator
from motcua.payments.simulator.server import run


def run_simulator(home: Path, product: str) -> int:
    """Be the bank until the process ends. `product`: where notices go."""
    return run(home, product, key_of_simulator())
