"""Sharing dossiers out among colleagues. Pure: the same dossiers and loads always give the same plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Piece:
    """One dossier to give away."""

    dossier_id: UUID
    procedure: str


def evenly(pieces: Sequence[Piece], loads: Mapping[UUID, int]) -> dict[UUID, UUID]:
    """Dossier to colleague, in the order given, each to whoever has least by then. `loads`: what they have already.

    Nothing when there is nobody. Afterwards no two of those who got something differ by more than one.
    """
    heap = [(load, place, who) for place, (who, load) in enumerate(loads.items())]
    heapify(heap)
    plan: dict[UUID, UUID] = {}
    for piece in pieces if heap else ():
        load, place, who = heappop(heap)
        plan[piece.dossier_id] = who
        heappush(heap, (load + 1, place, who))
    return plan


def by_procedure(pieces: Sequence[Piece], loads: Mapping[UUID, int]) -> dict[UUID, UUID]:
    """Dossier to colleague so that all of one procedure go to one of them; the biggest procedures first, each to
    whoever has least by then."""
    groups: dict[str, list[UUID]] = {}
    for piece in pieces:
        groups.setdefault(piece.procedure, []).append(piece.dossier_id)
    heap = [(load, place, who) for place, (who, load) in enumerate(loads.items())]
    heapify(heap)
    plan: dict[UUID, UUID] = {}
    for _procedure, dossiers in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0])) if heap else ():
        load, place, who = heappop(heap)
        plan |= dict.fromkeys(dossiers, who)
        heappush(heap, (load + len(dossiers), place, who))
    return plan
