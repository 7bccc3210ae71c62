"""Four eyes: where the flow wants it, who resolved a dossier does not approve it, whichever roles they hold."""

from dataclasses import replace
from uuid import uuid4

import pytest

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import Chosen, State
from motcua.dossiers.errors import OwnProposalError
from motcua.dossiers.models import Dossier
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel.actors import SYSTEM, Actor
from motcua.kernel.errors import NotAllowedError
from motcua.platform.database.transactions import acting

ALL = ("receiver", "specialist", "head")


@pytest.fixture
def mai(world) -> Actor:
    """Alone at a small commune: receives, resolves and leads."""
    agency = world.agency
    official = agencies.appoint_official(
        actor=SYSTEM,
        name="Tôn Nữ Mai",
        agency_id=agency.id,
        title={"vi": "Phó Chủ tịch", "en": "Deputy"},
        roles=list(ALL),
        valid_from=worlds.LAST_YEAR,
    )
    return replace(world.head, id=official.id, name=official.name, roles=frozenset(ALL))


def resolved(world, who: Actor):
    view = lawful.filed(world)
    view = api.accept_dossier(actor=who, **lawful.which(view))
    return api.resolve_dossier(actor=who, **lawful.which(view), proposal=lawful.RESULT)


def test_who_resolved_may_not_approve_and_is_not_offered_it(world, tmp_path, mai):
    view = resolved(lawful.build(world, tmp_path, four_eyes=True), mai)
    assert "approve" not in view.next_actions and "send_back" in view.next_actions
    with pytest.raises(OwnProposalError) as refused:
        api.approve_dossier(actor=mai, **lawful.which(view))
    assert refused.value.code == "dossiers.own_proposal" and isinstance(refused.value, NotAllowedError)
    assert "acts/approve" not in signed_in(mai).get(f"/desk/{view.code}").text
    assert "approve" in api.get_dossier(actor=world.head, code=view.code).next_actions
    assert api.approve_dossier(actor=world.head, **lawful.which(view)).state is State.APPROVED


def test_many_at_once_say_why_before_and_after(world, tmp_path, mai):
    view = resolved(lawful.build(world, tmp_path, four_eyes=True), mai)
    (seen,) = api.foresee(actor=mai, action="approve", dossier_ids=[view.id])
    assert seen.problem == str(OwnProposalError.message)
    assert not api.foresee(actor=world.head, action="approve", dossier_ids=[view.id])[0].problem
    batch = api.start_batch(actor=mai, batch_id=uuid4(), action="approve", chosen=[Chosen(view.id, view.version)])
    assert (batch.rows[0].outcome, batch.rows[0].why) == ("refused", str(OwnProposalError.message))


def test_whoever_stood_in_for_a_colleague_resolved_it_themselves(world, tmp_path, mai):
    there = lawful.build(world, tmp_path, four_eyes=True)
    view = lawful.accepted(there)
    with acting(SYSTEM):
        Dossier.objects.filter(id=view.id).update(assignee_id=world.specialist.id, assignee_name=world.specialist.name)
    view = api.resolve_dossier(actor=mai, **lawful.which(view), proposal=lawful.RESULT)
    with pytest.raises(OwnProposalError):
        api.approve_dossier(actor=mai, **lawful.which(view))


def test_where_no_hand_is_known_the_ledger_tells_who_resolved(world, tmp_path, mai):
    view = resolved(lawful.build(world, tmp_path, four_eyes=True), mai)
    with acting(SYSTEM):
        Dossier.objects.filter(id=view.id).update(hands={})
    with pytest.raises(OwnProposalError):
        api.approve_dossier(actor=mai, **lawful.which(view))


def test_the_standard_flow_does_not_ask_for_it(world, tmp_path, mai):
    view = resolved(lawful.build(world, tmp_path), mai)
    assert "approve" in view.next_actions
    assert api.approve_dossier(actor=mai, **lawful.which(view)).state is State.APPROVED
