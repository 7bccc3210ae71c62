"""A population by COPY: invented, and as lawful as if it had been lived through."""

from datetime import UTC, datetime, time, timedelta

import pytest

from motcua.agencies import api as agencies
from motcua.dossiers.domain.clock import from_json
from motcua.dossiers.families import family_of
from motcua.dossiers.models import Dossier
from motcua.dossiers.populating.building import populate
from motcua.dossiers.populating.offers import NAME, Applicant, Hand, Offer, PopulatedOtherwiseError, Population
from motcua.dossiers.populating.spreading import spread
from motcua.dossiers.queries import get_dossier, reckoning_of, track_dossier
from motcua.dossiers.queues import list_queue
from motcua.dossiers.services.ringing import ring_alarms
from motcua.dossiers.tests import world as worlds
from motcua.kernel.actors import SYSTEM
from motcua.kernel.working_time import Interval, WorkingCalendar
from motcua.platform.database.transactions import acting

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
MANY = 400


def offer(world):
    hands = {
        role: Hand(actor.id, actor.name, actor.position)
        for role, actor in (("receiver", world.receiver), ("specialist", world.specialist), ("head", world.head))
    }
    limit = world.version.time_limit_on(NOW.date(), "online")
    return Offer(
        procedure_code=world.version.code,
        family=family_of(world.version),
        version_hash=world.version.hash,
        agency_id=world.agency.id,
        agency_code=world.agency.code,
        calendar=agencies.calendar_of(world.agency.id),
        within=(limit.amount, limit.unit.value),
        fee_total=0,
        tell=lambda _day: f'{{"child_name": "{NAME}"}}',
        weight=1.0,
        **hands,
    )


@pytest.fixture
def population():
    since = NOW - timedelta(days=60)
    return Population(MANY, since, NOW, history_since=since, changes_since=since)


@pytest.fixture
def populated(clean_db, frozen_clock, test_cluster, population):
    world = worlds.build()
    people = [Applicant(world.lan.id.hex, world.lan.name, world.lan_record.personal_id, "0900000000")]
    with test_cluster.owner() as owner:
        populate(owner, population, [offer(world)], people, lambda _there, _whole: None)
    return world


def rows():
    with acting(SYSTEM):
        return list(Dossier.objects.all())


def test_a_population_can_be_read_like_dossiers_that_were_lived_through(populated, test_cluster, population):
    found = rows()
    assert MANY * 0.97 < len(found) <= MANY
    assert len({row.code for row in found}) == len(found)
    assert {"returned", "in_process"} <= {row.state for row in found}
    running = [row for row in found if row.due_at]
    assert any(row.supplements_asked for row in running)
    for row in running:
        assert reckoning_of(row, from_json(row.clock)).due == row.due_at, row.code
    ended = next(row for row in found if row.state == "returned")
    assert track_dossier(code=ended.code).status == 10
    view = get_dossier(actor=populated.receiver, code=ended.code)
    assert [act.action for act in view.acts][:2] == ["submitted", "accept"]
    assert view.version == len(view.acts)
    assert list_queue(actor=populated.specialist).rows
    _the_worker_finds_their_alarms(running)
    _a_second_time_writes_nothing(populated, test_cluster, population)


def _the_worker_finds_their_alarms(running):
    while ring_alarms():
        pass
    by_id = {row.id: row for row in rows()}
    late = [by_id[row.id] for row in running if row.decided_at is None and row.due_at < NOW]
    in_time = [by_id[row.id] for row in running if row.decided_at is None and row.due_at > NOW]
    assert late and all(row.lateness for row in late)
    assert in_time and all(row.alarm_at and row.alarm_for and not row.lateness for row in in_time)
    assert not any(row.alarm_at for row in by_id.values() if row.ended_at)


def _a_second_time_writes_nothing(world, test_cluster, population):
    people = [Applicant(world.lan.id.hex, world.lan.name, "000000000001", "")]
    with test_cluster.owner() as owner:
        assert populate(owner, population, [offer(world)], people, lambda *_told: None) == 0
        other = Population(MANY + 1, population.since, NOW, NOW, NOW)
        with pytest.raises(PopulatedOtherwiseError):
            populate(owner, other, [offer(world)], people, lambda *_told: None)
    next_code = worlds.submitted(world).code
    assert next_code not in {row.code for row in rows()[:-1]}


def test_dossiers_spread_over_all_days_and_none_is_lost():
    pieces = list(spread(100_000, NOW.date() - timedelta(days=700), NOW.date(), _calendar()))
    assert sum(piece.total for piece in pieces) == 100_000
    by_day = {day: many for piece in pieces for day, many in piece.days}
    assert len(by_day) == 701
    sundays = sum(many for day, many in by_day.items() if day.weekday() == 6)
    assert sundays < 100_000 * 0.05


def _calendar():
    return WorkingCalendar("test", UTC, dict.fromkeys(range(5), (Interval(time(7), time(17)),)))
