"""What has to be done between acceptance and the result: who may do it, what it bars, who sees it."""

from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from motcua.dossiers import api
from motcua.dossiers.contracts import QueueFilter, State, StepKind
from motcua.dossiers.domain.flow import compile_flow
from motcua.dossiers.errors import (
    ActNotAllowedError,
    DossierNotFoundError,
    StepNotAskedError,
    StepsPendingError,
    SubmissionInvalidError,
)
from motcua.dossiers.models import Document, Dossier, DossierStep
from motcua.dossiers.tests import stepping
from motcua.dossiers.tests.stepping import INSPECTION, OPINION
from motcua.dossiers.tests.world import answers, submitted
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

RESULT = {"certificate_number": "12/2026"}


@pytest.fixture
def stage(world, tmp_path):
    return stepping.build(world, tmp_path, INSPECTION, OPINION)


def record(actor, view, step, **boxes):
    return api.record_step(actor=actor, dossier_id=view.id, expected_version=view.version, step=step, record=boxes)


def test_an_opinion_without_an_agency_and_an_inspection_with_one_are_no_flow():
    for wrong in (OPINION | {"agency": None}, INSPECTION | {"agency": {"tier": "province"}}):
        with pytest.raises(ValueError, match="write agency"):
            compile_flow({"extends": "one-stop", "steps": [wrong]})


def test_only_what_the_answers_call_for_is_asked():
    flow = compile_flow({"extends": "one-stop", "steps": [INSPECTION, OPINION]})
    assert [step.id for step in flow.asked_steps(lambda _: False)] == ["inspection"]
    assert [step.id for step in flow.asked_steps(lambda _: True)] == ["inspection", "tax_opinion"]


def test_steps_open_with_acceptance_each_with_its_own_share_of_the_time(stage):
    view = stepping.accepted(stage)
    inspection, opinion = view.steps
    assert (inspection.kind, inspection.agency_id) == (StepKind.INSPECTION, stage.world.agency.id)
    assert (opinion.kind, opinion.agency_id) == (StepKind.OPINION, stage.tax.id)
    # Monday 2 March 09:00 and three days of eight hours: Thursday 5 March 09:00
    assert inspection.act_by == datetime.fromisoformat("2026-03-05T09:00:00+07:00")
    assert opinion.act_by == datetime.fromisoformat("2026-03-09T09:00:00+07:00")


def test_nothing_is_put_before_the_head_until_every_step_is_recorded(stage):
    world, view = stage.world, stepping.accepted(stage)
    with pytest.raises(StepsPendingError) as refused:
        api.resolve_dossier(actor=world.specialist, dossier_id=view.id, expected_version=2, proposal=RESULT)
    assert refused.value.facts["steps"] == ("inspection", "tax_opinion")
    seen = api.get_dossier(actor=world.specialist, code=view.code)
    assert "record_step" in seen.next_actions and "resolve" not in seen.next_actions
    view = record(world.specialist, view, "inspection", finding="fits")
    assert (view.state, view.version, view.due_at) == (State.IN_PROCESS, 3, seen.due_at)
    assert "record_step" not in view.next_actions  # what is left is another agency's
    view = record(stage.tax_official, view, "tax_opinion", says="Đồng ý")
    view = api.resolve_dossier(
        actor=world.specialist, dossier_id=view.id, expected_version=view.version, proposal=RESULT
    )
    assert view.state is State.AWAITING_APPROVAL


def test_what_was_recorded_is_said_in_words_and_stands_in_the_ledger_without_its_content(stage):
    view = stepping.accepted(stage)
    view = record(stage.world.specialist, view, "inspection", finding="differs", remarks="Nhà đã bán\r\ntừ lâu")
    assert [value["vi"] for _label, value in view.steps[0].shown] == ["Khác với khai", "Nhà đã bán\ntừ lâu"]
    assert view.steps[0].recorded_by == "Phan Quốc An, Công chức tư pháp - hộ tịch"
    entry = Entry.objects.filter(action="dossiers.record_step").get()
    assert entry.facts["step"] == "inspection" and "differs" not in str(entry.facts)


def test_a_step_is_recorded_once_and_in_full(stage):
    world, view = stage.world, stepping.accepted(stage)
    for wrong in ({}, {"finding": "maybe"}, {"finding": "fits", "smell": "good"}):
        with pytest.raises(SubmissionInvalidError):
            record(world.specialist, view, "inspection", **wrong)
    view = record(world.specialist, view, "inspection", finding="fits")
    for gone in ("inspection", "meeting"):
        with pytest.raises(StepNotAskedError):
            record(world.specialist, view, gone, finding="fits")


def test_a_step_is_recorded_by_whom_it_names_and_by_nobody_else(stage):
    world, view = stage.world, stepping.accepted(stage)
    clerk = replace(stage.tax_official, roles=frozenset({"receiver"}))
    for actor, step, boxes in (
        (world.receiver, "inspection", {"finding": "fits"}),
        (world.lan, "inspection", {"finding": "fits"}),
        (stage.tax_official, "inspection", {"finding": "fits"}),
        (world.specialist, "tax_opinion", {"says": "Đồng ý"}),
        (clerk, "tax_opinion", {"says": "Đồng ý"}),
    ):
        with pytest.raises(ActNotAllowedError):
            record(actor, view, step, **boxes)


def test_the_agency_that_is_asked_sees_that_dossier_and_no_other_and_does_nothing_else(stage):
    world, view = stage.world, stepping.accepted(stage)
    other = other_dossier(world)
    seen = api.get_dossier(actor=stage.tax_official, code=view.code)
    assert seen.next_actions == ("record_step",)
    with pytest.raises(DossierNotFoundError):
        api.get_dossier(actor=stage.tax_official, code=other)
    with pytest.raises(ActNotAllowedError):
        api.refuse_dossier(actor=stage.tax_official, dossier_id=view.id, expected_version=2, reason="Không được")
    with acting(stage.tax_official):
        assert list(Dossier.objects.values_list("code", flat=True)) == [view.code]


def other_dossier(world) -> str:
    return submitted(world, key="other").code


def test_the_database_itself_keeps_the_asked_agency_from_writing_the_steps_of_others(stage):
    view = stepping.accepted(stage)
    with acting(stage.tax_official):
        steps = DossierStep.objects.filter(dossier_id=view.id)
        assert steps.count() == 2
        taken_over = {"agency_id": stage.tax.id, "record": {"finding": "fits"}}
        assert steps.filter(step_id="inspection").update(**taken_over) == 0
        assert steps.filter(step_id="inspection").delete()[0] == 0
        assert steps.filter(step_id="tax_opinion").update(record={"says": "ja"}) == 1
    with acting(stage.world.stranger):
        assert DossierStep.objects.count() == 0


def test_the_database_itself_keeps_the_asked_agency_from_changing_the_case(stage):
    view = stepping.accepted(stage)
    with acting(stage.tax_official):
        for change in ({"answers": {}}, {"state": "approved"}, {"receiving_agency_id": stage.tax.id}):
            with pytest.raises(ProgrammingError, match="asked for an opinion"), transaction.atomic():
                Dossier.objects.filter(id=view.id).update(**change)
        documents = Document.objects.filter(dossier_id=view.id)
        assert documents.count() == 1
        assert documents.update(number="0") == documents.delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Document.objects.create(
                dossier_id=view.id, kind="result", number="1", title={}, data={}, issued_at=view.submitted_at
            )
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM dossiers_dossier WHERE id = %s", (view.id,))
            assert cursor.rowcount == 0


def test_the_applicant_neither_writes_a_record_nor_takes_one_away(stage):
    view = stepping.accepted(stage)
    record(stage.world.specialist, view, "inspection", finding="differs")
    with acting(stage.world.lan):
        steps = DossierStep.objects.filter(dossier_id=view.id)
        assert steps.update(record={"finding": "fits"}) == 0
        assert steps.filter(step_id="inspection").delete()[0] == 0


def test_the_asked_agency_finds_the_dossier_on_its_desk_until_it_has_answered(stage):
    view = stepping.accepted(stage)
    page = api.list_queue(actor=stage.tax_official, wanted=QueueFilter(asked=True))
    assert ([row.code for row in page.rows], page.asked) == ([view.code], 1)
    assert api.list_queue(actor=stage.tax_official).asked == 1
    record(stage.tax_official, view, "tax_opinion", says="Đồng ý")
    page = api.list_queue(actor=stage.tax_official, wanted=QueueFilter(asked=True))
    assert (page.rows, page.asked) == ((), 0)
    assert api.list_queue(actor=stage.world.specialist).asked == 0


def test_the_asked_agency_reads_the_dossier_until_it_has_answered_and_its_own_answer_after_that(stage):
    view, asked = stepping.accepted(stage), stage.tax_official
    assert api.list_given_opinions(actor=asked) == ()
    assert api.get_dossier(actor=asked, code=view.code).answers
    record(asked, view, "tax_opinion", says="Đồng ý")
    with pytest.raises(DossierNotFoundError):
        api.get_dossier(actor=asked, code=view.code)
    with acting(asked):
        assert not Dossier.objects.exists() and not Document.objects.exists()
        assert [step.step_id for step in DossierStep.objects.all()] == ["tax_opinion"]
        assert DossierStep.objects.update(record={"says": "ja"}) == 0
    (given,) = api.list_given_opinions(actor=asked)
    assert (given.code, given.name["en"]) == (view.code, "Opinion of the tax office")
    assert [value["vi"] for _label, value in given.shown] == ["Đồng ý"]
    for other in (stage.world.stranger, stage.world.lan, stage.world.specialist):
        assert api.list_given_opinions(actor=other) == ()
    after = api.get_dossier(actor=stage.world.specialist, code=view.code)
    assert after.version == view.version + 1 and after.steps[1].record == {"says": "Đồng ý"}


def test_an_agency_that_owes_two_opinions_reads_until_the_second(world, tmp_path):
    stage = stepping.build(world, tmp_path, OPINION, deepcopy(OPINION) | {"id": "second"})
    view = stepping.accepted(stage)
    view = record(stage.tax_official, view, "tax_opinion", says="Đồng ý")
    assert api.get_dossier(actor=stage.tax_official, code=view.code).next_actions == ("record_step",)
    record(stage.tax_official, view, "second", says="Cũng đồng ý")
    with acting(stage.tax_official):
        assert not Dossier.objects.exists()


def test_a_dossier_that_is_over_is_closed_to_whoever_was_asked(stage):
    view = stepping.accepted(stage)
    api.withdraw_dossier(actor=stage.world.lan, dossier_id=view.id, expected_version=view.version)
    with acting(stage.tax_official):
        assert not Dossier.objects.exists()
    assert api.list_given_opinions(actor=stage.tax_official) == ()


def test_a_step_may_be_recorded_while_the_applicant_is_asked_for_more_and_moves_nobodys_date(stage, frozen_clock):
    world, view = stage.world, stepping.accepted(stage)
    view = api.request_supplement(
        actor=world.specialist, dossier_id=view.id, expected_version=2, fields=("child_name",), reason="Chưa rõ dấu"
    )
    frozen_clock.forward(timedelta(hours=1))
    after = record(stage.tax_official, view, "tax_opinion", says="Đồng ý")
    assert (after.state, after.act_by, after.clock) == (State.AWAITING_SUPPLEMENT, view.act_by, view.clock)


def test_an_answer_that_no_longer_calls_for_a_step_takes_it_back_and_hides_the_dossier(world, tmp_path):
    sex = answers(world)["child_sex"]
    stage = stepping.build(world, tmp_path, INSPECTION, OPINION | {"when": f"child_sex == '{sex}'"})
    view = stepping.accepted(stage)
    assert len(view.steps) == 2
    api.request_supplement(
        actor=world.specialist, dossier_id=view.id, expected_version=2, fields=("child_sex",), reason="Xem lại"
    )
    other = "boy" if sex == "girl" else "girl"
    view = api.answer_supplement(
        actor=world.lan, dossier_id=view.id, expected_version=3, answers={"child_sex": other}, papers={}
    )
    assert [step.id for step in view.steps] == ["inspection"]
    with acting(stage.tax_official):
        assert not Dossier.objects.exists()


def test_a_dossier_asks_for_a_step_once(stage):
    view = stepping.accepted(stage)
    with acting(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        DossierStep.objects.create(
            dossier_id=view.id,
            step_id="inspection",
            kind="inspection",
            agency_id=stage.world.agency.id,
            state="open",
        )
