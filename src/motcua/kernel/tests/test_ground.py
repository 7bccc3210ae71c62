"""Clock, ids, errors, events, languages and actors: the words that every room speaks."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar
from uuid import UUID

import pytest

from motcua.kernel import clock
from motcua.kernel.actors import ANONYMOUS, SYSTEM, Actor, ActorKind
from motcua.kernel.errors import ConflictError, ExternalError, InvalidInputError, MotCuaError, NotFoundError
from motcua.kernel.events import Event
from motcua.kernel.ids import new_id
from motcua.kernel.languages import pick


def test_the_clock_can_be_stopped_for_a_block():
    noon = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=7)))
    with clock.at(noon):
        assert clock.now() == noon
        assert clock.now().tzinfo is UTC
    assert clock.now() > noon
    with pytest.raises(ValueError, match="time zone"), clock.at(datetime(2026, 3, 2)):  # noqa: DTZ001 - the refusal is tested
        pass


def test_ids_ascend_and_say_that_they_are_version_seven():
    ids = [new_id() for _ in range(5000)]
    assert ids == sorted(set(ids))
    assert {one.version for one in ids} == {7}
    assert abs((ids[0].int >> 80) / 1000 - datetime.now(UTC).timestamp()) < 60


def test_an_error_says_its_sentence_and_keeps_its_facts():
    error = ConflictError("Hồ sơ đã được duyệt.", who="x")
    assert (str(error), error.code, error.facts) == ("Hồ sơ đã được duyệt.", "kernel.conflict", {"who": "x"})
    assert str(NotFoundError()) == "Không tìm thấy."
    assert InvalidInputError(fields={"a": "b"}).fields == {"a": "b"}
    assert ExternalError(retryable=True).retryable
    assert isinstance(error, MotCuaError)


@dataclass(frozen=True, kw_only=True)
class SomethingHappened(Event):
    name: ClassVar[str] = "kernel.something_happened.v1"
    subject: UUID
    when: datetime | None = None
    words: tuple[str, ...] = ()


def test_an_event_survives_the_wire_and_a_newer_senders_keys():
    event = SomethingHappened(subject=new_id(), when=clock.now(), words=("a",))
    assert SomethingHappened.from_wire({**event.to_wire(), "added_later": 1}) == event
    assert SomethingHappened.from_wire(SomethingHappened(subject=new_id()).to_wire()).when is None


def test_a_text_falls_back_rather_than_being_empty():
    both = {"vi": "Huế", "en": "Hue"}
    assert [pick(both, "en-gb"), pick(both, "fr"), pick({"en": "Hue"}, "vi"), pick("x", "vi"), pick(None, "vi")] == [
        "Hue", "Huế", "Hue", "x", "",
    ]  # fmt: skip


def test_an_actor_knows_what_it_is():
    assert not ANONYMOUS.is_person
    assert not SYSTEM.is_official
    assert Actor(ActorKind.PERSON).is_person
    assert Actor(ActorKind.OFFICIAL).is_official
