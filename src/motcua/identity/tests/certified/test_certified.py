"""Our relying party in front of a certified OpenID provider that we did not write."""

from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from django.test import Client
from joserfc.jwk import ECKey, RSAKey

from motcua.identity.eid import asking
from motcua.identity.models import EidBinding
from motcua.identity.tests.certified.running import Person, installed, provider
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8000"
LOW, HIGH = "urn:eid:low", "urn:eid:substantial"
SECRET = "a secret with : and + and %"
PEOPLE = {
    "s-17": {"pid": "001190012345", "name": "Nguyễn Thị Thử", "birthdate": "1990-05-04", "gender": "female"},
    "s-18": {"pid": "001090054321", "name": "Trần Văn Khác", "birthdate": "1990-01-31", "gender": "male"},
}
BY_SECRET, BY_KEY = "by-secret", "by-key"


@pytest.fixture(scope="module")
def keys():
    return {
        "provider": [
            RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}),
            ECKey.generate_key("P-256", {"kid": "ec", "use": "sig"}),
        ],
        "ours": ECKey.generate_key("P-256", {"kid": "ours", "use": "sig"}),
    }


@pytest.fixture(scope="module")
def issuer(tmp_path_factory, keys):
    def client(name, algorithm, **more):
        back = [f"{HERE}/sign-in/eid/{name}/answer"]
        return {"client_id": name, "redirect_uris": back, "id_token_signed_response_alg": algorithm, **more}

    public = {"keys": [keys["ours"].as_dict(private=False)]}
    signed = {"token_endpoint_auth_method": "private_key_jwt", "jwks": public}
    knows = {
        "clients": [client(BY_SECRET, "RS256", client_secret=SECRET), client(BY_KEY, "ES256", **signed)],
        "people": PEOPLE,
        "acrs": [LOW, HIGH],
        "algorithms": ["RS256", "ES256"],
        "jwks": {"keys": [key.as_dict(private=True) for key in keys["provider"]]},
    }
    with provider(installed(tmp_path_factory.mktemp("certified")), knows) as address:
        yield address


@pytest.fixture
def browser(issuer, keys, settings, tmp_path):
    (tmp_path / "secret").write_text(SECRET + "\n")
    (tmp_path / "key.pem").write_bytes(keys["ours"].as_pem(private=True))
    same = {
        "issuer": issuer,
        "label": {"vi": "Đăng nhập bằng định danh điện tử", "en": "Sign in with the eID"},
        "levels": {LOW: 1, HIGH: 2},
        "claims": {"personal_id": "pid", "full_name": "name", "birth_date": "birthdate", "sex": "gender"},
    }
    by_secret = {"name": BY_SECRET, "client_id": BY_SECRET, "client_secret_file": str(tmp_path / "secret")}
    by_key = {"name": BY_KEY, "client_id": BY_KEY, "private_key_file": str(tmp_path / "key.pem"), "key_id": "ours"}
    path = tmp_path / "eid.yaml"
    path.write_text(
        yaml.safe_dump([same | by_secret | {"algorithms": ["RS256"]}, same | by_key | {"algorithms": ["ES256"]}])
    )
    settings.MOTCUA_EID, settings.ALLOWED_HOSTS = path, ["localhost"]
    asking.documents.forget()
    return Client(headers={"host": "localhost:8000"})


def sign_in(browser, person, name, query="?next=/my"):
    there = browser.get(f"/sign-in/eid/{name}{query}")
    assert there.status_code == 302, there.content.decode()[-800:]
    back = urlsplit(person.walk(there["Location"], HERE))
    return browser.get(back.path, dict(parse_qsl(back.query)))


def reasons():
    return [entry.facts["reason"] for entry in Entry.objects.filter(action="identity.eid_refused").order_by("id")]


@pytest.mark.parametrize("name", [BY_SECRET, BY_KEY])
def test_somebody_signs_in_by_secret_and_by_signed_assertion(browser, issuer, name):
    answer = sign_in(browser, Person("s-17", HIGH), name)
    assert (answer.status_code, answer["Location"], reasons()) == (302, "/my", [])
    assert browser.session["assurance"] == 2
    with acting(SYSTEM):
        assert EidBinding.objects.get().issuer == issuer


def test_both_clients_of_one_issuer_lead_to_one_account(browser):
    found = set()
    for name in (BY_SECRET, BY_KEY):
        sign_in(browser, Person("s-17", HIGH), name)
        found.add(browser.session["_auth_user_id"])
        browser.logout()
    assert len(found) == 1


def test_the_level_is_what_the_provider_said(browser):
    sign_in(browser, Person("s-17", LOW), BY_SECRET)
    assert browser.session["assurance"] == 1


def test_who_is_still_signed_in_over_there_can_be_stepped_up(browser):
    person = Person("s-17", LOW)
    sign_in(browser, person, BY_SECRET)
    person.acr = HIGH
    back = sign_in(browser, person, BY_SECRET, "?next=/drafts/9&level=2")
    assert reasons() == []
    assert (back["Location"], browser.session["assurance"]) == ("/drafts/9", 2)


def test_somebody_else_at_the_same_browser_confirms_nothing(browser):
    sign_in(browser, Person("s-17", LOW), BY_SECRET)
    assert sign_in(browser, Person("s-18", HIGH), BY_SECRET, "?level=2").status_code == 401
    assert (reasons(), browser.session["assurance"]) == (["other_person"], 1)


def test_who_says_no_over_there_is_signed_out_here(browser):
    assert sign_in(browser, Person("nobody", HIGH), BY_SECRET).status_code == 401
    assert reasons() == ["denied"]
    assert "_auth_user_id" not in browser.session


def test_a_code_is_worth_nothing_the_second_time(browser):
    there = browser.get(f"/sign-in/eid/{BY_SECRET}")
    kept = dict(browser.session["eid_asked"])
    back = urlsplit(Person("s-17", HIGH).walk(there["Location"], HERE))
    answer = dict(parse_qsl(back.query))
    assert browser.get(back.path, answer).status_code == 302
    again = Client(headers={"host": "localhost:8000"})
    again.get(f"/sign-in/eid/{BY_SECRET}")
    session = again.session
    session["eid_asked"] = kept  # even a browser that has the whole question
    session.save()
    assert again.get(back.path, answer).status_code == 401
    assert reasons() == ["code"]
