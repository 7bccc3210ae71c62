"""Filing: a draft becomes one dossier or stays a draft, and what was sent once is answered again for good."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from PIL import Image

from motcua.agencies import api as agencies
from motcua.agencies.errors import NoCompetentAgencyError
from motcua.catalogue import api as catalogue
from motcua.catalogue.errors import ProcedureNotFoundError
from motcua.dossiers import api, tasks
from motcua.dossiers.errors import AssuranceTooLowError, SubmissionInvalidError
from motcua.dossiers.models import Document, Dossier, DossierPaper, SubmissionKey
from motcua.dossiers.services import issuing, submitting
from motcua.dossiers.tests import world as worlds
from motcua.forms import api as forms
from motcua.forms.errors import DraftNotFoundError
from motcua.forms.models import Draft
from motcua.identity.models import Person
from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM
from motcua.kernel.errors import NotAllowedError
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files
from motcua.platform.files.models import File

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


@pytest.fixture
def world(clean_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with clock.at(MONDAY):
        yield worlds.build()


def drafted(world, papers=("birth_notice",), **change):
    """Lan's complete draft of a birth registration, with `papers` attached."""
    draft = forms.start_draft(actor=world.lan, procedure_code=worlds.BIRTH, receiving_agency_id=world.agency.id)
    with acting(world.lan):
        Draft.objects.filter(id=draft.id).update(answers=worlds.answers(world) | change)
    for paper in papers:
        photo = io.BytesIO()
        Image.new("RGB", (20, 20)).save(photo, "PNG")
        forms.attach_paper(actor=world.lan, draft_id=draft.id, paper_id=paper, stream=photo, file_name="giấy.png")
    return draft.id


def at_once(*acts):
    gate = Barrier(len(acts))

    def alone(act):
        try:
            with clock.at(MONDAY):
                gate.wait(10)
                return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(alone, acts))


def test_a_draft_that_is_submitted_twice_at_once_is_one_dossier_and_both_are_told_its_code(world):
    draft_id = drafted(world)
    receipts = at_once(*[lambda: api.submit_draft(actor=world.lan, draft_id=draft_id)] * 3)
    assert len({receipt.code for receipt in receipts}) == 1
    assert sorted(receipt.replayed for receipt in receipts) == [False, True, True]
    with acting(SYSTEM):
        assert (Dossier.objects.count(), DossierPaper.objects.count(), Draft.objects.count()) == (1, 1, 0)


def test_a_draft_that_is_refused_is_still_there_with_its_files(world):
    draft_id = drafted(world, child_name="")
    with pytest.raises(SubmissionInvalidError):
        api.submit_draft(actor=world.lan, draft_id=draft_id)
    kept = forms.get_draft(actor=world.lan, draft_id=draft_id)
    (paper,) = kept.papers
    file = File.objects.get(id=paper.file_id)
    assert not file.claimed and default_storage.exists(file.path)
    with acting(SYSTEM):
        assert not Dossier.objects.exists()


def test_a_paper_that_another_answer_made_needless_is_left_behind_and_hinders_nothing(world):
    draft_id = drafted(world, papers=("witness_statement", "birth_notice"))  # the first was asked for at first
    receipt = api.submit_draft(actor=world.lan, draft_id=draft_id)
    view = api.get_dossier(actor=world.lan, code=receipt.code)
    assert [paper.paper_id for paper in view.papers] == ["birth_notice"]
    assert [file.id for file in File.objects.all()] == [paper.file_id for paper in view.papers]


def test_somebody_elses_draft_can_not_be_submitted(world):
    draft_id = drafted(world)
    for actor in (world.minh, world.receiver):
        with pytest.raises(DraftNotFoundError):
            api.submit_draft(actor=actor, draft_id=draft_id)


def test_a_program_can_not_send_a_dossier_to_an_agency_that_never_resolves_its_procedure(world):
    agencies.register_agency(
        actor=SYSTEM, code="G01.46", name={"vi": "Công an thành phố"}, tier="province", unit_code="46", branch="police"
    )
    with pytest.raises(NoCompetentAgencyError):
        send(world, agency_code="G01.46")


def send(world, key="k-1", agency_code=""):
    return api.submit_dossier(
        actor=world.lan,
        procedure_code=worlds.BIRTH,
        answers=worlds.answers(world),
        papers={},
        agency_code=agency_code,
        key=key,
    )


def test_what_was_submitted_once_is_answered_again_when_the_person_has_moved(world, monkeypatch):
    monkeypatch.setattr(submitting, "missing_papers", lambda *_arguments: {})
    first = send(world)
    with acting(SYSTEM):
        Person.objects.filter(id=world.lan.id).update(unit_code="19753")
    again = send(world)
    assert (again.code, again.replayed) == (first.code, True)


def test_what_was_submitted_once_is_answered_again_when_its_procedure_is_not_in_force(world, monkeypatch):
    monkeypatch.setattr(submitting, "missing_papers", lambda *_arguments: {})
    first = send(world)
    with clock.at(datetime(2001, 1, 1, tzinfo=UTC)):
        again = send(world)
        with pytest.raises(ProcedureNotFoundError):
            send(world, key="k-2")
    assert (again.code, again.replayed) == (first.code, True)


def test_the_database_itself_hides_papers_and_documents_from_who_may_not_see_the_dossier(world):
    receipt = api.submit_draft(actor=world.lan, draft_id=drafted(world))
    api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    for actor, seen in ((world.lan, 1), (world.receiver, 1), (world.minh, 0), (world.stranger, 0), (ANONYMOUS, 0)):
        with acting(actor):
            assert (DossierPaper.objects.count(), Document.objects.count()) == (seen, seen)


def test_what_is_to_be_paid_is_reckoned_and_kept_with_the_dossier(world):
    kept = []
    for copies in (0, 3):
        receipt = api.submit_draft(actor=world.lan, draft_id=drafted(world, extra_copies=copies))
        kept.append(api.get_dossier(actor=world.lan, code=receipt.code).fee_total)
    fees = catalogue.reckon_fees(world.version, worlds.answers(world) | {"extra_copies": 3}, "online", MONDAY.date())
    assert kept == [0, sum(line.total for line in fees)]
    assert kept[1] > 0


def test_who_is_not_known_well_enough_keeps_the_draft_and_submits_nothing(world):
    draft_id = drafted(world)
    low = replace(world.lan, assurance=world.version.assurance - 1)
    with pytest.raises(AssuranceTooLowError):
        api.submit_draft(actor=low, draft_id=draft_id)
    assert forms.get_draft(actor=low, draft_id=draft_id).papers
    with acting(SYSTEM):
        assert not Dossier.objects.exists()


def test_a_draft_begun_at_the_counter_is_submitted_at_the_counter(world):
    draft = forms.start_draft(
        actor=world.receiver,
        procedure_code=worlds.BIRTH,
        on_behalf_of=world.lan.id,
        receiving_agency_id=world.agency.id,
    )
    with acting(world.receiver):
        Draft.objects.filter(id=draft.id).update(answers=worlds.answers(world))
    with pytest.raises(NotAllowedError):
        api.submit_draft(actor=world.lan, draft_id=draft.id)
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_draft(actor=world.receiver, draft_id=draft.id)
    assert set(refused.value.fields) == {"papers.birth_notice"}


def test_somebody_elses_file_can_not_be_sent(world):
    photo = io.BytesIO()
    Image.new("RGB", (20, 20)).save(photo, "PNG")
    stored = files.store_file(photo, "của Minh.png", owner_id=world.minh.id)
    with pytest.raises(SubmissionInvalidError) as refused:
        api.submit_dossier(
            actor=world.lan,
            procedure_code=worlds.BIRTH,
            answers=worlds.answers(world),
            papers={"birth_notice": (stored.id,)},
            agency_code="",
            key="k-1",
        )
    assert set(refused.value.fields) == {"papers.birth_notice"}
    with acting(SYSTEM):
        assert not Dossier.objects.exists()
    assert not File.objects.get().claimed


def test_a_key_is_kept_for_thirty_days(world, monkeypatch):
    monkeypatch.setattr(submitting, "missing_papers", lambda *_arguments: {})
    send(world)
    for days, kept in ((29, 1), (31, 0)):
        with clock.at(MONDAY + timedelta(days=days)):
            tasks.forget_keys()
        assert SubmissionKey.objects.count() == kept


def test_a_paper_opened_while_the_worker_prints_it_is_printed_once(world):
    with clock.at(MONDAY):
        receipt = worlds.submitted(world)
        view = api.accept_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1)
    (document,) = view.documents
    before = File.objects.count()
    at_once(
        lambda: issuing.print_document(document.id),
        lambda: api.open_document(actor=world.lan, code=receipt.code, kind=document.kind),
        lambda: api.open_document(actor=world.receiver, code=receipt.code, kind=document.kind),
    )
    assert File.objects.count() == before + 1
