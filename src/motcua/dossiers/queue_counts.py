"""How long the queues are: each is counted up to CAP and no further, all in one statement."""

from typing import Any

from motcua.dossiers.contracts import CAP, State
from motcua.dossiers.models import OPEN_STATES
from motcua.dossiers.queue_apart import APART, leg_of
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import prepared

_SHOWN = tuple(OPEN_STATES)
_OPEN = ", ".join(f"'{state}'" for state in OPEN_STATES)
_MINE = f"FROM dossiers_dossier WHERE assignee_id = %(actor)s AND state IN ({_OPEN})"


def count_queues(actor: Actor, waiting: tuple[str, ...], free: tuple[str, ...]) -> dict[str, Any]:
    """The numbers of a QueuePage. `waiting`: the steps at which a dossier waits for one of the actor's roles, `free`: those
    at which what nobody took is theirs to take or to give out."""
    known = {"actor": actor.id, "agency": actor.agency_id}
    found: dict[str, int] = dict(prepared(_statement(waiting, free), known).fetchall())
    own = found["waiting_mine"] + sum(found[f"free_{state}"] for state in waiting)
    return {
        "counts": {State(state): found[state] for state in _SHOWN if found[state]},
        "asked": found["asked"],
        "mine": found["mine"],
        "unrouted": found["unrouted"],
        **{only: found[only] for only in APART},
        "free": min(CAP, sum(found[f"free_{state}"] for state in free)),
        "waiting": min(CAP, own),
    }


def _statement(waiting: tuple[str, ...], free: tuple[str, ...]) -> str:
    """Of our own words alone; one text for each set of roles, so that it is prepared once."""
    inside = ", ".join(f"'{state}'" for state in waiting) or "''"
    legs = {state: _of_state(state) for state in _SHOWN}
    legs |= {
        f"free_{state}": f"{_of_state(state)} AND assignee_id IS NULL" for state in dict.fromkeys((*waiting, *free))
    }
    legs |= {"mine": _MINE, "waiting_mine": f"{_MINE} AND state IN ({inside})", "asked": _ASKED, "unrouted": _UNROUTED}
    legs |= {only: leg_of(only) for only in APART}
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*) FROM (SELECT 1 {leg} LIMIT {CAP}) AS {name}" for name, leg in legs.items()
    )


def _of_state(state: str) -> str:
    return f"FROM dossiers_dossier WHERE desk_agency_id = %(agency)s AND state = '{state}' AND source = ''"


_UNROUTED = "FROM dossiers_dossier WHERE receiving_agency_id = %(agency)s AND unrouted"
_ASKED = (
    "FROM dossiers_dossierstep s JOIN dossiers_dossier d ON d.id = s.dossier_id WHERE s.agency_id = %(agency)s"
    f" AND s.state IN ('open', 'paused') AND s.kind IN ('opinion', 'task') AND d.state IN ({_OPEN})"
)
