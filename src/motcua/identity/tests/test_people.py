from uuid import uuid4

import pytest

from motcua.identity import api
from motcua.identity.errors import PersonExistsError, PersonInvalidError, PersonNotFoundError
from motcua.identity.models import Person
from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.api import history_of
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db
DESK = Actor(
    ActorKind.OFFICIAL, uuid4(), "Cán bộ", "Tiếp nhận", agency_ids=(uuid4(),), roles=frozenset({"receiver"})
)  # fmt: skip


def register(actor=SYSTEM, **more):
    facts = {"full_name": " Nguyễn  Thị Mẫu ", "personal_id": "046190000017", "sex": "female", "phone": "0905 123 456"}
    return api.register_person(actor=actor, **{**facts, **more})


def test_a_person_is_entered_at_the_counter_and_found_again_with_a_trace():
    person = register(DESK)
    assert person.full_name == "Nguyễn Thị Mẫu"
    assert api.find_person(actor=DESK, personal_id="046190000017", why="nộp hộ") == person
    history = history_of(person.id)
    assert [(entry.action, entry.actor_name, entry.why) for entry in history] == [
        ("identity.person_registered", "Cán bộ", ""),
        ("identity.person_searched", "Cán bộ", "nộp hộ"),
    ]


def test_a_person_sees_nobody_but_oneself():
    me, other = register(), register(personal_id="046305000123")
    actor = Actor(ActorKind.PERSON, me.id)
    assert api.get_person(actor=actor, person_id=me.id) == me
    with pytest.raises(PersonNotFoundError):
        api.get_person(actor=actor, person_id=other.id)
    with pytest.raises(PersonNotFoundError):
        api.get_person(actor=ANONYMOUS, person_id=me.id)


def test_outside_a_transaction_a_person_is_one_statement_and_nobody_else_is_seen(clean_db, count_statements):
    me, other = register(), register(personal_id="046305000123")
    actor = Actor(ActorKind.PERSON, me.id)
    with count_statements() as seen:
        assert api.get_person(actor=actor, person_id=me.id) == me
    assert len(seen) == 1
    assert api.get_person(actor=DESK, person_id=other.id) == other
    for stranger in (actor, ANONYMOUS):
        with pytest.raises(PersonNotFoundError):
            api.get_person(actor=stranger, person_id=other.id)


def test_the_database_itself_hides_other_people():
    me, other = register(), register(personal_id="046305000123")
    with acting(Actor(ActorKind.PERSON, me.id)):
        assert [row.id for row in Person.objects.all()] == [me.id]
        assert Person.objects.filter(id=other.id).update(phone="") == 0
    with acting(ANONYMOUS):
        assert not Person.objects.exists()
    with acting(DESK):
        assert Person.objects.count() == 2


@pytest.mark.parametrize("actor", [ANONYMOUS, Actor(ActorKind.PERSON, uuid4()), Actor(ActorKind.OFFICIAL, uuid4())])
def test_only_a_desk_searches_and_enters_people(actor):
    with pytest.raises(NotAllowedError):
        api.find_person(actor=actor, personal_id="046190000017")
    with pytest.raises(NotAllowedError):
        register(actor)


def test_a_number_is_entered_once():
    register()
    with pytest.raises(PersonExistsError):
        register(full_name="Ai Khác")


def test_every_wrong_field_is_named():
    with pytest.raises(PersonInvalidError) as refusal:
        register(full_name="", personal_id="123", sex="", phone="12", email="x" * 300)
    assert set(refusal.value.fields) == {"full_name", "personal_id", "sex", "phone", "email"}


def test_a_search_that_finds_nobody_is_written_down_too():
    with pytest.raises(PersonNotFoundError):
        api.find_person(actor=DESK, personal_id="046190000017")
