"""Who works on a dossier: taken, given, let go. Acts like others: a version, an entry in the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from motcua.agencies import api as agencies
from motcua.dossiers.contracts import DossierView, State
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    AssigneeUnfitError,
    ClaimedByOtherError,
)
from motcua.dossiers.feed.writing import Standing
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.hands import ASSIGN, CLAIM, RELEASE, desk_acts, in_place_of, may_assign, takers, working_role
from motcua.dossiers.policies import heads_desk, is_guest, roles_at
from motcua.dossiers.services.handling import Handling, require_version, show, write_down
from motcua.dossiers.services.registry import act
from motcua.dossiers.services.storing import lock_dossier
from motcua.dossiers.sharing.rights import reaches
from motcua.dossiers.viewing import view_of
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.kernel.texts import clean_lines
from motcua.platform.database.transactions import acting

LONGEST_NOTE = 500


@act("claim")
def claim_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int) -> DossierView:
    """Take a dossier that nobody works on. What is one's own already stays so, and nothing is written.

    Raises ClaimedByOtherError, StaleDossierError, ActOutOfTurnError, ActNotAllowedError, DossierNotFoundError.
    """
    with _hand(actor, dossier_id, CLAIM) as (work, role):
        if work.row.assignee_id == actor.id:
            return view_of(actor, work.row)
        _refuse_if_taken(work)
        require_version(work.row, expected_version)
        if role not in roles_at(actor, work.row):
            raise ActNotAllowedError(action=CLAIM)
        _give(work, CLAIM, actor.id, actor.name)
    return work.view


@act("assign")
def assign_dossier(
    *, actor: Actor, dossier_id: UUID, expected_version: int, assignee_id: UUID, note: str = ""
) -> DossierView:
    """Give a dossier to a colleague: the head any of the agency, others their own. Who is away gets none: it goes to
    whoever stands in.

    Raises AssigneeUnfitError for somebody who does not sit here or has not the role of the dossier's step.
    """
    with _hand(actor, dossier_id, ASSIGN) as (work, role):
        require_version(work.row, expected_version)
        if not may_assign(actor, work.row, work.flow):
            raise ActNotAllowedError(action=ASSIGN)
        able = {each.id: each.name for each in takers(actor, role)}
        present = (
            agencies.standing_in(actor.agency_id).get(assignee_id, assignee_id) if actor.agency_id else assignee_id
        )
        if assignee_id not in able or present not in able:
            raise AssigneeUnfitError(fields={"assignee": AssigneeUnfitError.message})
        if actor.agency_id and not reaches(agencies.reach_at(present, actor.agency_id), work.row):
            raise AssigneeUnfitError(fields={"assignee": AssigneeUnfitError.out_of_reach})
        work.note = clean_lines(note)[:LONGEST_NOTE]
        if present != assignee_id:
            work.facts = {"meant_for": able[assignee_id]}
        _give(work, ASSIGN, present, able[present])
    return work.view


@act("release")
def release_dossier(*, actor: Actor, dossier_id: UUID, expected_version: int) -> DossierView:
    """Let a dossier go: it waits for whoever takes it. One's own, or the head any."""
    with _hand(actor, dossier_id, RELEASE) as (work, _role):
        require_version(work.row, expected_version)
        if work.row.assignee_id is None:
            raise ActOutOfTurnError(state=work.row.state, action=RELEASE)
        if RELEASE not in desk_acts(actor, work.row, work.flow):
            raise ActNotAllowedError(action=RELEASE)
        _give(work, RELEASE, None, "")
    return work.view


@contextmanager
def _hand(actor: Actor, dossier_id: UUID, action: str) -> Iterator[tuple[Handling, str]]:
    """The locked dossier, and the role whose work it is. Raises ActOutOfTurnError where it is nobody's."""
    with acting(actor, carried=True):
        row = lock_dossier(actor, dossier_id)
        flow = flow_of_hash(row.version_hash)
        role = working_role(row, flow)
        if not role:
            raise ActOutOfTurnError(state=row.state, action=action)
        if is_guest(actor, row) or (not roles_at(actor, row) and not heads_desk(actor, row, flow)):
            raise ActNotAllowedError(action=action)
        work = Handling(actor, row, flow, State(row.state), Standing.of(row), instead_of=in_place_of(actor, row))
        yield work, role


def _refuse_if_taken(work: Handling) -> None:
    row = work.row
    if row.assignee_id is not None:
        raise ClaimedByOtherError(
            who=row.assignee_name, at=row.assigned_at.isoformat() if row.assigned_at else "", version=row.version
        )


def _give(work: Handling, action: str, official_id: UUID | None, name: str) -> None:
    row = work.row
    row.assignee_id, row.assignee_name = official_id, name
    row.assigned_at = clock.now() if official_id else None
    row.version += 1
    work.facts = {**work.facts, "assignee": str(official_id or ""), "assignee_name": name}
    write_down(work, action, work.origin)
    show(work)
