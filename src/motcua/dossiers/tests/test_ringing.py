"""What the clock does by itself: warnings, lateness, silence, requests that nobody answers; safely, whoever else is at work."""

import threading
from datetime import date, datetime, timedelta
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, connections

from motcua.dossiers import api
from motcua.dossiers.contracts import DocumentKind, State
from motcua.dossiers.errors import LateReasonMissingError, NotLateError, ReasonMissingError, SubmissionInvalidError
from motcua.dossiers.models import Change, Document, Dossier
from motcua.dossiers.services import ringing
from motcua.dossiers.tests import lawful
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.tests.lawful import RESULT, accepted, answered, approved, asked, which
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
from motcua.platform.outbox.models import OutboxEvent

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
CONSENT = {"means": "consent", "text": {"vi": "Quá hạn không trả lời là đồng ý", "en": "Silence is consent"}}
REFUSAL = {"means": "refusal", "text": {"vi": "Quá hạn không trả lời là từ chối", "en": "Silence is refusal"}}
LEGAL = {"legal": ["law-60-2014"]}


def row(view) -> Dossier:
    with acting(SYSTEM):
        return Dossier.objects.get(id=view.id)


def to(frozen_clock, text: str) -> None:
    frozen_clock.set(datetime.fromisoformat(text).replace(tzinfo=HERE))


def events(name: str) -> list[dict]:
    return [event.payload for event in OutboxEvent.objects.filter(name=name).order_by("id")]


@pytest.fixture
def five(world, tmp_path):
    """Five working days, received on Monday 2 March at nine: due on Monday 9 at nine."""
    return lawful.build(world, tmp_path)


def test_the_holder_is_warned_a_working_day_before_then_the_head_then_it_is_late(five, frozen_clock):
    view = accepted(five)
    assert api.ring_alarms() == 0
    to(frozen_clock, "2026-03-06 09:00")
    assert (api.ring_alarms(), api.ring_alarms()) == (1, 0)
    to(frozen_clock, "2026-03-06 15:00")
    assert api.ring_alarms() == 1
    assert [one["warned"] for one in events("dossiers.dossier_nearly_due.v1")] == ["holder", "head"]
    to(frozen_clock, "2026-03-09 09:00")
    assert (api.ring_alarms(), api.ring_alarms()) == (1, 0)
    assert len(events("dossiers.dossier_late.v1")) == 1
    after = api.get_dossier(actor=five.head, code=view.code)
    assert after.version == view.version
    assert [act.action for act in after.acts][-3:] == ["near_due", "near_due_head", "marked_late"]
    assert row(view).alarm_at is None


def test_what_was_under_way_before_there_were_alarms_is_marked_late_too_and_nobody_is_told_twice(five, frozen_clock):
    view = accepted(five)
    look_anew = import_module("motcua.dossiers.migrations.0029_alarms_of_before").LOOK_ANEW
    with acting(SYSTEM):
        Dossier.objects.filter(id=view.id).update(alarm_at=None, alarm_for="")
        with connection.cursor() as cursor:
            cursor.execute(look_anew.replace("now()", "'2026-03-02 02:00Z'"))
    before = Change.objects.count()
    assert (api.ring_alarms(), Change.objects.count()) == (1, before)
    assert row(view).alarm_for == "near_due"
    to(frozen_clock, "2026-03-10 09:00")
    assert (api.ring_alarms(), api.ring_alarms()) == (1, 0)
    assert row(view).lateness is not None


def test_each_ringing_leaves_a_change_for_those_who_follow(five, frozen_clock):
    view = accepted(five)
    to(frozen_clock, "2026-03-06 09:00")
    assert api.ring_alarms() == 1
    to(frozen_clock, "2026-03-10 09:00")
    assert api.ring_alarms() == 1
    with acting(SYSTEM):
        told = list(Change.objects.filter(dossier_id=view.id).values_list("action", flat=True))
    assert told[-2:] == ["near_due", "marked_late"], "what is late is not told to be nearly due"


def test_an_act_does_not_make_a_warning_ring_again_but_a_new_date_does(five, frozen_clock):
    view = accepted(five)
    to(frozen_clock, "2026-03-06 10:00")
    api.ring_alarms()
    view = api.resolve_dossier(actor=five.specialist, **which(view), proposal=RESULT)
    assert (row(view).rung, api.ring_alarms()) == ("near_due", 0)
    api.extend_dossier(actor=five.head, **which(view), amount=3, unit="working_day", reason="Cần xác minh")
    assert (row(view).rung, row(view).alarm_for) == ("", "near_due")


def test_nothing_rings_for_a_clock_that_waits_or_has_stopped(five, frozen_clock):
    waiting, over = asked(five, accepted(five)), approved(five, accepted(five, "k2"))
    assert (row(waiting).alarm_at, row(over).alarm_at) == (None, None)
    frozen_clock.forward(timedelta(days=60))
    assert api.ring_alarms() == 0


def test_a_short_limit_warns_nobody_before_half_of_it_is_over(world, tmp_path):
    world = lawful.build(world, tmp_path, days=4, unit="hour")
    view = accepted(world)
    assert row(view).alarm_at >= view.received_at + (view.due_at - view.received_at) / 2


def test_a_late_dossier_needs_a_reason_before_its_result_is_proposed_and_the_applicant_reads_it(five, frozen_clock):
    view = accepted(five)
    with pytest.raises(NotLateError):
        api.explain_lateness(actor=five.specialist, **which(view), reason="Thiếu người")
    to(frozen_clock, "2026-03-10 09:00")
    while api.ring_alarms():
        pass
    with pytest.raises(LateReasonMissingError):
        api.resolve_dossier(actor=five.specialist, **which(view), proposal=RESULT)
    with pytest.raises(ReasonMissingError):
        api.explain_lateness(actor=five.specialist, **which(view), reason=" ")
    with pytest.raises(SubmissionInvalidError) as told:
        api.explain_lateness(actor=five.specialist, **which(view), reason="Thiếu người", expected=date(2026, 3, 9))
    assert set(told.value.fields) == {"expected"}
    with pytest.raises(SubmissionInvalidError) as told:  # a Saturday
        api.explain_lateness(actor=five.specialist, **which(view), reason="Thiếu người", expected=date(2026, 3, 14))
    assert set(told.value.fields) == {"expected"}
    view = api.explain_lateness(actor=five.specialist, **which(view), reason="Thiếu người", expected=date(2026, 3, 12))
    assert (view.lateness.reason, view.lateness.expected) == ("Thiếu người", date(2026, 3, 12))
    assert view.due_at == datetime(2026, 3, 9, 9, tzinfo=HERE)
    assert view.documents[-1].kind is DocumentKind.EXTENSION
    with acting(SYSTEM):
        paper = Document.objects.get(id=view.documents[-1].id)
    assert (paper.data["late"], paper.data["expected_on"]) == (True, "2026-03-12")
    assert api.open_document(actor=five.lan, code=view.code, kind=DocumentKind.EXTENSION)[0].startswith(b"%PDF")
    decided = approved(five, view)
    assert api.dueness(decided, decided.receiving_agency_id).state == "late"


def test_a_flow_may_only_ask_for_the_reason(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path, lateness={"reason": "asked"})
    view = accepted(world)
    frozen_clock.forward(timedelta(days=30))
    while api.ring_alarms():
        pass
    assert approved(world, view).state is State.APPROVED


@pytest.mark.parametrize(
    ("silence", "state", "paper"),
    [(CONSENT, State.APPROVED, DocumentKind.RESULT), (REFUSAL, State.REFUSED, DocumentKind.REFUSAL)],
)
def test_silence_decides_on_time_in_the_words_of_the_flow(world, tmp_path, frozen_clock, silence, state, paper):
    world = lawful.build(world, tmp_path, silence=silence | LEGAL)
    view = accepted(world)
    to(frozen_clock, "2026-03-09 08:59")
    while api.ring_alarms():
        pass
    assert api.get_dossier(actor=world.head, code=view.code).state is State.IN_PROCESS
    to(frozen_clock, "2026-03-09 09:30")
    assert (api.ring_alarms(), api.ring_alarms()) == (1, 0)
    view = api.get_dossier(actor=world.lan, code=view.code)
    assert (view.state, view.documents[-1].kind, view.decided_at) == (state, paper, view.due_at)
    assert silence["text"]["vi"] in view.acts[-1].note and "60/2014/QH13" in view.acts[-1].note
    assert api.dueness(view, view.receiving_agency_id).state == "done"
    assert api.open_document(actor=world.lan, code=view.code, kind=paper)[0].startswith(b"%PDF")


@pytest.mark.parametrize("taken", [True, False])
def test_what_silence_decided_goes_back_on_reopening_to_who_had_it_then(world, tmp_path, frozen_clock, taken):
    world = lawful.build(world, tmp_path, silence=CONSENT | LEGAL)
    view = accepted(world)
    if taken:
        view = api.claim_dossier(actor=world.specialist, dossier_id=view.id, expected_version=view.version)
    to(frozen_clock, "2026-03-09 09:30")
    while api.ring_alarms():
        pass
    view = api.get_dossier(actor=world.head, code=view.code)
    assert (view.state, row(view).assignee_id) == (State.APPROVED, None)
    view = api.reopen_dossier(
        actor=world.head, dossier_id=view.id, expected_version=view.version, reason="Theo khiếu nại"
    )
    assert (view.state, row(view).assignee_id) == (State.IN_PROCESS, world.specialist.id if taken else None)


@pytest.mark.parametrize(("becomes", "state"), [("stop", State.STOPPED), ("refuse", State.REFUSED)])
def test_a_request_that_nobody_answers_closes_the_dossier_where_the_flow_says_so(
    world, tmp_path, frozen_clock, becomes, state
):
    world = lawful.build(world, tmp_path, supplement={"times": 1, "days": 10, "unanswered": becomes})
    view = asked(world, accepted(world))
    frozen_clock.forward(timedelta(days=9))
    assert api.ring_alarms() == 0
    frozen_clock.forward(timedelta(days=2))
    assert api.ring_alarms() == 1
    view = api.get_dossier(actor=world.lan, code=view.code)
    assert (view.state, view.acts[-1].action) == (state, "close_unanswered")


def test_whoever_answers_in_time_keeps_the_dossier(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path, supplement={"times": 1, "days": 10, "unanswered": "stop"})
    view = asked(world, accepted(world))
    frozen_clock.forward(timedelta(days=9))
    view = answered(world, view)
    frozen_clock.forward(timedelta(days=1, hours=1))
    api.ring_alarms()
    assert api.get_dossier(actor=world.lan, code=view.code).state is State.IN_PROCESS


def test_a_clock_that_jumps_ahead_of_the_database_s_decides_nothing(world, tmp_path, frozen_clock):
    world = lawful.build(world, tmp_path, silence=CONSENT | LEGAL)
    view = accepted(world)
    with acting(SYSTEM):
        Dossier.objects.filter(id=view.id).update(alarm_at=datetime(2400, 1, 1, tzinfo=HERE))
    frozen_clock.forward(timedelta(days=400 * 366))
    assert api.ring_alarms() == 0


def test_a_clock_that_jumps_back_rings_nothing_twice(five, frozen_clock):
    view = accepted(five)
    to(frozen_clock, "2026-03-10 09:00")
    while api.ring_alarms():
        pass
    frozen_clock.forward(timedelta(days=-1))
    assert api.ring_alarms() == 0
    frozen_clock.forward(timedelta(days=1))
    assert api.ring_alarms() == 0
    assert len(events("dossiers.dossier_late.v1")) == 1
    assert api.get_dossier(actor=five.head, code=view.code).state is State.IN_PROCESS


def test_one_dossier_that_fails_keeps_no_other_waiting_and_is_tried_again_later(five, frozen_clock, monkeypatch):
    bad, good = accepted(five), accepted(five, "k2")
    to(frozen_clock, "2026-03-06 10:00")
    ring = ringing._ring

    def fails(found):
        if found.id == bad.id:
            raise RuntimeError("no")
        ring(found)

    monkeypatch.setattr(ringing, "_ring", fails)
    assert api.ring_alarms() == 1
    assert (row(good).rung, row(bad).rung) == ("near_due", "")
    monkeypatch.undo()
    assert api.ring_alarms() == 0
    frozen_clock.forward(timedelta(hours=1))
    assert api.ring_alarms() >= 1
    assert row(bad).rung == "near_due"


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_each_alarm_rings_at_one(transactional_db, tmp_path, frozen_clock):
    world = lawful.build(worlds.build(), tmp_path)
    for number in range(6):
        accepted(world, f"k{number}")
    to(frozen_clock, "2026-03-06 10:00")
    now, rung = clock.now(), []

    def work():
        with clock.at(now):
            rung.append(ringing.ring_alarms())
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join()
    assert sum(rung) == 6
    assert len(events("dossiers.dossier_nearly_due.v1")) == 6
