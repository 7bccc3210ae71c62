"""A dossier's life through the room's door, on a real PostgreSQL as the application role."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from motcua.dossiers import api
from motcua.dossiers.contracts import ClockKind, DocumentKind, QueueFilter, State
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    DossierNotFoundError,
    ReasonMissingError,
    StaleDossierError,
    SubmissionInvalidError,
    SupplementAlreadyRequestedError,
)
from motcua.dossiers.models import Dossier
from motcua.dossiers.services.snapshots import snapshot
from motcua.dossiers.tests.world import submitted
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.models import OutboxEvent

SUBMITTED_AT_NINE = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


def test_a_submitted_dossier_has_the_national_code_of_its_agency_and_day(world):
    assert submitted(world).code == "H57.17-260302-0001"
    assert submitted(world, key="k2").code == "H57.17-260302-0002"


def test_the_same_key_with_the_same_content_answers_the_same_dossier_and_writes_nothing(world):
    first, again = submitted(world), submitted(world)
    assert (again.code, again.replayed) == (first.code, True)
    assert OutboxEvent.objects.filter(name="dossiers.dossier_submitted.v1").count() == 1
    assert Entry.objects.filter(action="dossiers.submitted").count() == 1


def test_a_dossier_goes_from_submission_to_its_result(world, frozen_clock):
    receipt = submitted(world)
    view = api.get_dossier(actor=world.receiver, code=receipt.code)
    assert "accept" in view.next_actions
    view = api.accept_dossier(actor=world.receiver, dossier_id=view.id, expected_version=view.version)
    assert (view.state, view.received_at) == (State.IN_PROCESS, SUBMITTED_AT_NINE)
    frozen_clock.forward(timedelta(hours=1))
    proposal = {"register_number": "12/2026", "register_book": "01/2026", "certificate_number": "12/2026"}
    known = {field["id"] for field in _flow(world).result_fields}
    given = {key: value for key, value in proposal.items() if key in known} | dict.fromkeys(
        known - proposal.keys(), "12"
    )
    view = api.resolve_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2, proposal=given)
    view = api.approve_dossier(actor=world.head, dossier_id=view.id, expected_version=3)
    view = api.return_result(actor=world.receiver, dossier_id=view.id, expected_version=4, note="tại quầy")
    assert (view.state, view.status) == (State.RETURNED, 10)
    assert [d.kind for d in view.documents] == [DocumentKind.RECEIPT, DocumentKind.RESULT]
    assert [act.action for act in view.acts] == ["submitted", "accept", "resolve", "approve", "return"]
    printed, name = api.open_document(actor=world.lan, code=view.code, kind=DocumentKind.RESULT)
    assert printed.startswith(b"%PDF") and name.endswith("-result.pdf")


def test_the_clock_pauses_by_itself_while_a_supplement_is_awaited(world, frozen_clock):
    view = _accepted(world)
    due = view.due_at
    view = api.request_supplement(
        actor=world.specialist,
        dossier_id=view.id,
        expected_version=2,
        fields=("child_name",),
        papers=("birth_notice",),
        reason="Tên bé viết chưa rõ dấu",
    )
    assert (view.state, view.due_at, view.clock[-1].kind) == (
        State.AWAITING_SUPPLEMENT,
        None,
        ClockKind.WAITING_APPLICANT,
    )
    frozen_clock.forward(timedelta(days=7))
    with pytest.raises(SubmissionInvalidError) as refused:
        api.answer_supplement(
            actor=world.lan, dossier_id=view.id, expected_version=3, answers={"child_sex": "girl"}, papers={}
        )
    assert set(refused.value.fields) >= {"child_sex", "papers.birth_notice", "child_name"}
    assert due is not None


def test_a_dossier_is_judged_by_the_moment_of_its_decision_not_by_when_it_was_collected(world, frozen_clock):
    view = _accepted(world)
    decided = frozen_clock.forward(timedelta(hours=1))
    proposal = {field["id"]: "12" for field in _flow(world).result_fields}
    api.resolve_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2, proposal=proposal)
    approved = api.approve_dossier(actor=world.head, dossier_id=view.id, expected_version=3)
    assert (approved.decided_at, approved.ended_at) == (decided, None)
    collected = frozen_clock.forward(timedelta(days=60))
    view = api.return_result(actor=world.receiver, dossier_id=view.id, expected_version=4)
    assert (view.decided_at, view.ended_at) == (decided, collected)
    assert api.dueness(view, view.receiving_agency_id).state == "done"


def test_the_slip_says_until_when_the_agency_checks_only_while_it_is_the_one_to_act(world):
    receipt = submitted(world)
    said = []
    for act in (None, api.request_supplement):
        if act:
            act(
                actor=world.receiver,
                dossier_id=receipt.id,
                expected_version=1,
                fields=("child_name",),
                reason="Tên chưa rõ dấu",
            )
        with acting(world.receiver):
            row = Dossier.objects.get(id=receipt.id)
            said.append(snapshot(world.receiver, row, DocumentKind.RECEIPT, "", "").check_by)
    assert said == [receipt.check_by, None]


def test_a_supplement_can_be_asked_for_only_once(world):
    view = _asked(world)
    view = _answered(world, view)
    with pytest.raises(SupplementAlreadyRequestedError):
        api.request_supplement(
            actor=world.receiver, dossier_id=view.id, expected_version=3, fields=("child_name",), reason="Thêm lần nữa"
        )


def test_after_the_supplement_the_dossier_stands_where_it_stood_and_shows_what_changed(world, frozen_clock):
    view = _answered(world, _asked(world))
    assert view.state is State.SUBMITTED
    assert view.previous_answers is not None
    assert view.previous_answers["child_name"] != view.answers["child_name"]
    assert view.acts[-1].facts["fields"] == ["child_name"]


def test_of_two_officials_with_the_same_page_open_one_wins_and_the_other_is_told_who_when_and_what(world):
    receipt = submitted(world)
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    with pytest.raises(StaleDossierError) as told:
        api.refuse_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1, reason="Không đúng nơi")
    assert told.value.facts["who"] == world.receiver.name
    assert told.value.facts["action"] == "dossiers.accept"


def test_nobody_else_sees_a_dossier(world):
    receipt = submitted(world)
    for actor in (world.stranger, world.minh):
        with pytest.raises(DossierNotFoundError):
            api.get_dossier(actor=actor, code=receipt.code)
        with pytest.raises(DossierNotFoundError):
            api.accept_dossier(actor=actor, dossier_id=receipt.id, expected_version=1)


def test_an_official_acts_only_in_the_role_of_the_position(world):
    receipt = submitted(world)
    with pytest.raises(ActNotAllowedError):
        api.accept_dossier(actor=world.head, dossier_id=receipt.id, expected_version=1)


def test_an_act_out_of_turn_is_refused(world):
    receipt = submitted(world)
    with pytest.raises(ActOutOfTurnError):
        api.approve_dossier(actor=world.head, dossier_id=receipt.id, expected_version=1)


def test_a_refusal_needs_its_reason_in_writing(world):
    receipt = submitted(world)
    with pytest.raises(ReasonMissingError):
        api.refuse_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1, reason=" ")
    view = api.refuse_dossier(
        actor=world.receiver, dossier_id=receipt.id, expected_version=1, reason="Bé đã được khai sinh ở nơi khác"
    )
    assert (view.state, [d.kind for d in view.documents]) == (State.REFUSED, [DocumentKind.REFUSAL])


def test_an_officials_look_is_written_down_and_the_applicants_own_is_not(world):
    receipt = submitted(world)
    api.get_dossier(actor=world.lan, code=receipt.code)
    api.get_dossier(actor=world.receiver, code=receipt.code)
    looks = Entry.objects.filter(action="dossiers.looked_at")
    assert [look.actor_id for look in looks] == [world.receiver.id]


def test_a_page_of_the_queue_is_one_look_that_names_whom_it_showed_and_not_what_was_searched(world):
    submitted(world), submitted(world, key="k2")
    api.list_queue(actor=world.receiver)
    api.list_queue(actor=world.receiver, wanted=QueueFilter(search=world.lan.name))
    api.list_queue(actor=world.stranger)
    looks = Entry.objects.filter(action="dossiers.looked_at")
    assert [look.actor_id for look in looks] == [world.receiver.id] * 2
    assert [look.facts for look in looks] == [{"subjects": [str(world.lan.id)]}] * 2


def test_an_agency_above_may_look_at_a_dossier_and_does_nothing_in_the_place_of_the_one_below(world):
    receipt = submitted(world)
    above = replace(world.stranger, agency_ids=(*world.stranger.agency_ids, world.agency.id))
    assert api.get_dossier(actor=above, code=receipt.code).next_actions == ()
    assert api.list_queue(actor=above).rows == ()
    assert [row.code for row in api.list_queue(actor=above, wanted=QueueFilter(search=receipt.code)).rows] == [
        receipt.code
    ]
    with pytest.raises(ActNotAllowedError):
        api.accept_dossier(actor=above, dossier_id=receipt.id, expected_version=1)


def test_an_act_right_after_one_on_a_machine_whose_clock_is_ahead_is_still_done(world, frozen_clock):
    frozen_clock.forward(timedelta(seconds=3))
    view = _accepted(world)
    frozen_clock.forward(timedelta(seconds=-3))
    view = api.request_supplement(
        actor=world.specialist,
        dossier_id=view.id,
        expected_version=2,
        fields=("child_name",),
        reason="Tên chưa rõ dấu",
    )
    assert [segment.started_at for segment in view.clock] == sorted(segment.started_at for segment in view.clock)


def test_tracking_by_code_tells_status_and_dates_and_nothing_about_the_person(world):
    receipt = submitted(world)
    tracking = api.track_dossier(code=receipt.code)
    assert (tracking.state, tracking.status) == (State.SUBMITTED, 1)
    assert world.lan.name not in repr(tracking)


def test_the_applicant_may_withdraw_before_the_decision(world):
    receipt = submitted(world)
    view = api.withdraw_dossier(actor=world.lan, dossier_id=receipt.id, expected_version=1)
    assert view.state is State.WITHDRAWN


def test_the_queue_shows_the_most_urgent_first_and_only_ones_own_agency(world, frozen_clock):
    first = submitted(world)
    frozen_clock.forward(timedelta(hours=1))
    second = submitted(world, key="k2")
    page = api.list_queue(actor=world.receiver)
    assert [row.code for row in page.rows] == [first.code, second.code]
    assert api.list_queue(actor=world.stranger).rows == ()
    assert page.counts[State.SUBMITTED] == 2


def test_queue_pages_follow_each_other_without_gap_or_repeat(world, frozen_clock):
    codes = [submitted(world, key=f"k{n}").code for n in range(5)]
    seen, cursor = [], ""
    for _page in range(5):
        page = api.list_queue(actor=world.receiver, cursor=cursor, limit=2)
        seen += [row.code for row in page.rows]
        cursor = page.cursor
        if not cursor:
            break
    assert seen == codes


def _flow(world):
    from motcua.dossiers.flows import flow_of

    return flow_of(world.version)


def _accepted(world):
    receipt = submitted(world)
    return api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)


def _asked(world):
    receipt = submitted(world)
    return api.request_supplement(
        actor=world.receiver,
        dossier_id=receipt.id,
        expected_version=1,
        fields=("child_name",),
        reason="Tên chưa rõ dấu",
    )


def _answered(world, view):
    return api.answer_supplement(
        actor=world.lan, dossier_id=view.id, expected_version=2, answers={"child_name": "Nguyễn Bảo An"}, papers={}
    )


def test_a_corrected_answer_that_calls_for_another_question_may_answer_that_too(world):
    receipt = submitted(world)
    api.request_supplement(
        actor=world.receiver,
        dossier_id=receipt.id,
        expected_version=1,
        fields=("requester_relation",),
        reason="Giấy tờ cho thấy bạn là người nuôi dưỡng",
    )
    given, opened, view = {"requester_relation": "grandparent"}, set(), None
    for _round in range(5):  # one opened question may open the next
        try:
            view = api.answer_supplement(
                actor=world.lan, dossier_id=receipt.id, expected_version=2, answers=given, papers={}
            )
            break
        except SubmissionInvalidError as refused:
            more = {key for key in refused.fields if not key.startswith("papers.")}
            opened |= more
            given |= {key: _plausible(world, key) for key in more}
    assert opened
    assert view is not None
    assert view.answers["requester_relation"] == "grandparent"
    assert opened <= set(view.answers)


def _plausible(world, key):
    """A made-up answer that the question takes."""
    from motcua.forms import api as forms

    form = forms.compile_form(world.version)
    kind = form.fields[key].type.value
    answers = {
        "name": "Lê Văn Bình",
        "yes_no": True,
        "date": "1988-09-12",
        "personal_id": "046088000023",
        "text": "Việt Nam",
        "address": {"province": "46", "commune": "19804", "detail": "1 Lê Lợi"},
    }
    return form.fields[key].options[0].value if form.fields[key].options else answers[kind]


def test_the_result_chooses_by_what_was_really_answered(world):
    code = submitted(world).code
    with acting(world.head):
        said = snapshot(world.head, Dossier.objects.get(code=code), DocumentKind.RESULT, "", "")
    assert said.values["child_sex"] == "girl"
    assert said.applicant.address == "12 Lê Lợi, Phú Xuân, Huế"


def test_the_request_for_papers_names_what_is_asked_for_and_nothing_that_is_in_order(world):
    view = _accepted(world)
    asked = {"fields": ("child_name",), "papers": (), "reason": "Tên bé viết chưa rõ dấu"}
    api.request_supplement(actor=world.specialist, dossier_id=view.id, expected_version=2, **asked)
    with acting(world.specialist):
        row = Dossier.objects.get(code=view.code)
        said = snapshot(world.specialist, row, DocumentKind.SUPPLEMENT_REQUEST, "", "")
    assert [line.label for line in said.asked] == ["Họ, chữ đệm và tên của bé"]
    assert said.papers == ()
