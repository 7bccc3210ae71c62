"""Keys of officials: each lie of a browser or a key is refused by its name, and written down."""

import json
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest
from django.db import DatabaseError, transaction

from motcua.identity import api
from motcua.identity.errors import (
    LastPasskeyError,
    PasskeyRefusedError,
    PasskeysUnavailableError,
    TooManyGuessesError,
    TooManyPasskeysError,
)
from motcua.identity.models import Account, Ceremony, Passkey
from motcua.identity.passkeys import keys, proving
from motcua.identity.passkeys.relying_party import relying_party
from motcua.identity.tests.authenticators import ATTESTED, BACKED_UP, ORIGIN, PRESENT, VERIFIED, Key
from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = ORIGIN


def official(login="thu") -> Actor:
    who = uuid4()
    api.open_account(actor=SYSTEM, login=login, name=f"Cán bộ {login}", secret="một mật khẩu", official_id=who)
    return Actor(ActorKind.OFFICIAL, who, f"Cán bộ {login}")


def add(actor: Actor, key: Key | None = None, name="Máy bàn", **said) -> Key:
    key = key or Key()
    asked = keys.ask_for_new(keys.official_account(actor))
    keys.add_passkey(actor=actor, ceremony_id=asked.id, answer=key.made(asked.options, **said), name=name)
    return key


def sign_in(key: Key, **said):
    asked = proving.ask_to_sign_in("192.0.2.1")
    return proving.sign_in(ceremony_id=asked.id, answer=key.answer(asked.options, **said), address="192.0.2.1")


def reasons():
    return [entry.facts["reason"] for entry in Entry.objects.filter(action="identity.passkey_refused").order_by("id")]


def refused(reason: str, act, *given, **more) -> None:
    with pytest.raises(PasskeyRefusedError) as error:
        act(*given, **more)
    assert (error.value.facts["reason"], reasons()[-1]) == (reason, reason)
    assert str(error.value)


def test_an_official_signs_in_with_the_key_that_was_added():
    who = official()
    key = add(who)
    account, passkey_id = sign_in(key)
    assert account.official_id == who.id
    view = keys.list_passkeys(actor=who)[0]
    assert (view.id, view.name) == (passkey_id, "Máy bàn")
    assert view.used_at is not None


def test_the_browser_is_asked_for_a_key_it_finds_itself_and_that_checks_its_user():
    who = official()
    made = keys.ask_for_new(keys.official_account(who)).options
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["rp"]["id"] == "motcua.example.vn"
    assert proving.ask_to_sign_in("192.0.2.1").options["userVerification"] == "required"
    first = add(who)
    known = keys.ask_for_new(keys.official_account(who)).options["excludeCredentials"]
    assert [each["id"] for each in known] == [json.loads(first.answer(made))["id"]]


@pytest.mark.parametrize(
    ("lie", "reason"),
    [
        ({"origin": "https://motcua.example.vn.evil.example"}, "origin"),
        ({"origin": "https://motcua.example.vn:8443"}, "origin"),
        ({"origin": "http://motcua.example.vn"}, "origin"),
        ({"host": "example.vn"}, "rp_id"),
        ({"host": "evil.example"}, "rp_id"),
        ({"flags": PRESENT}, "not_verified"),
        ({"flags": VERIFIED}, "not_verified"),
        ({"flags": 0}, "not_verified"),
    ],
)
def test_a_key_used_elsewhere_or_without_its_user_is_refused(lie, reason):
    who = official()
    refused(reason, add, who, Key(**lie))
    key = add(who)
    refused(reason, sign_in, key.but(**lie))
    assert Passkey.objects.count() == 0  # nobody sees keys without saying who asks
    assert len(keys.list_passkeys(actor=who)) == 1


@pytest.mark.parametrize("said", [{"crossOrigin": True}, {"topOrigin": "https://evil.example"}])
def test_a_page_framed_by_another_is_refused(said):
    who = official()
    refused("origin", add, who, **said)
    refused("origin", sign_in, add(who), **said)


def test_a_challenge_is_answered_once():
    key = add(official())
    asked = proving.ask_to_sign_in("192.0.2.1")
    answer = key.answer(asked.options)
    proving.sign_in(ceremony_id=asked.id, answer=answer, address="192.0.2.1")
    refused("challenge", proving.sign_in, ceremony_id=asked.id, answer=answer, address="192.0.2.1")
    later = proving.ask_to_sign_in("192.0.2.1")
    refused("challenge", proving.sign_in, ceremony_id=later.id, answer=answer, address="192.0.2.1")
    refused("challenge", proving.sign_in, ceremony_id=None, answer=answer, address="192.0.2.1")


def test_a_refused_answer_uses_the_challenge_up():
    key = add(official())
    asked = proving.ask_to_sign_in("192.0.2.1")
    wrong = key.but(origin="https://evil.example").answer(asked.options)
    refused("origin", proving.sign_in, ceremony_id=asked.id, answer=wrong, address="192.0.2.1")
    right = key.answer(asked.options)
    refused("challenge", proving.sign_in, ceremony_id=asked.id, answer=right, address="192.0.2.1")


def test_a_challenge_lives_three_minutes(frozen_clock):
    key = add(official())
    asked = proving.ask_to_sign_in("192.0.2.1")
    answer = key.answer(asked.options)
    frozen_clock.forward(timedelta(minutes=3))
    refused("expired", proving.sign_in, ceremony_id=asked.id, answer=answer, address="192.0.2.1")


def test_a_question_of_one_kind_is_no_answer_to_another():
    who = official()
    key = add(who)
    asked = proving.ask_to_prove(actor=who)
    answer = key.answer(asked.options)
    refused("challenge", proving.sign_in, ceremony_id=asked.id, answer=answer, address="192.0.2.1")
    asked = keys.ask_for_new(keys.official_account(official("khac")))
    made = Key().made(asked.options)
    refused("challenge", keys.add_passkey, actor=who, ceremony_id=asked.id, answer=made, name="")


def test_anothers_key_proves_nothing_about_me():
    mine, theirs = official("mai"), official("ho")
    add(mine)
    key = add(theirs)
    asked = proving.ask_to_prove(actor=mine)
    answer = key.answer(asked.options)
    refused("other_account", proving.prove_again, actor=mine, ceremony_id=asked.id, answer=answer, address="192.0.2.1")
    account = Account.objects.get(official_id=mine.id)
    refused("other_account", sign_in, key.but(handle=account.id.bytes))
    refused("other_account", sign_in, key.but(handle=b""))


def test_a_key_is_registered_once():
    key = add(official("mai"))
    refused("known_key", add, official("ho"), key)


def test_an_unknown_key_and_a_tampered_signature_are_refused():
    key = add(official())
    refused("unknown_key", sign_in, Key(handle=key.handle))
    refused("signature", sign_in, key.but(secret=Key().secret))


def test_a_counter_that_goes_back_is_a_copied_key():
    key = add(official(), Key(count=5))
    sign_in(key)
    refused("counter", sign_in, key.but(count=3))
    refused("counter", sign_in, key.but(count=0))
    refused("signature", sign_in, key.but(count=3, secret=Key().secret))  # a stranger's lie says nothing about the key
    sign_in(key)


def test_keys_that_do_not_count_stay_at_zero():
    key = add(official(), Key(count=0, flags=PRESENT | VERIFIED | BACKED_UP))
    sign_in(key)
    sign_in(key)


@pytest.mark.parametrize("answer", ["", "null", "[]", "{}", '{"id":"a"}', "x" * 30_000, '{"id":1,"rawId":2}'])
def test_what_no_browser_says_is_refused(answer):
    who = official()
    asked = proving.ask_to_sign_in("192.0.2.1")
    refused("unreadable", proving.sign_in, ceremony_id=asked.id, answer=answer, address="192.0.2.1")
    asked = keys.ask_for_new(keys.official_account(who))
    refused("unreadable", keys.add_passkey, actor=who, ceremony_id=asked.id, answer=answer, name="")


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
def test_broken_parts_are_refused(part):
    key = add(official())
    asked = proving.ask_to_sign_in("192.0.2.1")
    told = json.loads(key.answer(asked.options))
    told["response"][part] = told["response"][part][:7]
    with pytest.raises(PasskeyRefusedError):
        proving.sign_in(ceremony_id=asked.id, answer=json.dumps(told), address="192.0.2.1")
    assert len(reasons()) == 1


def test_a_closed_account_is_not_opened_by_its_key():
    who = official()
    key = add(who)
    api.close_account(actor=SYSTEM, account_id=Account.objects.get(official_id=who.id).id, why="nghỉ việc")
    refused("closed", sign_in, key)


def test_wrong_answers_are_counted_as_wrong_guesses_are():
    key = add(official())
    for _ in range(10):
        refused("signature", sign_in, key.but(secret=Key().secret))
    with pytest.raises(TooManyGuessesError):
        sign_in(key)


def test_right_answers_are_no_guesses():
    key = add(official())
    for _ in range(25):
        sign_in(key)


def test_the_last_key_stays_and_another_may_go():
    who = official()
    first, second = add(who), add(who, name="Khóa trong ví")
    one, two = keys.list_passkeys(actor=who)
    keys.remove_passkey(actor=who, passkey_id=one.id)
    refused("unknown_key", sign_in, first)
    sign_in(second)
    with pytest.raises(LastPasskeyError):
        keys.remove_passkey(actor=who, passkey_id=two.id)


def test_somebody_elses_key_can_be_neither_named_nor_removed():
    mine, theirs = official("mai"), official("ho")
    add(theirs)
    add(theirs)
    wanted = keys.list_passkeys(actor=theirs)[0]
    for act in (keys.remove_passkey, lambda **said: keys.rename_passkey(name="x", **said)):
        with pytest.raises(Exception, match="Không có khóa này"):
            act(actor=mine, passkey_id=wanted.id)
    assert len(keys.list_passkeys(actor=theirs)) == 2


def test_nobody_has_more_than_ten_keys():
    who = official()
    for _ in range(10):
        add(who)
    with pytest.raises(TooManyPasskeysError):
        keys.ask_for_new(keys.official_account(who))


def test_keys_are_for_officials():
    with pytest.raises(NotAllowedError):
        keys.official_account(ANONYMOUS)
    with pytest.raises(NotAllowedError):
        keys.official_account(Actor(ActorKind.PERSON, uuid4(), "Lan"))


def test_the_database_shows_an_official_the_own_keys_only_and_nobody_any_challenge():
    mine, theirs = official("mai"), official("ho")
    add(mine)
    add(theirs)
    proving.ask_to_sign_in("192.0.2.1")
    for who, seen in ((mine, 1), (ANONYMOUS, 0), (SYSTEM, 2)):
        with acting(who):
            assert Passkey.objects.count() == seen
            assert Ceremony.objects.count() == (who is SYSTEM)


@pytest.mark.parametrize(
    "lie",
    [
        "public_key = '\\x00'",
        "credential_id = '\\x00'",
        "account_id = (SELECT id FROM identity_account WHERE login = 'ho')",
        "sign_count = 0",
    ],
)
def test_the_database_lets_nobody_make_a_key_into_another_one(lie):
    from django.db import connection

    mine = official("mai")
    official("ho")
    add(mine)
    with pytest.raises(DatabaseError), transaction.atomic(), acting(SYSTEM), connection.cursor() as cursor:
        cursor.execute(f"UPDATE identity_passkey SET {lie}")


def test_the_database_takes_no_key_for_somebody_else():
    mine, theirs = official("mai"), official("ho")
    add(mine)
    with acting(SYSTEM):
        row = Passkey.objects.get()
    row.pk, row.credential_id, row.official_id = uuid4(), b"other", theirs.id
    with pytest.raises((DatabaseError, psycopg.Error)), acting(mine):
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("address", "host", "origin"),
    [
        ("https://motcua.example.vn", "motcua.example.vn", "https://motcua.example.vn"),
        ("https://motcua.example.vn:8443", "motcua.example.vn", "https://motcua.example.vn:8443"),
        ("http://127.0.0.1:8000", "localhost", "http://localhost:8000"),
        ("http://localhost:8000", "localhost", "http://localhost:8000"),
    ],
)
def test_a_key_is_for_the_host_of_the_public_address(settings, address, host, origin):
    settings.PUBLIC_URL = address
    site = relying_party()
    assert site is not None
    assert (site.id, site.origin) == (host, origin)


@pytest.mark.parametrize(
    "address", ["http://motcua.example.vn", "https://192.0.2.7", "https://[2001:db8::1]", "https://vn"]
)
def test_an_address_for_which_browsers_give_no_keys_has_none(settings, address):
    settings.PUBLIC_URL = address
    assert relying_party() is None
    with pytest.raises(PasskeysUnavailableError):
        proving.ask_to_sign_in("192.0.2.1")


def test_the_flags_are_those_of_the_standard():
    assert (PRESENT, VERIFIED, BACKED_UP, ATTESTED) == (1, 4, 8 | 16, 64)
