"""At the counter: the person is found or entered, the procedure chosen, the draft begun on their behalf."""

import re

import pytest

from motcua.dossiers.tests.world import BIRTH
from motcua.dossiers.web.tests.world import signed_in
from motcua.forms import api as forms
from motcua.identity import api as identity
from motcua.identity.errors import PersonNotFoundError
from motcua.ledger.models import Entry

LAN, NOBODY = "046190000017", "046199123456"
FOUND = "identity.person_searched"


@pytest.fixture
def desk(world):
    return signed_in(world.receiver)


def at_counter(desk, **sent):
    return desk.post("/desk/file/", sent)


def test_only_the_one_stop_official_files_for_others(world):
    assert signed_in(world.specialist).get("/desk/file/").status_code == 403
    assert signed_in(world.receiver).get("/desk/file/").status_code == 200


def test_a_person_is_found_by_number_and_the_search_is_written_down(world, desk):
    page = at_counter(desk, personal_id="046 190 000 017")
    assert world.lan.name in page.text and "12 Lê Lợi" in page.text
    searches = Entry.objects.filter(action=FOUND)
    assert [(entry.actor_id, entry.subject_id, entry.why) for entry in searches] == [
        (world.receiver.id, world.lan.id, "Nộp hồ sơ tại quầy")
    ]


def test_a_number_that_is_none_is_told_kindly_and_stays_in_its_box(desk):
    page = at_counter(desk, personal_id="12345")
    assert page.status_code == 422
    assert "12 chữ số" in page.text and 'value="12345"' in page.text
    assert not Entry.objects.filter(action=FOUND).exists()


def test_somebody_new_is_entered_once_and_the_number_tells_sex_and_year(world, desk):
    page = at_counter(desk, personal_id=NOBODY)
    assert "hãy ghi nhận" in page.text
    assert re.search(r'value="female" checked', page.text) and 'value="1999"' in page.text
    new = {"full_name": "Ngô Thị Ví Dụ", "sex": "female", "birth-day": "2", "birth-month": "9", "birth-year": "1999"}
    page = at_counter(desk, step="register", personal_id=NOBODY, **new)
    person = identity.find_person(actor=world.receiver, personal_id=NOBODY)
    assert (person.full_name, str(person.birth_date)) == ("Ngô Thị Ví Dụ", "1999-09-02")
    assert "Họ cần làm việc gì?" in page.text


def test_a_gap_in_a_new_person_keeps_what_was_typed(world, desk):
    page = at_counter(desk, step="register", personal_id=NOBODY, full_name="Ngô Thị Ví Dụ", sex="female")
    assert page.status_code == 422
    assert 'href="#birth-day"' in page.text and 'value="Ngô Thị Ví Dụ"' in page.text
    with pytest.raises(PersonNotFoundError):
        identity.find_person(actor=world.receiver, personal_id=NOBODY)


def test_procedures_are_found_in_everyday_words_as_one_types(desk):
    rows = desk.post("/desk/file/", {"personal_id": LAN, "q": "khai sinh"}, headers={"HX-Target": "procedures"})
    assert f'name="code" value="{BIRTH}"' in rows.text and "<html" not in rows.text
    assert not Entry.objects.filter(action=FOUND).exists()
    assert f'name="code" value="{BIRTH}"' in at_counter(desk, personal_id=LAN, q="khai sinh").text


def test_the_draft_is_the_persons_own_filed_by_the_official_at_the_officials_agency(world, desk):
    answer = at_counter(desk, personal_id=LAN, code=BIRTH)
    draft = forms.find_draft(actor=world.receiver, procedure_code=BIRTH, on_behalf_of=world.lan.id)
    assert draft
    assert answer["Location"] == f"/drafts/{draft.id}"
    assert (draft.owner_id, draft.filed_by, draft.receiving_agency_id) == (
        world.lan.id,
        world.receiver.id,
        world.agency.id,
    )
    assert draft.answers["requester_name"] == world.lan.name


def test_a_draft_begun_before_is_offered_instead_of_a_second_one(world, desk):
    first = at_counter(desk, personal_id=LAN, code=BIRTH)["Location"]
    page = at_counter(desk, personal_id=LAN, code=BIRTH)
    assert f'href="{first}"' in page.text and "bản nhập dở" in page.text
    assert at_counter(desk, personal_id=LAN, code=BIRTH, new="1")["Location"] != first


def test_the_number_is_never_in_an_address(desk):
    page = at_counter(desk, personal_id=LAN)
    assert not re.search(rf'(?:href|action)="[^"]*{LAN}', page.text)
