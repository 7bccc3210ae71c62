"""Rows as contracts, as far as the asker may see them. In the caller's transaction."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import MAXYEAR, datetime
from typing import Any
from uuid import UUID

from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import (
    ActView,
    Channel,
    ClockKind,
    ClockSegment,
    CorrectionAsked,
    CoSigner,
    DocumentKind,
    DocumentView,
    DossierPaper,
    DossierSummary,
    DossierView,
    NewIssueView,
    PaymentRequest,
    State,
    StepKind,
    StepState,
    StepView,
    SupplementRequest,
)
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.steps import RECORD_STEP, Step, shown_record, step_acts
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.hands import desk_acts, in_place_of
from motcua.dossiers.lateness import lateness_of
from motcua.dossiers.models import Document, Dossier, DossierStep
from motcua.dossiers.policies import barred_now, may_record, roles_at
from motcua.dossiers.rules import calendar_agency
from motcua.dossiers.syncing.progress import progress_of
from motcua.forms import api as forms
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger

LOOKED_AT = "dossiers.looked_at"
# What officials say to each other while they work on it is not said to the applicant.
TOLD_TO_APPLICANT = {
    "request_supplement",
    "answer_supplement",
    "refuse",
    "return",
    "withdraw",
    "accept",
    "stop",
    "extend",
}
TOLD_TO_APPLICANT |= {
    "stop_with_earlier",
    "request_payment",
    "explain_lateness",
    "reopen",
    "close_unanswered",
    "decide_by_silence",
}
TOLD_TO_APPLICANT |= {"pause_step", "forward", "correct", "reissue", "shared", "ask_correction", "refuse_correction"}
AT_AGENCIES = frozenset({State.IN_PROCESS, State.AWAITING_APPROVAL})  # where a pause at one stops the whole clock


def view_of(actor: Actor, row: Dossier) -> DossierView:
    """`row` as `actor` may see it; in the caller's transaction."""
    version, flow = catalogue.get_version(row.version_hash), flow_of_hash(row.version_hash)
    state, steps = State(row.state), _steps(actor, row, flow)
    left, on_steps = (
        sum(step.recorded_at is None for step in steps),
        frozenset(act for step in steps for act in step.acts),
    )
    return DossierView(
        id=row.id,
        code=row.code,
        procedure_code=row.procedure_code,
        procedure_name=version.name,
        version_hash=row.version_hash,
        state=state,
        status=row.status,
        version=row.version,
        channel=Channel(row.channel),
        applicant_id=row.applicant_id,
        applicant_name=row.applicant_name,
        filed_by_name=row.filed_by_name,
        receiving_agency_id=row.receiving_agency_id,
        resolving_agency_id=row.resolving_agency_id,
        answers=row.answers,
        from_record=forms.origins_from_json(row.from_record),
        previous_answers=row.previous_answers,
        papers=_papers(row),
        submitted_at=row.submitted_at,
        received_at=row.received_at,
        due_at=row.due_at,
        act_by=row.act_by,
        decided_at=row.decided_at,
        ended_at=row.ended_at,
        clock=clocks.from_json(row.clock),
        supplement=_supplement(row),
        proposal=row.proposal,
        fee_total=row.fee_total,
        acts=_acts(row),
        documents=_documents(row),
        holder=flow.states[state].held_by,
        next_actions=()
        if row.archived_at
        else flow.actions(
            state,
            roles_at(actor, row),
            row.supplements_asked,
            steps_left=left,
            on_steps=on_steps,
            barred=barred_now(actor, row, flow),
        ),
        steps=steps,
        journey_id=row.journey_id,
        journey_part=row.journey_part,
        co_signers=_co_signers(row),
        unrouted=row.unrouted,
        payment=_payment(row),
        lateness=lateness_of(row),
        assignee_id=row.assignee_id,
        assignee_name=row.assignee_name,
        assigned_at=row.assigned_at,
        desk_acts=() if row.archived_at else desk_acts(actor, row, flow),
        archived_at=row.archived_at,
        source=row.source,
        progress=progress_of(row.id) if row.source else (),
        instead=bool(in_place_of(actor, row)),
        new_issue=_new_issue(actor, row),
        correction_asked=_correction_asked(row),
        calendar_agency_id=_calendar_agency(row),
        waits_for=_waits_for(state, flow, {step.id: (step.agency_id, step.clock) for step in steps}),
    )


def summaries_of(rows: Sequence[Dossier]) -> tuple[DossierSummary, ...]:
    """In the order given. One statement more where another agency may hold one of them up."""
    asked = [row.id for row in rows if row.due_at is None and row.state in AT_AGENCIES and _may_stop(row)]
    held: defaultdict[UUID, dict[str, tuple[UUID, clocks.Clock]]] = defaultdict(dict)
    if asked:
        paused = DossierStep.objects.filter(dossier_id__in=asked, state=StepState.PAUSED.value).order_by("id")
        for dossier_id, step_id, agency_id, own in paused.values_list("dossier_id", "step_id", "agency_id", "clock"):
            held[dossier_id][step_id] = (agency_id, clocks.from_json(own))
    return tuple(
        replace(one, waits_for=_waits_for(one.state, flow_of_hash(row.version_hash), held[row.id]))
        if row.id in held
        else one
        for row, one in ((row, summary_of(row)) for row in rows)
    )


def _may_stop(row: Dossier) -> bool:
    return any(step.pauses_case for step in flow_of_hash(row.version_hash).steps)


def _waits_for(state: State, flow: Flow, steps: Mapping[str, tuple[UUID, Sequence[ClockSegment]]]) -> tuple[UUID, ...]:
    """The agencies that hold up a step for a reason which stops the clock of the whole case."""
    if state not in AT_AGENCIES:
        return ()
    held = (steps[rule.id] for rule in flow.steps if rule.pauses_case and rule.id in steps)
    return tuple(dict.fromkeys(agency for agency, own in held if own and own[-1].kind is ClockKind.PAUSED))


def summary_of(row: Dossier) -> DossierSummary:
    state = State(row.state)
    return DossierSummary(
        id=row.id,
        code=row.code,
        procedure_code=row.procedure_code,
        procedure_name=catalogue.get_version(row.version_hash).name,
        applicant_name=row.applicant_name,
        state=state,
        status=row.status,
        submitted_at=row.submitted_at,
        due_at=row.due_at,
        act_by=row.act_by,
        decided_at=row.decided_at,
        ended_at=row.ended_at,
        receiving_agency_id=row.receiving_agency_id,
        version=row.version,
        holder=flow_of_hash(row.version_hash).states[state].held_by,
        channel=Channel(row.channel),
        journey_id=row.journey_id,
        journey_part=row.journey_part,
        assignee_id=row.assignee_id,
        assignee_name=row.assignee_name,
        source=row.source,
        own_due_at=_own_due(row),
        calendar_agency_id=_calendar_agency(row),
    )


def _calendar_agency(row: Dossier) -> UUID:
    return calendar_agency(row.version_hash, row.receiving_agency_id, row.resolving_agency_id)


def _own_due(row: Dossier) -> datetime | None:
    """The date of the asker's own step, in the list of others' dossiers; None where it has none."""
    own: datetime | None = getattr(row, "own_date", None)
    return own if own and own.year < MAXYEAR else None


def document_view(row: Document, replaced_by: str = "", replaced_as: str = "") -> DocumentView:
    return DocumentView(
        row.id,
        DocumentKind(row.kind),
        row.number,
        row.title,
        row.issued_at,
        ready=row.file_id is not None,
        replaced_by=replaced_by,
        replaced_as=replaced_as,
        issued_as=row.issued_as,
    )


def _documents(row: Dossier) -> tuple[DocumentView, ...]:
    """In the order in which they were issued; each says which one took its place."""
    found = list(row.document_rows.defer("data").order_by("id"))
    newer = {one.supersedes_id: (one.number, one.issued_as) for one in found if one.supersedes_id}
    return tuple(document_view(document, *newer.get(document.id, ("", ""))) for document in found)


def _papers(row: Dossier) -> tuple[DossierPaper, ...]:
    names = {paper.id: paper.name for paper in catalogue.get_version(row.version_hash).papers}
    return tuple(
        DossierPaper(
            id=paper.id,
            paper_id=paper.paper_id,
            name=names.get(paper.paper_id, {"vi": paper.paper_id}),
            file_id=paper.file_id,
            file_name=paper.file_name,
            content_type=paper.content_type,
            size=paper.size,
            sha256=paper.sha256,
            added_at=paper.added_at,
            round=paper.round,
        )
        for paper in row.paper_rows.order_by("id")
    )


def _steps(actor: Actor, row: Dossier, flow: Flow) -> tuple[StepView, ...]:
    """In the order of the flow."""
    if not flow.steps:
        return ()
    there = {step.step_id: step for step in row.step_rows.all()}
    return tuple(_step(actor, there[rule.id], rule, there) for rule in flow.steps if rule.id in there)


def _step(actor: Actor, row: DossierStep, rule: Step, there: Collection[str]) -> StepView:
    own = clocks.from_json(row.clock)
    acts = step_acts(rule, StepState(row.state), own[-1].kind if own else None) if may_record(actor, row, rule) else ()
    acts = () if rule.kind is StepKind.DRAW else acts
    return StepView(
        id=rule.id,
        kind=rule.kind,
        name=rule.name,
        role=rule.role,
        agency_id=row.agency_id,
        state=StepState(row.state),
        opened_at=row.opened_at,
        act_by=row.act_by,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        record=row.record,
        shown=shown_record(rule, row.record),
        mine=RECORD_STEP in acts,
        after=tuple(one for one in rule.after if one in there),
        clock=own,
        acts=acts,
        elsewhere=rule.agency is not None,
    )


def _co_signers(row: Dossier) -> tuple[CoSigner, ...]:
    """No statement is spent where nobody can have been asked."""
    if row.journey_id is None and not catalogue.get_version(row.version_hash).form.get("parties"):
        return ()
    return tuple(
        CoSigner(one.name, one.person_id, one.person_name, one.agreed_at, one.content_hash)
        for one in row.party_rows.order_by("id")
    )


def _supplement(row: Dossier) -> SupplementRequest | None:
    asked: dict[str, Any] | None = row.supplement
    if not asked:
        return None
    return SupplementRequest(
        fields=tuple(asked["fields"]),
        papers=tuple(asked["papers"]),
        reason=asked["reason"],
        requested_at=datetime.fromisoformat(asked["requested_at"]),
        requested_by=asked["requested_by"],
        answered_at=datetime.fromisoformat(asked["answered_at"]) if asked["answered_at"] else None,
        step=asked.get("step", ""),
        kind=asked.get("kind", ""),
    )


def _new_issue(actor: Actor, row: Dossier) -> NewIssueView | None:
    """For officials: an applicant hears of it when it is signed."""
    asked: dict[str, Any] | None = row.new_issue
    if not asked or actor.is_person:
        return None
    told = {name: asked[name] for name in ("kind", "reason", "on_request", "number", "by", "result", "answers")}
    return NewIssueView(**told, at=datetime.fromisoformat(asked["at"]))


def _correction_asked(row: Dossier) -> CorrectionAsked | None:
    asked: dict[str, Any] | None = row.correction_asked
    if not asked:
        return None
    return CorrectionAsked(tuple(asked["fields"]), asked["reason"], datetime.fromisoformat(asked["at"]))


def _payment(row: Dossier) -> PaymentRequest | None:
    asked: dict[str, Any] | None = row.payment
    if not asked:
        return None
    return PaymentRequest(
        amount=asked["amount"],
        reason=asked["reason"],
        requested_at=datetime.fromisoformat(asked["requested_at"]),
        requested_by=asked["requested_by"],
        confirmed_at=datetime.fromisoformat(asked["confirmed_at"]) if asked["confirmed_at"] else None,
    )


def _acts(row: Dossier) -> tuple[ActView, ...]:
    """The timeline is the ledger itself, without the looks."""
    return tuple(
        ActView(
            entry.action.removeprefix("dossiers."), entry.at, entry.actor_name, entry.position, entry.why, entry.facts
        )
        for entry in ledger.history_of(row.id, without=(LOOKED_AT,))
    )
