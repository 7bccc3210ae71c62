from datetime import date
from uuid import uuid4

from motcua.identity.contracts import PersonView
from motcua.site.demo.retelling import fits, retell

TAM = PersonView(
    id=uuid4(), full_name="Trần Thị Tấm", personal_id="046199000000", birth_date=date(1999, 4, 18), sex="female",
    phone="0900000101", email="", address="12 đường Thị, phường Kim Long", unit_code="19774",
    nationality="Việt Nam", ethnicity="Kinh",
)  # fmt: skip
SCENARIO = {
    "today": "2026-03-16T08:00:00+07:00",
    "applicant": {
        "full_name": "Lê Thị Khác",
        "personal_id": "048170000412",
        "birth_date": "1970-03-08",
        "sex": "female",
    },
    "answers": {
        "mother_name": "Lê Thị Khác",
        "mother_birth_date": "1970-03-08",
        "child_name": "Lê An",
        "birth_date": "2026-03-01",
        "married_on": "1995-01-01",
        "home": {"province": "48", "commune": "20242", "detail": "x"},
        "copies": 2,
    },
}


def test_the_story_moves_to_another_person_place_and_day():
    assert retell(SCENARIO, TAM, date(2026, 9, 16)) == {
        "mother_name": "Trần Thị Tấm",
        "mother_birth_date": "1999-04-18",
        "child_name": "Lê An",
        "birth_date": "2026-09-01",
        "married_on": "1995-01-01",
        "home": {"province": "46", "commune": "19774", "detail": "12 đường Thị"},
        "copies": 2,
    }


def test_a_mothers_story_is_told_by_a_woman():
    assert fits(SCENARIO, TAM)
    assert not fits({**SCENARIO, "applicant": {"sex": "male"}}, TAM)
    assert fits({}, TAM)
