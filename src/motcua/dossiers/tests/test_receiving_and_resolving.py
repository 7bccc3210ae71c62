"""One agency receives and returns, another one examines and decides; whoever is not competent hands it on."""

import pytest

from motcua.agencies import api as agencies
from motcua.agencies.contracts import ONE_STOP
from motcua.agencies.models import RoutingRule
from motcua.dossiers import api, cli
from motcua.dossiers.contracts import Channel, QueueFilter, State
from motcua.dossiers.errors import ActNotAllowedError, DossierNotFoundError, SubmissionInvalidError, UnroutedError
from motcua.dossiers.models import Change, Dossier
from motcua.dossiers.services.submitting import Applicant, check_submission, write_submission
from motcua.dossiers.tests.world import LAST_YEAR, answers, official
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform import remembering
from motcua.platform.database.transactions import acting

LAW = "Điều 4 Nghị định Thử"
RESULT = {"certificate_number": "12/2026"}


@pytest.fixture
def centre(world):
    return agencies.register_agency(
        actor=SYSTEM,
        code="H57.70",
        name={"vi": "Trung tâm Phục vụ hành chính công thành phố Huế", "en": "Huế one-stop centre"},
        tier="province",
        unit_code="46",
        branch=ONE_STOP,
    )


@pytest.fixture
def clerk(centre):
    return official("Võ Thị Nhận", centre, "receiver")


def rule(**more):
    RoutingRule.objects.create(valid_from=LAST_YEAR, legal=LAW, **more)
    remembering.forget()


def filed(world, receiving, key="k1"):
    with acting(world.lan):
        submission = check_submission(
            actor=world.lan,
            version=world.version,
            applicant=Applicant(world.lan_record.id, world.lan.name),
            answers=answers(world),
            paper_ids=["birth_notice"],
            channel=Channel.IN_PERSON,
            receiving=receiving,
        )
        return write_submission(actor=world.lan, submission=submission, key=key, body_hash="h")


def codes(actor, **wanted):
    return [row.code for row in api.list_queue(actor=actor, wanted=QueueFilter(**wanted)).rows]


def act(name, actor, view, **more):
    return getattr(api, name)(actor=actor, dossier_id=view.id, expected_version=view.version, **more)


def test_a_centre_receives_the_unit_resolves_and_the_centre_returns(world, centre, clerk):
    rule(procedure_code=world.version.code, unit_code="46", agency_id=world.agency.id)
    code = filed(world, centre).code
    assert codes(clerk) == [code] and codes(world.receiver) == codes(world.specialist) == []
    view = api.get_dossier(actor=clerk, code=code)
    assert (view.receiving_agency_id, view.resolving_agency_id) == (centre.id, world.agency.id)
    with pytest.raises(ActNotAllowedError):
        act("accept_dossier", world.receiver, view)
    view = act("accept_dossier", clerk, view)
    assert codes(clerk) == [] and codes(world.specialist) == [code]
    view = act("claim_dossier", world.specialist, view)
    view = act("resolve_dossier", world.specialist, view, proposal=RESULT)
    assert codes(world.head) == [code]
    view = act("approve_dossier", world.head, view)
    assert codes(world.head) == codes(world.receiver) == [] and codes(clerk) == [code]
    with pytest.raises(ActNotAllowedError):
        act("return_result", world.receiver, view)
    assert act("return_result", clerk, view).state is State.RETURNED


def test_whoever_receives_decides_nothing_and_a_head_leads_the_own_desk_alone(world, centre, clerk):
    rule(procedure_code=world.version.code, agency_id=world.agency.id)
    code = filed(world, centre).code
    head, specialist = official("Hà Lãnh Đạo", centre, "head"), official("Lý Chuyên", centre, "specialist")
    view = api.get_dossier(actor=head, code=code)
    view = act("assign_dossier", head, view, assignee_id=clerk.id)
    assert codes(clerk, whose="mine") == [code]
    view = act("accept_dossier", clerk, view)
    for actor, name, more in (
        (specialist, "resolve_dossier", {"proposal": RESULT}),
        (clerk, "refuse_dossier", {"reason": "Không được"}),
        (specialist, "refuse_dossier", {"reason": "Không được"}),
        (head, "assign_dossier", {"assignee_id": world.specialist.id}),
    ):
        if name == "refuse_dossier" and actor is clerk:
            continue  # the door may refuse too, as the flow says
        with pytest.raises(ActNotAllowedError):
            act(name, actor, view, **more)


def test_a_unit_that_is_not_competent_hands_on_and_sees_it_no_more(world, centre, clerk):
    rule(procedure_code=world.version.code, agency_id=world.agency.id)
    view = act("accept_dossier", clerk, api.get_dossier(actor=clerk, code=filed(world, centre).code))
    due = view.due_at
    for agency_code, told in (("H57.17", "đang ở chính"), ("H99", "Không có cơ quan"), ("H57.70", "không giải quyết")):
        with pytest.raises(SubmissionInvalidError) as refused:
            act("forward_dossier", world.specialist, view, agency_code=agency_code, reason="Không đúng địa bàn")
        assert told in refused.value.fields["agency"]
    with pytest.raises(ActNotAllowedError):
        act("forward_dossier", clerk, view, agency_code="H57.18", reason="Không đúng địa bàn")
    assert [one.code for one in api.forward_targets(view)] == ["H57.18"]
    act("claim_dossier", world.specialist, view)
    view = api.get_dossier(actor=world.specialist, code=view.code)
    moved = act("forward_dossier", world.specialist, view, agency_code="H57.18", reason="Không đúng địa bàn")
    assert (moved.state, moved.due_at, moved.resolving_agency_id) == (State.IN_PROCESS, due, world.elsewhere.id)
    with pytest.raises(DossierNotFoundError):
        api.get_dossier(actor=world.specialist, code=view.code)
    there = official("Trương Giải", world.elsewhere, "specialist")
    assert codes(there) == [view.code] and codes(world.specialist) == []
    act("claim_dossier", there, api.get_dossier(actor=there, code=view.code))
    with acting(world.specialist):  # the one that it left hears that it left, and nothing after that
        told = Change.objects.filter(dossier_id=view.id).order_by("position", "version")
        assert list(told.values_list("action", flat=True))[-2:] == ["claim", "forward"]
    entry = Entry.objects.get(action="dossiers.forward")
    assert entry.facts["resolving"] == str(world.elsewhere.id) and entry.facts["resolving_before"] == str(
        world.agency.id
    )
    assert entry.why == "Không đúng địa bàn"


def test_what_nobody_is_competent_for_waits_for_coordination_and_is_accepted_only_after_that(world, centre, clerk):
    rule(procedure_code=world.version.code)
    code = filed(world, centre).code
    page = api.list_queue(actor=clerk, wanted=QueueFilter(unrouted=True))
    assert ([row.code for row in page.rows], page.unrouted) == ([code], 1)
    view = api.get_dossier(actor=clerk, code=code)
    assert view.unrouted and "accept" not in view.next_actions and "forward" in view.next_actions
    with pytest.raises(UnroutedError):
        act("accept_dossier", clerk, view)
    view = act("forward_dossier", clerk, view, agency_code="H57.18", reason="Người nộp ở Kim Long")
    assert not view.unrouted and "accept" in view.next_actions
    assert api.list_queue(actor=clerk).unrouted == 0
    act("accept_dossier", clerk, view)
    assert codes(official("Trương Giải", world.elsewhere, "specialist")) == [code]


def test_what_is_resolved_where_it_is_received_stays_as_it_was(world):
    code = filed(world, world.agency).code
    view = api.get_dossier(actor=world.receiver, code=code)
    assert view.receiving_agency_id == view.resolving_agency_id == world.agency.id and not view.unrouted
    assert codes(world.receiver) == [code]


def test_the_database_lets_nobody_move_a_dossier_to_another_agency_by_hand(world, centre, clerk):
    rule(procedure_code=world.version.code, agency_id=world.agency.id)
    code = filed(world, centre).code
    with acting(world.stranger):
        assert Dossier.objects.filter(code=code).update(resolving_agency_id=world.elsewhere.id) == 0


def test_an_operator_is_told_where_a_matter_would_go_and_why(world, capsys):
    assert cli.main(["dossiers", "route", world.version.code, "19804"]) == 0
    assert "goes to H57.17" in capsys.readouterr().out
    rule(procedure_code=world.version.code, unit_code="46", agency_id=world.elsewhere.id)
    assert cli.main(["dossiers", "route", world.version.code, "19804"]) == 0
    told = capsys.readouterr().out
    assert "goes to H57.18" in told and LAW in told and "a rule says so" in told
    assert cli.main(["dossiers", "route", world.version.code, "99"]) == 2


def test_the_control_slip_tells_at_which_agency_it_was_from_when_to_when(world, centre, clerk):
    rule(procedure_code=world.version.code, agency_id=world.agency.id)
    view = act("accept_dossier", clerk, api.get_dossier(actor=clerk, code=filed(world, centre).code))
    act("forward_dossier", world.specialist, view, agency_code="H57.18", reason="Không đúng địa bàn")
    slip = api.get_control_slip(actor=clerk, code=view.code)
    hands = [(line.taker.role, line.taker.agency_id) for line in slip.lines]
    assert hands == [("receiver", centre.id), ("specialist", world.agency.id), ("specialist", world.elsewhere.id)]
    assert slip.lines[2].giver.name == world.specialist.name and slip.lines[2].note == "Không đúng địa bàn"
