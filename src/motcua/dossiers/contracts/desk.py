"""What the desk is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from motcua.dossiers.contracts.case import DossierSummary
from motcua.dossiers.contracts.words import State


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a queue, most urgent first. `counts`: open dossiers by state; `cursor`: pass it on for the next page;
    `asked`: how many dossiers of others wait for an opinion of the asker's agency."""

    rows: tuple[DossierSummary, ...]
    counts: Mapping[State, int]
    cursor: str
    asked: int = 0
