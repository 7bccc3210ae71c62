"""One act on many dossiers: foreseen first, then done one by one, each in its own transaction and written down beside it.

What is refused holds up nothing else; what was asked twice is done once; what a page does not get done is the worker's.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError

from motcua.agencies import api as agencies
from motcua.agencies.errors import PositionNotFoundError
from motcua.dossiers import errors
from motcua.dossiers.contracts import BatchRowView, BatchView, Chosen, DossierView, Foreseen, State
from motcua.dossiers.contracts.batches import MOST, MOST_TO_MOVE, MOST_TO_SIGN
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    BatchInvalidError,
    BatchNotFoundError,
    ClaimedByOtherError,
    DecidedElsewhereError,
    OwnProposalError,
    ReasonMissingError,
    UndoTooLateError,
)
from motcua.dossiers.events import BatchAsked
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.hands import desk_acts, selves
from motcua.dossiers.models import Batch, BatchRow, Dossier
from motcua.dossiers.policies import is_own_proposal, roles_at
from motcua.dossiers.services import acts, assigning
from motcua.dossiers.services.notes import LONGEST_NOTE
from motcua.dossiers.viewing import LOOKED_AT, summaries_of
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import MotCuaError, NotAllowedError
from motcua.kernel.languages import pick
from motcua.kernel.texts import clean_lines
from motcua.ledger import api as ledger
from motcua.platform.database.transactions import acting, looking
from motcua.platform.outbox import api as outbox

LIMITS: Mapping[str, int] = {
    "accept": MOST, "approve": MOST_TO_SIGN, "send_back": MOST, "return": MOST,
    "claim": MOST, "release": MOST, "assign": MOST_TO_MOVE,
}  # fmt: skip
HAND_ACTS = frozenset({"claim", "release", "assign"})
UNDO_WITHIN = timedelta(minutes=30)
PATIENCE_S = 2.0  # how long a page works on a batch before it shows how far it got
KEPT = timedelta(days=90)


def foresee(*, actor: Actor, action: str, dossier_ids: Sequence[UUID]) -> tuple[Foreseen, ...]:
    """What `action` would do to each of these dossiers now, in the order given; dossiers that the actor does not see are
    left out. One look at all of them. Raises BatchInvalidError for an unknown act or too many."""
    _require_size(action, len(dossier_ids))
    with looking(actor):
        rows = {row.id: row for row in Dossier.objects.filter(id__in=dossier_ids).defer("answers", "previous_answers")}
        own = selves(actor)
        subjects = sorted({str(row.applicant_id) for row in rows.values()})
        if subjects:
            ledger.record(actor=actor, action=LOOKED_AT, facts={"subjects": subjects})
        wanted = [rows[each] for each in dict.fromkeys(dossier_ids) if each in rows]
        shown = summaries_of(wanted)
        return tuple(Foreseen(one, _problem(actor, rows[one.id], action, own)) for one in shown)


def start_batch(
    *, actor: Actor, batch_id: UUID, action: str, chosen: Sequence[Chosen], given: Mapping[str, str] | None = None
) -> BatchView:
    """Ask for `action` on the chosen dossiers and do as many as a page has patience for. The same `batch_id` again
    answers what it came to the first time, whatever is sent with it.

    Raises BatchInvalidError, ReasonMissingError, NotAllowedError.
    """
    _require_size(action, len(chosen))
    _asked_once(_new(actor, batch_id, action, _checked(action, given or {})), chosen, actor)
    return work_on(actor=actor, batch_id=batch_id)


def undo_batch(*, actor: Actor, batch_id: UUID, undo_id: UUID) -> BatchView:
    """Give every dossier that a batch gave out back to who had it, unless something happened to it since.

    Raises BatchNotFoundError, UndoTooLateError, NotAllowedError.
    """
    with looking(actor):
        done = _batch(actor, batch_id)
        rows = done.rows.filter(outcome="done").order_by("id")
        back = [Chosen(row.dossier_id, row.version_after or 0, row.before_id) for row in rows]
        if not Batch.objects.filter(id=undo_id, undo_of=batch_id).exists() and not _may_undo(done):
            raise UndoTooLateError
    _asked_once(_new(actor, undo_id, "assign", {}, undo_of=batch_id), back, actor)
    return work_on(actor=actor, batch_id=undo_id)


def work_on(*, actor: Actor, batch_id: UUID, patience_s: float = PATIENCE_S) -> BatchView:
    """Do what is left of a batch of one's own until it is done or `patience_s` are over; somebody else's is only looked at.
    Raises BatchNotFoundError."""
    with looking(actor):
        batch = _batch(actor, batch_id)
    if batch.actor_id != actor.id:  # what somebody else asked for is not done with the rights of a head who looks at it
        return get_batch(actor=actor, batch_id=batch_id)
    until = time.monotonic() + patience_s
    while time.monotonic() < until and _do_next(actor, batch):
        pass
    return get_batch(actor=actor, batch_id=batch_id)


def finish(batch_id: UUID) -> None:
    """The worker does what the page left, as the official at the desk that they hold today."""
    with acting(SYSTEM):
        batch = Batch.objects.filter(id=batch_id).first()
    if batch is None:
        return
    actor = _actor_of(batch)
    while _do_next(actor, batch):
        pass


def get_batch(*, actor: Actor, batch_id: UUID) -> BatchView:
    """How far a batch of one's own came, or of one's agency for its head. Raises BatchNotFoundError."""
    with looking(actor):
        batch = _batch(actor, batch_id)
        rows = list(batch.rows.order_by("id"))
        names = {each.id: each.name for each in agencies.list_officials(batch.agency_id)}
        return BatchView(
            id=batch.id,
            action=batch.action,
            actor_name=batch.actor_name,
            asked_at=batch.asked_at,
            rows=tuple(
                BatchRowView(
                    row.code,
                    row.outcome,
                    _said(row),
                    names.get(row.assignee_id, "") if row.assignee_id else "",
                    names.get(row.before_id, "") if row.before_id else "",
                )
                for row in rows
            ),
            may_undo=_may_undo(batch) and any(row.outcome == "done" for row in rows),
            undo_of=batch.undo_of,
            given=batch.given,
        )


def forget_batches() -> None:
    """After 90 days nobody asks any more how a batch went; what it did stands in the ledger."""
    with acting(SYSTEM):
        Batch.objects.filter(asked_at__lt=clock.now() - KEPT).delete()


def _write(asked: Batch, chosen: Sequence[Chosen], actor: Actor) -> None:
    """Keep what was asked for, once. In the caller's transaction."""
    wanted = Dossier.objects.filter(id__in=[each.dossier_id for each in chosen]).only("id", "code", "assignee_id")
    rows = {row.id: row for row in wanted}
    kept = {each.dossier_id: each for each in chosen if each.dossier_id in rows}
    if not kept:
        raise BatchInvalidError(fields={"row": BatchInvalidError.message})
    asked.save(force_insert=True)
    BatchRow.objects.bulk_create(
        BatchRow(
            batch=asked,
            agency_id=asked.agency_id,
            dossier_id=each.dossier_id,
            code=rows[each.dossier_id].code,
            expected_version=each.version,
            assignee_id=each.assignee_id,
            before_id=rows[each.dossier_id].assignee_id,
        )
        for each in kept.values()
    )
    facts = {"act": asked.action, "dossiers": len(kept), "undo_of": str(asked.undo_of or "")}
    ledger.record(actor=actor, action="dossiers.batch_asked", record_id=asked.id, facts=facts)
    outbox.announce(BatchAsked(batch_id=asked.id))


def _asked_once(asked: Batch, chosen: Sequence[Chosen], actor: Actor) -> None:
    """The same batch again is none. Raises BatchNotFoundError for an id that is somebody else's."""
    try:
        with acting(actor):
            if Batch.objects.filter(id=asked.id).exists():
                return
            _write(asked, chosen, actor)
    except IntegrityError:  # the other press of the button was a moment quicker, or the id is another agency's
        pass


def _new(actor: Actor, batch_id: UUID, action: str, given: Mapping[str, str], undo_of: UUID | None = None) -> Batch:
    if not actor.is_official or actor.id is None or actor.agency_id is None:
        raise NotAllowedError
    return Batch(
        id=batch_id,
        agency_id=actor.agency_id,
        actor_id=actor.id,
        actor_name=actor.name,
        assurance=actor.assurance,
        action=action,
        given=dict(given),
        asked_at=clock.now(),
        undo_of=undo_of,
    )


def _do_next(actor: Actor, batch: Batch) -> bool:
    """One dossier, its act and its outcome in one transaction; False when none is left. Page and worker may both come:
    each takes another row."""
    with acting(actor):
        row = batch.rows.select_for_update(skip_locked=True).filter(outcome="waiting").order_by("id").first()
        if row is None:
            return False
        try:
            with acting(actor):
                done = _DO[batch.action](actor, row, batch.given)
        except MotCuaError as error:
            row.outcome, row.error, row.why = "refused", error.code, str(error.facts.get("who", ""))[:200]
        else:
            row.outcome, row.version_after = "done", done.version
            row.assignee_id = done.assignee_id if batch.action in HAND_ACTS else None
        row.save(update_fields=["outcome", "error", "why", "version_after", "assignee_id"])
        return True


def _sentence(error: type[MotCuaError] | MotCuaError, who: str = "") -> str:
    return f"{error.message} ({who})" if who else str(error.message)


def _said(row: BatchRow) -> str:
    """The refusal in the reader's language, and who was quicker."""
    return _sentence(_REFUSALS.get(row.error, MotCuaError), row.why) if row.outcome == "refused" else ""


def _accept(actor: Actor, row: BatchRow, given: Mapping[str, str]) -> DossierView:
    return acts.accept_dossier(
        actor=actor, dossier_id=row.dossier_id, expected_version=row.expected_version, note=given.get("note", "")
    )


def _approve(actor: Actor, row: BatchRow, given: Mapping[str, str]) -> DossierView:
    return acts.approve_dossier(
        actor=actor, dossier_id=row.dossier_id, expected_version=row.expected_version, note=given.get("note", "")
    )


def _send_back(actor: Actor, row: BatchRow, given: Mapping[str, str]) -> DossierView:
    return acts.send_back(
        actor=actor, dossier_id=row.dossier_id, expected_version=row.expected_version, reason=given.get("reason", "")
    )


def _return(actor: Actor, row: BatchRow, given: Mapping[str, str]) -> DossierView:
    return acts.return_result(
        actor=actor, dossier_id=row.dossier_id, expected_version=row.expected_version, note=given.get("note", "")
    )


def _claim(actor: Actor, row: BatchRow, _given: Mapping[str, str]) -> DossierView:
    return assigning.claim_dossier(actor=actor, dossier_id=row.dossier_id, expected_version=row.expected_version)


def _release(actor: Actor, row: BatchRow, _given: Mapping[str, str]) -> DossierView:
    return assigning.release_dossier(actor=actor, dossier_id=row.dossier_id, expected_version=row.expected_version)


def _assign(actor: Actor, row: BatchRow, given: Mapping[str, str]) -> DossierView:
    """To nobody is letting it go: how it was before somebody had it."""
    if row.assignee_id is None:
        return _release(actor, row, given)
    return assigning.assign_dossier(
        actor=actor,
        dossier_id=row.dossier_id,
        expected_version=row.expected_version,
        assignee_id=row.assignee_id,
        note=given.get("note", ""),
    )


_REFUSALS: Mapping[str, type[MotCuaError]] = {
    each.code: each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, MotCuaError)
}
_DO: Mapping[str, Callable[[Actor, BatchRow, Mapping[str, str]], DossierView]] = {
    "accept": _accept,
    "approve": _approve,
    "send_back": _send_back,
    "return": _return,
    "claim": _claim,
    "release": _release,
    "assign": _assign,
}


def _problem(actor: Actor, row: Dossier, action: str, own: Sequence[UUID]) -> str:
    """Why the act would be refused, in the words of the refusal itself."""
    if row.source:
        return _sentence(DecidedElsewhereError, row.source)
    flow = flow_of_hash(row.version_hash)
    if action in HAND_ACTS:
        if action == "claim" and row.assignee_id is not None and row.assignee_id != actor.id:
            return _sentence(ClaimedByOtherError, row.assignee_name)
        return "" if action in desk_acts(actor, row, flow) else str(ActNotAllowedError.message)
    if not flow.allowed(action, State(row.state)):
        return str(ActOutOfTurnError.message)
    refusal: type[MotCuaError] | None = None if flow.may(action, roles_at(actor, row)) else ActNotAllowedError
    if action == "approve" and is_own_proposal(actor, row, flow):
        refusal = OwnProposalError
    if refusal:
        return str(refusal.message)
    taken = row.assignee_id is not None and row.assignee_id not in own
    return _sentence(ClaimedByOtherError, row.assignee_name) if taken else ""


def _require_size(action: str, dossiers: int) -> None:
    if action not in LIMITS:
        raise BatchInvalidError
    if not 0 < dossiers <= LIMITS[action]:
        raise BatchInvalidError(most=LIMITS[action], chosen=dossiers)


def _checked(action: str, given: Mapping[str, str]) -> dict[str, str]:
    told = {key: clean_lines(given.get(key, ""))[:LONGEST_NOTE] for key in ("note", "reason") if given.get(key)}
    if action == "send_back" and len(told.get("reason", "")) < 3:
        raise ReasonMissingError(fields={"reason": ReasonMissingError.message})
    return told


def _batch(actor: Actor, batch_id: UUID) -> Batch:
    batch = Batch.objects.filter(id=batch_id).first()
    here = batch is not None and batch.agency_id == actor.agency_id
    if batch is None or not here or (batch.actor_id != actor.id and "head" not in actor.roles):
        raise BatchNotFoundError
    return batch


def _may_undo(batch: Batch) -> bool:
    young = batch.asked_at > clock.now() - UNDO_WITHIN
    return (
        batch.action == "assign"
        and batch.undo_of is None
        and young
        and not Batch.objects.filter(undo_of=batch.id).exists()
    )


def _actor_of(batch: Batch) -> Actor:
    """The official at today's desk; who holds none any more keeps the name and loses every right."""
    try:
        position = agencies.position_of(batch.actor_id)
    except PositionNotFoundError:
        reach = agencies.reach_at(batch.actor_id, batch.agency_id)
        return Actor(ActorKind.OFFICIAL, batch.actor_id, batch.actor_name, agency_ids=(batch.agency_id,), reach=reach)
    return Actor(
        ActorKind.OFFICIAL,
        batch.actor_id,
        batch.actor_name,
        position=pick(position.title, "vi"),
        agency_id=position.agency.id,
        agency_ids=position.agency_ids,
        roles=position.roles,
        assurance=batch.assurance,
        reach=position.reach,
    )
