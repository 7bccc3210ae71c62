"""A flow as BPMN 2.0 XML that a modeller opens: a lane for each holder, a task for each state, events for the ends.

Source: OMG, Business Process Model and Notation 2.0.2 (formal/2013-12-09), chapters 10 and 12.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from motcua.dossiers.contracts import State
from motcua.dossiers.domain.flow import APPLICANT
from motcua.dossiers.domain.graph import Graph

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
COLUMN, ROW, MARGIN, ASIDE = 330, 220, 60, 125
TASK, EVENT, GATEWAY = (110, 80), (36, 36), (50, 50)
Size = tuple[int, int]
Point = tuple[int, int]

for _prefix, _space in (("bpmn", MODEL), ("bpmndi", DI), ("dc", DC), ("di", DD)):
    ET.register_namespace(_prefix, _space)


@dataclass(frozen=True, slots=True)
class Words:
    """How states, holders and acts are called."""

    state: Callable[[State], str]
    holder: Callable[[str], str]
    act: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Node:
    """One element of the process: its tag, name and lane, and the middle of where it stands."""

    id: str
    tag: str
    name: str
    lane: str
    size: Size
    x: int
    y: int


def bpmn_of(graph: Graph, process_id: str, name: str, words: Words) -> bytes:
    """The whole document, UTF-8. `process_id` is an XML name."""
    nodes, flows = _process(graph, words)
    lanes = _lanes(graph)
    root = ET.Element(_in(MODEL, "definitions"), {"targetNamespace": "urn:motcua:flow", "id": "definitions"})
    together = ET.SubElement(root, _in(MODEL, "collaboration"), {"id": "collaboration"})
    whole = {"id": "participant", "name": name, "processRef": process_id}
    ET.SubElement(together, _in(MODEL, "participant"), whole)
    process = ET.SubElement(root, _in(MODEL, "process"), {"id": process_id, "name": name, "isExecutable": "false"})
    lane_set = ET.SubElement(process, _in(MODEL, "laneSet"), {"id": "lanes"})
    for lane in lanes:
        one = ET.SubElement(lane_set, _in(MODEL, "lane"), {"id": f"lane_{lane}", "name": words.holder(lane) or "–"})
        for node in nodes:
            if node.lane == lane:
                ET.SubElement(one, _in(MODEL, "flowNodeRef")).text = node.id
    for node in nodes:
        _write_node(process, node, flows)
    for flow in flows:
        ET.SubElement(process, _in(MODEL, "sequenceFlow"), flow.attributes)
    _draw(root, nodes, flows, lanes)
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


@dataclass(frozen=True, slots=True)
class _Flow:
    id: str
    source: str
    target: str
    name: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        named = {"name": self.name} if self.name else {}
        return {"id": self.id, "sourceRef": self.source, "targetRef": self.target, **named}


def _process(graph: Graph, words: Words) -> tuple[list[Node], list[_Flow]]:
    """Each state a task with a gateway behind it where several acts are possible; each act that ends the case has an
    end of its own beside the gateway, so that no line crosses the picture for it."""
    rows = {lane: MARGIN + ROW // 2 - 25 + index * ROW for index, lane in enumerate(_lanes(graph))}
    columns = _columns(graph)
    nodes: list[Node] = []
    flows: list[_Flow] = []
    for index, start in enumerate(graph.starts):
        lane = graph.states[start].held_by
        x = columns[start] - TASK[0] // 2 - 60
        nodes.append(Node(f"start_{index}", "startEvent", "", lane, EVENT, x, rows[lane]))
        flows.append(_Flow(f"begin_{index}", f"start_{index}", start.value))
    for state, x in columns.items():
        lane = graph.states[state].held_by
        y = rows[lane]
        nodes.append(Node(state.value, "userTask", words.state(state), lane, TASK, x, y))
        leads, source = graph.out_of(state), state.value
        if len(leads) > 1:
            source = f"after_{state.value}"
            nodes.append(Node(source, "exclusiveGateway", "", lane, GATEWAY, x + ASIDE, y))
            flows.append(_Flow(f"to_{source}", state.value, source))
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
            flows.append(_Flow(f"{source}_{target}", source, target, named))
    return nodes, flows


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


def _write_node(process: ET.Element, node: Node, flows: list[_Flow]) -> None:
    named = {"name": node.name} if node.name else {}
    element = ET.SubElement(process, _in(MODEL, node.tag), {"id": node.id, **named})
    for flow in flows:
        if flow.target == node.id:
            ET.SubElement(element, _in(MODEL, "incoming")).text = flow.id
    for flow in flows:
        if flow.source == node.id:
            ET.SubElement(element, _in(MODEL, "outgoing")).text = flow.id


def _draw(root: ET.Element, nodes: list[Node], flows: list[_Flow], lanes: list[str]) -> None:
    diagram = ET.SubElement(root, _in(DI, "BPMNDiagram"), {"id": "diagram"})
    plane = ET.SubElement(diagram, _in(DI, "BPMNPlane"), {"id": "plane", "bpmnElement": "collaboration"})
    width = max(node.x for node in nodes) + COLUMN // 2
    _shape(plane, "participant", (MARGIN - 30, MARGIN, width - MARGIN + 60, len(lanes) * ROW), isHorizontal="true")
    for index, lane in enumerate(lanes):
        place = (MARGIN, MARGIN + index * ROW, width - MARGIN + 30, ROW)
        _shape(plane, f"lane_{lane}", place, isHorizontal="true")
    at = {node.id: node for node in nodes}
    for node in nodes:
        across, down = node.size
        _shape(plane, node.id, (node.x - across // 2, node.y - down // 2, across, down))
    for flow in flows:
        edge = ET.SubElement(plane, _in(DI, "BPMNEdge"), {"id": f"{flow.id}_edge", "bpmnElement": flow.id})
        points = _waypoints(at[flow.source], at[flow.target])
        for x, y in points:
            ET.SubElement(edge, _in(DD, "waypoint"), {"x": str(x), "y": str(y)})
        if flow.name:
            label = ET.SubElement(edge, _in(DI, "BPMNLabel"))
            _bounds(label, _label(points))


def _waypoints(one: Node, other: Node) -> list[Point]:
    """Straight on in a row; straight up or down where one stands under the other; else a bend."""
    sign = 1 if other.y > one.y else -1
    leaves = (one.x, one.y + sign * one.size[1] // 2)
    if one.y == other.y and one.x < other.x:
        return [(one.x + one.size[0] // 2, one.y), (other.x - other.size[0] // 2, other.y)]
    if one.y != other.y and abs(one.x - other.x) < other.size[0] // 2 - 8:
        return [leaves, (one.x, other.y - sign * other.size[1] // 2)]
    if one.x < other.x:
        return [leaves, (one.x, other.y), (other.x - other.size[0] // 2, other.y)]
    if other.y >= one.y:  # back and down: over the top
        over, into = one.y - one.size[1] // 2 - 35, other.y - other.size[1] // 2
        return [(one.x, one.y - one.size[1] // 2), (one.x, over), (other.x, over), (other.x, into)]
    into = other.y + other.size[1] // 2  # back and up: along below it
    return [leaves, (one.x, into + 80), (other.x + 30, into + 80), (other.x + 30, into)]


def _label(points: list[Point]) -> tuple[int, int, int, int]:
    """Above the longest level stretch, or right of the line where there is none."""
    level = [(one, other) for one, other in pairwise(points) if one[1] == other[1]]
    if level:
        (x, y), (end, _) = max(level, key=lambda pair: abs(pair[0][0] - pair[1][0]))
        return (x + end) // 2 - 45, y - 18, 90, 14
    (x, y), (_, end) = points[0], points[-1]
    return x + 5, (y + end) // 2 - 7, 90, 14


def _shape(plane: ET.Element, of: str, place: tuple[int, int, int, int], **more: str) -> None:
    shape = ET.SubElement(plane, _in(DI, "BPMNShape"), {"id": f"{of}_shape", "bpmnElement": of, **more})
    _bounds(shape, place)


def _bounds(element: ET.Element, place: tuple[int, int, int, int]) -> None:
    names = ("x", "y", "width", "height")
    ET.SubElement(element, _in(DC, "Bounds"), {n: str(v) for n, v in zip(names, place, strict=True)})


def _in(space: str, name: str) -> str:
    return f"{{{space}}}{name}"
