"""What the State knows of a person is taken from there, whoever files, and what differs from it is seen by the official."""

from dataclasses import replace

import pytest

from motcua.dossiers import api
from motcua.dossiers.errors import SubmissionInvalidError
from motcua.dossiers.models import Dossier
from motcua.dossiers.services import submitting
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.desk import showing
from motcua.forms import api as forms
from motcua.forms.errors import RecordChangedError
from motcua.forms.models import Draft
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import ExternalError
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting

NAME, PHONE = "requester_name", "requester_phone"


@pytest.fixture
def world(clean_db, frozen_clock, monkeypatch):
    monkeypatch.setattr(submitting, "missing_papers", lambda *_arguments: {})
    return worlds.build()


def send(world, *, key="k-1", **change):
    return api.submit_dossier(
        actor=world.lan,
        procedure_code=worlds.BIRTH,
        answers=worlds.answers(world) | change,
        papers={},
        agency_code="H57.17",
        key=key,
    )


def at_the_counter(world, **change):
    draft = forms.start_draft(
        actor=world.receiver,
        procedure_code=worlds.BIRTH,
        on_behalf_of=world.lan.id,
        receiving_agency_id=world.agency.id,
    )
    with acting(world.receiver):
        Draft.objects.filter(id=draft.id).update(answers=draft.answers | worlds.answers(world) | change)
    return forms.get_draft(actor=world.receiver, draft_id=draft.id)


def test_a_program_is_told_that_it_can_not_say_otherwise_than_the_record(world):
    with pytest.raises(SubmissionInvalidError) as refused:
        send(world, requester_name="Trần Thị Giả")
    assert set(refused.value.fields) == {NAME}
    with acting(SYSTEM):
        assert not Dossier.objects.exists()


def test_a_program_may_leave_out_what_the_record_answers(world):
    receipt = send(world, requester_name=None)
    view = api.get_dossier(actor=world.lan, code=receipt.code)
    assert view.answers[NAME] == world.lan.name
    assert (view.from_record[NAME].locked, view.from_record[NAME].differs_from_record) == (True, False)


def test_the_official_sees_what_differs_from_the_record(world):
    receipt = send(world, requester_phone="0912345678")
    view = api.get_dossier(actor=world.receiver, code=receipt.code)
    phone = view.from_record[PHONE]
    assert (phone.differs_from_record, phone.recorded, phone.at) == (True, "0905000017", receipt.submitted_at)
    rows = {row.field: row for section in showing.sections(view) for row in section.rows}
    assert rows[PHONE].differs == "Khác với hồ sơ: hồ sơ ghi “0905000017”."
    assert rows[NAME].differs == ""


def test_at_the_counter_it_is_the_record_of_whoever_stands_there(world):
    draft = at_the_counter(world)
    assert draft.record[NAME].value == world.lan.name
    page = next(p for p in forms.compile_form(world.version).pages if any(f.id == NAME for f in p.fields))
    saved = forms.save_answers(
        actor=world.receiver,
        draft_id=draft.id,
        page_id=page.id,
        raw={NAME: world.receiver.name, "requester_personal_id": world.lan_record.personal_id},
        revision=draft.revision,
    )
    assert [problem.code for problem in saved.problems] == ["differs_from_record"]
    assert saved.draft.answers[NAME] == world.lan.name
    receipt = api.submit_draft(actor=world.receiver, draft_id=draft.id)
    assert api.get_dossier(actor=world.receiver, code=receipt.code).answers[NAME] == world.lan.name


def test_a_draft_is_not_submitted_over_a_record_that_has_changed(world):
    draft = at_the_counter(world)
    worlds.rewrite_record(world.lan, full_name="Nguyễn Thị Lan Anh")
    with pytest.raises(RecordChangedError):
        api.submit_draft(actor=world.receiver, draft_id=draft.id)
    again = forms.read_record_again(actor=world.receiver, draft_id=draft.id)
    assert [(c.field, c.before, c.after) for c in again.record_changes] == [
        (NAME, world.lan.name, "Nguyễn Thị Lan Anh")
    ]
    assert again.expires_at == draft.expires_at
    receipt = api.submit_draft(actor=world.receiver, draft_id=draft.id)
    assert api.get_dossier(actor=world.receiver, code=receipt.code).answers[NAME] == "Nguyễn Thị Lan Anh"


def test_a_record_whose_keeper_does_not_answer_leaves_the_boxes_open_and_a_draft_as_it_was(world, monkeypatch):
    draft = at_the_counter(world)

    def away(**_who):
        raise ExternalError(retryable=True)

    monkeypatch.setattr("motcua.identity.api.get_person", away)
    assert forms.read_record_again(actor=world.receiver, draft_id=draft.id).record == draft.record
    fresh = forms.start_draft(actor=world.lan, procedure_code=worlds.BIRTH, receiving_agency_id=world.agency.id)
    assert (fresh.answers, fresh.record) == ({}, {})


def test_a_supplement_can_not_change_what_only_the_record_may(world):
    receipt = send(world, requester_phone="0912345678")
    asked = api.request_supplement(
        actor=world.receiver,
        dossier_id=receipt.id,
        expected_version=1,
        fields=(NAME, PHONE),
        papers=(),
        reason="Xem lại",
    )
    answer = {"actor": world.lan, "dossier_id": receipt.id, "expected_version": asked.version, "papers": {}}
    with pytest.raises(SubmissionInvalidError) as refused:
        api.answer_supplement(answers={NAME: "Trần Thị Giả", PHONE: "0905000017"}, **answer)
    assert set(refused.value.fields) == {NAME}
    worlds.rewrite_record(world.lan, full_name="Nguyễn Thị Lan Anh")
    view = api.answer_supplement(answers={PHONE: "0905000017"}, **answer)
    assert (view.answers[NAME], view.answers[PHONE]) == ("Nguyễn Thị Lan Anh", "0905000017")
    assert not view.from_record[PHONE].differs_from_record


def test_one_who_is_not_in_the_register_is_asked(world):
    nobody = replace(world.lan, id=new_id())
    receipt = api.submit_dossier(
        actor=nobody,
        procedure_code=worlds.BIRTH,
        answers=worlds.answers(world) | {NAME: "Trần Thị Khách"},
        papers={},
        agency_code="H57.17",
        key="k-1",
    )
    view = api.get_dossier(actor=nobody, code=receipt.code)
    assert (view.answers[NAME], view.from_record) == ("Trần Thị Khách", {})


def test_a_program_that_submits_costs_two_statements_the_record_and_the_dossier(world, count_statements):
    send(world)
    with count_statements() as seen:
        send(world, key="k-2")
    assert len(seen) == 2, seen
