from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from PIL import Image

from motcua.catalogue.contracts import ProcedureVersion
from motcua.forms import api as forms
from motcua.forms import errors
from motcua.forms.contracts import DraftView, Keeping
from motcua.forms.papers import MOST_BYTES, MOST_FILES
from motcua.forms.services import MOST_DRAFTS
from motcua.forms.tests.conftest import official, person, record_of
from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor
from motcua.kernel.errors import NotFoundError
from motcua.kernel.ids import new_id
from motcua.platform.database.transactions import acting, looking
from motcua.platform.files import api as files
from motcua.platform.outbox.models import OutboxEvent

CODE = "9.000001"
pytestmark = pytest.mark.usefixtures("published")


def start(actor: Actor, **more: Any) -> DraftView:
    return forms.start_draft(actor=actor, procedure_code=CODE, **more)


def save(actor: Actor, draft: DraftView, page: str, **raw: Any) -> Any:
    return forms.save_answers(actor=actor, draft_id=draft.id, page_id=page, raw=raw, revision=draft.revision)


def photo(size: int = 40) -> BytesIO:
    stream = BytesIO()
    Image.effect_noise((size, size), 50).convert("RGB").save(stream, "PNG")
    stream.seek(0)
    return stream


def attach(actor: Actor, draft: DraftView, name: str = "ảnh.png", paper: str = "photo") -> Any:
    return forms.attach_paper(actor=actor, draft_id=draft.id, paper_id=paper, stream=photo(), file_name=name)


def told(owner_cursor: Any, record: UUID) -> list[str]:
    owner_cursor.execute("SELECT action FROM ledger_entry WHERE record_id = %s ORDER BY id", [record])
    return [action for (action,) in owner_cursor.fetchall()]


def test_a_draft_begins_with_what_the_persons_record_answers_and_says_where_from():
    lan = person()
    draft = start(lan, applicant=record_of(lan.id))

    assert draft.answers == {"full_name": "Nguyễn Thị Thử", "birth_date": "1990-05-01"}
    assert {name: (fact.source, fact.locked) for name, fact in draft.record.items()} == {
        "full_name": ("applicant.full_name", True),
        "birth_date": ("applicant.birth_date", True),
    }
    assert (draft.owner_id, draft.filed_by, draft.revision, draft.channel) == (lan.id, None, 1, "online")


def test_another_persons_record_answers_nothing():
    assert start(person(), applicant=record_of(new_id())).answers == {}


def test_saving_keeps_what_was_cleaned_and_what_could_not_be_read():
    lan = person()
    saved = save(lan, start(lan), "who", full_name="  Lê   Lan ", email="lan@", birth_date={"day": "31", "month": "2"})

    assert saved.draft.answers == {
        "full_name": "Lê Lan",
        "email": "lan@",
        "birth_date": {"day": "31", "month": "2"},
    }
    assert {(p.field, p.code) for p in saved.problems} == {("email", "not_an_email"), ("birth_date", "date_incomplete")}
    again = forms.get_draft(actor=lan, draft_id=saved.draft.id)
    assert again == saved.draft
    assert (again.revision, again.current_page) == (2, "who")


def test_what_could_not_be_read_is_still_refused_on_submission(published: ProcedureVersion):
    lan = person()
    saved = save(lan, start(lan), "who", full_name="Lê Lan", email="lan@", birth_date="1990-05-01")
    judged = forms.validate_answers(forms.compile_form(published), saved.draft.answers, forms.form_context())
    assert "not_an_email" in {problem.code for problem in judged.problems}


@pytest.mark.parametrize(
    "junk", ["a\x00b", "\ud800", "\u202eabc", "x" * 5_000_000, ["a"] * 900, {"a": {"b": {}}}, 10**400]
)
def test_hostile_text_is_kept_harmlessly_and_never_becomes_valid(junk: Any, published: ProcedureVersion):
    lan = person()
    saved = save(lan, start(lan), "wish", wish=junk)
    assert [problem.field for problem in saved.problems] == ["wish"]

    kept = forms.get_draft(actor=lan, draft_id=saved.draft.id)
    assert len(str(kept.answers)) < 10_000
    judged = forms.validate_answers(forms.compile_form(published), kept.answers, forms.form_context())
    assert "wish" in {problem.field for problem in judged.problems}


def test_a_cleared_answer_is_gone_and_other_pages_stay():
    lan = person()
    saved = save(lan, start(lan), "who", full_name="Lê Lan", email="lan@a.vn")
    saved = save(lan, saved.draft, "wish", wish="một")
    saved = save(lan, saved.draft, "who", full_name="Lê Lan", email="")
    assert saved.draft.answers == {"full_name": "Lê Lan", "wish": "một"}


def test_a_stale_tab_is_told_what_the_other_one_saved_and_overwrites_nothing():
    lan = person()
    draft = start(lan)
    save(lan, draft, "wish", wish="cửa sổ một")

    with pytest.raises(errors.DraftChangedError) as refused:
        save(lan, draft, "wish", wish="cửa sổ hai")
    assert refused.value.saved.answers == {"wish": "cửa sổ một"}
    assert refused.value.saved.revision == 2
    assert forms.get_draft(actor=lan, draft_id=draft.id).answers == {"wish": "cửa sổ một"}


def test_a_page_that_the_form_lacks_is_not_found():
    lan = person()
    with pytest.raises(errors.PageNotFoundError):
        save(lan, start(lan), "elsewhere", wish="x")


def test_somebody_elses_draft_answers_exactly_as_one_that_never_was():
    draft = start(person())
    stranger = person("Người Khác")
    acts: list[Callable[[UUID], Any]] = [
        lambda i: forms.get_draft(actor=stranger, draft_id=i),
        lambda i: forms.save_answers(actor=stranger, draft_id=i, page_id="wish", raw={}, revision=1),
        lambda i: forms.attach_paper(actor=stranger, draft_id=i, paper_id="photo", stream=photo(), file_name="a.png"),
        lambda i: forms.remove_paper(actor=stranger, draft_id=i, file_id=new_id()),
        lambda i: forms.open_paper(actor=stranger, draft_id=i, file_id=new_id()),
        lambda i: forms.delete_draft(actor=stranger, draft_id=i),
        lambda i: _take(stranger, i),
    ]
    for act in acts:
        refusals = []
        for draft_id in (draft.id, new_id()):
            with pytest.raises(NotFoundError) as refused:
                act(draft_id)
            refusals.append((type(refused.value), str(refused.value), refused.value.facts))
        assert refusals[0] == refusals[1]
    assert forms.list_drafts(actor=stranger) == ()
    assert forms.find_draft(actor=stranger, procedure_code=CODE) is None
    assert forms.find_draft(actor=ANONYMOUS, procedure_code=CODE) is None


def _take(actor: Actor, draft_id: UUID) -> DraftView:
    with transaction.atomic():
        return forms.take_draft(actor=actor, draft_id=draft_id)


def test_the_database_itself_hides_drafts_from_strangers():
    agency = new_id()
    lan, clerk = person(), official(agency)
    own = start(lan)
    attach(lan, own)
    filed = start(clerk, on_behalf_of=lan.id)

    def rows(actor: Actor) -> set[UUID]:
        with looking(actor), connection.cursor() as cursor:
            cursor.execute("SELECT id FROM forms_draft")
            seen = {row[0] for row in cursor.fetchall()}
            cursor.execute("SELECT count(*) FROM forms_draftpaper")
            assert cursor.fetchone()[0] == (own.id in seen)
            return seen

    assert rows(lan) == {own.id, filed.id}
    assert rows(clerk) == {filed.id}
    assert rows(person()) == rows(official(new_id())) == rows(ANONYMOUS) == set()
    assert rows(SYSTEM) == {own.id, filed.id}


def test_the_database_refuses_a_draft_written_in_somebody_elses_name():
    from django.db.utils import ProgrammingError

    from motcua.forms.models import Draft

    now = clock.now()
    with pytest.raises(ProgrammingError), acting(person()):
        Draft.objects.create(
            owner_id=new_id(), procedure_code=CODE, version_hash="x", created_at=now, saved_at=now, expires_at=now
        )


def test_an_official_files_for_a_person_at_the_own_agency_only():
    agency = new_id()
    clerk, lan = official(agency), person()

    filed = start(clerk, on_behalf_of=lan.id, applicant=record_of(lan.id))
    assert (filed.owner_id, filed.filed_by, filed.receiving_agency_id, filed.channel) == (
        lan.id,
        clerk.id,
        agency,
        "in_person",
    )
    assert forms.get_draft(actor=lan, draft_id=filed.id).id == filed.id
    assert [draft.id for draft in forms.list_drafts(actor=official(agency))] == [filed.id]
    assert save(clerk, filed, "counter", ticket="12").draft.answers["ticket"] == 12
    for actor, more in (
        (clerk, {}),
        (clerk, {"on_behalf_of": lan.id, "receiving_agency_id": new_id()}),
        (lan, {"on_behalf_of": new_id()}),
        (ANONYMOUS, {}),
        (SYSTEM, {"on_behalf_of": lan.id}),
    ):
        with pytest.raises(errors.DraftNotAllowedError):
            start(actor, **more)


def test_an_open_draft_is_found_for_going_on():
    lan = person()
    assert forms.find_draft(actor=lan, procedure_code=CODE) is None
    draft = start(lan)
    assert forms.find_draft(actor=lan, procedure_code=CODE).id == draft.id  # type: ignore[union-attr]
    assert forms.find_draft(actor=lan, procedure_code="9.000002") is None


def test_nobody_keeps_drafts_without_end():
    lan = person()
    for _ in range(MOST_DRAFTS):
        start(lan)
    with pytest.raises(errors.TooManyDraftsError):
        start(lan)


def test_files_are_attached_in_order_listed_opened_and_removed(clean_db: None):
    lan = person()
    draft = start(lan)
    first, second = attach(lan, draft, "một.png"), attach(lan, draft, "hai.png")

    shown = forms.get_draft(actor=lan, draft_id=draft.id)
    assert [paper.file_name for paper in shown.papers] == ["một.png", "hai.png"]
    assert shown.papers[0] == first
    assert shown.revision == draft.revision
    paper, stream = forms.open_paper(actor=lan, draft_id=draft.id, file_id=second.file_id)
    with stream:
        assert paper == second
        assert len(stream.read()) == second.size

    forms.remove_paper(actor=lan, draft_id=draft.id, file_id=first.file_id)
    assert [p.file_id for p in forms.get_draft(actor=lan, draft_id=draft.id).papers] == [second.file_id]
    assert not is_kept(first.file_id)
    with pytest.raises(errors.PaperNotFoundError):
        forms.remove_paper(actor=lan, draft_id=draft.id, file_id=first.file_id)


def is_kept(file_id: UUID) -> bool:
    from motcua.platform.files.models import File

    return File.objects.filter(id=file_id).exists()


@pytest.mark.parametrize("paper", ["original", "elsewhere"])
def test_only_papers_that_are_sent_as_files_take_files(paper: str):
    lan = person()
    with pytest.raises(errors.PaperNotFoundError):
        attach(lan, start(lan), paper=paper)


def test_a_file_that_is_no_picture_is_refused_and_leaves_nothing():
    lan = person()
    draft = start(lan)
    with pytest.raises(files.FileRefusedError):
        forms.attach_paper(
            actor=lan, draft_id=draft.id, paper_id="photo", stream=BytesIO(b"MZ not a picture"), file_name="a.png"
        )
    assert forms.get_draft(actor=lan, draft_id=draft.id).papers == ()


def test_a_paper_takes_ten_files():
    lan = person()
    draft = start(lan)
    for _ in range(MOST_FILES):
        attach(lan, draft)
    with pytest.raises(errors.TooManyPapersError):
        attach(lan, draft)


def test_a_draft_holds_sixty_megabytes():
    from motcua.forms.models import DraftPaper

    lan = person()
    draft = start(lan)
    attach(lan, draft)
    with acting(lan):
        DraftPaper.objects.update(size=MOST_BYTES)
    with pytest.raises(errors.TooManyPapersError):
        attach(lan, draft)


class Heavy(BytesIO):
    """Says it is 21 MB without being it."""

    def seek(self, offset: int, whence: int = 0) -> int:
        return 21 * 2**20 if whence == 2 else super().seek(offset, whence)


def test_a_file_of_more_than_twenty_megabytes_is_refused():
    lan = person()
    with pytest.raises(files.FileTooLargeError):
        forms.attach_paper(actor=lan, draft_id=start(lan).id, paper_id="photo", stream=Heavy(b""), file_name="a.png")


def test_deleting_a_draft_forgets_its_files(clean_db: None):
    lan = person()
    draft = start(lan)
    paper = attach(lan, draft)
    forms.delete_draft(actor=lan, draft_id=draft.id)
    assert forms.list_drafts(actor=lan) == ()
    assert not is_kept(paper.file_id)


def test_a_deletion_that_is_rolled_back_keeps_the_files(clean_db: None):
    lan = person()
    draft = start(lan)
    paper = attach(lan, draft)
    _undone(lambda: forms.delete_draft(actor=lan, draft_id=draft.id))
    _, stream = forms.open_paper(actor=lan, draft_id=draft.id, file_id=paper.file_id)
    stream.close()


def _undone(act: Callable[[], Any]) -> None:
    with transaction.atomic():
        act()
        transaction.set_rollback(True)


def test_a_taken_draft_is_gone_and_its_files_stay():
    lan = person()
    draft = start(lan)
    paper = attach(lan, draft)
    with transaction.atomic():
        taken = forms.take_draft(actor=lan, draft_id=draft.id)
    assert taken.papers == (paper,)
    assert is_kept(paper.file_id)
    with pytest.raises(errors.DraftNotFoundError):
        _take(lan, draft.id)


def test_a_draft_is_not_lost_when_what_took_it_fails():
    lan = person()
    draft = start(lan)
    _undone(lambda: forms.take_draft(actor=lan, draft_id=draft.id))
    assert forms.get_draft(actor=lan, draft_id=draft.id) == draft


def test_taking_a_draft_outside_a_transaction_is_a_mistake_of_the_programmer(clean_db: None):
    lan = person()
    with pytest.raises(RuntimeError):
        forms.take_draft(actor=lan, draft_id=start(lan).id)


def test_a_draft_expires_ninety_days_after_the_last_save_and_is_swept(clean_db: None, owner_cursor: Any):
    lan = person()
    begin = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with clock.at(begin):
        draft = start(lan)
        paper = attach(lan, draft)
    with clock.at(begin + timedelta(days=60)):
        save(lan, draft, "wish", wish="còn cần")
    with clock.at(begin + timedelta(days=149)):
        assert forms.get_draft(actor=lan, draft_id=draft.id).answers == {"wish": "còn cần"}
        assert forms.delete_expired_drafts(actor=SYSTEM) == 0
    with clock.at(begin + timedelta(days=151)):
        with pytest.raises(errors.DraftNotFoundError):
            forms.get_draft(actor=lan, draft_id=draft.id)
        with pytest.raises(errors.DraftNotAllowedError):
            forms.delete_expired_drafts(actor=lan)
        assert forms.delete_expired_drafts(actor=SYSTEM) == 1
        assert forms.delete_expired_drafts(actor=SYSTEM) == 0
    assert not is_kept(paper.file_id)
    assert told(owner_cursor, draft.id)[-1] == "forms.draft_expired"


def test_a_file_sent_late_keeps_its_draft_another_ninety_days():
    lan = person()
    begin = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with clock.at(begin):
        draft = start(lan)
    with clock.at(begin + timedelta(days=89)):
        attach(lan, draft)
    with clock.at(begin + timedelta(days=178)):
        assert len(forms.get_draft(actor=lan, draft_id=draft.id).papers) == 1


def test_every_act_and_every_look_of_an_official_is_in_the_ledger_without_the_answers(
    clean_db: None, owner_cursor: Any
):
    agency = new_id()
    clerk, lan = official(agency), person()
    draft = start(clerk, on_behalf_of=lan.id)
    save(clerk, draft, "wish", wish="điều riêng tư")
    paper = attach(clerk, draft)
    forms.get_draft(actor=clerk, draft_id=draft.id)
    forms.get_draft(actor=lan, draft_id=draft.id)
    forms.remove_paper(actor=clerk, draft_id=draft.id, file_id=paper.file_id)
    forms.delete_draft(actor=lan, draft_id=draft.id)

    assert told(owner_cursor, draft.id) == [
        "forms.draft_started",
        "forms.answers_saved",
        "forms.paper_attached",
        "forms.draft_seen",
        "forms.paper_removed",
        "forms.draft_deleted",
    ]
    owner_cursor.execute("SELECT string_agg(facts::text, ' ') FROM ledger_entry WHERE subject_id = %s", [lan.id])
    assert "riêng tư" not in owner_cursor.fetchone()[0]


def test_a_draft_keeps_the_version_it_began_with(published: ProcedureVersion):
    assert start(person()).version_hash == published.hash


def announced() -> list[dict[str, Any]]:
    with acting(SYSTEM):
        rows = OutboxEvent.objects.filter(name="forms.draft_expiring.v1").order_by("id")
        return [dict(row.payload) for row in rows]


def test_a_draft_that_will_go_soon_is_announced_once_until_it_is_saved_again(clean_db: None, owner_cursor: Any):
    lan = person()
    begin = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with clock.at(begin):
        draft = start(lan)
    for day, told_now in ((82, 0), (83, 1), (84, 0)):
        with clock.at(begin + timedelta(days=day)):
            assert forms.tell_expiring_drafts(actor=SYSTEM) == told_now
    (event,) = announced()
    assert (event["draft_id"], event["owner_id"]) == (str(draft.id), str(lan.id))
    assert datetime.fromisoformat(event["expires_at"]) == draft.expires_at
    assert told(owner_cursor, draft.id)[-1] == "forms.draft_expiry_told"
    with clock.at(begin + timedelta(days=85)):
        save(lan, draft, "wish", wish="còn cần")
        assert forms.tell_expiring_drafts(actor=SYSTEM) == 0
    with clock.at(begin + timedelta(days=85 + 84)):
        assert forms.tell_expiring_drafts(actor=SYSTEM) == 1
    assert len(announced()) == 2


def test_only_the_worker_announces_drafts_and_none_that_is_over(clean_db: None, settings: Any):
    settings.MOTCUA_DRAFT_WARNING_DAYS = 3
    lan = person()
    begin = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with clock.at(begin):
        start(lan)
    with pytest.raises(errors.DraftNotAllowedError):
        forms.tell_expiring_drafts(actor=lan)
    for day, told_now in ((86, 0), (91, 0)):
        with clock.at(begin + timedelta(days=day)):
            assert forms.tell_expiring_drafts(actor=SYSTEM) == told_now


def test_how_long_a_draft_is_kept_is_said_plainly():
    begin = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
    with clock.at(begin):
        draft = start(person())
        assert forms.keeping_of(draft) == Keeping(draft.expires_at, 90, 90, ends_soon=False)
    with clock.at(begin + timedelta(days=83)):
        assert forms.keeping_of(draft) == Keeping(draft.expires_at, 7, 90, ends_soon=True)
