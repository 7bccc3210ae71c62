"""Sessions of officials end by themselves, and can be ended."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client

from motcua.agencies import api as agencies
from motcua.identity import api, sittings
from motcua.identity.models import Account, Sitting
from motcua.identity.passkeys import keys, proving
from motcua.identity.tests.authenticators import ORIGIN, Key
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db
SECRET = "một mật khẩu"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = ORIGIN


def agency(code="hue-1"):
    return agencies.register_agency(actor=SYSTEM, code=code, name={"vi": "Phường Kim Long"}, tier="commune")


def official(login, agency_id, *roles):
    seat = agencies.appoint_official(
        actor=SYSTEM, name=f"Cán bộ {login}", agency_id=agency_id, title={"vi": "Công chức"}, roles=roles
    )
    api.open_account(actor=SYSTEM, login=login, name=seat.name, secret=SECRET, official_id=seat.id)
    return Actor(
        ActorKind.OFFICIAL, seat.id, seat.name, position="Công chức", agency_id=agency_id, roles=frozenset(roles)
    )


def browser(login, **headers):
    client = Client(headers=headers)
    assert client.post("/sign-in", {"login": login, "secret": SECRET}).status_code == 302
    return client


def is_in(client) -> bool:
    return client.get("/passkeys").status_code == 200


def ended():
    return [entry.facts["why"] for entry in Entry.objects.filter(action="identity.session_ended").order_by("id")]


def test_a_session_ends_after_half_an_hour_without_a_request(frozen_clock):
    official("thu", agency().id)
    client = browser("thu")
    for _ in range(3):
        frozen_clock.forward(timedelta(minutes=29))
        assert is_in(client)
    frozen_clock.forward(timedelta(minutes=30))
    assert not is_in(client)
    assert ended() == ["idle"]
    frozen_clock.forward(timedelta(minutes=-30))
    assert not is_in(client)  # it is gone, not asleep


def test_a_session_ends_after_twelve_hours_however_busy(frozen_clock):
    official("thu", agency().id)
    client = browser("thu")
    for _ in range(24 * 2 - 1):
        frozen_clock.forward(timedelta(minutes=15))
        assert is_in(client)
    frozen_clock.forward(timedelta(minutes=15))
    assert not is_in(client)
    assert ended() == ["too_long"]


def test_signing_in_again_in_the_same_browser_begins_anew(frozen_clock):
    official("thu", agency().id)
    client = browser("thu")
    frozen_clock.forward(timedelta(minutes=29))
    client.post("/sign-in", {"login": "thu", "secret": SECRET})
    assert Sitting.objects.get(account__isnull=False).began_at == clock.now()


def test_a_citizens_session_is_left_alone(frozen_clock):
    person = api.register_person(actor=SYSTEM, full_name="Nguyễn Thị Mẫu", personal_id="046190000017", sex="female")
    api.open_account(actor=SYSTEM, login="mau", name=person.full_name, secret=SECRET, person_id=person.id)
    client = browser("mau")
    frozen_clock.forward(timedelta(hours=3))
    assert client.get("/sessions").status_code == 200


def test_a_session_ends_with_the_position_it_began_in(frozen_clock):
    place = agency()
    who = official("thu", place.id, "receiver")
    client = browser("thu")
    assert is_in(client)
    agencies.end_position(actor=SYSTEM, official_id=who.id, agency_id=place.id, last_day=agencies.today())
    assert is_in(client)  # the last day is worked
    frozen_clock.forward(timedelta(hours=16))
    client = browser("thu")  # who holds none any more gets in, and may do nothing
    agencies.appoint_official(
        actor=SYSTEM, name=who.name, agency_id=place.id, title={"vi": "Công chức"}, roles=(), official_id=who.id
    )
    moved = browser("thu")
    agencies.end_position(
        actor=SYSTEM, official_id=who.id, agency_id=place.id, last_day=agencies.today() - timedelta(days=1)
    )
    agencies.appoint_official(
        actor=SYSTEM, name=who.name, agency_id=agency("hue-2").id, title={"vi": "x"}, roles=(), official_id=who.id
    )
    assert not is_in(moved)
    assert ended()[-1] == "position_ended"


def test_a_session_ends_with_the_position_at_once():
    place = agency()
    who = official("thu", place.id, "receiver")
    client = browser("thu")
    assert is_in(client)
    with acting(SYSTEM):
        from motcua.agencies.models import Position

        Position.objects.update(valid_from=agencies.today() - timedelta(days=9))
    agencies.end_position(
        actor=SYSTEM, official_id=who.id, agency_id=place.id, last_day=agencies.today() - timedelta(days=1)
    )
    answer = client.get("/passkeys")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in?next=/passkeys")
    assert ended() == ["position_ended"]
    assert not Sitting.objects.filter(account__isnull=False).exists()


def test_a_session_ends_with_its_account():
    who = official("thu", agency().id)
    client = browser("thu")
    api.close_account(actor=SYSTEM, account_id=Account.objects.get(official_id=who.id).id, why="nghỉ việc")
    assert not is_in(client)
    assert ended() == ["account_closed"]


def test_a_session_ends_with_the_key_that_opened_it_and_the_others_go_on():
    who = official("thu", agency().id)
    account = keys.official_account(who)
    made = []
    for _ in range(2):
        asked = keys.ask_for_new(account)
        made.append(key := Key())
        keys.add_passkey(actor=who, ceremony_id=asked.id, answer=key.made(asked.options), name="Khóa")
    clients = [by_key(key) for key in made]
    assert all(map(is_in, clients))
    keys.remove_passkey(actor=who, passkey_id=keys.list_passkeys(actor=who)[0].id)
    assert [is_in(client) for client in clients] == [False, True]
    assert ended() == ["passkey_removed"]


def by_key(key: Key) -> Client:
    client = Client()
    options = client.post("/sign-in/passkey/options").json()
    assert client.post("/sign-in/passkey", {"credential": key.answer(options)}).status_code == 302
    return client


def test_the_answer_of_another_browser_opens_nothing():
    who = official("thu", agency().id)
    asked = keys.ask_for_new(keys.official_account(who))
    key = Key()
    keys.add_passkey(actor=who, ceremony_id=asked.id, answer=key.made(asked.options), name="Khóa")
    options = Client().post("/sign-in/passkey/options").json()
    answer = Client().post("/sign-in/passkey", {"credential": key.answer(options)})
    assert answer.status_code == 401
    assert "không phải của trang này" in answer.content.decode()


def test_one_sees_and_ends_ones_own_sessions_only():
    place = agency()
    official("thu", place.id)
    official("ha", place.id)
    chrome = browser("thu", **{"user-agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537"})
    firefox = browser("thu", **{"user-agent": "Mozilla/5.0 (X11; Linux) Firefox/142"})
    other = browser("ha")
    page = chrome.get("/sessions").content.decode()
    assert "Chrome · Windows" in page
    assert "Firefox · Linux" in page
    assert chrome.session.session_key not in page
    handle = sittings.handle_of(firefox.session.session_key)
    assert other.post("/sessions/end", {"session": handle}).status_code == 404
    assert chrome.post("/sessions/end", {"session": handle}).status_code == 302
    assert [is_in(client) for client in (chrome, firefox, other)] == [True, False, True]
    again = browser("thu")
    assert chrome.post("/sessions/end").status_code == 302
    assert [is_in(client) for client in (chrome, again, other)] == [True, False, True]
    assert chrome.post("/sessions/end", {"session": sittings.handle_of(chrome.session.session_key)}).status_code == 302
    assert not is_in(chrome)


@pytest.mark.parametrize(
    ("mode", "demo", "has_key", "opens"),
    [
        ("auto", True, True, True),
        ("auto", False, False, True),
        ("auto", False, True, False),
        ("allowed", False, True, True),
        ("refused", True, False, False),
        ("refused", False, True, False),
    ],
)
def test_who_may_still_use_a_password(settings, mode, demo, has_key, opens):
    settings.MOTCUA_OFFICIAL_PASSWORDS = mode
    settings.ENVIRONMENT = SimpleNamespace(demo=demo)
    who = official("thu", agency().id)
    if has_key:
        asked = keys.ask_for_new(keys.official_account(who))
        keys.add_passkey(actor=who, ceremony_id=asked.id, answer=Key().made(asked.options), name="")
    answer = Client().post("/sign-in", {"login": "thu", "secret": SECRET})
    assert answer.status_code == (302 if opens else 401)
    assert Entry.objects.filter(action="identity.password_refused").exists() is not opens
    wrong = Client().post("/sign-in", {"login": "thu", "secret": "sai"}).content.decode()
    assert "không khớp" in wrong  # nobody learns who has a key by guessing
    assert "mật khẩu không dùng nữa" not in wrong


def test_a_key_of_an_address_of_before_does_not_lock_its_owner_out(settings):
    settings.ENVIRONMENT = SimpleNamespace(demo=False)
    who = official("thu", agency().id)
    asked = keys.ask_for_new(keys.official_account(who))
    keys.add_passkey(actor=who, ceremony_id=asked.id, answer=Key().made(asked.options), name="")
    settings.PUBLIC_URL = "https://ten-moi.example.vn"
    assert Client().post("/sign-in", {"login": "thu", "secret": SECRET}).status_code == 302


def test_adding_and_removing_keys_asks_for_a_proof_of_late(frozen_clock):
    official("thu", agency().id)
    client = browser("thu")
    assert client.post("/passkeys/add/options").status_code == 200
    frozen_clock.forward(timedelta(minutes=16))
    assert client.post("/passkeys/add/options").status_code == 403
    assert client.post("/passkeys/add", {"credential": "{}"}).status_code == 403
    assert "Xác nhận lại" in client.get("/passkeys").content.decode()


def test_a_proof_by_key_makes_a_session_fresh_again(frozen_clock):
    who = official("thu", agency().id)
    client = browser("thu")
    asked = keys.ask_for_new(keys.official_account(who))
    key = Key()
    keys.add_passkey(actor=who, ceremony_id=asked.id, answer=key.made(asked.options), name="")
    frozen_clock.forward(timedelta(minutes=16))
    options = client.post("/passkeys/prove/options").json()
    answer = client.post("/passkeys/prove?next=/sessions", {"credential": key.answer(options), "next": "/sessions"})
    assert (answer.status_code, answer["Location"]) == (302, "/sessions")
    assert client.post("/passkeys/add/options").status_code == 200
    assert proving.ask_to_prove(actor=who).options["allowCredentials"]
