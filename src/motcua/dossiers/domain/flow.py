"""The rules of handling: which act is lawful in which state, for whom, and what the clock then does. Pure."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.dossiers.contracts import ClockKind, State, StepKind
from motcua.dossiers.domain.steps import PAUSE_STEP, RECORD_STEP, RESUME_STEP, Step, compile_step
from motcua.dossiers.domain.terms import ACTS_OF, KNOWN, Terms, compile_terms, system_targets

APPLICANT = "applicant"
SYSTEM_ROLE = "system"  # acts that follow from others by themselves
BACK = "back"
STAY = "stay"
BY_STEP = frozenset({RECORD_STEP, PAUSE_STEP, RESUME_STEP})  # who may do these, each step says for itself
_STANDARD = Path(__file__).parent.parent / "flows"


@dataclass(frozen=True, slots=True)
class StateRule:
    status: int
    clock: ClockKind
    held_by: str


@dataclass(frozen=True, slots=True)
class Transition:
    """`to` None: back to the state in which the wait began, or no move at all when it `stays`."""

    action: str
    origins: frozenset[State]
    to: State | None
    roles: frozenset[str]
    stays: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """One compiled flow. `supplement_times`: how often more may be asked for; `supplement_days`: days to answer;
    `steps`: what has to be done and written down before the result can be proposed; `place`: the address field whose place
    says which agency resolves it, "" for where it was received."""

    states: Mapping[State, StateRule]
    transitions: Mapping[str, Transition]
    start: State
    check_within: tuple[int, str]
    supplement_times: int
    supplement_days: int | None
    result_fields: tuple[Mapping[str, Any], ...]
    terms: Terms
    steps: tuple[Step, ...] = ()
    place: str = ""

    def allowed(self, action: str, state: State) -> bool:
        return action in self.transitions and state in self.transitions[action].origins

    def may(self, action: str, roles: frozenset[str]) -> bool:
        return bool(self.transitions[action].roles & roles)

    def actions(
        self,
        state: State,
        roles: frozenset[str],
        supplements_asked: int,
        *,
        steps_left: int = 0,
        on_steps: frozenset[str] = frozenset(),
        barred: Collection[str] = (),
    ) -> tuple[str, ...]:
        """What somebody with `roles` may do in `state`, in the order of the flow. `steps_left`: how many steps are not
        recorded yet; `on_steps`: what this somebody may do with steps of their own agency; `barred`: what the case itself
        does not let anybody do now."""
        not_now = {"request_supplement": supplements_asked >= self.supplement_times, "resolve": steps_left > 0}
        return tuple(
            action
            for action, transition in self.transitions.items()
            if state in transition.origins
            and (action in on_steps or (action not in BY_STEP and transition.roles & roles))
            and not not_now.get(action, action in barred)
        )

    def target(self, action: str, state: State, waited_from: State | None) -> State:
        """Where `action` leads from `state`; `waited_from`: the state in which the present wait began."""
        transition = self.transitions[action]
        return state if transition.stays else transition.to or waited_from or state

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.steps if step.id == step_id), None)

    def asked_steps(self, holds: Callable[[str], bool]) -> tuple[Step, ...]:
        """The steps whose condition `holds` for a case."""
        return tuple(step for step in self.steps if not step.when or holds(step.when))

    def draws(self) -> tuple[Step, ...]:
        return tuple(step for step in self.steps if step.kind is StepKind.DRAW)

    def status(self, state: State) -> int:
        """The national status code, 1..10; accepted counts as 4, being handled."""
        return self.states[state].status

    def act_within(self, state: State) -> tuple[int, str]:
        """How long its holder may keep a dossier in `state` when no due date says so."""
        if state is State.AWAITING_SUPPLEMENT and self.supplement_days:
            return self.supplement_days, "day"
        return self.check_within

    def clock(self, state: State, asked_for: str = "", *, paused: bool = False) -> ClockKind:
        """What the case's clock does in `state`. `asked_for`: the step for which the applicant is being asked; `paused`: an
        agency holds up a step that stops the whole case."""
        step = self.step(asked_for) if state is State.AWAITING_SUPPLEMENT and asked_for else None
        kind = ClockKind.RUNNING if step and not step.pauses_case else self.states[state].clock
        return ClockKind.WAITING_AGENCY if paused and kind is ClockKind.RUNNING else kind


def compile_flow(document: Mapping[str, Any]) -> Flow:
    """A package's flow.yaml over the standard flow that it extends. Raises ValueError that says what to write."""
    standard = _standard(str(document.get("extends", "one-stop")))
    merged = {**standard, **{k: v for k, v in document.items() if k != "extends"}}
    for section in KNOWN:
        merged[section] = {**standard.get(section, {}), **(merged.get(section) or {})}
    states = {
        State(name): StateRule(rule["status"], ClockKind(rule["clock"]), rule["held_by"])
        for name, rule in merged["states"].items()
    }
    transitions = _transitions(merged)
    within, supplement = merged["check_within"], merged["supplement"]
    return Flow(
        states=states,
        transitions=transitions,
        start=State(merged["start"]),
        check_within=(int(within["amount"]), str(within["unit"])),
        supplement_times=int(supplement.get("times", 1)),
        supplement_days=supplement.get("days"),
        result_fields=tuple(merged["result"].get("fields", ())),
        place=str(merged.get("routing", {}).get("place", "")),
        terms=compile_terms(merged),
        steps=tuple(compile_step(step) for step in merged.get("steps", ())),
    )


def _transitions(merged: Mapping[str, Any]) -> dict[str, Transition]:
    """The acts, each by whom its section says; those that nobody may do, or that the flow does not want, are left out."""
    by = {action: merged[section][key] for section, key, action in ACTS_OF if key in merged[section]}
    leads = system_targets(merged)
    found = {}
    for action, rule in merged["transitions"].items():
        roles = by.get(action, rule["role"])
        target = leads[action] if action in leads else rule["to"]
        if roles and target:
            found[action] = _transition(action, {**rule, "role": roles, "to": target})
    return found


def _transition(action: str, rule: Mapping[str, Any]) -> Transition:
    roles = rule["role"] if isinstance(rule["role"], list) else [rule["role"]]
    to = None if rule["to"] in {BACK, STAY} else State(rule["to"])
    origins = frozenset(State(name) for name in rule["from"])
    return Transition(action, origins, to, frozenset(roles), stays=rule["to"] == STAY)


@cache
def _standard(name: str) -> Mapping[str, Any]:
    path = _STANDARD / f"{name}.yaml"
    if not name.replace("-", "").isalnum() or not path.exists():
        known = ", ".join(sorted(p.stem for p in _STANDARD.glob("*.yaml")))
        raise ValueError(f"flow.yaml: there is no standard flow {name!r}; write one of: {known}")
    loaded: Mapping[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return loaded
