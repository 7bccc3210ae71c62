"""The pieces of a BPMN picture: elements, the lines between them, and how both are written and drawn."""

from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
MARGIN = 60
TASK, EVENT, GATEWAY = (110, 80), (36, 36), (50, 50)
Size = tuple[int, int]
Point = tuple[int, int]

for _prefix, _space in (("bpmn", MODEL), ("bpmndi", DI), ("dc", DC), ("di", DD)):
    ET.register_namespace(_prefix, _space)


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


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    source: str
    target: str
    name: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        named = {"name": self.name} if self.name else {}
        return {"id": self.id, "sourceRef": self.source, "targetRef": self.target, **named}


def write_elements(process: ET.Element, nodes: list[Node], flows: list[Flow]) -> None:
    """What there is, without a picture."""
    for node in nodes:
        _write_node(process, node, flows)
    for flow in flows:
        ET.SubElement(process, inside(MODEL, "sequenceFlow"), flow.attributes)


def draw_elements(plane: ET.Element, nodes: list[Node], flows: list[Flow]) -> None:
    """Where everything stands."""
    at = {node.id: node for node in nodes}
    for node in nodes:
        across, down = node.size
        folded = {"isExpanded": "false"} if node.tag == "subProcess" else {}
        shape(plane, node.id, (node.x - across // 2, node.y - down // 2, across, down), **folded)
    for flow in flows:
        edge = ET.SubElement(plane, inside(DI, "BPMNEdge"), {"id": f"{flow.id}_edge", "bpmnElement": flow.id})
        points = _waypoints(at[flow.source], at[flow.target])
        for x, y in points:
            ET.SubElement(edge, inside(DD, "waypoint"), {"x": str(x), "y": str(y)})
        if flow.name:
            label = ET.SubElement(edge, inside(DI, "BPMNLabel"))
            _bounds(label, _label(points))


def _write_node(process: ET.Element, node: Node, flows: list[Flow]) -> None:
    named = {"name": node.name} if node.name else {}
    element = ET.SubElement(process, inside(MODEL, node.tag), {"id": node.id, **named})
    for flow in flows:
        if flow.target == node.id:
            ET.SubElement(element, inside(MODEL, "incoming")).text = flow.id
    for flow in flows:
        if flow.source == node.id:
            ET.SubElement(element, inside(MODEL, "outgoing")).text = flow.id


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


def shape(plane: ET.Element, of: str, place: tuple[int, int, int, int], **more: str) -> None:
    shape = ET.SubElement(plane, inside(DI, "BPMNShape"), {"id": f"{of}_shape", "bpmnElement": of, **more})
    _bounds(shape, place)


def _bounds(element: ET.Element, place: tuple[int, int, int, int]) -> None:
    names = ("x", "y", "width", "height")
    ET.SubElement(element, inside(DC, "Bounds"), {n: str(v) for n, v in zip(names, place, strict=True)})


def inside(space: str, name: str) -> str:
    return f"{{{space}}}{name}"
