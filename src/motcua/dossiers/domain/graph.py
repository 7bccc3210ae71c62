"""A flow as a graph of states and acts: what can be drawn, exported, and found to lead nowhere. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from motcua.dossiers.contracts import State
from motcua.dossiers.domain.flow import APPLICANT, SYSTEM_ROLE, Flow, StateRule
from motcua.dossiers.domain.terms import REOPEN

COMPLETED = 10  # the national status of a result that was returned


@dataclass(frozen=True, slots=True)
class Edge:
    """`action` leads from `source` to `target` when one of `roles` does it."""

    action: str
    source: State
    target: State
    roles: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    """`starts`: where a dossier may begin. Acts that stay in their state are no edges; `again` are those that open a case
    which was over, and no way on."""

    states: Mapping[State, StateRule]
    starts: tuple[State, ...]
    edges: tuple[Edge, ...]
    again: tuple[Edge, ...] = ()

    @cached_property
    def ends(self) -> frozenset[State]:
        """States that nothing leads out of and nobody holds."""
        return frozenset(self.states) - {edge.source for edge in self.edges}

    def out_of(self, state: State) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.edges if edge.source is state)

    @cached_property
    def unreachable(self) -> tuple[State, ...]:
        found = _spread(self.starts, self.edges)
        return tuple(state for state in self.states if state not in found)

    @cached_property
    def dead(self) -> tuple[State, ...]:
        """States from which no way leads to an end, and ends that somebody still holds."""
        turned = tuple(Edge(edge.action, edge.target, edge.source, edge.roles) for edge in self.edges)
        over = [state for state in self.ends if self.states[state].held_by == "nobody"]
        alive = _spread(over, turned)
        return tuple(state for state in self.states if state not in alive)

    @cached_property
    def main_path(self) -> tuple[State, ...]:
        """The shortest way of officials' acts from the start to the returned result; the start alone if there is none."""
        paths = [self.starts[0:1]]
        seen = set(paths[0])
        for path in paths:
            if self.states[path[-1]].status == COMPLETED:
                return path
            for edge in self.out_of(path[-1]):
                if edge.target not in seen and set(edge.roles) - {APPLICANT, SYSTEM_ROLE}:
                    seen.add(edge.target)
                    paths.append((*path, edge.target))
        return paths[0]

    def without_payment(self) -> "Graph":
        """The graph of a procedure that costs nothing: nobody waits for a fee."""
        kept = {state: rule for state, rule in self.states.items() if state.value != State.AWAITING_PAYMENT.value}
        edges = tuple(edge for edge in self.edges if edge.source in kept and edge.target in kept)
        return Graph(kept, self.starts, edges, self.again)

    def without_journeys(self) -> "Graph":
        """The graph of a dossier that is filed by itself: no state before the start, nothing that comes from there."""
        found = _spread(self.starts[:1], self.edges)
        kept = {state: rule for state, rule in self.states.items() if state in found}
        edges, again = (tuple(edge for edge in some if edge.source in kept) for some in (self.edges, self.again))
        return Graph(kept, self.starts[:1], edges, again)


def graph_of(flow: Flow) -> Graph:
    """The graph of a compiled flow. A wait that goes `back` leads to each state in which it can begin."""
    begins = {state: {state} for state in flow.states}
    for transition in flow.transitions.values():
        if transition.to is not None:
            begins.setdefault(transition.to, set()).update(transition.origins)
    edges = []
    for action, transition in flow.transitions.items():
        if transition.stays:
            continue
        roles = tuple(sorted(transition.roles))
        for source in _in_order(transition.origins, flow):
            targets = (transition.to,) if transition.to is not None else _in_order(begins[source] - {source}, flow)
            edges += [Edge(action, source, target, roles) for target in targets]
    again = tuple(edge for edge in edges if edge.action == REOPEN)
    edges = [edge for edge in edges if edge.action != REOPEN]
    before = tuple(edge.source for edge in edges if edge.target is flow.start and SYSTEM_ROLE in edge.roles)
    return Graph(flow.states, (flow.start, *before), tuple(edges), again)


def _in_order(states: Iterable[State], flow: Flow) -> tuple[State, ...]:
    wanted = set(states)
    return tuple(state for state in flow.states if state in wanted)


def _spread(beginnings: Iterable[State], edges: tuple[Edge, ...]) -> set[State]:
    """Every state that one gets to from `beginnings`."""
    found, waiting = set(beginnings), list(beginnings)
    while waiting:
        here = waiting.pop()
        new = {edge.target for edge in edges if edge.source is here} - found
        found |= new
        waiting += new
    return found
