"""A second official lets somebody in who lost every key: once, for minutes, with both names in the ledger."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.agencies import api as agencies
from motcua.identity.cli import main
from motcua.identity.errors import (
    AccountNotFoundError,
    EnrolmentRefusedError,
    PasskeyRefusedError,
    ReasonMissingError,
)
from motcua.identity.models import Account, Enrolment
from motcua.identity.passkeys import enrolling, keys
from motcua.identity.tests.authenticators import ORIGIN, Key
from motcua.identity.tests.test_passkeys import sign_in
from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.models import Entry
from motcua.site.tests.test_sittings import agency, browser, ended, is_in, official

pytestmark = pytest.mark.django_db
WHY = "Gặp trực tiếp, đã xem thẻ căn cước."
FROM = "192.0.2.1"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.PUBLIC_URL = ORIGIN


@pytest.fixture
def office():
    place = agency()
    return official("thu", place.id, "receiver"), official("ha", place.id, "head")


def add(actor, key=None):
    key = key or Key()
    asked = keys.ask_for_new(keys.official_account(actor))
    keys.add_passkey(actor=actor, ceremony_id=asked.id, answer=key.made(asked.options), name="Cũ")
    return key


def secret_of(link) -> str:
    assert link.url.startswith(f"{ORIGIN}/enrol/")
    return link.url.rsplit("/", 1)[-1]


def use(secret, visitor=None, key=None):
    key = key or Key()
    asked = enrolling.ask_for_first(enrolling.find_invitation(secret=secret, visitor=visitor, address=FROM))
    enrolling.enrol(
        secret=secret,
        visitor=visitor,
        ceremony_id=asked.id,
        answer=key.made(asked.options),
        name="Mới",
        address=FROM,
    )
    return key


def refused(reason, act, *given, **more):
    with pytest.raises(EnrolmentRefusedError) as error:
        act(*given, **more)
    entry = Entry.objects.filter(action="identity.enrolment_refused").order_by("-id").first()
    assert (error.value.facts["reason"], entry.facts["reason"]) == (reason, reason)


def test_the_link_of_a_head_replaces_what_was_lost_and_both_names_are_written_down(office):
    who, head = office
    lost = add(who)
    add(who)
    client = browser("thu")
    link = enrolling.readmit(actor=head, official_id=who.id, why=WHY)
    given = Entry.objects.get(action="identity.enrolment_given")
    assert (given.actor_id, given.facts["official"], given.why) == (head.id, who.name, WHY)
    assert is_in(client)  # nothing ends before the new key is there
    fresh = use(secret_of(link))
    used = Entry.objects.get(action="identity.passkey_enrolled")
    assert (used.actor_id, used.facts["given_by"], used.facts["removed"]) == (who.id, str(head.id), 2)
    assert head.name in used.facts["given_by_name"]
    assert [each.name for each in keys.list_passkeys(actor=who)] == ["Mới"]
    assert not is_in(client)
    assert ended() == ["readmitted"]
    sign_in(fresh)
    with pytest.raises(PasskeyRefusedError):
        sign_in(lost)


def test_a_link_is_used_once(office):
    who, head = office
    secret = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    use(secret)
    refused("used", use, secret)
    assert len(keys.list_passkeys(actor=who)) == 1


def test_of_two_browsers_with_one_link_one_makes_a_key(office):
    who, head = office
    secret = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    first, second = Key(), Key()
    asked = [
        enrolling.ask_for_first(enrolling.find_invitation(secret=secret, visitor=None, address=FROM)) for _ in "ab"
    ]
    answers = [key.made(question.options) for key, question in zip((first, second), asked, strict=True)]
    sent = {"secret": secret, "visitor": None, "name": "", "address": FROM}
    enrolling.enrol(ceremony_id=asked[0].id, answer=answers[0], **sent)
    refused("used", enrolling.enrol, ceremony_id=asked[1].id, answer=answers[1], **sent)
    sign_in(first)


def test_a_link_lives_a_quarter_of_an_hour(frozen_clock, office):
    who, head = office
    secret = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    frozen_clock.forward(timedelta(minutes=15))
    refused("late", use, secret)


def test_a_newer_link_ends_the_one_before(office):
    who, head = office
    first = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    second = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    refused("late", use, first)
    use(second)


def test_a_link_is_not_for_somebody_else_who_is_signed_in(office):
    who, head = office
    secret = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    refused("other_account", use, secret, visitor=Account.objects.get(official_id=head.id))
    use(secret, visitor=Account.objects.get(official_id=who.id))


def test_a_made_up_link_opens_nothing(office):
    refused("unknown", use, "không-có")
    assert Client().get("/enrol/khong-co").status_code == 403


def test_a_key_made_for_another_link_is_refused(office):
    who, head = office
    secret = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    asked = keys.ask_for_new(keys.official_account(who))  # a question of another kind
    with pytest.raises(PasskeyRefusedError):
        enrolling.enrol(
            secret=secret, visitor=None, ceremony_id=asked.id, answer=Key().made(asked.options), name="", address=FROM
        )
    use(secret)  # a refused key has not used the link up


def test_the_account_of_a_leaver_gets_no_key(office):
    from motcua.identity import api

    who, head = office
    secret = secret_of(enrolling.readmit(actor=head, official_id=who.id, why=WHY))
    api.close_account(actor=SYSTEM, account_id=Account.objects.get(official_id=who.id).id, why="nghỉ việc")
    refused("closed", use, secret)


def test_only_a_head_or_a_security_officer_of_the_same_agency_and_never_oneself(office):
    who, head = office
    elsewhere = official("xa", agency("hue-2").id, "head")
    guard = official("an", head.agency_id, "security")
    for actor in (who, elsewhere, ANONYMOUS, Actor(ActorKind.PERSON, who.id, "Lan")):
        with pytest.raises(NotAllowedError):
            enrolling.readmit(actor=actor, official_id=who.id, why=WHY)
    with pytest.raises(NotAllowedError):
        enrolling.readmit(actor=head, official_id=head.id, why=WHY)
    assert enrolling.readmit(actor=guard, official_id=head.id, why=WHY).name == head.name
    assert Enrolment.objects.count() == 0  # nobody but the system sees links


def test_how_it_was_proven_is_asked_for(office):
    who, head = office
    with pytest.raises(ReasonMissingError):
        enrolling.readmit(actor=head, official_id=who.id, why="  ")


def test_the_page_wants_a_key_of_whoever_lets_others_in(office):
    who, head = office
    client = browser("ha")
    said = {"official": str(who.id), "why": WHY}
    assert client.post("/passkeys/colleagues", said).status_code == 403  # a password is not enough
    session = client.session
    session["passkeys"] = [str(who.id)]
    session.save()
    page = client.post("/passkeys/colleagues", said)
    assert page.status_code == 200
    assert f"{ORIGIN}/enrol/" in page.content.decode()
    assert f"{ORIGIN}/enrol/" not in client.get("/passkeys/colleagues").content.decode()
    assert browser("thu").get("/passkeys/colleagues").status_code == 403
    assert head.name not in client.get("/passkeys/colleagues").content.decode().split("<main")[1]


def test_the_administrator_invites_from_the_command_line(office, capsys):
    who, _head = office
    assert main(["identity", "invite-official", "THU", "--why", "ngày đầu đi làm"]) == 0
    told = capsys.readouterr()
    use(secret_of(type("Link", (), {"url": told.out.strip()})))
    assert who.name in told.err
    assert len(keys.list_passkeys(actor=who)) == 1
    given = Entry.objects.get(action="identity.enrolment_given")
    assert (given.actor_kind, given.why) == ("system", "ngày đầu đi làm")


def test_the_command_line_invites_officials_only(office, capsys):
    assert main(["identity", "invite-official", "khong-co"]) == 2
    assert "Không có tài khoản này" in capsys.readouterr().err
    with pytest.raises(AccountNotFoundError):
        enrolling.invite(actor=SYSTEM, login="khong-co")
    with pytest.raises(NotAllowedError):
        enrolling.invite(actor=office[1], login="thu")


def test_a_link_shows_whose_it_is_and_looking_does_not_use_it_up(office):
    who, head = office
    link = enrolling.readmit(actor=head, official_id=who.id, why=WHY)
    for _ in range(3):
        page = Client().get(f"/enrol/{secret_of(link)}").content.decode()
        assert who.name in page
        assert head.name in page
    assert agencies.list_officials(head.agency_id)
    use(secret_of(link))
