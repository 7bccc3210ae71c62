"""Who is away, and who works in their place."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from motcua.agencies import api as agencies
from motcua.agencies.errors import AbsenceInvalidError, AbsenceNotFoundError
from motcua.agencies.models import Absence
from motcua.kernel.actors import SYSTEM, Actor, ActorKind
from motcua.kernel.errors import NotAllowedError
from motcua.ledger.models import Entry
from motcua.platform.database.transactions import acting, looking

MONDAY = date(2026, 3, 2)
LATER = timedelta(days=7)


@pytest.fixture
def agency(db, frozen_clock):
    return agencies.register_agency(actor=SYSTEM, code="H57.17", name={"vi": "Phường", "en": "Ward"}, tier="commune")


def official(agency, name, *roles):
    made = agencies.appoint_official(
        actor=SYSTEM, name=name, agency_id=agency.id, title={"vi": name}, roles=roles, valid_from=date(2025, 7, 1)
    )
    return Actor(ActorKind.OFFICIAL, made.id, name, "", agency.id, (agency.id,), frozenset(roles), 2)


@pytest.fixture
def people(agency):
    names = (("Hà", "receiver"), ("An", "receiver"), ("Trung", "receiver"), ("Mai", "head"))
    return {name: official(agency, name, role) for name, role in names}


def away(actor, who, instead, first=MONDAY, last=MONDAY + LATER):
    return agencies.enter_absence(
        actor=actor, official_id=who.id, substitute_id=instead.id, first_day=first, last_day=last
    )


def standing_in(actor):
    with looking(actor):
        return dict(agencies.standing_in(actor.agency_id))


def test_an_absence_begins_and_ends_by_itself(people, frozen_clock):
    ha, an = people["Hà"], people["An"]
    away(ha, ha, an, MONDAY + timedelta(days=1), MONDAY + timedelta(days=2))
    found = []
    for _day in range(4):
        found.append(standing_in(an))
        frozen_clock.forward(timedelta(days=1))
    assert found == [{}, {ha.id: an.id}, {ha.id: an.id}, {}]
    assert Entry.objects.get(action="agencies.absence_entered").actor_id == ha.id


def test_who_is_away_too_is_stood_in_for_in_turn_and_a_ring_leads_to_nobody(people):
    ha, an, trung, mai = people.values()
    away(mai, ha, an, last=MONDAY + timedelta(days=30))
    with pytest.raises(AbsenceInvalidError):
        away(mai, trung, ha)
    away(an, an, trung)
    assert standing_in(mai) == {ha.id: trung.id, an.id: trung.id}
    with acting(SYSTEM):
        Absence.objects.create(
            official_id=trung.id,
            agency_id=trung.agency_id,
            substitute_id=an.id,
            first_day=MONDAY,
            last_day=MONDAY,
            entered_by_id=mai.id,
            entered_at="2026-03-02T00:00Z",
        )
    assert standing_in(mai) == {ha.id: None, an.id: None, trung.id: None}


def test_oneself_or_the_head_enters_it_and_nobody_else(people):
    ha, an, trung, mai = people.values()
    with pytest.raises(NotAllowedError):
        away(trung, ha, an)
    away(mai, ha, an)
    with pytest.raises(NotAllowedError):
        agencies.end_absence(actor=trung, absence_id=agencies.list_absences(actor=mai)[0].id)


def test_what_makes_no_sense_is_said_at_its_box(people, agency):
    ha, an, _trung, mai = people.values()
    elsewhere = agencies.register_agency(actor=SYSTEM, code="H57.18", name={"vi": "K", "en": "K"}, tier="commune")
    stranger = official(elsewhere, "Khoa", "receiver")
    for box, sent in {
        "substitute": (ha, ha),
        "last_day": (ha, an, MONDAY, MONDAY - timedelta(days=1)),
    }.items():
        with pytest.raises(AbsenceInvalidError) as refused:
            away(mai, *sent)
        assert list(refused.value.fields) == [box]
    for sent in ((ha, stranger), (stranger, an), (ha, an, MONDAY - LATER, MONDAY - timedelta(days=1))):
        with pytest.raises(AbsenceInvalidError):
            away(mai, *sent)
    away(mai, ha, an)
    with pytest.raises(AbsenceInvalidError):
        away(ha, ha, an, MONDAY + LATER, MONDAY + LATER)


def test_who_is_back_earlier_says_so(people, frozen_clock):
    ha, an, *_others = people.values()
    running, coming = away(ha, ha, an), away(ha, ha, an, MONDAY + 2 * LATER, MONDAY + 3 * LATER)
    frozen_clock.forward(timedelta(days=1))
    for absence in (running, coming):
        agencies.end_absence(actor=ha, absence_id=absence.id)
    assert standing_in(ha) == {} and agencies.list_absences(actor=ha) == ()
    with pytest.raises(AbsenceNotFoundError):
        agencies.end_absence(actor=ha, absence_id=running.id)


def test_another_agency_sees_nothing_of_it(people):
    ha, an, *_others = people.values()
    away(ha, ha, an)
    stranger = replace(an, agency_ids=(SYSTEM.id,) if SYSTEM.id else ())
    with looking(stranger):
        assert Absence.objects.count() == 0
