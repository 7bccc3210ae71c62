"""Reading cases: rows to contracts. Reading personal data is itself written down in the ledger."""

from collections.abc import Collection
from dataclasses import replace
from datetime import MAXYEAR, datetime
from typing import Any
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.catalogue import api as catalogue
from motcua.dossiers.contracts import (
    ActView,
    Channel,
    CoSigned,
    CoSigner,
    DocumentKind,
    DocumentView,
    DossierPaper,
    DossierSummary,
    DossierView,
    JourneySummary,
    JourneyTracking,
    JourneyView,
    PaymentRequest,
    Reckoning,
    State,
    StepKind,
    StepState,
    StepView,
    SupplementRequest,
    Tracking,
)
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.codes import places_of
from motcua.dossiers.domain.flow import Flow
from motcua.dossiers.domain.steps import RECORD_STEP, Step, shown_record, step_acts
from motcua.dossiers.errors import DossierNotFoundError, JourneyNotFoundError
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.hands import desk_acts, in_place_of
from motcua.dossiers.holding import tracked_holding, tracked_steps
from motcua.dossiers.lateness import lateness_of
from motcua.dossiers.models import Document, Dossier, DossierParty, DossierStep, Journey
from motcua.dossiers.policies import barred_now, may_record, roles_at
from motcua.dossiers.rules import reckoning_of
from motcua.dossiers.syncing.progress import progress_of, tracked_progress
from motcua.forms import api as forms
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import looking, prepared

LOOKED_AT = "dossiers.looked_at"


def get_dossier(*, actor: Actor, code: str, why: str = "") -> DossierView:
    """The whole case. An official's look at it is an entry in the ledger before the page is shown.

    Raises DossierNotFoundError, also for a dossier that the actor may not see.
    """
    with looking(actor):
        row = row_of(code)
        if not actor.is_person:
            ledger.record(actor=actor, action=LOOKED_AT, record_id=row.id, subject_id=row.applicant_id, why=why)
        return view_of(actor, row)


def list_my_dossiers(*, actor: Actor, limit: int = 50) -> tuple[DossierSummary, ...]:
    """The actor's own dossiers, newest first."""
    if actor.id is None:
        return ()
    with looking(actor):
        rows = Dossier.objects.filter(applicant_id=actor.id).order_by("-id")[:limit]
        return tuple(summary_of(row) for row in rows)


def list_cosigned(*, actor: Actor, limit: int = 50) -> tuple[CoSigned, ...]:
    """Dossiers of others that the actor agreed to, newest first: what to track them by."""
    if not actor.is_person or actor.id is None:
        return ()
    with looking(actor):
        rows = DossierParty.objects.filter(person_id=actor.id).order_by("-id")[:limit]
        return tuple(CoSigned(row.dossier_code, row.procedure_name, row.agreed_at) for row in rows)


def list_my_journeys(*, actor: Actor, limit: int = 50) -> tuple[JourneySummary, ...]:
    """What the actor filed together, newest first."""
    if actor.id is None:
        return ()
    with looking(actor):
        rows = Journey.objects.filter(applicant_id=actor.id).order_by("-id")[:limit]
        return tuple(_journey_summary(row) for row in rows)


def track_dossier(*, code: str) -> Tracking:
    """Status and dates for whoever knows the code; nothing about the person. Raises DossierNotFoundError."""
    if "\x00" not in code:  # PostgreSQL's text holds none
        for first, end in places_of(code):
            if row := prepared(_TRACK, (code, first, end)).fetchone():
                return _tracking(row)
    raise DossierNotFoundError


def get_journey(*, actor: Actor, code: str) -> JourneyView:
    """All dossiers of a journey that the actor may see; an official's look is an entry in the ledger.

    Raises JourneyNotFoundError.
    """
    with looking(actor):
        row = Journey.objects.filter(code=code).first() if "\x00" not in code else None
        if row is None:
            raise JourneyNotFoundError
        if not actor.is_person:
            ledger.record(actor=actor, action=LOOKED_AT, record_id=row.id, subject_id=row.applicant_id)
        return view_of_journey(actor, row)


def find_journey(*, actor: Actor, journey_id: UUID) -> JourneyTracking:
    """What stands around a dossier: the status of all that was filed with it, also at agencies that the actor is none
    of. Raises JourneyNotFoundError for a journey of which the actor sees no dossier."""
    with looking(actor):
        row = Journey.objects.filter(id=journey_id).first()
        if row is None:
            raise JourneyNotFoundError
        return track_journey(code=row.code)


def track_journey(*, code: str) -> JourneyTracking:
    """Status and dates for whoever knows the code; nothing about the person. Raises JourneyNotFoundError."""
    found = prepared(_TRACK_JOURNEY, (code,)).fetchone() if "\x00" not in code else None
    if found is None:
        raise JourneyNotFoundError
    journey_id, version_hash, submitted_at = found
    version = catalogue.get_version(version_hash)
    rows = prepared(f"{_TRACKING} WHERE journey_id = %s ORDER BY id", (journey_id,)).fetchall()
    return JourneyTracking(code, version.code, version.name, submitted_at, tuple(_tracking(row) for row in rows))


def _journey_summary(row: Journey) -> JourneySummary:
    version = catalogue.get_version(row.version_hash)
    names = {part.id: part.name for part in version.journey if part.name}
    return JourneySummary(row.id, row.code, version.name, row.submitted_at, names)


def view_of_journey(actor: Actor, row: Journey) -> JourneyView:
    """In the caller's transaction: the dossiers of it that this one shows the actor."""
    version = catalogue.get_version(row.version_hash)
    dossiers = tuple(view_of(actor, one) for one in Dossier.objects.filter(journey_id=row.id).order_by("id"))
    by_part = {one.journey_part: one for one in dossiers}
    after = {part.id: part.after for part in version.journey}
    called = {part.id: part.name for part in version.journey}
    waits = {
        one.id: tuple(
            by_part[name].id
            for name in after.get(one.journey_part, ())
            if name in by_part and by_part[name].decided_at is None
        )
        for one in dossiers
        if one.state is State.AWAITING_EARLIER
    }
    return JourneyView(
        id=row.id,
        code=row.code,
        procedure_code=row.procedure_code,
        procedure_name=version.name,
        applicant_id=row.applicant_id,
        applicant_name=row.applicant_name,
        submitted_at=row.submitted_at,
        dossiers=dossiers,
        names={one.id: called.get(one.journey_part) or one.procedure_name for one in dossiers},
        waits_for=waits,
    )


def explain_due_date(*, actor: Actor, code: str) -> Reckoning | None:
    """Every day of the reckoning up to the due date, or up to now while the clock waits. None before acceptance."""
    with looking(actor):
        row = row_of(code)
        until = row.ended_at or (clock.now() if row.due_at is None else None)
        return reckoning_of(row, clocks.from_json(row.clock), until)


def row_of(code: str) -> Dossier:
    """The row, in the caller's transaction, as far as it lets the caller see it. Raises DossierNotFoundError."""
    if "\x00" not in code:  # PostgreSQL's text holds none
        for first, end in places_of(code):
            if row := Dossier.objects.filter(code=code, id__gte=first, id__lt=end).first():
                return row
    raise DossierNotFoundError


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
    )


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
    )


def _own_due(row: Dossier) -> datetime | None:
    """The date of the asker's own step, in the list of others' dossiers; None where it has none."""
    own: datetime | None = getattr(row, "own_date", None)
    return own if own and own.year < MAXYEAR else None


def document_view(row: Document, replaced_by: str = "") -> DocumentView:
    return DocumentView(
        row.id,
        DocumentKind(row.kind),
        row.number,
        row.title,
        row.issued_at,
        ready=row.file_id is not None,
        replaced_by=replaced_by,
    )


def _documents(row: Dossier) -> tuple[DocumentView, ...]:
    """In the order in which they were issued; each says which one took its place."""
    found = list(row.document_rows.defer("data").order_by("id"))
    newer = {document.supersedes_id: document.number for document in found if document.supersedes_id}
    return tuple(document_view(document, newer.get(document.id, "")) for document in found)


def _tracking(row: tuple[Any, ...]) -> Tracking:
    version = catalogue.get_version(row[1])
    agency = agencies.get_agency(row[2])
    found = Tracking(row[0], version.code, version.name, agency.name, agency.id, State(row[3]), *row[4:11])
    if found.source:
        return replace(found, progress=tracked_progress(row[11]))
    steps = tracked_steps(row[11], row[1]) if found.received_at else ()
    holding = tracked_holding(found.state, row[1], (row[2], row[12]), row[13] or found.submitted_at, steps)
    return replace(found, holding=holding, steps=steps)


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


_TRACKING = (
    "SELECT code, version_hash, receiving_agency_id, state, status, submitted_at, received_at, due_at, decided_at, "
    "ended_at, source, id, resolving_agency_id, turned_at FROM dossiers_tracking"
)
# Without `concat`, which is only stable, PostgreSQL would plan anew each time, for the months at hand; so it keeps one
# plan for all months and leaves those out that the range does not touch when it runs.
_TRACK = f"{_TRACKING} WHERE code = %s AND id >= concat(%s::uuid)::uuid AND id < concat(%s::uuid)::uuid"
_TRACK_JOURNEY = "SELECT id, version_hash, submitted_at FROM dossiers_journey_tracking WHERE code = %s"
