"""A person is told once, reads only what is hers, and finds it again."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection

from motcua.dossiers import api as dossiers
from motcua.dossiers.feed import messages
from motcua.dossiers.feed.messages import tell_applicants
from motcua.dossiers.feed.tests.writers import settle
from motcua.dossiers.models import FeedCursor
from motcua.dossiers.tests import world as worlds
from motcua.dossiers.web.tests.world import signed_in
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.errors import NotAllowedError
from motcua.notices import api
from motcua.notices.contracts import News
from motcua.notices.errors import MessageNotFoundError
from motcua.notices.models import Message
from motcua.notices.wording import LANGUAGES, templates
from motcua.platform.database.transactions import acting


@pytest.fixture
def world(clean_db) -> worlds.World:
    return worlds.build()


def news(person, key="k", code="H57.17-260302-0001"):
    values = {"code": {"vi": code}, "procedure": {"vi": "Đăng ký khai sinh", "en": "Birth registration"}}
    return News(person.id, key, "approved", clock.now(), code, values)


def accept(world, sent):
    dossiers.accept_dossier(actor=world.receiver, dossier_id=sent.id, expected_version=1)


def test_the_same_thing_is_told_once_and_only_by_the_system(world):
    api.tell(actor=SYSTEM, news=[news(world.lan), news(world.lan, "k2")])
    api.tell(actor=SYSTEM, news=[news(world.lan)])
    assert api.count_unread(actor=world.lan) == 2
    with pytest.raises(NotAllowedError):
        api.tell(actor=world.head, news=[news(world.lan, "k3")])


def test_nobody_reads_or_marks_anothers(world):
    api.tell(actor=SYSTEM, news=[news(world.lan)])
    (hers,) = api.list_messages(actor=world.lan)
    assert api.list_messages(actor=world.minh) == () and api.count_unread(actor=world.head) == 0
    with pytest.raises(MessageNotFoundError):
        api.mark_read(actor=world.minh, message_id=hers.id)
    with acting(world.head):
        assert not Message.objects.exists()
    with pytest.raises(NotAllowedError):
        api.list_messages(actor=world.head)


@pytest.mark.parametrize("kind", templates())
def test_every_template_says_itself_with_its_sample_and_nothing_of_a_person(kind):
    one = templates()[kind]
    title, body = one.say({name: {"vi": text} for name, text in one.sample.items()})
    for language in LANGUAGES:
        assert "{" not in title[language] + body[language] and 10 < len(title[language]) <= 90
    assert set(messages.KINDS.values()) <= set(templates())


def test_acts_on_a_dossier_are_told_in_their_order_exactly_once(world):
    sent = worlds.submitted(world)
    accept(world, sent)
    settle()
    assert tell_applicants() == 2  # the submission, which she did herself, and its acceptance
    (told,) = api.list_messages(actor=world.lan)
    assert sent.code in told.title["vi"] and "Hẹn trả kết quả" in told.body["vi"] and "due" in told.body["en"]
    assert tell_applicants() == 0 and len(api.list_messages(actor=world.lan)) == 1
    assert api.list_messages(actor=world.minh) == ()


def test_what_is_older_than_three_days_is_no_news(world, monkeypatch):
    accept(world, worlds.submitted(world))
    settle()
    later = clock.now() + timedelta(days=4)
    monkeypatch.setattr(messages.clock, "now", lambda: later)
    assert tell_applicants() == 2
    assert api.list_messages(actor=world.lan) == ()


def test_the_page_shows_marks_and_leads_to_the_dossier(world):
    sent = worlds.submitted(world)
    hers = signed_in(world.lan)
    assert "Chưa có tin nào" in hers.get("/my/messages").content.decode()
    api.tell(actor=SYSTEM, news=[news(world.lan, code=sent.code), news(world.lan, "k2", sent.code)])
    assert "2 tin mới" in hers.get("/my").content.decode()
    page = hers.get("/en/my/messages").content.decode()
    assert f"Dossier {sent.code} has its result" in page and "Birth registration" in page
    first = api.list_messages(actor=world.lan)[0]
    assert hers.get(f"/my/messages/{first.id}/open").status_code == 405
    assert hers.post(f"/my/messages/{first.id}/open")["Location"] == f"/dossiers/{sent.code}"
    assert api.count_unread(actor=world.lan) == 1
    assert hers.post(f"/my/messages/{uuid4()}/open").status_code == 404
    hers.post("/my/messages/read")
    assert api.count_unread(actor=world.lan) == 0
    assert signed_in(world.minh).post(f"/my/messages/{first.id}/open").status_code == 404


def test_fifty_a_page(world):
    api.tell(actor=SYSTEM, news=[news(world.lan, f"k{n}") for n in range(51)])
    hers = signed_in(world.lan)
    page = hers.get("/my/messages")
    assert page.content.decode().count("notices-list__open") == 50
    last = api.list_messages(actor=world.lan)[49].id
    assert hers.get(f"/my/messages?before={last}").content.decode().count("notices-list__open") == 1
    assert hers.get("/my/messages?before=nonsense").status_code == 200


def test_a_worker_goes_away_while_another_is_at_it(world):
    accept(world, worlds.submitted(world))
    settle()
    began, done = threading.Event(), threading.Event()

    def other() -> None:
        with acting(SYSTEM):
            FeedCursor.objects.select_for_update().get(name="messages")
            began.set()
            done.wait(10)
        connection.close()

    with acting(SYSTEM):
        FeedCursor.objects.get_or_create(
            name="messages", defaults={"position": 0, "version": 0, "change_id": UUID(int=0), "at": clock.now()}
        )
    thread = threading.Thread(target=other)
    thread.start()
    assert began.wait(10)
    assert tell_applicants() == 0
    done.set()
    thread.join()
    assert tell_applicants() == 2
