"""After the end: archived by the worker, read-only, kept as the package says, destroyed only by a list of two people."""

import io
import json
import zipfile
from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError

from motcua.catalogue.contracts import Retention
from motcua.dossiers import api
from motcua.dossiers.archive import destroying
from motcua.dossiers.archive.archiving import archive_ended
from motcua.dossiers.archive.destroying import destroy_approved
from motcua.dossiers.contracts import DocumentKind, QueueFilter, State
from motcua.dossiers.domain.retention import kept
from motcua.dossiers.errors import (
    ActNotAllowedError,
    DestructionDecidedError,
    DestructionInvalidError,
    DestructionNotFoundError,
    DocumentDestroyedError,
    DossierArchivedError,
    NotArchivedError,
    SameEyesError,
)
from motcua.dossiers.models import Archived, Destruction, Dossier, DossierStep, Journey
from motcua.dossiers.services.papers import attach_papers
from motcua.dossiers.tests.world import official, submitted
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting
from motcua.platform.files import api as files
from motcua.platform.files.models import File

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>"


AT = "2026-03-02T02:00:00+00:00"


def says(settings, **said):
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update=said)


@pytest.fixture
def ended(world, settings, frozen_clock):
    """Refused on 2 March with one paper, archived a month later; kept one year, its papers half of it by the installation."""
    says(settings, archive_after_days=30, kept_years=2, papers_kept_years=1)
    receipt = submitted(world)
    with acting(world.lan):
        sent = files.store_made(PDF, "giay.pdf")
        File.objects.filter(id=sent.id).update(owner_id=world.lan.id)
        attach_papers(receipt.id, {"birth_notice": (sent.id,)}, owner_id=world.lan.id)
    api.refuse_dossier(actor=world.receiver, dossier_id=receipt.id, expected_version=1, reason="Không thuộc thẩm quyền")
    frozen_clock.forward(timedelta(days=29))
    assert archive_ended() == 0
    frozen_clock.forward(timedelta(days=2))
    assert archive_ended() == 1
    return receipt


def propose(world, ended, scope="all", actor=None):
    return api.propose_destruction(
        actor=actor or world.receiver, dossier_ids=[ended.id], scope=scope, reason="Hết thời hạn lưu"
    )


def years(n):
    """So many years have gone: the database's clock cannot be turned, so the days until which things are kept are."""
    with acting(SYSTEM):
        for row in Archived.objects.all():
            for name in ("keep_until", "papers_until"):
                day = getattr(row, name)
                setattr(row, name, day and day - timedelta(days=366 * n))
            row.save()


@pytest.mark.parametrize(
    ("said", "until", "papers", "permanent"),
    [
        (None, date(2028, 3, 2), date(2027, 3, 2), False),
        (Retention(years=10), date(2036, 3, 2), date(2027, 3, 2), False),
        (Retention(years=10, papers_years=5), date(2036, 3, 2), date(2031, 3, 2), False),
        (Retention(years=None), None, date(2027, 3, 2), True),
    ],
)
def test_the_package_says_how_long_and_the_installation_where_it_is_silent(said, until, papers, permanent):
    found = kept(date(2026, 3, 2), said, years=2, papers_years=1)
    assert (found.until, found.papers_until, found.permanent) == (until, papers, permanent)


def test_where_nobody_says_anything_nothing_is_ever_due():
    found = kept(date(2026, 3, 2), None, years=0, papers_years=0)
    assert (found.until, found.papers_until, found.permanent) == (None, None, False)


def test_a_year_after_the_last_of_february_is_the_first_of_march():
    assert kept(date(2028, 2, 29), None, years=1, papers_years=0).until == date(2029, 3, 1)


def test_an_archived_dossier_is_out_of_the_lists_but_found_and_read(world, ended):
    refused = api.list_queue(actor=world.receiver, wanted=QueueFilter(state=State.REFUSED))
    assert refused.rows == ()
    assert [row.code for row in api.list_queue(actor=world.receiver, wanted=QueueFilter(search=ended.code)).rows] == [
        ended.code
    ]
    view = api.get_dossier(actor=world.lan, code=ended.code)
    assert view.archived_at and view.answers and view.desk_acts == ()


def test_an_archived_dossier_changes_no_more_by_the_program_or_past_it(world, ended):
    with pytest.raises(DossierArchivedError):
        api.accept_dossier(actor=world.receiver, dossier_id=ended.id, expected_version=2)
    with pytest.raises(IntegrityError, match="read-only"), acting(world.receiver):
        Dossier.objects.filter(id=ended.id).update(applicant_name="X")


def test_the_head_takes_a_dossier_out_again_with_a_reason(world, ended):
    with pytest.raises(ActNotAllowedError):
        api.take_from_archive(actor=world.receiver, code=ended.code, reason="Khiếu nại")
    api.take_from_archive(actor=world.head, code=ended.code, reason="Khiếu nại")
    assert api.get_dossier(actor=world.head, code=ended.code).archived_at is None
    with pytest.raises(NotArchivedError):
        api.take_from_archive(actor=world.head, code=ended.code, reason="Khiếu nại")


def test_what_is_due_is_what_has_had_its_time_and_nothing_holds(world, ended):
    assert api.list_due(actor=world.receiver, scope="papers") == ()
    years(1)
    assert [row.code for row in api.list_due(actor=world.receiver, scope="papers")] == [ended.code]
    assert api.list_due(actor=world.receiver, scope="all") == ()
    assert api.list_due(actor=world.stranger, scope="papers") == ()
    api.hold_archived(actor=world.head, code=ended.code, reason="Đang có khiếu nại")
    assert api.list_due(actor=world.receiver, scope="papers") == ()
    api.hold_archived(actor=world.head, code=ended.code, reason="")
    assert len(api.list_due(actor=world.receiver, scope="papers")) == 1


def test_nobody_destroys_alone(world, ended):
    with pytest.raises(DestructionInvalidError):
        propose(world, ended)
    years(2)
    listed = propose(world, ended, actor=world.head)
    with pytest.raises(DestructionInvalidError):
        propose(world, ended)
    with pytest.raises(SameEyesError):
        api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=True)
    with pytest.raises(NotAllowedError):
        api.decide_destruction(actor=world.receiver, destruction_id=listed.id, approve=True)
    other = official("Bùi Văn Sơn", world.elsewhere, "head")
    with pytest.raises(DestructionNotFoundError):
        api.decide_destruction(actor=other, destruction_id=listed.id, approve=True)
    with pytest.raises(IntegrityError), acting(SYSTEM):
        Destruction.objects.filter(id=listed.id).update(decided_by_id=world.head.id)
    assert destroy_approved() == 0
    assert api.get_dossier(actor=world.lan, code=ended.code).answers


def test_papers_go_first_and_their_bytes_are_really_gone(world, ended, django_capture_on_commit_callbacks):
    years(1)
    listed = propose(world, ended, "papers")
    api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=True)
    with acting(SYSTEM):
        path = File.objects.get(name="giay.pdf").path
    with django_capture_on_commit_callbacks(execute=True):
        assert destroy_approved() == 1
    from django.core.files.storage import default_storage

    assert not default_storage.exists(path)
    view = api.get_dossier(actor=world.lan, code=ended.code)
    assert view.papers == () and view.answers
    done = api.get_destruction(actor=world.receiver, destruction_id=listed.id)
    assert done.done_at and done.lines[0].outcome == "done" and len(done.lines[0].files) == 1


def test_in_the_end_code_days_and_numbers_stay_and_the_person_is_gone(world, ended):
    years(2)
    listed = propose(world, ended)
    api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=True)
    with pytest.raises(DestructionDecidedError):
        api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=False)
    before = list(Entry.objects.filter(record_id=ended.id).values_list("id", flat=True))
    assert destroy_approved() == 1 and destroy_approved() == 0
    erased = Entry.objects.filter(id__in=before)
    assert {(entry.why, entry.actor_name, str(entry.facts)) for entry in erased} == {("", "", "{}")}
    assert Entry.objects.get(action="ledger.erased", record_id=ended.id).facts == {"entries": len(before)}
    view = api.get_dossier(actor=world.receiver, code=ended.code)
    assert (view.applicant_name, view.answers, view.state) == ("", {}, State.REFUSED)
    assert view.documents[0].number == "1/2026"
    with pytest.raises(DocumentDestroyedError):
        api.open_document(actor=world.receiver, code=ended.code, kind=DocumentKind.REFUSAL)
    assert Entry.objects.filter(action="dossiers.destroyed", record_id=ended.id).count() == 1
    assert api.track_dossier(code=ended.code).state is State.REFUSED


def test_what_is_held_after_it_was_listed_stays(world, ended):
    years(2)
    listed = propose(world, ended)
    api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=True)
    api.hold_archived(actor=world.head, code=ended.code, reason="Tòa án yêu cầu")
    destroy_approved()
    assert api.get_destruction(actor=world.head, destruction_id=listed.id).lines[0].outcome == "stayed"
    assert api.get_dossier(actor=world.lan, code=ended.code).answers


def approved(world, ended):
    years(2)
    listed = propose(world, ended)
    api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=True)
    return listed


def test_what_must_be_kept_longer_or_was_opened_again_since_it_was_listed_stays(world, ended):
    listed = approved(world, ended)
    years(-1)
    assert destroy_approved() == 1
    assert api.get_destruction(actor=world.head, destruction_id=listed.id).lines[0].outcome == "stayed"
    assert api.get_dossier(actor=world.lan, code=ended.code).answers
    years(1)
    listed = propose(world, ended)
    api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=True)
    with acting(SYSTEM):
        Dossier.objects.filter(id=ended.id).update(ended_at=None)
    destroy_approved()
    assert api.get_destruction(actor=world.head, destruction_id=listed.id).lines[0].outcome == "stayed"


def test_a_clock_of_one_node_that_runs_ahead_makes_nothing_due(world, ended, frozen_clock):
    frozen_clock.forward(timedelta(days=366 * 40))
    with acting(SYSTEM):
        Archived.objects.filter(dossier_id=ended.id).update(keep_until=date(2060, 1, 1))
    assert api.list_due(actor=world.receiver, scope="all") == ()


def test_no_reason_that_somebody_wrote_stays_outside_the_ledger(world, ended):
    said = "Mẹ cháu đang nằm viện"
    with acting(SYSTEM):
        row = Dossier.objects.get(id=ended.id)
        clock_of = [{**each, "reason": said} for each in row.clock]
        step = DossierStep.objects.create(
            dossier=row, step_id="visit", kind="opinion", agency_id=world.agency.id, state="cancelled", clock=clock_of
        )
        Dossier.objects.filter(id=row.id).update(
            clock=clock_of,
            hands={"specialist": [str(world.specialist.id), said]},
            payment={"amount": 5, "reason": said, "requested_by": said, "requested_at": AT, "confirmed_at": None},
            lateness={"since": AT, "due": AT, "reason": said, "by": said, "at": None, "expected": None},
        )
    approved(world, ended)
    assert destroy_approved() == 1
    with acting(SYSTEM):
        row, step = Dossier.objects.get(id=ended.id), DossierStep.objects.get(id=step.id)
        assert said not in json.dumps([row.clock, row.hands, row.payment, row.lateness, step.clock], ensure_ascii=False)
    assert [each["kind"] for each in row.clock] == [each["kind"] for each in clock_of]
    assert row.payment["amount"] == 5
    assert api.get_dossier(actor=world.receiver, code=ended.code).state is State.REFUSED


def test_a_rejected_list_destroys_nothing_and_its_dossiers_are_due_again(world, ended):
    years(2)
    listed = propose(world, ended)
    api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=False, note="Giữ thêm")
    assert destroy_approved() == 0
    assert len(api.list_due(actor=world.receiver, scope="all")) == 1


@pytest.mark.parametrize("ids", [[], [UUID(int=1)]])
def test_a_list_of_nothing_or_of_what_is_not_due_is_refused(world, ids):
    with pytest.raises(DestructionInvalidError):
        api.propose_destruction(actor=world.receiver, dossier_ids=ids, scope="all", reason="Hết hạn")


def test_a_case_file_holds_everything_with_its_checksums(world, ended):
    packed, name = api.pack_case_file(actor=world.receiver, code=ended.code)
    assert name == f"{ended.code}.zip"
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        names = set(file.namelist())
        assert {"dossier.json", "ledger.json", "control-slip.pdf", "checksums.sha256"} <= names
        assert "documents/001-refusal.pdf" in names and "papers/001-giay.pdf" in names
        told = json.loads(file.read("dossier.json"))
        assert told["code"] == ended.code and told["form"] == "motcua-case-file/1" and "next_actions" not in told
        sums = dict(reversed(line.split("  ")) for line in file.read("checksums.sha256").decode().splitlines())
        assert set(sums) == names - {"checksums.sha256"}
    with pytest.raises(ActNotAllowedError):
        api.pack_case_file(actor=world.lan, code=ended.code)
    assert Entry.objects.filter(action="dossiers.packed").count() == 1


def test_a_dossier_that_runs_or_came_back_is_never_archived(world, settings, frozen_clock):
    says(settings, archive_after_days=1)
    submitted(world)
    frozen_clock.forward(timedelta(days=400))
    assert archive_ended() == 0
    with acting(SYSTEM):
        assert not Archived.objects.exists() and clock.now()


def test_a_journey_names_nobody_any_more_when_the_last_of_its_dossiers_is_destroyed(world, ended):
    with acting(SYSTEM):
        row = Dossier.objects.get(id=ended.id)
        journey = Journey.objects.create(
            code="H57.17-260302-9001",
            procedure_code=row.procedure_code,
            version_hash=row.version_hash,
            applicant_id=row.applicant_id,
            applicant_name=row.applicant_name,
            submitted_at=row.submitted_at,
        )
        Dossier.objects.filter(id=ended.id).update(journey_id=journey.id)
        destroying._forget_journey(journey.id)
        journey.refresh_from_db()
        assert journey.applicant_name == row.applicant_name, "one of its dossiers still names them"
    years(3)
    listed = propose(world, ended)
    api.decide_destruction(actor=world.head, destruction_id=listed.id, approve=True)
    assert destroy_approved() == 1
    with acting(SYSTEM):
        journey.refresh_from_db()
        assert journey.applicant_name == ""
