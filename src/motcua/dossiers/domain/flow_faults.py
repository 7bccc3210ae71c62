"""What is wrong with a package's flow.yaml, and where: told to its writer before anything runs on it."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from motcua.agencies.contracts import Role
from motcua.catalogue.contracts import TimeLimit
from motcua.dossiers.domain.flow import APPLICANT, SYSTEM_ROLE, Flow, compile_flow
from motcua.dossiers.domain.graph import Graph, graph_of
from motcua.dossiers.domain.step_faults import step_faults
from motcua.dossiers.domain.steps import RECORD_STEP
from motcua.dossiers.domain.terms import KNOWN, PLAIN

Fault = tuple[tuple[str | int, ...], str, str]
"""Path in flow.yaml, what is wrong, what to write instead."""

OFFICIALS = frozenset({Role.RECEIVER.value, Role.SPECIALIST.value, Role.HEAD.value})
HOLDERS = OFFICIALS | {APPLICANT, "earlier", "nobody"}
LAST_STATUS = 10
_KNOWN = ("extends", *KNOWN, *PLAIN, "check_within", "result", "steps", "routing", "states", "transitions", "start")


def flow_faults(document: Mapping[str, Any], limits: Sequence[TimeLimit] = ()) -> tuple[Fault, ...]:
    """Every fault; empty for a flow that can be run. `limits`: the procedure's time limits, of which steps have shares."""
    unknown = [_unknown((key,), _KNOWN) for key in document if key not in _KNOWN]
    unknown += [
        _unknown((section, key), known)
        for section, known in KNOWN.items()
        if isinstance(document.get(section), Mapping)
        for key in document[section]
        if key not in known
    ]
    if unknown:
        return tuple(unknown)
    reason = _reason(document)
    if not reason:
        flow = compile_flow(document)
        return (*_of_graph(flow, document), *step_faults(flow.steps, limits))
    # The key without which the rest is fine is the one at fault.
    culprits = [key for key in document if not _reason({k: v for k, v in document.items() if k != key})]
    path = (culprits[0],) if culprits else ()
    what, _, instead = reason.removeprefix("flow.yaml: ").partition("; ")
    return ((path, f"{what[:1].upper()}{what[1:]}.", f"{instead[:1].upper()}{instead[1:]}." if instead else ""),)


def _of_graph(flow: Flow, document: Mapping[str, Any]) -> tuple[Fault, ...]:
    """A flow that compiles may still lead nowhere, or ask somebody who isn't there."""
    if flow.start not in flow.states:
        return ((("start",), f"The start `{flow.start.value}` is not among the states.", _one_of(flow.states)),)
    strangers = [
        (("transitions", action), state)
        for action, transition in flow.transitions.items()
        for state in (*transition.origins, *((transition.to,) if transition.to else ()))
        if state not in flow.states
    ]
    if strangers:
        return tuple(
            (_at(path, document), f"`{state.value}` is not among the states.", _one_of(flow.states))
            for path, state in strangers
        )
    return (*_people(flow, document), *_ways(graph_of(flow), document), *_steps(flow))


def _people(flow: Flow, document: Mapping[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    for action, transition in flow.transitions.items():
        faults += [
            (_at(("transitions", action, "role"), document), f"Nobody holds the role `{role}`.", _one_of(acting))
            for acting in [OFFICIALS | {APPLICANT, SYSTEM_ROLE}]
            for role in sorted(transition.roles - acting)
        ]
    for state, rule in flow.states.items():
        if rule.held_by not in HOLDERS:
            path = _at(("states", state.value, "held_by"), document)
            faults.append((path, f"Nobody holds the role `{rule.held_by}`.", _one_of(HOLDERS)))
        if not 1 <= rule.status <= LAST_STATUS:
            path = _at(("states", state.value, "status"), document)
            faults.append((path, f"There is no national status {rule.status}.", "Write a number from 1 to 10."))
    return faults


def _ways(graph: Graph, document: Mapping[str, Any]) -> list[Fault]:
    faults: list[Fault] = []
    for state in graph.unreachable:
        path = _at(("states", state.value), document)
        faults.append(
            (path, f"No act leads to `{state.value}`.", "Add an act that leads there, or take the state out.")
        )
    for state in graph.dead:
        path = _at(("states", state.value), document)
        what = f"A dossier that is `{state.value}` never comes to an end."
        faults.append((path, what, "Add an act that leads on, or say held_by: nobody where the case is over."))
    return faults


def _steps(flow: Flow) -> list[Fault]:
    recorded = flow.transitions.get(RECORD_STEP)
    faults: list[Fault] = []
    for index, step in enumerate(flow.steps):
        if step.role not in OFFICIALS:
            faults.append((("steps", index, "role"), f"Nobody holds the role `{step.role}`.", _one_of(OFFICIALS)))
        elif recorded is None or step.role not in recorded.roles:
            what = f"The step `{step.id}` can never be recorded by the role `{step.role}`."
            faults.append((("steps", index), what, f"Let `{RECORD_STEP}` name this role."))
    return faults


def _at(path: tuple[str | int, ...], document: Mapping[str, Any]) -> tuple[str | int, ...]:
    """As much of `path` as the document itself says; the rest is the standard flow's."""
    here: Any = document
    for depth, key in enumerate(path):
        if not isinstance(here, Mapping) or key not in here:
            return path[:depth]
        here = here[key]
    return path


def _one_of(names: Iterable[str]) -> str:
    return f"Write one of: {', '.join(sorted(str(name) for name in names))}."


def _unknown(path: tuple[str, ...], known: Iterable[str]) -> Fault:
    close = get_close_matches(str(path[-1]), tuple(known), n=1)
    hint = f" Did you mean `{close[0]}`?" if close else ""
    where = "a flow" if len(path) == 1 else f"`{path[0]}`"
    return path, f"`{path[-1]}` is not known in {where}.", f"Known are: {', '.join(known)}.{hint}"


def _reason(document: Mapping[str, Any]) -> str:
    try:
        compile_flow(document)
    except KeyError as error:
        return f"{error} is missing or not known here"
    except (ValueError, TypeError, AttributeError) as error:
        return str(error)
    return ""
