"""From a sign-in to an actor."""

from types import SimpleNamespace
from uuid import uuid4

from motcua.site.actors import actor_of


def asked_by(session, **account):
    facts = {"is_authenticated": True, "official_id": None, "person_id": uuid4(), "name": "Lan", "assurance": 2}
    return SimpleNamespace(user=SimpleNamespace(**facts | account), session=session)


def test_a_session_is_worth_what_its_sign_in_proved_and_not_what_the_account_could_prove():
    assert actor_of(asked_by({"assurance": 1})).assurance == 1
    assert actor_of(asked_by({"assurance": 2})).assurance == 2


def test_a_session_that_proved_nothing_is_worth_nothing():
    assert actor_of(asked_by({})).assurance == 0


def test_nobody_signed_in_is_nobody():
    assert actor_of(asked_by({}, is_authenticated=False)).id is None
