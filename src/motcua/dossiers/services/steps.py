"""Steps between acceptance and the result: opened by themselves in their order, each with its own clock, each recorded once
by the agency that does it.

What moves several agencies' steps at once is done for the system, in the transaction of the act that caused it: no agency
may write the rows of another one.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import ClockKind, StepState
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.steps import ELSEWHERE, Step, may_begin, step_acts
from motcua.dossiers.errors import ActNotAllowedError, StepNotAskedError
from motcua.dossiers.models import Dossier, DossierStep
from motcua.dossiers.policies import may_record
from motcua.dossiers.rules import day_of
from motcua.dossiers.sharing.rights import reaches
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.platform.database.transactions import acting

_ELSEWHERE = [kind.value for kind in ELSEWHERE]
NOW = (StepState.OPEN.value, StepState.PAUSED.value)


def own_step(actor: Actor, row: Dossier, flow: Flow, step_id: str, action: str) -> tuple[DossierStep, Step]:
    """The step that `actor` wants to do something with, and its rule.

    Raises StepNotAskedError where it does not stand so that this can be done, ActNotAllowedError for somebody else's.
    """
    rule = flow.step(step_id)
    step = row.step_rows.filter(step_id=step_id).first()
    if rule is None or step is None or action not in step_acts(rule, StepState(step.state), last_kind(step)):
        raise StepNotAskedError
    if not may_record(actor, step, rule) or not reaches(actor.reach, row):
        raise ActNotAllowedError(action=action)
    return step, rule


def write_record(row: DossierStep, actor: Actor, record: Mapping[str, str]) -> None:
    row.record, row.recorded_at = dict(record), clock.now()
    row.recorded_by = f"{actor.name}, {actor.position}" if actor.position else actor.name
    row.state = StepState.DONE.value
    _turn(row, ClockKind.STOPPED)
    row.save()


def pause(row: DossierStep, rule: Step, kind: ClockKind, reason: str, legal: str = "") -> None:
    """The step's own clock stands still: for the applicant, or for a reason of the agency's."""
    row.state = StepState.PAUSED.value
    _turn(row, kind, reason, legal)
    row.act_by = _due(row, rule)
    row.save()


def resume(row: DossierStep, rule: Step) -> None:
    row.state = StepState.OPEN.value
    _turn(row, ClockKind.RUNNING)
    row.act_by = _due(row, rule)
    row.save()


def open_steps(row: Dossier, flow: Flow) -> None:
    """Ask for what the answers call for now: new steps are put down, those no longer called for and not recorded go, and
    those that waited for the applicant go on.

    In the caller's transaction. Raises NoCompetentAgencyError when nobody can be asked.
    """
    if not flow.steps:
        return
    with acting(SYSTEM):
        names = {**row.answers, "channel": row.channel, "today": day_of(row).isoformat()}
        wanted = {step.id: step for step in flow.asked_steps(lambda expression: catalogue.condition(expression)(names))}
        kept = set()
        for there in row.step_rows.all():
            if there.step_id in wanted or there.recorded_at:
                kept.add(there.step_id)
                if there.state == StepState.PAUSED.value and last_kind(there) is ClockKind.WAITING_APPLICANT:
                    resume(there, wanted[there.step_id])
            else:
                there.delete()
        for step in wanted.values():
            if step.id not in kept:
                _put_down(row, step)
        row.asked_agency_ids = _begin_next(row, flow)


def advance_steps(row: Dossier, flow: Flow) -> None:
    """Begin what waited for the step that was just done, and close the dossier to whoever has nothing to do with it any
    more: the purpose is over (Law 91/2025/QH15 on personal data, from memory). In the system's name."""
    row.asked_agency_ids = _begin_next(row, flow)


def cancel_steps(row: Dossier, flow: Flow) -> None:
    """The dossier is over: nobody is asked for anything any more."""
    row.asked_agency_ids = None
    if flow.steps:
        with acting(SYSTEM):
            for step in row.step_rows.filter(recorded_at=None):
                step.state = StepState.CANCELLED.value
                _turn(step, ClockKind.STOPPED)
                step.save()


def pausing(row: Dossier, flow: Flow) -> bool:
    """Whether an agency holds its step up for a reason that stops the clock of the whole case."""
    if not any(step.pauses_case for step in flow.steps):
        return False
    held = {step.step_id: last_kind(step) for step in row.step_rows.filter(state=StepState.PAUSED.value)}
    return any(step.pauses_case and held.get(step.id) is ClockKind.PAUSED for step in flow.steps)


def pending_steps(row: Dossier) -> tuple[str, ...]:
    """The ids of the steps that are asked and not recorded yet."""
    return tuple(row.step_rows.filter(recorded_at=None).order_by("id").values_list("step_id", flat=True))


def last_kind(row: DossierStep) -> ClockKind | None:
    """What the step's own clock does now; None for one that waits for others."""
    return ClockKind(row.clock[-1]["kind"]) if row.clock else None


def _begin_next(row: Dossier, flow: Flow) -> list[UUID] | None:
    """Begin every step before which nothing is left to do; gives the agencies that owe something now."""
    rows = list(row.step_rows.order_by("id"))
    wanted = {one.step_id for one in rows}
    done = {one.step_id for one in rows if one.state == StepState.DONE.value}
    for one in rows:
        rule = flow.step(one.step_id)
        if rule and one.state == StepState.WAITING.value and may_begin(rule, wanted, done):
            one.opened_at = clock.now()
            resume(one, rule)
    owed = (one.agency_id for one in rows if one.kind in _ELSEWHERE and one.state in NOW)
    return list(dict.fromkeys(owed)) or None


def _put_down(row: Dossier, step: Step) -> None:
    DossierStep.objects.create(
        dossier=row,
        step_id=step.id,
        kind=step.kind.value,
        agency_id=_agency_of(row, step),
        state=StepState.WAITING.value,
    )


def _turn(row: DossierStep, kind: ClockKind, reason: str = "", legal: str = "") -> None:
    before = clocks.from_json(row.clock)
    now = max(clock.now(), before[-1].started_at) if before else clock.now()
    row.clock = clocks.to_json(clocks.turn(before, kind, now, reason, legal=legal))


def _due(row: DossierStep, rule: Step) -> datetime | None:
    calendar = agencies.calendar_of(row.agency_id)
    return clocks.own_due(clocks.from_json(row.clock), rule.within, calendar)


def _agency_of(row: Dossier, step: Step) -> UUID:
    """Who does the step: the desk that receives or resolves, or the agency that is asked, in the place that counts."""
    if step.agency is None:
        return row.receiving_agency_id if step.role == "receiver" else row.resolving_agency_id
    if step.agency.code:
        return agencies.get_agency_by_code(step.agency.code).id
    place = row.answers.get(step.agency.place) if step.agency.place else None
    unit = str(place["commune"]) if place else agencies.get_agency(row.resolving_agency_id).unit_code or ""
    return agencies.competent_agency((step.agency.tier,), unit, step.agency.branch).id
