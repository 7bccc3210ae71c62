"""How much a procedure is used, from 0 to 1: what editors know at first, what people do as soon as there is enough of it."""

from collections.abc import Mapping
from math import log

ENOUGH = 2_000  # openings over all procedures, from which counting is worth as much as knowing
STARTED, FILED = 3, 10  # openings that a begun draft and a filed dossier are worth


def learned(opened: int, started: int, filed: int) -> int:
    return opened + STARTED * started + FILED * filed


def used(known: Mapping[str, float], counted: Mapping[str, int]) -> dict[str, float]:
    """Known use and counted use of each code, weighed by how much has been counted."""
    total = sum(counted.values())
    most = log(1 + max(counted.values(), default=0)) or 1.0
    trust = total / (total + ENOUGH)
    return {
        code: (1 - trust) * known.get(code, 0.0) + trust * log(1 + counted.get(code, 0)) / most
        for code in known.keys() | counted.keys()
    }
