"""Messages arrive signed, in order, once; what does not arrive is tried for days, and nothing waits for it but its own."""

import json
import threading
from datetime import timedelta

import pytest

from motcua.dossiers.errors import TooManyWebhooksError, WebhookNotFoundError
from motcua.dossiers.feed.tests.writers import connect, settle, write
from motcua.dossiers.feed.webhooks import delivering, managing
from motcua.dossiers.feed.webhooks.delivering import MOST_GIVEN_UP, claim_webhook, serve_webhook
from motcua.dossiers.feed.webhooks.matching import match_changes
from motcua.dossiers.feed.webhooks.receiver import Receiver
from motcua.dossiers.feed.webhooks.sending import Answer
from motcua.dossiers.feed.webhooks.signing import verify
from motcua.dossiers.models import DeadLetter, Webhook, WebhookSecret
from motcua.dossiers.tests import world as worlds
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting

URL = "https://agency.example.vn/hook"
YES, NO = Answer(204, "HTTP 204"), Answer(500, "HTTP 500")


class Other:
    """The other side: answers from a list, then yes; keeps what arrived."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.got, self.codes = list(answers), [], []

    def __call__(self, url: str, headers, body: bytes) -> Answer:
        answer = self.answers.pop(0) if self.answers else YES
        self.got.append((url, headers, body))
        if answer.arrived:
            self.codes.append(json.loads(body)["data"]["dossier"])
        return answer


@pytest.fixture
def world(clean_db, frozen_clock, settings):
    settings.MOTCUA_WEBHOOK_LOOPBACK = True
    match_changes()
    return worlds.build()


@pytest.fixture
def hook(world):
    return managing.add_webhook(actor=world.head, url=URL)


def happen(world, *codes: str, agency=None) -> None:
    with connect() as on:
        for code in codes:
            write(on, code, agency=(agency or world.agency).id)
        on.commit()
    settle()


def turn(other: Other) -> int:
    """One turn of the worker for whatever webhook is due."""
    match_changes()
    row = claim_webhook()
    return serve_webhook(row, other) if row else 0


def test_what_happens_arrives_signed_and_in_order_and_once(world, hook):
    other = Other()
    happen(world, "1", "2")
    happen(world, "elsewhere", agency=world.elsewhere)
    happen(world, "3")
    assert turn(other) == 3
    assert other.codes == ["1", "2", "3"]
    assert turn(other) == 0
    url, headers, body = other.got[0]
    told = json.loads(body)
    assert (url, told["type"], told["data"]["receiving"]) == (URL, "dossiers.change", "H57.17")
    signed = verify(
        hook.secret,
        headers["webhook-id"],
        headers["webhook-timestamp"],
        headers["webhook-signature"],
        body,
        now=clock.now().timestamp(),
    )
    assert signed
    assert headers["webhook-id"].startswith("msg_")


def test_what_happened_before_anybody_asked_is_not_sent(world):
    happen(world, "before")
    match_changes()
    managing.add_webhook(actor=world.head, url=URL)
    happen(world, "after")
    other = Other()
    turn(other)
    assert other.codes == ["after"]


def test_only_one_procedure(world):
    managing.add_webhook(actor=world.head, url=URL, procedure_code="9.9")
    happen(world, "1")
    assert turn(Other()) == 0


def test_what_fails_is_tried_again_later_under_the_same_id_and_the_next_ones_wait(world, hook, frozen_clock):
    other = Other(NO, Answer(0, "timeout"))
    happen(world, "1", "2")
    assert turn(other) == 0
    assert turn(other) == 0, "it is not due yet"
    frozen_clock.forward(timedelta(seconds=6))
    turn(other)
    frozen_clock.forward(timedelta(minutes=1))
    assert turn(other) == 2
    assert other.codes == ["1", "2"]
    ids = [headers["webhook-id"] for _url, headers, _body in other.got]
    assert ids[0] == ids[1] == ids[2] != ids[3]


def test_after_days_a_message_is_a_dead_letter_and_the_next_one_has_its_turn(world, hook, frozen_clock):
    happen(world, "lost", "next")
    other = Other(NO)
    turn(other)
    frozen_clock.forward(timedelta(days=4))
    other.answers = [NO]
    assert turn(other) == 1
    assert other.codes == ["next"]
    view, (letter,) = managing.get_webhook(actor=world.head, webhook_id=hook.webhook_id)
    assert (view.dead, view.state, letter.code, letter.why, letter.tries) == (1, "running", "lost", "HTTP 500", 2)
    assert managing.replay_dead(actor=world.head, webhook_id=hook.webhook_id, letter_id=letter.id) == 1
    assert turn(other) == 1
    assert other.codes == ["next", "lost"]
    assert managing.get_webhook(actor=world.head, webhook_id=hook.webhook_id)[1] == ()


def test_one_that_fails_for_everything_pauses_itself_and_loses_nothing(world, hook, frozen_clock):
    happen(world, *map(str, range(MOST_GIVEN_UP + 5)))
    deaf = Other(*[NO] * 100)
    turn(deaf)
    frozen_clock.forward(timedelta(days=4))
    turn(deaf)
    view, letters = managing.get_webhook(actor=world.head, webhook_id=hook.webhook_id)
    assert (view.state, len(letters), view.behind) == ("paused_itself", MOST_GIVEN_UP, True)
    assert turn(deaf) == 0
    managing.resume_webhook(actor=world.head, webhook_id=hook.webhook_id)
    managing.replay_dead(actor=world.head, webhook_id=hook.webhook_id)
    well = Other()
    turn(well)
    assert sorted(well.codes, key=int) == [str(number) for number in range(MOST_GIVEN_UP + 5)]


def test_whoever_says_gone_is_asked_no_more(world, hook):
    happen(world, "1")
    turn(Other(Answer(410, "HTTP 410")))
    assert managing.list_webhooks(actor=world.head)[0].state == "paused_itself"


def test_a_receiver_that_asks_for_time_gets_it(world, hook, frozen_clock):
    happen(world, "1")
    turn(Other(Answer(429, "HTTP 429", wait=3600)))
    frozen_clock.forward(timedelta(minutes=59))
    assert turn(Other()) == 0
    frozen_clock.forward(timedelta(minutes=2))
    assert turn(Other()) == 1


def test_everything_is_sent_again_from_any_cursor(world, hook):
    happen(world, "1", "2", "3")
    other = Other()
    turn(other)
    second = json.loads(other.got[1][2])["data"]["cursor"]
    managing.replay_from(actor=world.head, webhook_id=hook.webhook_id, cursor=second)
    turn(other)
    managing.replay_from(actor=world.head, webhook_id=hook.webhook_id, cursor="")
    turn(other)
    assert other.codes == ["1", "2", "3", "3", "1", "2", "3"]


def test_while_secrets_change_both_sign_and_later_only_the_new_one(world, hook, frozen_clock):
    fresh = managing.rotate_secret(actor=world.head, webhook_id=hook.webhook_id)
    happen(world, "1")
    other = Other()
    turn(other)
    frozen_clock.forward(timedelta(hours=25))
    happen(world, "2")
    turn(other)
    known = [
        [
            verify(
                secret,
                headers["webhook-id"],
                headers["webhook-timestamp"],
                headers["webhook-signature"],
                body,
                now=int(headers["webhook-timestamp"]),
            )
            for secret in (hook.secret, fresh.secret)
        ]
        for _url, headers, body in other.got
    ]
    assert known == [[True, True], [False, True]]
    with acting(SYSTEM):
        assert not any("whsec" in row.sealed for row in WebhookSecret.objects.all())
        assert not Entry.objects.filter(facts__icontains="whsec").exists()


def test_a_worker_that_died_in_the_middle_is_followed_by_another_that_sends_one_message_again(
    world, hook, frozen_clock
):
    happen(world, "1", "2")
    match_changes()
    dead = claim_webhook()
    assert dead is not None
    other = Other()
    assert turn(other) == 0
    frozen_clock.forward(delivering.LEASE + timedelta(seconds=1))
    assert turn(other) == 2
    serve_webhook(dead, other)  # it was only slow: its lease is over, so it sends nothing more
    assert other.codes == ["1", "2"]


def test_a_head_sees_the_own_agencys_only_and_others_none(world, hook):
    from motcua.kernel.errors import NotAllowedError

    elsewhere = worlds.official("Ngô Văn Sơn", world.elsewhere, "head")
    assert managing.list_webhooks(actor=elsewhere) == ()
    for act in (managing.pause_webhook, managing.end_webhook, managing.rotate_secret):
        with pytest.raises(WebhookNotFoundError):
            act(actor=elsewhere, webhook_id=hook.webhook_id)
    for stranger in (world.receiver, world.lan):
        with pytest.raises(NotAllowedError):
            managing.list_webhooks(actor=stranger)
        with pytest.raises(NotAllowedError):
            managing.add_webhook(actor=stranger, url=URL)


def test_an_agency_has_so_many_and_an_ended_one_keeps_no_secret(world, monkeypatch):
    monkeypatch.setattr(managing, "MOST", 1)
    hook = managing.add_webhook(actor=world.head, url=URL)
    with pytest.raises(TooManyWebhooksError):
        managing.add_webhook(actor=world.head, url=URL)
    managing.end_webhook(actor=world.head, webhook_id=hook.webhook_id)
    managing.add_webhook(actor=world.head, url=URL)
    with acting(SYSTEM):
        assert WebhookSecret.objects.count() == 1
        assert Webhook.objects.filter(ended_at=None).count() == 1


def test_a_slow_receiver_holds_up_neither_the_worker_nor_the_others(world, settings):
    """Over the network, with the worker's own threads: one receiver sleeps, the other one has everything meanwhile."""
    heard, open_ = [], threading.Event()
    slow_hook, quick_hook = (managing.add_webhook(actor=world.head, url=URL) for _one in range(2))
    quick = Receiver(0, quick_hook.secret, lambda line: heard.append(line) or open_.set())
    slow = Receiver(0, slow_hook.secret, lambda _line: None, slow=1.5)
    for receiver, hook in ((quick, quick_hook), (slow, slow_hook)):
        threading.Thread(target=receiver.serve_forever, daemon=True).start()
        with acting(SYSTEM):
            url = f"http://127.0.0.1:{receiver.server_port}/"
            Webhook.objects.filter(id=hook.webhook_id).update(url=url)
    happen(world, "H57.17-1")
    assert delivering.deliver_webhooks() == 2
    assert open_.wait(1.4)
    assert heard == ["H57.17-1  accept: submitted -> in_process"]
    for thread in threading.enumerate():
        if thread.name == "webhook":
            thread.join()
    for receiver in (quick, slow):
        receiver.shutdown()
        receiver.server_close()
    with acting(SYSTEM):
        assert not DeadLetter.objects.exists()
