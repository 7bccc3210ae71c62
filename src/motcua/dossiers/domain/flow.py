"""The rules of handling: which act is lawful in which state, for whom, and what the clock then does. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.dossiers.contracts import ClockKind, State

APPLICANT = "applicant"
BACK = "back"
_STANDARD = Path(__file__).parent.parent / "flows"


@dataclass(frozen=True, slots=True)
class StateRule:
    status: int
    clock: ClockKind
    held_by: str


@dataclass(frozen=True, slots=True)
class Transition:
    """`to` None: back to the state in which the wait began."""

    action: str
    origins: frozenset[State]
    to: State | None
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Flow:
    """One compiled flow. `supplement_times`: how often more may be asked for; `supplement_days`: days to answer."""

    states: Mapping[State, StateRule]
    transitions: Mapping[str, Transition]
    start: State
    check_within: tuple[int, str]
    supplement_times: int
    supplement_days: int | None
    result_fields: tuple[Mapping[str, Any], ...]

    def allowed(self, action: str, state: State) -> bool:
        return action in self.transitions and state in self.transitions[action].origins

    def may(self, action: str, roles: frozenset[str]) -> bool:
        return bool(self.transitions[action].roles & roles)

    def actions(self, state: State, roles: frozenset[str], supplements_asked: int) -> tuple[str, ...]:
        """What somebody with `roles` may do in `state`, in the order of the flow."""
        return tuple(
            action
            for action, transition in self.transitions.items()
            if state in transition.origins
            and transition.roles & roles
            and not (action == "request_supplement" and supplements_asked >= self.supplement_times)
        )

    def status(self, state: State) -> int:
        """The national status code, 1..10; accepted counts as 4, being handled."""
        return self.states[state].status

    def act_within(self, state: State) -> tuple[int, str]:
        """How long its holder may keep a dossier in `state` when no due date says so."""
        if state is State.AWAITING_SUPPLEMENT and self.supplement_days:
            return self.supplement_days, "day"
        return self.check_within

    def clock(self, state: State) -> ClockKind:
        return self.states[state].clock


def compile_flow(document: Mapping[str, Any]) -> Flow:
    """A package's flow.yaml over the standard flow that it extends. Raises ValueError that says what to write."""
    merged = {
        **_standard(str(document.get("extends", "one-stop"))),
        **{k: v for k, v in document.items() if k != "extends"},
    }
    states = {
        State(name): StateRule(rule["status"], ClockKind(rule["clock"]), rule["held_by"])
        for name, rule in merged["states"].items()
    }
    transitions = {action: _transition(action, rule) for action, rule in merged["transitions"].items()}
    within, supplement = merged["check_within"], merged["supplement"]
    return Flow(
        states=states,
        transitions=transitions,
        start=State(merged["start"]),
        check_within=(int(within["amount"]), str(within["unit"])),
        supplement_times=int(supplement.get("times", 1)),
        supplement_days=supplement.get("days"),
        result_fields=tuple(merged["result"].get("fields", ())),
    )


def _transition(action: str, rule: Mapping[str, Any]) -> Transition:
    roles = rule["role"] if isinstance(rule["role"], list) else [rule["role"]]
    to = None if rule["to"] == BACK else State(rule["to"])
    return Transition(action, frozenset(State(name) for name in rule["from"]), to, frozenset(roles))


@cache
def _standard(name: str) -> Mapping[str, Any]:
    path = _STANDARD / f"{name}.yaml"
    if not name.replace("-", "").isalnum() or not path.exists():
        known = ", ".join(sorted(p.stem for p in _STANDARD.glob("*.yaml")))
        raise ValueError(f"flow.yaml: there is no standard flow {name!r}; write one of: {known}")
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded
