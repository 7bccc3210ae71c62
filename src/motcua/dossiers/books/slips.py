"""Form 06: who had a dossier from when to when, read from the ledger, so that nobody can keep it differently."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from motcua.agencies import api as agencies
from motcua.dossiers.books.words import say_hand, say_outcome
from motcua.dossiers.contracts import ClockKind, StepKind
from motcua.dossiers.contracts.books import ControlSlip, Hand, Handover
from motcua.dossiers.documents.data import SlipData, SlipLine
from motcua.dossiers.documents.rendering import render_slip
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.handovers import Told, handovers, judged
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.models import Dossier
from motcua.dossiers.queries import row_of
from motcua.dossiers.rules import version_of
from motcua.dossiers.services.snapshots import issuer_of
from motcua.dossiers.viewing import LOOKED_AT
from motcua.dossiers.web.desk.words import done_words
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.languages import pick
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking

# Entries of a dossier that move it nowhere.
NO_ACTS = (LOOKED_AT, "dossiers.cosigned", "dossiers.shared", "dossiers.share_ended")
ASKED, TASKED = "ask", "give_task"


def get_control_slip(*, actor: Actor, code: str) -> ControlSlip:
    """Every hand-over of the dossier up to now. For officials who may see it: a look, written down.

    Raises DossierNotFoundError.
    """
    with looking(actor):
        row = row_of(code)
        ledger.record(
            actor=actor,
            action=LOOKED_AT,
            record_id=row.id,
            subject_id=row.applicant_id,
            facts={"paper": "control_slip"},
        )
        return slip_of(row)


def slip_of(row: Dossier) -> ControlSlip:
    """In the caller's transaction."""
    version = version_of(row)
    return ControlSlip(
        row.code,
        row.procedure_code,
        version.name,
        row.applicant_name,
        row.receiving_agency_id,
        row.resolving_agency_id,
        clock.now(),
        _lines(row),
    )


def print_control_slip(*, actor: Actor, code: str, language: str = "vi") -> tuple[bytes, str]:
    """The slip as PDF, and the name of its file. Raises DossierNotFoundError."""
    return render_slip(slip_data(get_control_slip(actor=actor, code=code)), language), f"{code}-control-slip.pdf"


def slip_data(slip: ControlSlip) -> SlipData:
    """What the paper says."""
    return SlipData(
        agency=issuer_of(agencies.get_agency(slip.receiving_agency_id)),
        resolving=pick(agencies.get_agency(slip.resolving_agency_id).name, "vi"),
        dossier_code=slip.code,
        procedure_code=slip.procedure_code,
        procedure_name=pick(slip.procedure_name, "vi"),
        procedure_name_en=slip.procedure_name.get("en", ""),
        applicant_name=slip.applicant_name,
        track_url=f"{settings.PUBLIC_URL}/t/{slip.code}",
        issued_at=slip.as_of,
        lines=tuple(_line(line) for line in slip.lines),
        demo=settings.DEMO,
    )


def _line(line: Handover) -> SlipLine:
    said = {}
    for language in ("vi", "en"):
        with override(language):
            said[language] = (
                say_hand(line.giver, language),
                say_hand(line.taker, language),
                say_outcome(line.outcome),
                say_act(line.action),
            )
    return SlipLine(
        giver=said["vi"][0],
        giver_en=said["en"][0],
        taker=said["vi"][1],
        taker_en=said["en"][1],
        at=line.at,
        due_at=line.due_at,
        done_at=line.done_at,
        outcome=said["vi"][2],
        outcome_en=said["en"][2],
        act=said["vi"][3],
        act_en=said["en"][3],
        note=line.note,
    )


def say_act(action: str) -> str:
    """The act that handed it over."""
    said = {ASKED: _("Gửi lấy ý kiến"), TASKED: _("Giao một phần việc")}
    return said.get(action) or done_words(action)


def _lines(row: Dossier) -> tuple[Handover, ...]:
    flow, calendar = flow_of_hash(row.version_hash), agencies.calendar_of(row.receiving_agency_id)
    sits: Mapping[str, UUID] = {
        "receiver": row.receiving_agency_id,
        "specialist": row.resolving_agency_id,
        "head": row.resolving_agency_id,
    }
    told = (
        Told(
            entry.action.removeprefix("dossiers."),
            entry.at,
            entry.actor_name,
            entry.agency_id,
            entry.facts,
            entry.why,
            entry.position,
        )
        for entry in ledger.history_of(row.id, without=NO_ACTS)
    )
    lines = handovers(
        told,
        {state.value: rule.held_by for state, rule in flow.states.items()},
        sits,
        decided={state.value for state, rule in flow.states.items() if rule.clock is ClockKind.STOPPED},
        start=flow.start.value,
        check_by=clocks.act_by(row.submitted_at, flow.act_within(flow.start), calendar),
    )
    every = sorted([*lines, *_asked(row)], key=lambda line: line.at)
    return judged(every, calendar.zone, row.ended_at or clock.now())


def _asked(row: Dossier) -> list[Handover]:
    """Agencies that were asked for something have had the dossier too, beside whoever works on it."""
    own = {row.receiving_agency_id, row.resolving_agency_id}
    tasks = {step.id for step in flow_of_hash(row.version_hash).steps if step.kind is StepKind.TASK}
    return [
        Handover(
            Hand("specialist", row.resolving_agency_id),
            Hand("", step.agency_id, step.recorded_by),
            TASKED if step.step_id in tasks else ASKED,
            step.opened_at,
            step.act_by,
            step.recorded_at,
        )
        for step in row.step_rows.order_by("id")
        if step.opened_at and step.agency_id not in own
    ]
