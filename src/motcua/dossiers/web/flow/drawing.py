"""A flow as a picture that fits a phone: the way of a dossier downwards, waits beside it, early ends in words below."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override, pgettext

from motcua.catalogue.contracts import ProcedureVersion
from motcua.dossiers.contracts import State
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.graph import Edge, Graph, graph_of
from motcua.dossiers.domain.step_faults import in_order
from motcua.dossiers.domain.steps import RECORD_STEP
from motcua.dossiers.flows import flow_of
from motcua.dossiers.web.flow.words import HOLDER_NAMES, STATE_NAMES, act_name, in_sentence, step_name

WIDTH, EDGE, BOX, SIDE = 344, 4, 196, 112
HEAD, END, LINE, GAP = 56, 38, 17, 44  # a box without steps, the last one, a line of a step, between boxes
DEEPEST = 3  # how far steps are moved in, in the narrow box of a phone
LONGEST_LINE = 27  # characters of a step's name in a line
MIDDLE = EDGE + BOX // 2
RIGHT = EDGE + BOX
SIDE_LEFT = WIDTH - EDGE - SIDE
SIDE_MIDDLE = SIDE_LEFT + SIDE // 2
MOST_KEPT = 2_000

_kept: dict[tuple[str, str], SafeString] = {}


@dataclass(frozen=True, slots=True)
class Box:
    """Where a state stands; `steps` are the lines of what is done in it."""

    state: State
    top: int
    height: int
    steps: tuple[str, ...] = ()

    @property
    def bottom(self) -> int:
        return self.top + self.height

    @property
    def centre(self) -> int:
        return self.top + HEAD // 2


def draw_flow(version: ProcedureVersion, language: str) -> SafeString:
    """How a dossier of `version` goes, as SVG with a description in words; "" for a flow without a way to a result."""
    key = version.hash, language
    drawn = _kept.get(key)
    if drawn is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        drawn = _kept[key] = _draw(flow_of(version), language, costs=bool(version.fees))
    return drawn


def _draw(flow: Flow, language: str, *, costs: bool) -> SafeString:
    graph = graph_of(flow).without_journeys()
    graph = graph if costs else graph.without_payment()
    if len(graph.main_path) == 1:
        return SafeString("")
    with override(language):
        boxes = _main(flow, graph, language)
        beside = _beside(graph, boxes)
        return SafeString(render_to_string("dossiers/flow/drawing.html", _context(graph, boxes, beside)))


def _main(flow: Flow, graph: Graph, language: str) -> list[Box]:
    recorded = flow.transitions.get(RECORD_STEP)
    worked = next((state for state in graph.main_path if recorded and state in recorded.origins), None)
    boxes, top = [], EDGE
    for state in graph.main_path:
        lines = tuple(_lines(flow, language)) if state is worked else ()
        height = END if state in graph.ends else HEAD + len(lines) * LINE
        box = Box(state, top, height + (6 if lines else 0), lines)
        boxes.append(box)
        top = box.bottom + GAP
    return boxes


def _lines(flow: Flow, language: str) -> list[str]:
    """The steps in their order; those that have to wait for others stand further in, behind an arrow."""
    found = []
    for rounds, step in in_order(flow.steps):
        said = step_name(step, language)
        further = "\u2003" * min(rounds, DEEPEST)
        first, *rest = wrap(said, LONGEST_LINE - 4 * min(rounds, DEEPEST))
        found += [f"{further}{'→' if rounds else '•'} {first}", *(f"{further}\u2003{line}" for line in rest)]
    return found


def _beside(graph: Graph, boxes: Sequence[Box]) -> list[Box]:
    """States that are neither on the way nor an end: each between the first two boxes that lead to it."""
    found: list[Box] = []
    for state in graph.states:
        if state in graph.main_path or state in graph.ends:
            continue
        near = [box for box in boxes if any(edge.target is state for edge in graph.out_of(box.state))]
        if near:
            middle = (near[0].centre + near[-1].centre) // 2
            free = max([middle - HEAD // 2, *(other.bottom + EDGE for other in found)])
            found.append(Box(state, free, HEAD))
    return found


def _context(graph: Graph, boxes: Sequence[Box], beside: Sequence[Box]) -> dict[str, Any]:
    at = {box.state: box for box in boxes}
    return {
        "width": WIDTH,
        "height": max(box.bottom for box in (*boxes, *beside)) + EDGE,
        "boxes": [_shown(box, graph, EDGE, BOX) for box in boxes],
        "beside": [_shown(box, graph, SIDE_LEFT, SIDE) for box in beside],
        "down": [_down(one, other, graph) for one, other in pairwise(boxes)],
        "waits": [wait for box in beside for wait in _waits(box, graph, at)],
        "returns": [found for edge in graph.edges if (found := _return(edge, at)) is not None],
        "ends": [_end(state, graph) for state in graph.states if state in graph.ends and state not in at],
        "told": " ".join(_told(edge) for edge in graph.edges),
    }


def _shown(box: Box, graph: Graph, left: int, width: int) -> dict[str, Any]:
    return {
        "left": left,
        "top": box.top,
        "width": width,
        "height": box.height,
        "text_left": left + 10,
        "name_at": box.top + 24,
        "holder_at": box.top + 43,
        "name": STATE_NAMES[box.state],
        "holder": HOLDER_NAMES[graph.states[box.state].held_by],
        "over": box.state in graph.ends,
        "clock": graph.states[box.state].clock.value,
        "steps": [(box.top + HEAD + 6 + index * LINE, line) for index, line in enumerate(box.steps)],
    }


def _down(one: Box, other: Box, graph: Graph) -> dict[str, Any]:
    edge = next(edge for edge in graph.out_of(one.state) if edge.target is other.state)
    path = f"M{MIDDLE} {one.bottom}V{other.top - 2}"
    return {"path": path, "left": MIDDLE + 10, "at": one.bottom + GAP // 2 + 4, "words": act_name(edge.action)}


def _waits(box: Box, graph: Graph, at: dict[State, Box]) -> list[dict[str, Any]]:
    """The lines between a box on the way and a wait beside it: there, and back where one comes back."""
    found = []
    for state, main in at.items():
        if not any(edge.target is box.state for edge in graph.out_of(state)):
            continue
        back = any(edge.target is state for edge in graph.out_of(box.state))
        end = box.top - 2 if main.centre < box.top else box.bottom + 2
        found.append({"path": f"M{RIGHT + 2} {main.centre}H{SIDE_MIDDLE}V{end}", "back": back})
    return found


def _return(edge: Edge, at: dict[State, Box]) -> dict[str, Any] | None:
    """A line back up, from a later box to an earlier one."""
    one, other = at.get(edge.source), at.get(edge.target)
    if one is None or other is None or other.top >= one.top:
        return None
    start, end, bend = one.top + 16, other.bottom - 12, RIGHT + 16
    path = f"M{RIGHT} {start}H{bend}V{end}H{RIGHT + 2}"
    return {"path": path, "left": bend + 6, "at": (start + end) // 2 + 4, "words": act_name(edge.action)}


def _end(state: State, graph: Graph) -> dict[str, Any]:
    sources = dict.fromkeys(edge.source for edge in graph.edges if edge.target is state)
    return {"name": STATE_NAMES[state], "sources": [in_sentence(STATE_NAMES[source]) for source in sources]}


def _told(edge: Edge) -> str:
    words = {"one": STATE_NAMES[edge.source], "act": act_name(edge.action), "other": STATE_NAMES[edge.target]}
    return pgettext("flow", "Từ “%(one)s”: %(act)s, thành “%(other)s”.") % words
