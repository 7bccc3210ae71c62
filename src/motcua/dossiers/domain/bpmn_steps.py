"""The steps of a flow inside the state in which they are done: a BPMN sub-process with a plane of its own. What has to wait
for others stands behind them; several that are waited for meet in a parallel gateway."""

from collections.abc import Callable, Sequence
from itertools import groupby

from motcua.dossiers.domain.bpmn_shapes import EVENT, GATEWAY, MARGIN, TASK, Flow, Node
from motcua.dossiers.domain.step_faults import in_order
from motcua.dossiers.domain.steps import Step

COLUMN, ROW = 260, 120


def steps_of(steps: Sequence[Step], name: Callable[[Step], str]) -> tuple[list[Node], list[Flow]]:
    """The elements inside: a start, a task for each step, a meeting before each that waits for several and before the end."""
    ordered = in_order(steps)
    rounds = {depth: [step for _, step in some] for depth, some in groupby(ordered, key=lambda pair: pair[0])}
    middle = MARGIN + 40 + (max(map(len, rounds.values())) - 1) * ROW // 2
    nodes = [Node("steps_start", "startEvent", "", "", EVENT, MARGIN + 40, middle)]
    flows: list[Flow] = []
    for depth, some in rounds.items():
        for place, step in enumerate(some):
            x, y = MARGIN + 220 + depth * COLUMN, MARGIN + 40 + place * ROW
            nodes.append(Node(f"step_{step.id}", "userTask", name(step), "", TASK, x, y))
            before = [f"step_{one}" for one in step.after] or ["steps_start"]
            _join(nodes, flows, before, f"step_{step.id}", (x - COLUMN // 2 + 10, y))
    last = [f"step_{step.id}" for step in steps if not any(step.id in other.after for other in steps)]
    end = MARGIN + 220 + len(rounds) * COLUMN
    nodes.append(Node("steps_end", "endEvent", "", "", EVENT, end, middle))
    _join(nodes, flows, last, "steps_end", (end - COLUMN // 2 + 10, middle))
    return nodes, flows


def _join(nodes: list[Node], flows: list[Flow], sources: list[str], target: str, place: tuple[int, int]) -> None:
    """Lines from all `sources` to `target`, through a gateway where they are several and all are waited for."""
    if len(sources) > 1:
        meeting = f"all_before_{target}"
        nodes.append(Node(meeting, "parallelGateway", "", "", GATEWAY, *place))
        flows += [Flow(f"{source}_{meeting}", source, meeting) for source in sources]
        sources = [meeting]
    flows += [Flow(f"{source}_{target}", source, target) for source in sources]
