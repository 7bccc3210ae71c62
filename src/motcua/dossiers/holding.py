"""Who has a dossier now, and since when: told to the applicant, to the desk, and to whoever knows the code."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from motcua.dossiers.contracts import DossierView, Holding, State, StepState, TrackedStep
from motcua.dossiers.flows import flow_of_hash
from motcua.platform.database.transactions import prepared

_STEPS = "SELECT step_id, agency_id, state, opened_at, recorded_at FROM dossiers_tracked_step WHERE dossier_id = %s ORDER BY id"
_OPEN = (StepState.OPEN, StepState.PAUSED)


def holding_of(view: DossierView) -> tuple[Holding, ...]:
    """Every agency that has something to do with it now, or the applicant who was asked; () when nobody has."""
    since = next(
        (act.at for act in reversed(view.acts) if act.facts.get("from") != act.facts.get("to")), view.submitted_at
    )
    steps = (
        TrackedStep(one.name, one.agency_id, one.state, one.opened_at, one.recorded_at)
        for one in view.steps
        if one.elsewhere
    )
    own = any(not one.elsewhere and one.state in _OPEN for one in view.steps)
    done = not any(one.state in (*_OPEN, StepState.WAITING) for one in view.steps)
    return _holding(
        view.state,
        view.holder,
        (view.receiving_agency_id, view.resolving_agency_id),
        since,
        steps,
        at_desk=own or done,
    )


def tracked_steps(dossier_id: UUID, version_hash: str) -> tuple[TrackedStep, ...]:
    """The steps of a dossier as anybody may know them: what, where, since when; never what was found. No statement is
    spent on a flow without steps."""
    flow = flow_of_hash(version_hash)
    if not flow.steps:
        return ()
    rows = {row[0]: row[1:] for row in prepared(_STEPS, (dossier_id,)).fetchall()}
    return tuple(
        TrackedStep(
            rule.name,
            agency_id,
            StepState(state),
            opened_at,
            recorded_at,
            elsewhere=rule.agency is not None,
            stops_case=rule.pauses_case and state == StepState.PAUSED.value,
        )
        for rule in flow.steps
        if rule.id in rows
        for agency_id, state, opened_at, recorded_at in (rows[rule.id],)
    )


def tracked_holding(
    state: State, version_hash: str, agencies: tuple[UUID, UUID], since: datetime, steps: tuple[TrackedStep, ...]
) -> tuple[Holding, ...]:
    """The same for whoever knows the code."""
    own = any(not one.elsewhere and one.state in _OPEN for one in steps)
    done = not any(one.state in (*_OPEN, StepState.WAITING) for one in steps)
    elsewhere = (one for one in steps if one.elsewhere)
    held_by = flow_of_hash(version_hash).states[state].held_by
    return _holding(state, held_by, agencies, since, elsewhere, at_desk=own or done)


def _holding(
    state: State,
    held_by: str,
    agencies: tuple[UUID, UUID],
    since: datetime,
    steps: Iterable[TrackedStep],
    *,
    at_desk: bool,
) -> tuple[Holding, ...]:
    receiving, resolving = agencies
    if held_by == "applicant":
        return (Holding("applicant", None, since),)
    if held_by not in {"receiver", "specialist", "head"}:
        return ()
    desk: dict[str, Any] = {"role": held_by, "agency_id": receiving if held_by == "receiver" else resolving}
    if state is not State.IN_PROCESS:
        return (Holding(**desk, since=since),)
    away = tuple(
        Holding("specialist", one.agency_id, one.opened_at, one.name, paused=one.state is StepState.PAUSED)
        for one in steps
        if one.state in _OPEN
    )
    return (*away, Holding(**desk, since=since)) if at_desk or not away else away
