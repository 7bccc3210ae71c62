"""A flow as BPMN 2.0 XML that a modeller opens: a lane for each holder, a task for each state, events for the ends.

Source: OMG, Business Process Model and Notation 2.0.2 (formal/2013-12-09), chapters 10 and 12.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from motcua.dossiers.contracts import State
from motcua.dossiers.domain.bpmn_shapes import (
    DI,
    EVENT,
    GATEWAY,
    MARGIN,
    MODEL,
    TASK,
    Flow,
    Node,
    draw_elements,
    inside,
    shape,
    write_elements,
)
from motcua.dossiers.domain.bpmn_steps import steps_of
from motcua.dossiers.domain.flow import APPLICANT
from motcua.dossiers.domain.graph import Graph
from motcua.dossiers.domain.steps import Step

COLUMN, ROW, ASIDE = 330, 220, 125


@dataclass(frozen=True, slots=True)
class Words:
    """How states, holders, acts and steps are called."""

    state: Callable[[State], str]
    holder: Callable[[str], str]
    act: Callable[[str], str]
    step: Callable[[Step], str]


def bpmn_of(graph: Graph, process_id: str, name: str, words: Words, steps: Sequence[Step] = ()) -> bytes:
    """The whole document, UTF-8. `process_id` is an XML name; `steps`: what is done while the dossier is worked on."""
    nodes, flows = _process(graph, words, with_steps=bool(steps))
    lanes = _lanes(graph)
    root = ET.Element(inside(MODEL, "definitions"), {"targetNamespace": "urn:motcua:flow", "id": "definitions"})
    together = ET.SubElement(root, inside(MODEL, "collaboration"), {"id": "collaboration"})
    whole = {"id": "participant", "name": name, "processRef": process_id}
    ET.SubElement(together, inside(MODEL, "participant"), whole)
    process = ET.SubElement(root, inside(MODEL, "process"), {"id": process_id, "name": name, "isExecutable": "false"})
    lane_set = ET.SubElement(process, inside(MODEL, "laneSet"), {"id": "lanes"})
    for lane in lanes:
        one = ET.SubElement(lane_set, inside(MODEL, "lane"), {"id": f"lane_{lane}", "name": words.holder(lane) or "–"})
        for node in nodes:
            if node.lane == lane:
                ET.SubElement(one, inside(MODEL, "flowNodeRef")).text = node.id
    write_elements(process, nodes, flows)
    _draw(root, nodes, flows, lanes)
    folded = process.find(inside(MODEL, "subProcess"))
    if folded is not None:
        _unfold(root, folded, *steps_of(steps, words.step))
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _process(graph: Graph, words: Words, *, with_steps: bool) -> tuple[list[Node], list[Flow]]:
    """Each state a task with a gateway behind it where several acts are possible; each act that ends the case has an
    end of its own beside the gateway, so that no line crosses the picture for it."""
    rows = {lane: MARGIN + ROW // 2 - 25 + index * ROW for index, lane in enumerate(_lanes(graph))}
    columns = _columns(graph)
    nodes: list[Node] = []
    flows: list[Flow] = []
    for index, start in enumerate(graph.starts):
        lane = graph.states[start].held_by
        x = columns[start] - TASK[0] // 2 - 60
        nodes.append(Node(f"start_{index}", "startEvent", "", lane, EVENT, x, rows[lane]))
        flows.append(Flow(f"begin_{index}", f"start_{index}", start.value))
    for state, x in columns.items():
        lane = graph.states[state].held_by
        y = rows[lane]
        tag = "subProcess" if with_steps and state is State.IN_PROCESS else "userTask"
        nodes.append(Node(state.value, tag, words.state(state), lane, TASK, x, y))
        leads, source = graph.out_of(state), state.value
        if len(leads) > 1:
            source = f"after_{state.value}"
            nodes.append(Node(source, "exclusiveGateway", "", lane, GATEWAY, x + ASIDE, y))
            flows.append(Flow(f"to_{source}", state.value, source))
        ends = 0
        for edge in leads:
            target, named = edge.target.value, words.act(edge.action)
            if edge.target in graph.ends and len(leads) > 1:
                named = ""  # the end says it
            if edge.target in graph.ends:
                target = f"{edge.action}_{state.value}"
                place = (x + ASIDE + 60 + ends * 90, y + 62) if len(leads) > 1 else (x + ASIDE, y)
                nodes.append(Node(target, "endEvent", words.state(edge.target), lane, EVENT, *place))
                ends += 1
            flows.append(Flow(f"{source}_{target}", source, target, named))
    return nodes, flows


def _unfold(root: ET.Element, folded: ET.Element, nodes: list[Node], flows: list[Flow]) -> None:
    """What is inside a state, with a picture of its own to which a modeller goes down."""
    write_elements(folded, nodes, flows)
    diagram = ET.SubElement(root, inside(DI, "BPMNDiagram"), {"id": "diagram_of_steps"})
    plane = ET.SubElement(
        diagram, inside(DI, "BPMNPlane"), {"id": "plane_of_steps", "bpmnElement": str(folded.get("id"))}
    )
    draw_elements(plane, nodes, flows)


def _lanes(graph: Graph) -> list[str]:
    """Holders in the order in which a dossier comes to them, the applicant on top."""
    held = [graph.states[state].held_by for state in (*graph.main_path, *graph.states) if state not in graph.ends]
    return sorted(dict.fromkeys(held), key=lambda holder: holder != APPLICANT)


def _columns(graph: Graph) -> dict[State, int]:
    """The middle of each task: states on the way in a row, others half a column after the first that leads to them."""
    first = MARGIN + 190
    columns = {state: first + index * COLUMN for index, state in enumerate(graph.main_path) if state not in graph.ends}
    for state in graph.states:
        if state not in columns and state not in graph.ends:
            origins = [columns[edge.source] for edge in graph.edges if edge.target is state and edge.source in columns]
            columns[state] = min(origins) + COLUMN // 2 if origins else first
    return columns


def _draw(root: ET.Element, nodes: list[Node], flows: list[Flow], lanes: list[str]) -> None:
    diagram = ET.SubElement(root, inside(DI, "BPMNDiagram"), {"id": "diagram"})
    plane = ET.SubElement(diagram, inside(DI, "BPMNPlane"), {"id": "plane", "bpmnElement": "collaboration"})
    width = max(node.x for node in nodes) + COLUMN // 2
    shape(plane, "participant", (MARGIN - 30, MARGIN, width - MARGIN + 60, len(lanes) * ROW), isHorizontal="true")
    for index, lane in enumerate(lanes):
        place = (MARGIN, MARGIN + index * ROW, width - MARGIN + 30, ROW)
        shape(plane, f"lane_{lane}", place, isHorizontal="true")
    draw_elements(plane, nodes, flows)
