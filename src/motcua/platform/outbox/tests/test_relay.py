"""Each subscriber hears of each event once, whatever fails in between."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction

from motcua.kernel.events import Event
from motcua.platform.outbox import registry
from motcua.platform.outbox.api import announce, deliver_pending, subscribe
from motcua.platform.outbox.models import OutboxEvent

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


def test_an_event_survives_the_wire(frozen_clock):
    event = Rang(text="ễ")
    assert Rang.from_wire(event.to_wire()) == event
