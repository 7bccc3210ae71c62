"""Signing in through an eID that tells the truth, and through one that lies."""

from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from joserfc.jwk import RSAKey

from motcua.identity.api import open_account
from motcua.identity.eid import asking
from motcua.identity.eid.settings import read
from motcua.identity.models import Account, EidBinding, Person
from motcua.identity.numbers import id_of_person
from motcua.identity.tests.lying import CLIENT, HIGH, LOW, PERSON, SECRET, LyingProvider, running
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.errors import StartRefusedError
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db
KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})


@pytest.fixture(scope="module")
def server():
    with running(LyingProvider()) as provider:
        yield provider


@pytest.fixture
def eid(server, settings, tmp_path):
    """The provider, honest, and named in this installation's file."""
    fresh = LyingProvider(key=KEY, other=server.other, curve=server.curve)
    for name in ("lie", "person", "acr", "proven_ago", "codes", "asked", "key"):
        setattr(server, name, getattr(fresh, name))
    (tmp_path / "secret").write_text(SECRET + "\n")
    (tmp_path / "eid.yaml").write_text(yaml.safe_dump([described(server, tmp_path)], allow_unicode=True))
    settings.MOTCUA_EID = tmp_path / "eid.yaml"
    asking.documents.forget()
    return server


def described(server, folder):
    return {
        "name": "trial",
        "issuer": server.issuer,
        "client_id": CLIENT,
        "client_secret_file": str(folder / "secret"),
        "label": {"vi": "Đăng nhập bằng định danh điện tử", "en": "Sign in with the eID"},
        "levels": {LOW: 1, HIGH: 2},
        "claims": {"personal_id": "pid", "full_name": "name", "birth_date": "birthdate", "sex": "gender"},
        "values": {"M": "male", "F": "female"},
        "algorithms": ["RS256"],
    }


def sign_in(client, eid, query="?next=/my"):
    """Go there and come back; what our page answers."""
    there = client.get(f"/sign-in/eid/trial{query}")
    assert there.status_code == 302, there.content.decode()[-2000:]
    return client.get("/sign-in/eid/trial/answer", eid.authorize(there["Location"]))


def refusals():
    return [entry.facts["reason"] for entry in Entry.objects.filter(action="identity.eid_refused")]


def signed_in(client):
    return "_auth_user_id" in client.session


def test_who_comes_for_the_first_time_is_known_by_number_and_has_the_level_of_the_token(client, eid):
    answer = sign_in(client, eid, "?next=/drafts/7")
    assert (answer.status_code, answer["Location"]) == (302, "/drafts/7")
    assert client.session["assurance"] == 2
    with acting(SYSTEM):
        person = Person.objects.get(personal_id=PERSON["pid"])
        assert (person.full_name, person.birth_date, person.sex) == ("Nguyễn Thị Thử", date(1990, 5, 4), "female")
        bound = EidBinding.objects.get(subject="s-17")
    assert bound.account.person_id == person.id
    assert not bound.account.has_usable_password()
    with acting(SYSTEM):
        entry = Entry.objects.get(action="identity.signed_in")
    assert (entry.subject_id, entry.facts["by"]) == (person.id, "eid:trial")


def test_what_the_browser_is_sent_with_binds_the_answer_to_it(client, eid):
    there = client.get("/en/sign-in/eid/trial?next=/en/my")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there["Location"]).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == "http://testserver/sign-in/eid/trial/answer"
    assert asked["acr_values"].split() == [LOW, HIGH]
    assert min(map(len, (asked["state"], asked["nonce"], asked["code_challenge"]))) > 30


def test_who_has_an_account_keeps_it_and_the_record_follows_the_eid(client, eid):
    with acting(SYSTEM):
        person = Person.objects.create(
            id=id_of_person(PERSON["pid"]),
            personal_id=PERSON["pid"],
            full_name="Nguyễn Thị Cũ",
            sort_key="c",
            sex="female",
        )
    account_id = open_account(actor=SYSTEM, login="cu", name="Nguyễn Thị Cũ", secret="x", person_id=person.id)
    sign_in(client, eid)
    assert client.session["_auth_user_id"] == str(account_id)
    with acting(SYSTEM):
        person.refresh_from_db()
        assert person.full_name == "Nguyễn Thị Thử"
        assert Entry.objects.get(action="identity.person_brought_up").facts == {"fields": ["full_name", "birth_date"]}


def test_nobody_gets_a_higher_level_than_the_token_said(client, eid):
    eid.acr = LOW
    sign_in(client, eid)
    assert client.session["assurance"] == 1


def test_a_step_up_keeps_where_one_was_and_asks_for_a_fresh_proof_of_the_same_person(client, eid):
    eid.acr = LOW
    sign_in(client, eid)
    eid.acr = HIGH
    there = client.get("/sign-in/eid/trial?next=/drafts/9/check&level=2")
    query = parse_qs(urlsplit(there["Location"]).query)
    assert (query["acr_values"], query["max_age"]) == ([HIGH], ["300"])
    back = client.get("/sign-in/eid/trial/answer", eid.authorize(there["Location"]))
    assert (back["Location"], client.session["assurance"]) == ("/drafts/9/check", 2)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"acr": LOW}, "level"),
        ({"proven_ago": 4000}, "auth_time"),
        ({"lie": "no auth_time"}, "auth_time"),
        ({"person": PERSON | {"sub": "s-99", "pid": "001190054321"}}, "other_person"),
    ],
)
def test_a_step_up_that_proves_less_changes_nothing(client, eid, change, reason):
    eid.acr = LOW
    sign_in(client, eid)
    for name, value in change.items():
        setattr(eid, name, value)
    eid.acr = change.get("acr", HIGH)
    answer = sign_in(client, eid, "?next=/my&level=2")
    assert answer.status_code == 401
    assert refusals() == [reason]
    assert client.session["assurance"] == 1


LIES = {
    "state": "state",
    "mix-up": "mixed_up",
    "no iss": "mixed_up",
    "denied": "denied",
    "token elsewhere": "unreachable",
    "keys that never end": "unreadable",
    "no JSON": "unreadable",
    "a list": "unreadable",
    "no token": "unreadable",
    "junk for a token": "unreadable",
    "alg none": "algorithm",
    "HS256 with the public key": "algorithm",
    "an algorithm that was not agreed": "algorithm",
    "unknown kid": "key",
    "key not published": "key",
    "signature": "signature",
    "changed after signing": "signature",
    "issuer": "issuer",
    "issuer with a slash": "issuer",
    "audience": "audience",
    "audiences without azp": "audience",
    "azp": "audience",
    "expired": "time",
    "from the future": "time",
    "made long ago": "time",
    "not yet": "time",
    "expires in words": "time",
    "nonce": "nonce",
    "no nonce": "nonce",
    "no subject": "subject",
    "subject is a number": "subject",
    "subject too long": "subject",
    "userinfo of another": "subject",
    "unknown level": "level",
    "level is a list": "level",
    "proven in the future": "auth_time",
    "no number": "claims",
    "a number that cannot be": "claims",
    "a name that cannot be read": "claims",
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_is_refused_with_one_entry_and_a_sentence_and_nobody_is_signed_in(client, eid, lie):
    eid.lie = lie
    answer = sign_in(client, eid)
    assert answer.status_code == 401
    assert refusals() == [LIES[lie]]
    assert not signed_in(client)
    assert 'id="eid"' in answer.content.decode()
    assert not Account.objects.filter(provider="eid").exists()
    assert "/elsewhere" not in eid.asked


@pytest.mark.parametrize(("lie", "reason"), [("discovery of another", "issuer")])
def test_documents_that_lie_send_nobody_anywhere(client, eid, lie, reason):
    eid.lie = lie
    assert client.get("/sign-in/eid/trial").status_code == 401
    assert refusals() == [reason]


def test_a_private_address_in_the_documents_is_never_asked(client, eid):
    eid.lie = "private address"
    assert sign_in(client, eid).status_code == 401
    assert refusals() == ["unreachable"]


def test_an_answer_counts_once(client, eid):
    there = client.get("/sign-in/eid/trial")
    answer = eid.authorize(there["Location"])
    assert client.get("/sign-in/eid/trial/answer", answer).status_code == 302
    client.logout()
    assert client.get("/sign-in/eid/trial/answer", answer).status_code == 401
    assert refusals() == ["state"]


def test_a_code_of_another_sign_in_is_worth_nothing(client, eid):
    other = eid.authorize(client.get("/sign-in/eid/trial")["Location"])
    there = client.get("/sign-in/eid/trial")
    planted = eid.authorize(there["Location"]) | {"code": other["code"]}
    assert client.get("/sign-in/eid/trial/answer", planted).status_code == 401
    assert refusals() == ["code"]  # its verifier is another one


def test_an_answer_without_a_question_is_nobodys(client, eid):
    assert client.get("/sign-in/eid/trial/answer", {"code": "x", "state": "y"}).status_code == 401
    assert refusals() == ["state"]


def test_a_number_that_stands_for_another_subject_now_opens_nothing(client, eid):
    sign_in(client, eid)
    client.logout()
    eid.person = PERSON | {"sub": "s-18"}
    assert sign_in(client, eid).status_code == 401
    eid.person = PERSON | {"pid": "001190054321"}
    assert sign_in(client, eid).status_code == 401
    assert refusals() == ["other_person", "other_person"]


def test_a_closed_account_stays_closed(client, eid):
    sign_in(client, eid)
    client.logout()
    Account.objects.filter(provider="eid").update(is_active=False)
    assert sign_in(client, eid).status_code == 401
    assert refusals() == ["closed"]


def test_a_provider_that_is_away_is_said_so(client, eid, settings, tmp_path):
    gone = described(eid, tmp_path) | {"issuer": "http://127.0.0.1:9"}
    (tmp_path / "gone.yaml").write_text(yaml.safe_dump([gone]))
    settings.MOTCUA_EID = tmp_path / "gone.yaml"
    answer = client.get("/en/sign-in/eid/trial")
    assert answer.status_code == 401
    assert "not answering" in answer.content.decode()


def test_an_eid_that_nobody_named_is_not_there(client, eid):
    assert client.get("/sign-in/eid/another").status_code == 404


def test_a_key_that_is_new_is_looked_up_once_more(client, eid):
    sign_in(client, eid)
    client.logout()
    asking.documents._kept = {url: (at - 60, found) for url, (at, found) in asking.documents._kept.items()}
    eid.key = RSAKey.generate_key(2048, {"kid": "new", "use": "sig"})
    assert sign_in(client, eid).status_code == 302


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"issuer": "http://eid.example"}, "https"),
        ({"algorithms": ["HS256"]}, "algorithms"),
        ({"algorithms": ["none"]}, "algorithms"),
        ({"levels": {LOW: 7}}, "level"),
        ({"claims": {"full_name": "name"}}, "personal_id"),
        ({"client_secret_file": ""}, "client_secret_file"),
        ({"name": "Trial/../x"}, "name"),
        ({"secret": "open"}, "unknown"),
        ({"label": {"vi": "x"}}, "label"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_what_is_wrong(server, tmp_path, change, said):
    path = tmp_path / "eid.yaml"
    path.write_text(yaml.safe_dump([described(server, tmp_path) | change]))
    with pytest.raises(StartRefusedError, match=said):
        read(path, path.stat().st_mtime_ns)


def test_no_endpoint_is_asked_outside_the_providers_own_hosts(server, tmp_path):
    path = tmp_path / "eid.yaml"
    path.write_text(
        yaml.safe_dump([described(server, tmp_path) | {"issuer": "https://eid.example", "hosts": ["k.example"]}])
    )
    (one,) = read(path, path.stat().st_mtime_ns)
    assert one.may_ask("https://eid.example/token")
    assert one.may_ask("https://k.example/keys")
    for elsewhere in (
        "http://eid.example/token",
        "https://eid.example:8443/",
        "https://x@eid.example/",
        "https://eid.example.evil/",
        "https://127.0.0.1/",
        "file:///etc/passwd",
    ):
        assert not one.may_ask(elsewhere)
