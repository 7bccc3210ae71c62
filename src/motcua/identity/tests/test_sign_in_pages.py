from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import override_settings

from motcua.identity import api
from motcua.identity.models import Account, Sitting
from motcua.kernel.actors import SYSTEM

pytestmark = pytest.mark.django_db
DEMO_ON = override_settings(ENVIRONMENT=SimpleNamespace(demo=True))
DEMO_OFF = override_settings(ENVIRONMENT=SimpleNamespace(demo=False))


@pytest.fixture
def subject():
    person = api.register_person(actor=SYSTEM, full_name="Nguyễn Thị Mẫu", personal_id="046190000017", sex="female")
    api.open_account(actor=SYSTEM, login="mau", name=person.full_name, secret="đúng rồi", person_id=person.id)
    return person


def post(client, **fields):
    return client.post("/sign-in", {"login": "mau", "secret": "đúng rồi", **fields})


def test_signing_in_leads_back_to_the_page_that_asked(client, subject):
    answer = post(client, next="/apply/1.001193")
    assert (answer.status_code, answer["Location"]) == (302, "/apply/1.001193")
    assert str(Account.objects.get().id) == client.session["_auth_user_id"]


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil", "my"],
)
def test_signing_in_never_leads_elsewhere(client, subject, elsewhere):
    assert post(client, next=elsewhere)["Location"] == "/my"


def test_the_session_key_changes_with_the_sign_in(client, subject):
    client.get("/sign-in")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    post(client)
    assert client.session.session_key != before
    assert not Sitting.objects.filter(session_key=before).exists()


def test_a_wrong_password_is_told_gently_and_the_login_is_kept(client, subject):
    answer = post(client, secret="ngựa-đỏ-93")
    page = answer.content.decode()
    assert answer.status_code == 401
    assert "không khớp" in page
    assert 'value="mau"' in page
    assert "ngựa-đỏ-93" not in page
    assert "_auth_user_id" not in client.session


def test_empty_fields_are_named(client):
    answer = client.post("/sign-in", {})
    assert answer.status_code == 422
    assert 'href="#login"' in answer.content.decode()
    assert 'href="#secret"' in answer.content.decode()


def test_too_many_guesses_are_answered_429(client, subject):
    for _ in range(10):
        post(client, secret="sai")
    assert post(client).status_code == 429


def test_signing_out_needs_a_post_and_ends_the_session(client, subject):
    post(client)
    assert "Nguyễn Thị Mẫu" in client.get("/sign-out").content.decode()
    assert "_auth_user_id" in client.session
    assert client.post("/sign-out")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_somebody_signed_in_may_change_to_somebody_else(client, subject):
    post(client)
    assert "Nguyễn Thị Mẫu" in client.get("/sign-in").content.decode()


def test_a_session_that_ran_out_says_that_the_draft_is_safe(client, subject):
    post(client)
    Sitting.objects.all().delete()
    page = client.get("/sign-in?next=/drafts/1/name").content.decode()
    assert "Bản nháp của bạn vẫn còn nguyên" in page
    assert 'value="/drafts/1/name"' in page
    assert "vẫn còn nguyên" in client.get("/session-expired").content.decode()


def test_a_first_visit_does_not_speak_of_a_lost_session(client):
    assert "Phiên làm việc đã hết" not in client.get("/sign-in").content.decode()


def test_the_page_is_in_english_under_en(client):
    page = client.get("/en/sign-in").content.decode()
    assert '<html lang="en"' in page


def test_the_demo_signs_in_with_one_press_only_while_it_is_on(client, subject):
    Account.objects.update(provider="demo", introduction={"vi": "Mẹ của một em bé"})
    account_id = str(Account.objects.get().id)
    with DEMO_OFF:
        assert "Mẹ của một em bé" not in client.get("/sign-in").content.decode()
        assert client.post("/sign-in/demo", {"account": account_id}).status_code == 404
    with DEMO_ON:
        assert "Mẹ của một em bé" in client.get("/sign-in").content.decode()
        assert client.post("/sign-in/demo", {"account": account_id})["Location"] == "/my"
        assert client.session["_auth_user_id"] == account_id


def test_an_ordinary_account_never_opens_without_its_password(client, subject):
    with DEMO_ON:
        assert client.post("/sign-in/demo", {"account": str(Account.objects.get().id)}).status_code == 404
        assert client.post("/sign-in/demo", {}).status_code == 404
    assert client.get("/sign-in/demo").status_code == 405


def test_forms_are_guarded_against_other_sites(subject):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert post(strict).status_code == 403


def test_sessions_last_a_working_day(client, subject, settings):
    assert timedelta(seconds=settings.SESSION_COOKIE_AGE) <= timedelta(hours=12)
