"""A flow as a graph: ways that lead nowhere are found, and what is exported is whole."""

from xml.etree import ElementTree as ET

import pytest

from motcua.dossiers.contracts import State
from motcua.dossiers.domain.bpmn import Words, bpmn_of
from motcua.dossiers.domain.bpmn_shapes import DI, MODEL
from motcua.dossiers.domain.flow import compile_flow
from motcua.dossiers.domain.flow_faults import flow_faults
from motcua.dossiers.domain.graph import graph_of

STANDARD = compile_flow({"extends": "one-stop"})
WORDS = Words(str, str, str, lambda step: step.name["vi"])


def changed(**transitions):
    standard = {action: written(rule) for action, rule in STANDARD.transitions.items()}
    kept = {action: rule for action, rule in (standard | transitions).items() if rule is not None}
    return {"extends": "one-stop", "transitions": kept}


def written(transition):
    to = "stay" if transition.stays else transition.to.value if transition.to else "back"
    return {"from": sorted(transition.origins), "to": to, "role": sorted(transition.roles)}


def test_the_standard_flow_leads_everywhere_and_always_ends():
    graph = graph_of(STANDARD)
    assert (graph.unreachable, graph.dead) == ((), ())
    assert graph.main_path == (
        State.SUBMITTED,
        State.IN_PROCESS,
        State.AWAITING_APPROVAL,
        State.APPROVED,
        State.RETURNED,
    )
    assert graph.ends == {State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED}


def test_a_wait_leads_back_to_wherever_it_can_begin():
    back = {edge.target for edge in graph_of(STANDARD).edges if edge.action == "answer_supplement"}
    assert back == {State.SUBMITTED, State.IN_PROCESS}


def test_a_dossier_that_is_filed_by_itself_waits_for_no_other():
    alone = graph_of(STANDARD).without_journeys()
    assert State.AWAITING_EARLIER not in alone.states
    assert (alone.unreachable, alone.dead) == ((), ())


def test_the_standard_flow_has_no_faults():
    assert flow_faults({"extends": "one-stop"}) == ()


@pytest.mark.parametrize(
    ("document", "told"),
    [
        (changed(resolve=None), "No act leads to `awaiting_approval`."),
        (changed(**{"return": None}), "A dossier that is `approved` never comes to an end."),
        (
            changed(accept={"from": ["submitted"], "to": "in_process", "role": "clerk"}),
            "Nobody holds the role `clerk`.",
        ),
        ({"extends": "one-stop", "start": "approved"}, "No act leads to `submitted`."),
    ],
    ids=["unreachable", "dead", "role", "start"],
)
def test_what_leads_nowhere_or_asks_nobody_is_told(document, told):
    assert told in [what for _, what, _ in flow_faults(document)]


def test_a_role_nobody_holds_is_told_at_its_own_line():
    document = changed(accept={"from": ["submitted"], "to": "in_process", "role": "clerk"})
    assert ("transitions", "accept", "role") in [path for path, _, _ in flow_faults(document)]


def test_a_step_that_nobody_can_record_is_told():
    step = {"id": "visit", "kind": "inspection", "name": {"vi": "Kiểm tra", "en": "Visit"}, "role": "surveyor"}
    assert [(path, what) for path, what, _ in flow_faults({"extends": "one-stop", "steps": [step]})] == [
        (("steps", 0, "role"), "Nobody holds the role `surveyor`.")
    ]


@pytest.mark.parametrize("journey", [True, False])
def test_every_line_of_the_export_joins_two_elements_and_is_drawn(journey):
    graph = graph_of(STANDARD) if journey else graph_of(STANDARD).without_journeys()
    root = ET.fromstring(bpmn_of(graph, "procedure_1", "Khai sinh <&>", WORDS))
    process = root.find(f"{{{MODEL}}}process")
    flows = process.findall(f"{{{MODEL}}}sequenceFlow")
    nodes = {element.get("id") for element in process} - {flow.get("id") for flow in flows} - {"lanes"}
    drawn = {element.get("bpmnElement") for element in root.iter() if element.tag.startswith(f"{{{DI}}}")}
    in_lanes = [reference.text for reference in process.iter(f"{{{MODEL}}}flowNodeRef")]
    assert sorted(in_lanes) == sorted(nodes), "each element stands in one lane"
    assert all({flow.get("sourceRef"), flow.get("targetRef")} <= nodes for flow in flows)
    assert nodes | {flow.get("id") for flow in flows} <= drawn
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)


def test_an_exported_line_starts_and_ends_at_the_edge_of_what_it_joins():
    root = ET.fromstring(bpmn_of(graph_of(STANDARD), "procedure_1", "x", WORDS))
    bounds = {}
    for shape in root.iter(f"{{{DI}}}BPMNShape"):
        box = shape[0].attrib
        bounds[shape.get("bpmnElement")] = tuple(int(box[name]) for name in ("x", "y", "width", "height"))
    flows = {flow.get("id"): flow for flow in root.iter(f"{{{MODEL}}}sequenceFlow")}
    for edge in root.iter(f"{{{DI}}}BPMNEdge"):
        points = [(int(p.get("x")), int(p.get("y"))) for p in edge if p.tag.endswith("waypoint")]
        flow = flows[edge.get("bpmnElement")]
        for (x, y), side in ((points[0], "sourceRef"), (points[-1], "targetRef")):
            left, top, width, height = bounds[flow.get(side)]
            assert left <= x <= left + width
            assert top <= y <= top + height


def task(name, *after):
    asked = {"branch": "land", "tier": "province"}
    return {"id": name, "kind": "task", "name": {"vi": name, "en": name}, "agency": asked, "after": list(after)}


def test_steps_stand_inside_the_state_in_which_they_are_done_each_behind_what_it_waits_for():
    flow = compile_flow(
        {"extends": "one-stop", "steps": [task("a"), task("b", "a"), task("c", "a"), task("d", "b", "c"), task("e")]}
    )
    root = ET.fromstring(bpmn_of(graph_of(flow), "procedure_1", "x", WORDS, flow.steps))
    (inside,) = root.iter(f"{{{MODEL}}}subProcess")
    assert inside.get("id") == "in_process"
    lines = {(one.get("sourceRef"), one.get("targetRef")) for one in inside.findall(f"{{{MODEL}}}sequenceFlow")}
    assert lines == {
        ("steps_start", "step_a"),
        ("step_a", "step_b"),
        ("step_a", "step_c"),
        ("step_b", "all_before_step_d"),
        ("step_c", "all_before_step_d"),
        ("all_before_step_d", "step_d"),
        ("steps_start", "step_e"),
        ("step_d", "all_before_steps_end"),
        ("step_e", "all_before_steps_end"),
        ("all_before_steps_end", "steps_end"),
    }
    (plane,) = (one for one in root.iter(f"{{{DI}}}BPMNPlane") if one.get("bpmnElement") == "in_process")
    drawn = {one.get("bpmnElement") for one in plane}
    assert drawn == {one.get("id") for one in inside if one.get("id")}
    ids = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(set(ids)) == len(ids)
    plain = ET.fromstring(bpmn_of(graph_of(STANDARD), "procedure_1", "x", WORDS))
    assert not list(plain.iter(f"{{{MODEL}}}subProcess"))
