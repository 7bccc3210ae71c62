"""What every act on a running dossier has in common: lock, check, change, count up, write down, announce."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from motcua.dossiers.contracts import ClockKind, DocumentKind, DossierView, State
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.domain.flow import BY_STEP, Flow
from motcua.dossiers.domain.hands import NOBODY, passed_on
from motcua.dossiers.domain.steps import Step
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    StaleDossierError,
)
from motcua.dossiers.events import DossierMoved, JourneyPartSettled
from motcua.dossiers.feed.writing import CHANGE_CTE, Standing, change_parameters
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.hands import in_place_of
from motcua.dossiers.models import Document, Dossier, DossierStep
from motcua.dossiers.policies import roles_at
from motcua.dossiers.services.issuing import earlier_decision, issue_document
from motcua.dossiers.services.owing import owe_no_more
from motcua.dossiers.services.programs import is_asked_by_program, keep_answer, row_at_hand
from motcua.dossiers.services.seats import release_seats
from motcua.dossiers.services.steps import advance_steps, cancel_steps, open_steps, own_step, pausing
from motcua.dossiers.services.storing import changed_row, lock_dossier
from motcua.dossiers.services.timing import Turn, set_alarm, set_due
from motcua.dossiers.viewing import LOOKED_AT, view_of
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor
from motcua.ledger import api as ledger
from motcua.platform.database.arms import Arm, write_together
from motcua.platform.database.transactions import acting
from motcua.platform.outbox import api as outbox

# What the other dossiers of a journey may be waiting to hear.
SETTLED = frozenset({State.APPROVED, State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED})


# Acts that write nothing but what `write_down` writes, where the flow has no steps.
WRITTEN_ALONE = frozenset({"resolve", "send_back", "return"})


@dataclass(frozen=True, slots=True)
class OwnStep:
    """The step of the actor's own agency that an act is about."""

    row: DossierStep
    rule: Step


@dataclass
class Handling:
    """One act under way: the locked row, its flow, and what will be written down with it. `legal`: the article by which
    the clock turns, where somebody names one; `on_step`: the step that the act is about, if it is about one."""

    actor: Actor
    row: Dossier
    flow: Flow
    origin: State
    before: Standing
    note: str = ""
    legal: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    issues: DocumentKind | None = None
    replaces: Document | None = None  # the paper whose place the issued one takes
    issued_as: str = ""  # "correction" or "reissue" where a result is issued anew
    turns: Turn | None = None
    on_step: OwnStep | None = None
    lifted: bool = False  # the actor will not see the row any more, so it is written for the system
    alone: bool = False  # nothing is written beside the row and what one statement writes with it
    instead_of: str = ""  # the absent colleague whose work this is
    seen: int = field(init=False)  # the version that was locked
    view: DossierView = field(init=False)  # the dossier as the act left it; nothing where a program asks

    def __post_init__(self) -> None:
        self.seen = self.row.version

    @property
    def step(self) -> OwnStep:
        if self.on_step is None:
            raise TypeError("this act is about no step")
        return self.on_step


@contextmanager
def handling(
    *, actor: Actor, dossier_id: UUID, expected_version: int, action: str, step: str = ""
) -> Iterator[Handling]:
    """Open the transaction of `action`; on leaving, the dossier has moved on and the act is in ledger and outbox. An act in
    WRITTEN_ALONE that a program asks for needs none: its one statement is written only if the version is still the one read.

    `step`: the id of the step that the act is about. The agency that does it may not write the case; what its act does to
    the case is written for the system, after its right has been looked at.
    Raises DossierNotFoundError, StaleDossierError, ActOutOfTurnError, ActNotAllowedError, StepNotAskedError.
    """
    at_hand = row_at_hand(dossier_id)
    alone = at_hand is not None and action in WRITTEN_ALONE and not flow_of_hash(at_hand.version_hash).steps
    with nullcontext() if alone else acting(actor, carried=True):
        row = at_hand if at_hand and alone else lock_dossier(actor, dossier_id)
        work = _begin(actor, row, expected_version, action, step)
        work.alone = alone
        yield work
        with acting(SYSTEM) if work.on_step or work.lifted else nullcontext():
            _move(work, action)
            if work.issues:
                issue_document(
                    actor,
                    row,
                    work.issues,
                    work.note,
                    former_due_at=work.before.due_at,
                    supersedes=work.replaces or earlier_decision(row, work.issues),
                    issued_as=work.issued_as,
                )
            show(work)


def _begin(actor: Actor, row: Dossier, expected_version: int, action: str, step: str) -> Handling:
    flow, state = flow_of_hash(row.version_hash), State(row.state)
    require_version(row, expected_version)
    if not flow.allowed(action, state):
        raise ActOutOfTurnError(state=row.state, action=action)
    work = Handling(actor, row, flow, state, Standing.of(row), instead_of=in_place_of(actor, row))
    if step or action in BY_STEP:
        work.on_step = OwnStep(*own_step(actor, row, flow, step, action))
        work.facts = {"step": step}
    elif not flow.may(action, roles_at(actor, row)):
        raise ActNotAllowedError(action=action)
    return work


def show(work: Handling) -> None:
    """The dossier as the act left it, for whoever looks at it next; a program does not."""
    work.view = cast(DossierView, None) if is_asked_by_program() else view_of(work.actor, work.row)


def require_version(row: Dossier, expected: int) -> None:
    """Raises StaleDossierError with who acted last, when the dossier is not in the version that was seen."""
    if row.version == expected:
        return
    last = next((e for e in reversed(ledger.history_of(row.id, without=(LOOKED_AT,))) if "version" in e.facts), None)
    who = (
        {"who": last.actor_name, "position": last.position, "action": last.action, "at": last.at.isoformat()}
        if last
        else {}
    )
    raise StaleDossierError(version=row.version, expected=expected, state=row.state, **who)


def _move(work: Handling, action: str) -> None:
    row, now = work.row, clock.now()
    target = work.flow.target(action, work.origin, _waited_from(row, work.origin))
    row.state, row.status = target.value, work.flow.status(target)
    row.version += 1
    _pass_on(work, target)
    _turn_clock(work, target, stays=work.flow.transitions[action].stays)
    if work.flow.clock(target) is ClockKind.STOPPED and row.decided_at is None:
        row.decided_at = now
    if target in {State.RETURNED, State.REFUSED, State.WITHDRAWN, State.STOPPED} and target is not work.origin:
        row.ended_at = now
    if target in {State.REFUSED, State.WITHDRAWN, State.STOPPED}:
        release_seats(row.id)
        owe_no_more(work.actor, row)
        cancel_steps(row, work.flow)
    if target is State.IN_PROCESS and target is not work.origin:
        open_steps(row, work.flow)
    if work.on_step:
        advance_steps(row, work.flow)
    set_alarm(row, work.flow)
    write_down(work, action, target)


def _waited_from(row: Dossier, origin: State) -> State | None:
    """The state in which the present wait began."""
    wait = row.payment if origin is State.AWAITING_PAYMENT else row.supplement
    return State(wait["origin"]) if wait else None


def _pass_on(work: Handling, target: State) -> None:
    """Who works on it when it goes to another role."""
    row, states = work.row, work.flow.states
    before, after = states[work.origin].held_by, states[target].held_by
    now = (str(row.assignee_id), row.assignee_name) if row.assignee_id else NOBODY
    # What the clock decides leaves the hands of whoever had it.
    by = (str(work.actor.id), work.actor.name) if work.actor.is_official else now
    row.hands, (who, name) = passed_on(row.hands, before, after, now, by)
    if (who, name) != now:
        row.assignee_id, row.assignee_name = UUID(who) if who else None, name
        row.assigned_at = clock.now() if who else None


def write_down(work: Handling, action: str, target: State) -> None:
    """The row as it is now, its paper, its entry in the ledger, and what others must hear: all by one statement."""
    row = work.row
    facts = {
        "version": row.version,
        "from": work.origin.value,
        "to": target.value,
        **handed_on(work, target),
        **work.facts,
    }
    if work.instead_of:
        facts["instead_of"] = work.instead_of
    moved = DossierMoved(
        dossier_id=row.id, action=action, origin=work.origin.value, state=target.value, version=row.version
    )
    arms: list[Arm] = [
        (CHANGE_CTE, change_parameters(row, work.before, action)),
        (
            ledger.ENTRY_CTE,
            ledger.entry_parameters(
                actor=work.actor,
                action=f"dossiers.{action}",
                record_id=row.id,
                subject_id=row.applicant_id,
                why=work.note,
                facts=facts,
            ),
        ),
        (outbox.EVENT_CTE, outbox.event_parameters(moved)),
    ]
    if row.journey_id and target in SETTLED and target is not work.origin:
        settled = JourneyPartSettled(journey_id=row.journey_id, dossier_id=row.id, state=target.value)
        arms.append((outbox.EVENT_CTE, outbox.event_parameters(settled)))
    if kept := keep_answer(row, action):
        arms.append(kept)
    if not write_together(changed_row(row, work.seen, work.actor if work.alone else None), *arms).rowcount:
        with acting(work.actor):  # somebody was faster since it was read
            require_version(lock_dossier(work.actor, row.id), work.seen)
        raise StaleDossierError(version=row.version, expected=work.seen, state=row.state)


def handed_on(work: Handling, target: State) -> dict[str, str]:
    """For the control slip: until when whoever has the dossier now should act, and who has it when it went on."""
    facts = {"act_by": work.row.act_by.isoformat()}
    if target is not work.origin and work.row.assignee_name:
        facts["assignee_name"] = work.row.assignee_name
    return facts


def _turn_clock(work: Handling, target: State, *, stays: bool) -> None:
    """The clock follows the state by itself; the due date is worked out anew from the whole of it."""
    row, before = work.row, clocks.from_json(work.row.clock)
    asked_for = str((row.supplement or {}).get("step", ""))
    how = work.turns or Turn(work.flow.clock(target, asked_for, paused=pausing(row, work.flow)))
    if stays and not work.turns and clocks.same(how.kind, before[-1].kind):
        return
    now = max(clock.now(), before[-1].started_at)  # another machine's clock may be a little ahead of ours
    turned = clocks.turn(before, how.kind, now, work.note, legal=how.legal or work.legal, added=how.added)
    follows = work.flow.clock(target, asked_for, paused=pausing(row, work.flow))
    if work.turns and how.kind in clocks.RUNS and follows not in clocks.RUNS:
        turned = clocks.turn(turned, follows, now, work.note)  # begun anew, and at once held up by an agency
    row.clock = clocks.to_json(turned)
    set_due(row, work.flow, now, waits=turned[-1].kind is ClockKind.WAITING_AGENCY)
