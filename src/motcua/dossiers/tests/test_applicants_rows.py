"""What the database lets an applicant change of a dossier, whatever the program above it does."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils.timezone import now

from motcua.dossiers import api
from motcua.dossiers.contracts import Channel, DocumentKind
from motcua.dossiers.models import Document, Dossier, DossierPaper, Seat
from motcua.dossiers.services.submitting import Applicant, check_submission, write_submission
from motcua.dossiers.tests import stepping
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting

OURS = "answers what was asked for or withdraws"


@pytest.fixture
def dossier(world):
    return worlds.submitted(world)


def asked_for(world, dossier):
    return api.request_supplement(
        actor=world.receiver, dossier_id=dossier.id, expected_version=1, fields=("child_name",), reason="Chưa rõ dấu"
    )


def refused(actor, dossier_id, change, match=OURS):
    with acting(actor), pytest.raises(ProgrammingError, match=match), transaction.atomic():
        Dossier.objects.filter(id=dossier_id).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "approved"},
        {"state": "returned", "status": 10},
        {"answers": {}},
        {"fee_total": 0, "status": 2},
        {"proposal": {"certificate_number": "1"}},
        {"received_at": now()},
        {"due_at": now()},
        {"clock": []},
        {"version_hash": "0" * 64},
        {"code": "H57-1"},
        {"filed_by_name": "Ai đó"},
        {"state": "withdrawn", "answers": {}},
        {"state": "withdrawn", "fee_total": 1},
    ],
)
def test_an_applicant_changes_nothing_that_officials_answer_for(world, dossier, change):
    refused(world.lan, dossier.id, change)


def test_an_applicant_gives_the_dossier_to_nobody_else(world, dossier):
    for change in ({"applicant_id": world.minh.id}, {"resolving_agency_id": world.stranger.agency_id}):
        refused(world.lan, dossier.id, change)


def test_an_answer_keeps_what_was_asked_what_was_said_before_and_where_it_goes_on(world, dossier):
    view = asked_for(world, dossier)
    with acting(world.lan):
        row = Dossier.objects.get(id=view.id)
    honest = {"answers": {"child_name": "An"}, "previous_answers": row.answers, "state": "submitted", "version": 3}
    for forged in (
        {"previous_answers": {}},
        {"state": "in_process"},
        {"state": "awaiting_supplement"},
        {"supplement": {**row.supplement, "reason": "Đã đủ"}},
        {"supplements_asked": 0},
    ):
        refused(world.lan, view.id, honest | forged)
    with acting(world.lan):
        assert Dossier.objects.filter(id=view.id).update(**honest) == 1


def test_papers_that_were_sent_stay_as_they_were_sent(world, dossier):
    with acting(world.lan):
        DossierPaper.objects.create(
            dossier_id=dossier.id,
            paper_id="birth_notice",
            file_id=new_id(),
            file_name="giấy.pdf",
            size=1,
            added_at=now(),
            round=0,
        )
    for actor in (world.lan, world.receiver):
        with acting(actor):
            papers = DossierPaper.objects.filter(dossier_id=dossier.id)
            assert papers.count() == 1
            assert papers.update(file_name="khác.pdf") == papers.delete()[0] == 0


def test_an_applicant_issues_no_document_and_nobody_changes_one(world, dossier):
    api.accept_dossier(actor=world.receiver, dossier_id=dossier.id, expected_version=1)
    forged = {"kind": "result", "number": "1", "title": {}, "data": {}, "issued_at": now()}
    with acting(world.lan):
        documents = Document.objects.filter(dossier_id=dossier.id)
        assert documents.count() == 1 and documents.delete()[0] == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            Document.objects.create(dossier_id=dossier.id, **forged)
    for actor in (world.lan, world.receiver, SYSTEM):
        with acting(actor), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            Document.objects.filter(dossier_id=dossier.id).update(data={})
    kept, _name = api.open_document(actor=world.lan, code=dossier.code, kind=DocumentKind.RECEIPT)
    assert kept.startswith(b"%PDF")
    with acting(world.lan), pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Document.objects.filter(dossier_id=dossier.id).update(file_id=new_id())


def test_a_seat_is_moved_by_giving_it_back(world, tmp_path):
    stage = stepping.build(world, tmp_path, fields=(stepping.APPOINTMENT,))
    with acting(world.lan):
        submission = check_submission(
            actor=world.lan,
            version=stage.version,
            applicant=Applicant(world.lan_record.id, world.lan.name),
            answers=worlds.answers(world) | {"visit": "2026-03-05T08:00"},
            paper_ids=["birth_notice"],
            channel=Channel.ONLINE,
            receiving=world.agency,
        )
        write_submission(actor=world.lan, submission=submission, key="k1", body_hash="h")
        assert Seat.objects.update(starts_at=now()) == 0


def test_a_dossier_that_is_decided_is_not_withdrawn(world, dossier):
    api.refuse_dossier(actor=world.receiver, dossier_id=dossier.id, expected_version=1, reason="Nhầm nơi")
    refused(world.lan, dossier.id, {"state": "withdrawn"})


def test_another_person_changes_nothing_at_all(world, dossier):
    with acting(world.minh):
        assert Dossier.objects.filter(id=dossier.id).update(state="withdrawn") == 0
