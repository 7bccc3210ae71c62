"""The states of money, as data. What is not written here does not happen; every edge has its test.

Three things hold in all of it: a late success is accepted, an unknown answer changes nothing, and money that came in
goes out again only as a refund that somebody can see.
"""

from collections.abc import Mapping

Graph = Mapping[tuple[str, str], str]

OBLIGATION: Graph = {
    ("owed", "settle"): "settled",
    ("owed", "cancel"): "cancelled",
}

ATTEMPT: Graph = {
    ("begun", "offer"): "pending",
    ("begun", "unknown"): "begun",
    ("begun", "decline"): "failed",
    ("begun", "succeed"): "succeeded",
    ("begun", "lapse"): "expired",
    ("pending", "unknown"): "pending",
    ("pending", "decline"): "failed",
    ("pending", "succeed"): "succeeded",
    ("pending", "lapse"): "expired",
    ("failed", "unknown"): "failed",
    ("failed", "succeed"): "succeeded",  # the bank changed its mind: money is money
    ("expired", "unknown"): "expired",
    ("expired", "succeed"): "succeeded",  # late, and welcome
    ("succeeded", "unknown"): "succeeded",
    ("succeeded", "decline"): "succeeded",  # a late "no" does not undo money that came
    ("succeeded", "lapse"): "succeeded",
    ("succeeded", "succeed"): "succeeded",
}

CREDIT: Graph = {
    ("held", "use"): "used",
    ("held", "give_back"): "refunding",
    ("unknown", "assign"): "held",
    ("unknown", "give_back"): "refunding",
}

REFUND: Graph = {
    ("raised", "approve"): "approved",
    ("raised", "refuse"): "refused",
    ("approved", "send"): "sent",
    ("sent", "unknown"): "sent",
    ("sent", "decline"): "approved",
    ("sent", "pay"): "paid",
    ("approved", "pay"): "paid",  # the bank's statement told of it before anybody here did
}

GRAPHS: Mapping[str, Graph] = {"obligation": OBLIGATION, "attempt": ATTEMPT, "credit": CREDIT, "refund": REFUND}


class NoSuchMoveError(ValueError):
    """The graph has no such edge."""


def move(graph: Graph, state: str, event: str) -> str:
    """The state after `event`. Raises NoSuchMoveError."""
    try:
        return graph[state, event]
    except KeyError:
        raise NoSuchMoveError(f"{event} in {state}") from None
