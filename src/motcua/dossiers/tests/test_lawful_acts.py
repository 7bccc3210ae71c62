"""Stopping, waiting for the fee, faults of two kinds, reopening: each act moves the clock as its flow says."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from motcua.agencies import api as agencies
from motcua.dossiers import api
from motcua.dossiers.contracts import ClockKind, DocumentKind, State
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    FaultKindMissingError,
    NeverReceivedError,
    NothingToPayError,
    ReasonMissingError,
)
from motcua.dossiers.models import Document, Dossier
from motcua.dossiers.rules import calendar_of
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests.lawful import accepted, answered, approved, asked, filed, which
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
DIFFERENT = {"times": 2, "incorrect": {"clock": "pause"}, "incomplete": {"clock": "restart"}}


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def test_an_official_stops_a_dossier_with_a_reason_and_form_05(world, tmp_path):
    world = lawful.build(world, tmp_path, stop={"legal": ["law-60-2014"]})
    view = accepted(world)
    with pytest.raises(ReasonMissingError):
        api.stop_dossier(actor=world.specialist, **which(view), reason="")
    view = api.stop_dossier(actor=world.specialist, **which(view), reason="Người nộp đã qua đời")
    assert (view.state, view.status, view.next_actions) == (State.STOPPED, 8, ())
    assert view.clock[-1].kind is ClockKind.STOPPED and "60/2014/QH13" in view.clock[-1].legal
    assert view.documents[-1].kind is DocumentKind.STOP and view.ended_at == view.decided_at
    with acting(SYSTEM):
        paper = Document.objects.get(id=view.documents[-1].id)
    assert "60/2014/QH13" in paper.data["legal"]
    assert api.open_document(actor=world.lan, code=view.code, kind=DocumentKind.STOP)[0].startswith(b"%PDF")


def test_the_one_stop_desk_stops_nothing_and_nothing_is_stopped_before_it_was_accepted(world):
    view = filed(world)
    with pytest.raises(ActOutOfTurnError):
        api.stop_dossier(actor=world.specialist, **which(view), reason="Không tiếp tục được")
    view = accepted(world, "k2")
    with pytest.raises(ActNotAllowedError):
        api.stop_dossier(actor=world.receiver, **which(view), reason="Không tiếp tục được")


def test_the_clock_stands_until_the_fee_is_paid_and_goes_on_from_where_it_stood(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path, fee=True)
    view = accepted(world)
    assert view.due_at == day("2026-03-09 09:00")
    frozen_clock.forward(timedelta(days=1))
    view = api.request_payment(actor=world.specialist, **which(view), reason="Nộp tại quầy số 2")
    assert (view.state, view.status, view.due_at) == (State.AWAITING_PAYMENT, 6, None)
    assert view.payment.amount == 8000 and view.clock[-1].kind is ClockKind.WAITING_PAYMENT
    assert api.dueness(view, view.receiving_agency_id).state == "paused"
    frozen_clock.forward(timedelta(days=2))
    view = api.confirm_payment(actor=world.receiver, **which(view), note="BL 12")
    assert (view.state, view.due_at) == (State.IN_PROCESS, day("2026-03-11 09:00"))
    assert "request_payment" not in api.get_dossier(actor=world.specialist, code=view.code).next_actions
    with pytest.raises(NothingToPayError):
        api.request_payment(actor=world.specialist, **which(view), reason="Nộp lần nữa")


def test_nobody_is_asked_to_pay_for_what_costs_nothing(world):
    with pytest.raises(NothingToPayError):
        api.request_payment(actor=world.receiver, **which(filed(world)), reason="Nộp tại quầy")


def test_before_acceptance_a_paid_dossier_is_where_it_was(world, tmp_path):
    world = lawful.build(world, tmp_path, fee=True)
    view = api.request_payment(actor=world.receiver, **which(filed(world)), reason="Nộp tại quầy số 2")
    view = api.confirm_payment(actor=world.receiver, **which(view))
    assert (view.state, view.due_at) == (State.SUBMITTED, None)


def test_the_applicant_may_withdraw_instead_of_paying(world, tmp_path):
    world = lawful.build(world, tmp_path, fee=True)
    view = api.request_payment(actor=world.specialist, **which(accepted(world)), reason="Nộp tại quầy số 2")
    assert api.withdraw_dossier(actor=world.lan, **which(view)).state is State.WITHDRAWN


@pytest.mark.parametrize(("kind", "due"), [("incorrect", "2026-03-12 09:00"), ("incomplete", "2026-03-13 09:00")])
def test_an_incorrect_dossier_pauses_and_an_incomplete_one_begins_anew(world, tmp_path, frozen_clock, kind, due):
    world = lawful.build(world, tmp_path, supplement=DIFFERENT)
    view = accepted(world)
    frozen_clock.forward(timedelta(days=1))
    view = asked(world, view, kind)
    assert (view.due_at, view.supplement.kind) == (None, kind)
    frozen_clock.forward(timedelta(days=3))
    assert answered(world, view).due_at == day(due)


def test_the_official_has_to_say_which_kind_where_it_matters(world, tmp_path):
    world = lawful.build(world, tmp_path, supplement=DIFFERENT)
    with pytest.raises(FaultKindMissingError) as told:
        asked(world, accepted(world))
    assert set(told.value.fields) == {"kind"}


def test_before_acceptance_there_is_no_clock_to_begin_anew(world, tmp_path):
    world = lawful.build(world, tmp_path, supplement=DIFFERENT)
    view = api.request_supplement(
        actor=world.receiver, **which(filed(world)), fields=("child_name",), reason="Thiếu dấu", kind="incomplete"
    )
    view = answered(world, view)
    assert [segment.kind for segment in view.clock][-1] is ClockKind.CHECKING


def test_a_reopened_dossier_goes_on_with_what_was_left_and_its_first_decision_stays(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path)
    view = accepted(world)
    frozen_clock.forward(timedelta(days=1))
    first = approved(world, view)
    frozen_clock.forward(timedelta(days=7))
    with pytest.raises(ActNotAllowedError):
        api.reopen_dossier(actor=world.specialist, **which(first), reason="Theo kết quả khiếu nại")
    view = api.reopen_dossier(actor=world.head, **which(first), reason="Theo kết quả khiếu nại")
    assert (view.state, view.decided_at, view.ended_at) == (State.IN_PROCESS, None, None)
    assert view.due_at == day("2026-03-16 09:00")
    assert view.clock[: len(first.clock)] == first.clock
    assert view.acts[-1].facts["decided_at"] == first.decided_at.isoformat()
    again = approved(world, view)
    assert [one.kind for one in again.documents].count(DocumentKind.RESULT) == 2
    stays = [replace(one, replaced_by="") for one in again.documents[: len(first.documents)]]
    assert stays == list(first.documents), "but that it says what took its place"


def test_a_reopened_dossier_may_have_a_limit_of_its_own(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path, reopening={"limit": {"amount": 2, "unit": "working_day"}})
    view = approved(world, accepted(world))
    frozen_clock.forward(timedelta(days=30))
    view = api.reopen_dossier(actor=world.head, **which(view), reason="Theo kết quả khiếu nại")
    assert view.due_at == day("2026-04-03 09:00")


def test_what_was_never_accepted_is_not_reopened(world):
    view = api.refuse_dossier(actor=world.receiver, **which(filed(world)), reason="Không đúng nơi")
    assert "reopen" not in api.get_dossier(actor=world.head, code=view.code).next_actions
    with pytest.raises(NeverReceivedError):
        api.reopen_dossier(actor=world.head, **which(view), reason="Xem lại")


def test_a_receipt_after_the_hour_counts_from_the_next_working_day(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path, cut_off="15:00", days=1)
    frozen_clock.forward(timedelta(hours=6))
    view = accepted(world)
    assert (view.received_at, view.due_at) == (day("2026-03-02 15:00"), day("2026-03-03 17:00"))


def test_the_calendar_that_counts_may_be_the_resolving_agency_s(world, tmp_path):

    world = lawful.build(world, tmp_path, calendar="resolving")
    view = accepted(world)
    with acting(SYSTEM):
        row = Dossier.objects.get(id=view.id)
        row.resolving_agency_id = world.elsewhere.id
        assert calendar_of(row) is agencies.calendar_of(world.elsewhere.id)
