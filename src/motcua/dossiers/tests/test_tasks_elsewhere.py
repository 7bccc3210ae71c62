"""Tasks at other agencies: their order, their own clocks, their own pauses; one dossier and one request for the applicant."""

from collections.abc import Mapping
from datetime import datetime

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError

from motcua.dossiers import api
from motcua.dossiers.contracts import ClockKind, QueueFilter, State, StepState
from motcua.dossiers.errors import (
    ActNotAllowedError,
    ActOutOfTurnError,
    DossierNotFoundError,
    ReasonMissingError,
    StepNotAskedError,
    StepsPendingError,
    SubmissionInvalidError,
)
from motcua.dossiers.models import Dossier, DossierStep
from motcua.dossiers.tests import stepping
from motcua.dossiers.tests.stepping import LAW, SURVEY, TAX, on
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting


@pytest.fixture
def stage(world, tmp_path):
    return stepping.build(world, tmp_path, SURVEY, TAX)


@pytest.fixture
def surveyor(stage):
    return stepping.surveyor()


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


def record(actor, view, step, boxes: Mapping[str, str]):
    return on(actor, view, "record_step", step, record=boxes)


def steps(view) -> dict[str, StepState]:
    return {step.id: step.state for step in view.steps}


def test_a_task_waits_for_the_one_before_it_and_its_agency_reads_nothing_until_then(surveyor, stage, frozen_clock):
    view = stepping.accepted(stage)
    assert steps(view) == {"survey": StepState.OPEN, "tax": StepState.WAITING}
    survey, tax = view.steps
    assert survey.act_by == at("2026-03-04T09:00") and (tax.opened_at, tax.act_by, tax.after) == (
        None,
        None,
        ("survey",),
    )
    with pytest.raises(DossierNotFoundError):
        api.get_dossier(actor=stage.tax_official, code=view.code)
    with acting(stage.tax_official):
        assert not DossierStep.objects.exists()
        assert not DossierStep.objects.update(state="open")
    frozen_clock.set(at("2026-03-03T10:00"))
    view = record(surveyor, view, "survey", {"area": "180"})
    assert steps(view) == {"survey": StepState.DONE, "tax": StepState.OPEN}
    assert view.steps[1].act_by == at("2026-03-06T10:00")
    assert api.get_dossier(actor=stage.tax_official, code=view.code).answers
    with pytest.raises(DossierNotFoundError):
        api.get_dossier(actor=surveyor, code=view.code)


def test_nothing_is_recorded_before_its_turn_and_nothing_proposed_before_all_is_done(surveyor, stage):
    view = stepping.accepted(stage)
    for actor in (stage.world.specialist, stage.world.receiver):
        with pytest.raises(StepNotAskedError):
            record(actor, view, "tax", {"dues": "paid"})
    view = record(surveyor, view, "survey", {"area": "180"})
    with pytest.raises(StepsPendingError):
        api.resolve_dossier(
            actor=stage.world.specialist, dossier_id=view.id, expected_version=view.version, proposal={}
        )
    view = record(stage.tax_official, view, "tax", {"dues": "paid"})
    assert view.state is State.IN_PROCESS and set(steps(view).values()) == {StepState.DONE}


def test_an_agency_pauses_its_own_clock_by_an_article_and_the_cases_only_where_the_flow_says_so(
    surveyor, stage, frozen_clock
):
    view = stepping.accepted(stage)
    due = view.due_at
    for reason, legal, refused in (("", LAW, ReasonMissingError), ("Chờ thời tiết", " ", SubmissionInvalidError)):
        with pytest.raises(refused):
            on(surveyor, view, "pause_step", "survey", reason=reason, legal=legal)
    frozen_clock.set(at("2026-03-02T10:00"))
    view = on(surveyor, view, "pause_step", "survey", reason="Mưa lũ, chưa ra thửa đất được", legal=LAW)
    survey = view.steps[0]
    assert (survey.state, survey.act_by, survey.clock[-1].legal) == (StepState.PAUSED, None, LAW)
    assert view.due_at == due and view.clock[-1].kind is ClockKind.RUNNING
    with pytest.raises(StepNotAskedError):
        on(surveyor, view, "pause_step", "survey", reason="Lần nữa", legal=LAW)
    frozen_clock.set(at("2026-03-02T11:00"))
    view = on(surveyor, view, "resume_step", "survey")
    assert view.steps[0].act_by == at("2026-03-04T10:00")  # an hour later than before
    view = record(surveyor, view, "survey", {"area": "180"})
    view = on(stage.tax_official, view, "pause_step", "tax", reason="Chờ giá đất", legal=LAW)
    assert view.clock[-1].kind is ClockKind.WAITING_AGENCY and view.clock[-1].legal == LAW and view.due_at is None
    frozen_clock.set(at("2026-03-02T14:00"))
    view = on(stage.tax_official, view, "resume_step", "tax")
    assert view.clock[-1].kind is ClockKind.RUNNING and view.due_at == at("2026-03-03T10:00") > due
    facts = Entry.objects.filter(action="dossiers.pause_step").values_list("facts", flat=True)
    assert [(one["step"], one["legal"]) for one in facts] == [("survey", LAW), ("tax", LAW)]


def test_an_agency_asks_the_applicant_through_the_one_door_and_goes_on_by_itself_when_she_has_answered(
    surveyor, stage, frozen_clock
):
    view, lan = stepping.accepted(stage), stage.world.lan
    due = view.due_at
    frozen_clock.set(at("2026-03-02T10:00"))
    view = on(surveyor, view, "request_supplement", "survey", fields=("child_name",), reason="Chưa rõ dấu")
    assert view.state is State.AWAITING_SUPPLEMENT and view.supplement.step == "survey"
    assert steps(view)["survey"] is StepState.PAUSED and view.due_at == due  # this flow lets the case's clock run on
    assert [paper.kind.value for paper in view.documents] == ["receipt", "supplement_request"]
    for again in ({"step": "survey"}, {}):
        actor = surveyor if again else stage.world.specialist
        with pytest.raises(ActOutOfTurnError):
            api.request_supplement(
                actor=actor,
                dossier_id=view.id,
                expected_version=view.version,
                fields=("child_name",),
                reason="Nữa",
                **again,
            )
    assert on(surveyor, view, "record_step", "survey", record={"area": "1"}).state is State.AWAITING_SUPPLEMENT
    frozen_clock.set(at("2026-03-03T10:00"))
    seen = api.get_dossier(actor=lan, code=view.code)
    view = api.answer_supplement(
        actor=lan, dossier_id=view.id, expected_version=seen.version, answers={"child_name": "Trần Minh Anh"}, papers={}
    )
    assert view.state is State.IN_PROCESS and view.due_at == due
    assert steps(view) == {"survey": StepState.DONE, "tax": StepState.OPEN}


def test_a_task_that_stops_the_case_lets_it_run_on_when_the_applicant_has_answered(surveyor, stage, frozen_clock):
    view, lan = stepping.accepted(stage), stage.world.lan
    due = view.due_at
    view = record(surveyor, view, "survey", {"area": "180"})
    frozen_clock.set(at("2026-03-02T10:00"))
    view = on(stage.tax_official, view, "request_supplement", "tax", fields=("child_name",), reason="Chưa rõ dấu")
    assert view.clock[-1].kind is ClockKind.WAITING_APPLICANT and view.due_at is None
    frozen_clock.set(at("2026-03-03T10:00"))
    view = api.answer_supplement(
        actor=lan, dossier_id=view.id, expected_version=view.version, answers={"child_name": "Trần Minh Anh"}, papers={}
    )
    assert view.due_at > due and steps(view)["tax"] is StepState.OPEN
    assert view.steps[1].act_by == at("2026-03-06T09:00")


def test_nobody_does_what_is_for_another_agency(surveyor, stage):
    world, view = stage.world, stepping.accepted(stage)
    for actor in (world.specialist, world.head, world.lan):
        for act, more in (
            ("pause_step", {"reason": "Chờ", "legal": LAW}),
            ("request_supplement", {"reason": "Chưa rõ", "fields": ("child_name",)}),
        ):
            with pytest.raises(ActNotAllowedError):
                on(actor, view, act, "survey", **more)
    for actor in (stage.tax_official, world.stranger):
        with pytest.raises(DossierNotFoundError):
            on(actor, view, "pause_step", "survey", reason="Chờ", legal=LAW)
    with pytest.raises(ActNotAllowedError):  # not through the back: without a step it is the desk's own act
        api.request_supplement(
            actor=surveyor, dossier_id=view.id, expected_version=2, fields=("child_name",), reason="Chưa rõ"
        )


def test_a_dossier_that_ends_cancels_what_was_not_done_and_closes_itself_to_whoever_was_asked(surveyor, stage):
    view = stepping.accepted(stage)
    view = api.withdraw_dossier(actor=stage.world.lan, dossier_id=view.id, expected_version=view.version)
    assert set(steps(view).values()) == {StepState.CANCELLED}
    with acting(surveyor):
        assert not Dossier.objects.exists() and not DossierStep.objects.exists()


def test_the_database_itself_keeps_clocks_and_other_agencies_steps_as_they_are(surveyor, stage):
    world, view = stage.world, stepping.accepted(stage)
    with acting(surveyor):
        own = DossierStep.objects.filter(step_id="survey")
        for clock in ([], [{"kind": "running", "started_at": "2026-03-09T00:00:00+00:00", "reason": "", "legal": ""}]):
            with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
                own.update(clock=clock)
        assert DossierStep.objects.filter(step_id="tax").update(state="open") == 0
        assert DossierStep.objects.all().delete()[0] == 0
        for change in ({"state": "awaiting_supplement"}, {"clock": []}, {"supplement": {"fields": []}}):
            with pytest.raises(ProgrammingError, match="asked for an opinion"), transaction.atomic():
                Dossier.objects.filter(id=view.id).update(**change)
    for actor in (surveyor, stage.tax_official, world.lan, world.specialist, world.stranger):
        with acting(actor), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            DossierStep.objects.create(
                dossier_id=view.id, step_id="mine", kind="task", agency_id=actor.agency_id or view.id, state="open"
            )
    with acting(SYSTEM), connection.cursor() as cursor, pytest.raises(IntegrityError), transaction.atomic():
        cursor.execute("UPDATE dossiers_dossierstep SET state = 'done' WHERE dossier_id = %s", (view.id,))


def test_everybody_who_may_know_is_told_who_has_it_since_when_and_what_comes_next(surveyor, stage, frozen_clock):
    view = stepping.accepted(stage)
    land, tax = surveyor.agency_id, stage.tax.id

    def told():
        seen, tracked = api.get_dossier(actor=stage.world.lan, code=view.code), api.track_dossier(code=view.code)
        assert [(one.agency_id, one.since, one.paused) for one in api.holding_of(seen)] == [
            (one.agency_id, one.since, one.paused) for one in tracked.holding
        ]
        return [(one.agency_id, one.paused) for one in tracked.holding], [one.state for one in tracked.steps]

    assert told() == ([(land, False)], [StepState.OPEN, StepState.WAITING])
    view = on(surveyor, view, "pause_step", "survey", reason="Mưa lũ", legal=LAW)
    assert told()[0] == [(land, True)]
    frozen_clock.set(at("2026-03-02T10:00"))
    view = record(surveyor, view, "survey", {"area": "180"})
    assert told() == ([(tax, False)], [StepState.DONE, StepState.OPEN])
    view = on(stage.tax_official, view, "request_supplement", "tax", fields=("child_name",), reason="Chưa rõ dấu")
    assert told()[0] == [(None, False)]
    view = api.answer_supplement(
        actor=stage.world.lan,
        dossier_id=view.id,
        expected_version=view.version,
        answers={"child_name": "Trần Minh Anh"},
        papers={},
    )
    view = record(stage.tax_official, view, "tax", {"dues": "paid"})
    assert told()[0] == [(stage.world.agency.id, False)]


def test_an_agency_has_its_tasks_on_top_that_are_due_first_by_its_own_dates(surveyor, stage, frozen_clock):
    first = stepping.accepted(stage, key="a")
    frozen_clock.set(at("2026-03-02T10:00"))
    second = stepping.accepted(stage, key="b")
    asked = QueueFilter(asked=True)
    page = api.list_queue(actor=surveyor, wanted=asked, limit=1)
    assert [(row.code, row.own_due_at) for row in page.rows] == [(first.code, at("2026-03-04T09:00"))]
    page = api.list_queue(actor=surveyor, wanted=asked, limit=1, cursor=page.cursor)
    assert [row.code for row in page.rows] == [second.code] and not page.cursor
    on(surveyor, first, "pause_step", "survey", reason="Mưa lũ", legal=LAW)
    assert [row.code for row in api.list_queue(actor=surveyor, wanted=asked).rows] == [second.code, first.code]
