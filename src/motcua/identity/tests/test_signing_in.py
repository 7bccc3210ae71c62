from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth import hashers
from django.test import override_settings

from motcua.identity import api, guessing
from motcua.identity.accounts import demo_accounts
from motcua.identity.contracts import PrincipalKind
from motcua.identity.errors import AccountNotFoundError, SignInFailedError, TokenInvalidError, TooManyGuessesError
from motcua.identity.models import ApiToken, GuessCount
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError

pytestmark = pytest.mark.django_db
DEMO_ON = override_settings(ENVIRONMENT=SimpleNamespace(demo=True))
DEMO_OFF = override_settings(ENVIRONMENT=SimpleNamespace(demo=False))


def person(personal_id="046190000017", name="Nguyễn Thị Mẫu"):
    return api.register_person(actor=SYSTEM, full_name=name, personal_id=personal_id, sex="female")


def account(login="mau", secret="đúng rồi", **more):
    subject = {"person_id": person().id} if "official_id" not in more else {}
    return api.open_account(actor=SYSTEM, login=login, name="Nguyễn Thị Mẫu", secret=secret, **subject, **more)


def test_the_right_password_says_who_it_is():
    official_id = uuid4()
    account(official_id=official_id, assurance=2)
    principal = api.authenticate("mau", "đúng rồi")
    assert (principal.kind, principal.subject_id, principal.assurance) == (PrincipalKind.OFFICIAL, official_id, 2)
    assert (principal.name, principal.provider) == ("Nguyễn Thị Mẫu", "local")


def test_the_login_may_be_typed_in_capitals():
    account()
    assert api.authenticate("  MAU ", "đúng rồi").kind is PrincipalKind.PERSON


def test_wrong_login_and_wrong_password_are_told_alike():
    account()
    refusals = []
    for login, secret in (("mau", "sai"), ("không ai", "đúng rồi"), ("mau", ""), ("mau\x00", "đúng rồi")):
        with pytest.raises(SignInFailedError) as refusal:
            api.authenticate(login, secret)
        refusals.append(str(refusal.value))
    assert len(set(refusals)) == 1


def test_an_unknown_login_costs_one_hash_like_a_known_one(monkeypatch):
    account()
    counted = []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode
    monkeypatch.setattr(type(hasher), "encode", lambda *args, **more: counted.append(1) or encode(*args, **more))
    costs = []
    for login in ("mau", "không ai"):
        counted.clear()
        with pytest.raises(SignInFailedError):
            api.authenticate(login, "sai")
        costs.append(len(counted))
    assert costs == [1, 1]


def test_guessing_stops_after_ten_tries_even_with_the_right_password_and_goes_on_after_a_while(frozen_clock):
    account()
    for _ in range(10):
        with pytest.raises(SignInFailedError):
            api.authenticate("mau", "sai", "203.0.113.7")
    with pytest.raises(TooManyGuessesError):
        api.authenticate("mau", "đúng rồi", "203.0.113.7")
    assert api.authenticate("mau", "đúng rồi", "198.51.100.9")  # the account's owner, from elsewhere
    frozen_clock.forward(guessing.WINDOW + timedelta(seconds=1))
    assert api.authenticate("mau", "đúng rồi", "203.0.113.7")


def test_many_guessers_of_one_account_are_stopped_together():
    for number in range(50):
        guessing.count_try("mau", f"2001:db8::{number}")
    with pytest.raises(TooManyGuessesError):
        guessing.count_try("mau", "2001:db8::ffff")


def test_one_guesser_of_many_accounts_is_stopped():
    for number in range(300):
        guessing.count_try(f"ai đó {number}", "203.0.113.7")
    with pytest.raises(TooManyGuessesError):
        guessing.count_try("người khác", "203.0.113.7")


def test_signing_in_rightly_is_never_counted_as_guessing():
    account()
    for _ in range(60):
        api.authenticate("mau", "đúng rồi", "203.0.113.7")
    assert not GuessCount.objects.filter(failures__gt=0).exists()


def test_the_counters_hold_neither_logins_nor_addresses():
    guessing.count_try("mau", "203.0.113.7")
    kept = b"".join(bytes(row.key) for row in GuessCount.objects.all())
    assert b"mau" not in kept
    assert b"203.0.113.7" not in kept


def test_a_closed_account_does_not_sign_in_and_its_tokens_end():
    account_id = account()
    subject = api.authenticate("mau", "đúng rồi").subject_id
    token = api.issue_token(actor=SYSTEM, subject_id=subject, label="x", expires_at=clock.now() + timedelta(days=1))
    api.close_account(actor=SYSTEM, account_id=account_id, why="yêu cầu của chủ tài khoản")
    with pytest.raises(SignInFailedError):
        api.authenticate("mau", "đúng rồi")
    with pytest.raises(TokenInvalidError):
        api.principal_of_token(token.secret)


def test_demo_accounts_live_only_while_the_demo_is_on():
    account(provider="demo")
    with DEMO_ON:
        assert api.authenticate("mau", "đúng rồi").provider == "demo"
        assert [one.login for one in demo_accounts()] == ["mau"]
    with DEMO_OFF:
        assert demo_accounts() == ()
        with pytest.raises(SignInFailedError):
            api.authenticate("mau", "đúng rồi")


def test_an_account_without_a_password_is_opened_by_none():
    account(secret="")
    with pytest.raises(SignInFailedError):
        api.authenticate("mau", "")


def test_opening_again_renews_the_one_account():
    subject = person()
    for secret in ("cũ", "mới"):
        api.open_account(actor=SYSTEM, login="mau", name="Mẫu", secret=secret, person_id=subject.id)
    assert api.authenticate("mau", "mới").subject_id == subject.id
    with pytest.raises(SignInFailedError):
        api.authenticate("mau", "cũ")


def test_only_operators_open_accounts():
    with pytest.raises(NotAllowedError):
        api.open_account(
            actor=Actor(ActorKind.OFFICIAL, uuid4(), roles=frozenset({"head"})), login="x", name="x", secret="x",
            official_id=uuid4(),
        )  # fmt: skip


@pytest.fixture
def holder():
    account()
    principal = api.authenticate("mau", "đúng rồi")
    return Actor(ActorKind.PERSON, principal.subject_id, principal.name)


def test_a_token_acts_for_its_holder_until_it_expires(holder, frozen_clock):
    token = api.issue_token(
        actor=holder, subject_id=holder.id, label="máy", expires_at=clock.now() + timedelta(hours=1)
    )
    assert api.principal_of_token(token.secret).subject_id == holder.id
    frozen_clock.forward(timedelta(hours=1))
    with pytest.raises(TokenInvalidError):
        api.principal_of_token(token.secret)


def test_a_token_is_looked_up_in_one_statement(holder, count_statements):
    token = api.issue_token(
        actor=holder, subject_id=holder.id, label="máy", expires_at=clock.now() + timedelta(hours=1)
    )
    with count_statements() as seen:
        api.principal_of_token(token.secret)
    assert len(seen) == 1


def test_the_secret_of_a_token_is_not_kept_nor_shown(holder):
    token = api.issue_token(
        actor=holder, subject_id=holder.id, label="máy", expires_at=clock.now() + timedelta(hours=1)
    )
    kept = bytes(ApiToken.objects.get(id=token.id).digest)
    assert token.secret.encode() not in kept
    assert token.secret not in repr(token)


@pytest.mark.parametrize("token", ["", "mc_", "mc_" + "x" * 43, "Bearer x", "mc_\ud800", "mc_\x00"])
def test_what_is_no_token_opens_nothing(token):
    with pytest.raises(TokenInvalidError):
        api.principal_of_token(token)


def test_a_token_is_revoked_by_its_holder_and_by_nobody_else(holder):
    token = api.issue_token(
        actor=holder, subject_id=holder.id, label="máy", expires_at=clock.now() + timedelta(hours=1)
    )
    with pytest.raises(AccountNotFoundError):
        api.revoke_token(actor=Actor(ActorKind.PERSON, uuid4()), token_id=token.id)
    api.revoke_token(actor=holder, token_id=token.id)
    with pytest.raises(TokenInvalidError):
        api.principal_of_token(token.secret)


def test_nobody_takes_a_token_for_somebody_else(holder):
    other = Actor(ActorKind.PERSON, uuid4())
    with pytest.raises(NotAllowedError):
        api.issue_token(actor=other, subject_id=holder.id, label="x", expires_at=clock.now())
