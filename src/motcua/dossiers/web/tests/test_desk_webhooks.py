"""The desk of webhooks: a secret is seen once, what did not arrive is told with its reason, and sent again by a press."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from motcua.dossiers import api
from motcua.dossiers.models import DeadLetter, Webhook
from motcua.dossiers.tests import world as worlds
from motcua.identity import api as identity
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

URL = "https://phanmem.example.vn/tin"


@pytest.fixture
def head(world, client):
    return signed_in(client, world.head, "mai")


def signed_in(client, actor, login):
    account = identity.open_account(
        actor=SYSTEM, login=login, secret="mot-mat-khau-dai", name=actor.name, official_id=actor.id
    )
    from motcua.identity.models import Account

    client.force_login(Account.objects.get(login=login))
    assert account
    return client


def test_a_secret_is_shown_on_the_page_that_answers_and_never_again(head, world):
    made = head.post("/en/desk/webhooks/", {"url": URL})
    page = made.content.decode()
    (secret,) = set(re.findall(r"whsec_[A-Za-z0-9+/=]{40,}", page))
    assert made["Cache-Control"] == "no-store"
    again = head.get("/en/desk/webhooks/").content.decode()
    assert URL in again
    assert secret not in again
    (one,) = api.list_webhooks(actor=world.head)
    assert "whsec_" not in head.get(f"/en/desk/webhooks/{one.id}").content.decode()
    fresh = head.post(f"/en/desk/webhooks/{one.id}/rotate").content.decode()
    assert "whsec_" in fresh
    assert secret not in fresh


def test_an_address_inside_the_house_is_refused_at_the_field(head):
    refused = head.post("/en/desk/webhooks/", {"url": "http://10.0.0.1/"})
    assert refused.status_code == 422
    assert "public internet" in refused.content.decode()
    assert 'value="http://10.0.0.1/"' in refused.content.decode()


def test_what_did_not_arrive_is_told_with_its_reason_and_sent_again(head, world):
    made = api.add_webhook(actor=world.head, url=URL)
    with acting(SYSTEM):
        letter = DeadLetter.objects.create(
            webhook_id=made.webhook_id,
            agency_id=world.agency.id,
            position=1,
            version=1,
            change_id=uuid4(),
            code="H57.17-260302-0001",
            action="accept",
            tries=14,
            first_tried_at=clock.now() - timedelta(days=3),
            died_at=clock.now(),
            why="HTTP 500",
        )
    address = f"/en/desk/webhooks/{made.webhook_id}"
    assert "1 message did not arrive" in head.get("/en/desk/webhooks/").content.decode()
    page = head.get(address).content.decode()
    assert "answered with status 500" in page
    assert "H57.17-260302-0001" in page
    assert head.post(f"{address}/again", {"letter": str(letter.id)}).status_code == 302
    assert "about to be sent again" in head.get(address).content.decode()


def test_it_is_paused_resumed_replayed_and_ended(head, world):
    made = api.add_webhook(actor=world.head, url=URL)
    address = f"/desk/webhooks/{made.webhook_id}"
    for action, data, state in (
        ("pause", {}, "paused"),
        ("resume", {}, "running"),
        ("replay", {"after": ""}, "running"),
    ):
        assert head.post(f"{address}/{action}", data).status_code == 302
        assert api.list_webhooks(actor=world.head)[0].state == state
    broken = head.post(f"{address}/replay", {"after": "nonsense"})
    assert (broken.status_code, 'value="nonsense"' in broken.content.decode()) == (400, True)
    assert head.post(f"{address}/again", {"letter": "x"}).status_code == 400
    assert head.post(f"{address}/dance").status_code == 400
    assert head.post(f"{address}/end").status_code == 302
    assert api.list_webhooks(actor=world.head) == ()
    assert head.get(address).status_code == 404
    with acting(SYSTEM):
        assert Webhook.objects.get().ended_at is not None


def test_others_stay_outside(world, client):
    made = api.add_webhook(actor=world.head, url=URL)
    assert signed_in(client, world.receiver, "ha").get("/desk/webhooks/").status_code == 403
    elsewhere = worlds.official("Ngô Văn Sơn", world.elsewhere, "head")
    assert signed_in(client, elsewhere, "son").get(f"/desk/webhooks/{made.webhook_id}").status_code == 404


def test_the_ledger_keeps_for_ever_where_messages_go_and_no_token_of_the_address(world):
    api.add_webhook(actor=world.head, url="https://phanmem.example.vn:8443/mot-cua?token=rieng")
    assert Entry.objects.get(action="dossiers.webhook_added").facts["url"] == "https://phanmem.example.vn:8443/mot-cua"
