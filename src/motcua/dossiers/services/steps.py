"""Steps between acceptance and the result: opened by themselves, each recorded once by the agency that does it."""

from collections.abc import Mapping
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import StepKind
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.steps import Step
from motcua.dossiers.models import Dossier, DossierStep
from motcua.dossiers.rules import day_of
from motcua.kernel import clock
from motcua.kernel.actors import Actor


def write_record(row: DossierStep, actor: Actor, record: Mapping[str, str]) -> None:
    row.record, row.recorded_at = dict(record), clock.now()
    row.recorded_by = f"{actor.name}, {actor.position}" if actor.position else actor.name
    row.save()


def open_steps(row: Dossier, flow: Flow) -> None:
    """Ask for what the answers call for now: new steps are opened, those no longer called for and not recorded go.

    In the caller's transaction. Raises NoCompetentAgencyError when nobody can be asked.
    """
    if not flow.steps:
        return
    names = {**row.answers, "channel": row.channel, "today": day_of(row).isoformat()}
    wanted = {step.id: step for step in flow.asked_steps(lambda expression: catalogue.condition(expression)(names))}
    kept = set()
    for there in row.step_rows.all():
        if there.step_id in wanted or there.recorded_at:
            kept.add(there.step_id)
        else:
            there.delete()
    for step in wanted.values():
        if step.id not in kept:
            _open(row, step)
    row.asked_agency_ids = _asked_now(row)


def end_asking(row: Dossier) -> None:
    """Whoever has given its opinion reads the dossier no longer: the purpose is over (Law 91/2025/QH15 on personal data, from
    memory). For the system: who was asked can't take itself out of a row that it would no longer see.
    """
    Dossier.objects.filter(id=row.id).update(asked_agency_ids=_asked_now(row))


def _asked_now(row: Dossier) -> list[UUID] | None:
    """The agencies that owe an opinion."""
    owed = row.step_rows.filter(kind=StepKind.OPINION.value, recorded_at=None).order_by("id")
    return list(dict.fromkeys(owed.values_list("agency_id", flat=True))) or None


def _open(row: Dossier, step: Step) -> None:
    agency_id, now = _agency_of(row, step), clock.now()
    calendar = agencies.calendar_of(agency_id)
    DossierStep.objects.create(
        dossier=row,
        step_id=step.id,
        kind=step.kind.value,
        agency_id=agency_id,
        opened_at=now,
        act_by=clocks.act_by(now, step.within, calendar) if step.within else None,
    )


def _agency_of(row: Dossier, step: Step) -> UUID:
    """Who does the step: the desk that receives or resolves, or the agency that is asked, in the place that counts."""
    if step.agency is None:
        return row.receiving_agency_id if step.role == "receiver" else row.resolving_agency_id
    place = row.answers.get(step.agency.place) if step.agency.place else None
    unit = str(place["commune"]) if place else agencies.get_agency(row.resolving_agency_id).unit_code or ""
    return agencies.competent_agency((step.agency.tier,), unit, step.agency.branch).id


def pending_steps(row: Dossier) -> tuple[str, ...]:
    """The ids of the steps that are asked and not recorded yet."""
    return tuple(row.step_rows.filter(recorded_at=None).order_by("id").values_list("step_id", flat=True))
