"""What the desk is shown, and what it may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from motcua.dossiers.contracts.case import DossierSummary
from motcua.dossiers.contracts.words import Channel, State

CAP = 100  # a queue is counted so far and no further: beyond it "99+" says as much


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which dossiers of one's own agency. `whose`: "" whoever works on them, "mine" what oneself took or was given,
    "free" what nobody works on yet, "colleague" what `colleague` works on. `state` None: what waits for one's own roles;
    with `whose` "mine" or "colleague" all that is open. `due`: "", "near" or "late". `asked`: dossiers of others on which
    one's agency owes an opinion. `only`: a list apart from the steps: "unexplained" (late, and nobody has said why),
    "new_issue" (a result to be issued anew), "pushed" (decided by another system; `source` names one). `unrouted`: received here, and who resolves them is not clear. `search`: a code or part of a name, over closed dossiers and agencies below too."""

    state: State | None = None
    whose: str = ""
    colleague: UUID | None = None
    procedure: str = ""
    channel: Channel | None = None
    due: str = ""
    search: str = ""
    asked: bool = False
    unrouted: bool = False
    only: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of a queue: open dossiers most urgent first, closed ones latest first. `cursor`: pass it on for the next
    page. The numbers stop at CAP: `counts` open dossiers by state, `waiting` those that wait for the asker, `mine` and
    `free` as in QueueFilter, `asked` dossiers of others that wait for an opinion of the asker's agency."""

    rows: tuple[DossierSummary, ...]
    counts: Mapping[State, int]
    cursor: str
    asked: int = 0
    unrouted: int = 0
    waiting: int = 0
    mine: int = 0
    free: int = 0
    unexplained: int = 0
    new_issue: int = 0
    pushed: int = 0
