"""Each subscriber hears of each event once, whatever fails in between."""

import contextlib
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from motcua.kernel import clock
from motcua.kernel.events import Event
from motcua.platform.outbox import registry, tasks
from motcua.platform.outbox.api import announce, deliver_pending, subscribe
from motcua.platform.outbox.models import OutboxDelivery, OutboxEvent
from motcua.platform.outbox.relay import LAST_ATTEMPT

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Rang(Event):
    name: ClassVar[str] = "outbox_tests.rang.v1"
    text: str


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(registry, "_subscribers", {})
    monkeypatch.setattr(registry, "_events", {})
    texts: list[str] = []

    def listen(event: Rang) -> None:
        texts.append(event.text)

    subscribe(Rang, listen)
    return texts


def test_an_event_is_told_once(heard, frozen_clock):
    announce(Rang(text="chuông"))
    deliver_pending()
    frozen_clock.forward(timedelta(hours=1))
    deliver_pending()
    assert heard == ["chuông"]


def test_an_event_of_a_transaction_that_failed_is_never_told(heard):
    with transaction.atomic():
        announce(Rang(text="không bao giờ"))
        transaction.set_rollback(True)
    deliver_pending()
    assert heard == []


def test_a_subscriber_that_failed_hears_again_and_the_others_do_not(heard, frozen_clock):
    tries: list[str] = []

    def stumble(event: Rang) -> None:
        tries.append(event.text)
        if len(tries) == 1:
            raise OSError

    subscribe(Rang, stumble)
    announce(Rang(text="hai lần"))
    deliver_pending()
    assert OutboxEvent.objects.get().pending
    frozen_clock.forward(timedelta(minutes=1))
    deliver_pending()
    assert (heard, tries) == (["hai lần"], ["hai lần", "hai lần"])
    assert not OutboxEvent.objects.get().pending


class Panic(BaseException):
    """As native code raises it: no Exception."""


def test_a_panic_stops_neither_the_worker_nor_the_next_event(heard, frozen_clock):
    def panic(event: Rang) -> None:
        if event.text == "hỏng":
            raise Panic

    subscribe(Rang, panic)
    announce(Rang(text="hỏng"))
    announce(Rang(text="lành"))
    deliver_pending()
    assert heard == ["hỏng", "lành"]
    assert list(OutboxEvent.objects.filter(pending=True).values_list("attempts", flat=True)) == [1]


def test_an_event_that_kills_the_worker_lets_the_others_pass(heard, frozen_clock):
    def killed(event: Rang) -> None:
        if event.text == "chết":
            raise SystemExit  # as near to kill -9 as a test can come: nothing after it runs

    subscribe(Rang, killed)
    announce(Rang(text="chết"))
    announce(Rang(text="lành"))
    for _start in range(2 * LAST_ATTEMPT):
        with contextlib.suppress(SystemExit):
            deliver_pending()
        frozen_clock.forward(timedelta(hours=1))
    assert heard.count("lành") == 1
    assert OutboxEvent.objects.get(pending=True).attempts == LAST_ATTEMPT


def test_what_was_told_goes_after_a_month_and_what_was_not_stays(heard, frozen_clock):
    def never(event: Rang) -> None:
        raise OSError

    announce(Rang(text="đã kể"))
    deliver_pending()
    subscribe(Rang, never)
    announce(Rang(text="chưa kể"))
    deliver_pending()
    frozen_clock.forward(timedelta(days=29))
    tasks.forget_told()
    assert OutboxEvent.objects.count() == 2
    frozen_clock.forward(timedelta(days=2))
    OutboxDelivery.objects.update(delivered_at=clock.now() - timedelta(days=31))  # the database's own clock wrote it
    tasks.forget_told()
    assert [event.payload["text"] for event in OutboxEvent.objects.all()] == ["chưa kể"]
    assert not OutboxDelivery.objects.exists()


def test_an_event_survives_the_wire(frozen_clock):
    event = Rang(text="ễ")
    assert Rang.from_wire(event.to_wire()) == event


def test_an_event_that_nobody_wants_to_hear_of_is_done_without_ado(heard, frozen_clock):
    announce(Rang(text="chuông"))

    @dataclass(frozen=True, kw_only=True)
    class Fell(Event):
        name: ClassVar[str] = "outbox_tests.fell.v1"

    announce(Fell())
    deliver_pending()
    assert heard == ["chuông"]
    assert not OutboxEvent.objects.filter(pending=True).exists()
    assert OutboxEvent.objects.get(name=Fell.name).attempts == 0
