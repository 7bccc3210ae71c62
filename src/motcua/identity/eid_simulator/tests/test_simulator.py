"""The simulator as its own process, and our relying party in front of it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, ProxyHandler, Request, build_opener

import pytest
from django.test import Client

from motcua.identity.eid import asking
from motcua.identity.eid.settings import read
from motcua.identity.models import Person
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

pytestmark = pytest.mark.django_db
HERE = "http://localhost:8000"
NEWCOMER = "046090000001"
SOURCE = Path(__file__).parents[4]


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_given, **_more):
        return None


_browser = build_opener(ProxyHandler({}), _Stay)


def fetch(url, form=None, **headers):
    """Status, headers, text; no redirect is followed."""
    data = urlencode(form).encode() if form is not None else None
    try:
        with _browser.open(Request(url, data, headers), timeout=10) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


@pytest.fixture(scope="module")
def simulator(tmp_path_factory):
    """Its file, while it runs."""
    home = tmp_path_factory.mktemp("home")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "DJANGO_"))}
    given = {"MOTCUA_HOME": str(home), "PYTHONPATH": str(SOURCE), "MOTCUA_PUBLIC_URL": HERE}
    process = subprocess.Popen([sys.executable, "-m", "motcua.site", "eid-simulator"], env=kept | given)
    written, until = home / "eid-simulator/eid.yaml", time.monotonic() + 60
    while not written.exists() and time.monotonic() < until:
        assert process.poll() is None
        time.sleep(0.05)
    yield written
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    assert not written.exists(), "whoever takes its port afterwards would be believed"


@pytest.fixture
def browser(simulator, settings):
    settings.MOTCUA_EID, settings.ALLOWED_HOSTS = simulator, ["localhost"]
    asking.documents.forget()
    return Client(headers={"host": "localhost:8000"})


def page_of(address):
    status, _headers, page = fetch(address)
    assert status == 200, page
    return page


def answer(address, who, acr, decision="yes"):
    """Fill in the simulator's page as a person does; where it sends the browser."""
    page = page_of(address)
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    people = dict(re.findall(r'name="person" value="([^"]+)".*?<label[^>]*>([^<,]+),', page))
    (subject,) = [key for key, name in people.items() if name == who]
    given = form | {"person": subject, "acr": acr, "decision": decision}
    status, headers, _page = fetch(f"{address.split('?')[0]}", {k: v.replace("&amp;", "&") for k, v in given.items()})
    assert status == 303
    return headers["Location"]


def sign_in(browser, who, acr, decision="yes", query="?next=/my"):
    there = browser.get(f"/sign-in/eid/mo-phong{query}")
    assert there.status_code == 302, there.content.decode()[-800:]
    back = answer(there["Location"], who, acr, decision)
    assert back.startswith(f"{HERE}/sign-in/eid/mo-phong/answer?")
    return browser.get(back.removeprefix(HERE))


def test_a_newcomer_signs_in_and_is_known_from_then_on(browser):
    assert sign_in(browser, "Chử Đồng Tử", "urn:mo-phong:muc-2").status_code == 302
    assert browser.session["assurance"] == 2
    with acting(SYSTEM):
        person = Person.objects.get(personal_id=NEWCOMER)
    assert (person.full_name, person.birth_date, person.sex) == ("Chử Đồng Tử", date(1990, 2, 10), "male")


def test_the_lower_level_stays_low_until_it_is_stepped_up(browser):
    sign_in(browser, "Chử Đồng Tử", "urn:mo-phong:muc-1")
    assert browser.session["assurance"] == 1
    back = sign_in(browser, "Chử Đồng Tử", "urn:mo-phong:muc-2", query="?next=/drafts/9&level=2")
    assert (back["Location"], browser.session["assurance"]) == ("/drafts/9", 2)


def test_who_confirms_too_low_or_as_somebody_else_stays_where_they_were(browser):
    sign_in(browser, "Chử Đồng Tử", "urn:mo-phong:muc-1")
    assert sign_in(browser, "Chử Đồng Tử", "urn:mo-phong:muc-1", query="?level=2").status_code == 401
    assert sign_in(browser, "Trần Thị Tấm", "urn:mo-phong:muc-2", query="?level=2").status_code == 401
    assert browser.session["assurance"] == 1
    reasons = [entry.facts["reason"] for entry in Entry.objects.filter(action="identity.eid_refused").order_by("id")]
    assert reasons == ["level", "other_person"]


def test_who_does_not_agree_comes_back_signed_out(browser):
    assert sign_in(browser, "Trần Thị Tấm", "urn:mo-phong:muc-2", decision="no").status_code == 401
    assert "_auth_user_id" not in browser.session


@pytest.fixture
def exchange(browser, simulator):
    """Ask for tokens with a code of the browser's own question, changed by what is given; status and answer."""
    there = browser.get("/sign-in/eid/mo-phong")["Location"]
    code = parse_qs(urlsplit(answer(there, "Chử Đồng Tử", "urn:mo-phong:muc-2")).query)["code"][0]
    (provider,) = read(simulator, simulator.stat().st_mtime_ns)
    kept = Path(provider.client_secret_file).read_text().strip()
    own = {"grant_type": "authorization_code", "code": code, "redirect_uri": f"{HERE}/sign-in/eid/mo-phong/answer"}
    own["code_verifier"] = browser.session["eid_asked"]["verifier"]

    def ask(secret=kept, **change):
        status, _headers, said = fetch(
            f"{provider.issuer}/token", own | change, Authorization=asking.basic(provider.client_id, secret)
        )
        return status, json.loads(said)

    return ask


def test_a_code_counts_once(exchange):
    assert exchange()[0] == 200
    assert exchange() == (400, {"error": "invalid_grant"})


@pytest.mark.parametrize("change", [{"code_verifier": "x" * 43}, {"redirect_uri": f"{HERE}/elsewhere"}])
def test_a_code_is_worth_nothing_to_another_browser_or_address(exchange, change):
    assert exchange(**change) == (400, {"error": "invalid_grant"})
    assert exchange() == (400, {"error": "invalid_grant"}), "a wrong try spends it"


def test_a_code_is_worth_nothing_without_the_secret(exchange):
    assert exchange(secret="guess") == (401, {"error": "invalid_client"})


def test_nobody_is_sent_to_an_address_that_was_not_agreed(browser):
    address = browser.get("/sign-in/eid/mo-phong")["Location"]
    assert fetch(address.replace("localhost%3A8000", "evil.example"))[0] == 400
    assert fetch(address.replace("code_challenge_method=S256", "code_challenge_method=plain"))[0] == 400


def test_the_simulator_answers_to_its_own_name_only(browser):
    address = browser.get("/sign-in/eid/mo-phong")["Location"]
    assert fetch(address, Host="evil.example")[0] == 421


def test_what_a_question_brings_is_shown_as_text(browser):
    address = browser.get("/sign-in/eid/mo-phong")["Location"]
    page = page_of(f"{address}&max_age=%22%3E%3Cscript%3E")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_the_page_speaks_both_languages(browser):
    address = browser.get("/sign-in/eid/mo-phong")["Location"].replace("ui_locales=vi", "")
    assert "Bạn muốn đăng nhập với tư cách ai?" in fetch(address, **{"Accept-Language": "vi-VN,en;q=0.5"})[2]
    assert "Who would you like to sign in as?" in fetch(address, **{"Accept-Language": "en-GB"})[2]
    assert 'lang="en"' in fetch(f"{address}&ui_locales=en", **{"Accept-Language": "vi"})[2]
