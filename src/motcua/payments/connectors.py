"""Which banks may tell us of money, and how they are asked. A new one is a file in `contrib` and a name in MOTCUA_BANKS."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from motcua.payments.contracts import CreditNews
from motcua.payments.contrib.simulated import SIMULATED, SimulatedBank, key_of_simulator


class Connector(Protocol):
    """One bank. tests/test_simulator.py asks the simulated one: known, unknown, deaf, gone."""

    def ask(self, bill_code: str) -> Sequence[CreditNews]:
        """The credits that the bank knows for the code; none when it knows none, and none when it does not answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """A bank that tells us of money and is not asked."""

    def ask(self, bill_code: str) -> Sequence[CreditNews]:  # noqa: ARG002 - the port's
        return ()


def keys() -> dict[str, bytes]:
    """By name of the bank, what it signs with."""
    known = {name: secret.encode() for name, secret in settings.MOTCUA_BANKS.items()}
    if settings.DEMO:
        known[SIMULATED] = key_of_simulator()
    return known


def connector_of(bank: str) -> Connector | None:
    """None for a bank that is not set up."""
    if bank == SIMULATED and settings.DEMO:
        return SimulatedBank()
    return Told() if bank in settings.MOTCUA_BANKS else None
