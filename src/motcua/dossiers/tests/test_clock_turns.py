"""What extension, a new beginning, reopening and late receipt make of the clock, and how each day of it is told."""

import os
import time as time_module
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.catalogue.contracts import TimeLimit, TimeUnit
from motcua.dossiers.contracts import ClockKind
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.tests.test_clock import CALENDAR, HERE, THREE_DAYS, accepted, at, due

TWENTY_DAYS = TimeLimit(20, TimeUnit.DAY, {"vi": "20 ngày"})
WAITS = (ClockKind.WAITING_APPLICANT, ClockKind.WAITING_AGENCY, ClockKind.WAITING_PAYMENT)


def whys(clock, limit=THREE_DAYS, **more):
    reckoning = clocks.due(clock, limit, CALENDAR, **more)
    assert reckoning is not None
    return [(line.day.isoformat()[5:], line.why) for line in reckoning.days]


def prolonged(clock, moment, amount=2, unit="working_day"):
    return clocks.turn(clock, ClockKind.EXTENDED, at(moment), "xác minh", added=(amount, unit))


def test_an_extension_goes_on_where_the_limit_would_have_ended():
    clock = prolonged(accepted("2026-03-02 09:00"), "2026-03-04 10:00")
    assert due(clock) == at("2026-03-09 09:00")
    assert whys(clock) == [
        ("03-02", "counted"),
        ("03-03", "counted"),
        ("03-04", "counted"),
        ("03-05", "prolonged"),
        ("03-06", "counted"),
        ("03-07", "weekend"),
        ("03-08", "weekend"),
        ("03-09", "due"),
    ]


def test_the_minutes_of_the_days_add_up_over_an_extension():
    reckoning = clocks.due(prolonged(accepted("2026-03-02 09:00"), "2026-03-04 10:00"), THREE_DAYS, CALENDAR)
    assert sum(line.minutes for line in reckoning.days) == reckoning.minutes_used == 5 * 480
    assert reckoning.days[-1].used == reckoning.minutes_in_all
    assert len({line.day for line in reckoning.days}) == len(reckoning.days)


def test_an_extension_of_days_begins_on_the_day_the_office_would_have_answered():
    """Twenty days from 2 March end on Sunday 22, so on Monday 23; ten more end on 2 April."""
    clock = prolonged(accepted("2026-03-02 09:00"), "2026-03-20 10:00", 10, "day")
    reckoning = clocks.due(clock, TWENTY_DAYS, CALENDAR)
    assert reckoning.due.astimezone(HERE) == at("2026-04-02 17:00")


def test_a_pause_after_an_extension_keeps_what_is_left_of_both():
    clock = prolonged(accepted("2026-03-02 09:00"), "2026-03-02 10:00")
    waits = clocks.turn(clock, ClockKind.WAITING_AGENCY, at("2026-03-03 09:00"))
    reckoning = clocks.due(waits, THREE_DAYS, CALENDAR, at("2026-03-05 09:00"))
    assert (reckoning.due, reckoning.minutes_left) == (None, 4 * 480)
    assert reckoning.days[-1].why == "waiting_agency"
    assert due(clocks.turn(waits, ClockKind.RUNNING, at("2026-03-10 09:00"))) == at("2026-03-16 09:00")


def test_a_limit_of_hours_is_not_prolonged_by_whole_days():
    clock = prolonged(accepted("2026-03-02 09:00"), "2026-03-02 10:00", 5, "day")
    with pytest.raises(ValueError, match="opening minutes"):
        due(clock)


def test_after_a_new_beginning_nothing_of_before_counts_and_the_days_say_so():
    clock = clocks.turn(accepted("2026-03-02 09:00"), ClockKind.WAITING_APPLICANT, at("2026-03-03 09:00"))
    clock = clocks.turn(clock, ClockKind.RESTARTED, at("2026-03-10 09:00"))
    assert due(clock) == at("2026-03-13 09:00")
    assert whys(clock) == [
        ("03-02", "started_over"),
        ("03-03", "started_over"),
        ("03-04", "waiting"),
        ("03-05", "waiting"),
        ("03-06", "waiting"),
        ("03-07", "weekend"),
        ("03-08", "weekend"),
        ("03-09", "waiting"),
        ("03-10", "counted"),
        ("03-11", "counted"),
        ("03-12", "counted"),
        ("03-13", "due"),
    ]


def test_a_new_beginning_may_have_a_limit_of_its_own():
    clock = clocks.turn(accepted("2026-03-02 09:00"), ClockKind.STOPPED, at("2026-03-03 09:00"))
    clock = clocks.turn(clock, ClockKind.RESTARTED, at("2026-03-10 09:00"), added=(1, "working_day"))
    assert due(clock) == at("2026-03-11 09:00")


def test_a_dossier_that_is_opened_again_has_what_was_left_of_its_limit():
    decided = clocks.turn(accepted("2026-03-02 09:00"), ClockKind.STOPPED, at("2026-03-03 09:00"))
    assert due(decided) == at("2026-03-05 09:00")
    again = clocks.turn(decided, ClockKind.RUNNING, at("2026-03-10 09:00"))
    assert due(again) == at("2026-03-12 09:00")
    assert again[: len(decided)] == decided
    assert ("03-04", "decided") in whys(again)


def test_what_is_received_after_the_hour_counts_from_the_next_working_day():
    receiving = clocks.Receiving(CALENDAR, time(15, 0))
    clock = accepted("2026-03-06 15:00")
    reckoning = clocks.due(clock, THREE_DAYS, CALENDAR, receiving=receiving)
    assert reckoning.due.astimezone(HERE) == at("2026-03-11 17:00")
    assert whys(clock, receiving=receiving)[:4] == [
        ("03-06", "after_cut_off"),
        ("03-07", "weekend"),
        ("03-08", "weekend"),
        ("03-09", "counted"),
    ]
    before = clocks.due(accepted("2026-03-06 14:59"), THREE_DAYS, CALENDAR, receiving=receiving)
    assert before.due.astimezone(HERE) == at("2026-03-11 14:59")


def test_a_pause_begun_before_the_receipt_counts_takes_nothing_away():
    receiving = clocks.Receiving(CALENDAR, time(15, 0))
    clock = clocks.turn(accepted("2026-03-06 15:00"), ClockKind.WAITING_APPLICANT, at("2026-03-06 16:00"))
    clock = clocks.turn(clock, ClockKind.RUNNING, at("2026-03-06 16:30"))
    reckoning = clocks.due(clock, THREE_DAYS, CALENDAR, receiving=receiving)
    assert reckoning.due.astimezone(HERE) == at("2026-03-11 17:00")


def test_over_tet_no_day_off_counts_and_each_is_told_by_its_name():
    clock = prolonged(accepted("2026-02-11 09:00"), "2026-02-12 09:00")
    days = {line.day: line for line in clocks.due(clock, THREE_DAYS, CALENDAR).days}
    assert days[date(2026, 2, 17)].why == "holiday" and days[date(2026, 2, 17)].name
    assert not any(line.minutes for line in days.values() if not CALENDAR.is_open(line.day))


@st.composite
def histories(draw):
    """A clock as acts make it: any turns in any order, some at once."""
    clock, moment = accepted("2026-02-02 09:00"), at("2026-02-02 09:00")
    for _turn in range(draw(st.integers(0, 7))):
        moment += timedelta(minutes=draw(st.integers(0, 4 * 24 * 60)))
        kind = draw(
            st.sampled_from([*WAITS, ClockKind.RUNNING, ClockKind.STOPPED, ClockKind.EXTENDED, ClockKind.RESTARTED])
        )
        running = clock[-1].kind in clocks.RUNS
        if kind is ClockKind.EXTENDED and not running:
            continue
        added = (draw(st.integers(1, 5)), "working_day") if kind is ClockKind.EXTENDED else None
        clock = clocks.turn(clock, kind, moment, added=added)
    return clock


@given(histories())
def test_each_day_is_told_once_in_order_and_only_open_days_count(clock):
    reckoning = clocks.due(clock, THREE_DAYS, CALENDAR)
    days = [line.day for line in reckoning.days]
    assert days == sorted(set(days))
    assert all(CALENDAR.is_open(line.day) for line in reckoning.days if line.minutes)
    assert sum(line.minutes for line in reckoning.days) == reckoning.minutes_used
    assert reckoning.minutes_used + reckoning.minutes_left == reckoning.minutes_in_all


@given(histories(), st.sampled_from(WAITS))
def test_a_wait_that_ends_at_once_changes_nothing_whatever_came_before(clock, wait):
    before = due(clock)
    if clock[-1].kind not in clocks.RUNS or before is None or before <= clock[-1].started_at:
        return
    moment = clock[-1].started_at + (before - clock[-1].started_at) / 2
    again = clocks.turn(clocks.turn(clock, wait, moment), ClockKind.RUNNING, moment)
    assert due(again) == before


@given(histories(), st.integers(1, 9))
def test_an_extension_never_moves_the_due_date_backwards(clock, amount):
    before = due(clock)
    if before is not None and clock[-1].kind in clocks.RUNS:
        longer = clocks.turn(clock, ClockKind.EXTENDED, clock[-1].started_at, added=(amount, "working_day"))
        assert due(longer) > before


@given(histories(), st.sampled_from(["America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati"]))
def test_the_server_s_time_zone_plays_no_part(clock, zone):
    """What acts keep is UTC; where the machine stands changes nothing of it."""
    here = clocks.due(clock, THREE_DAYS, CALENDAR)
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time_module.tzset()
    try:
        moved = tuple(replace(segment, started_at=segment.started_at.astimezone()) for segment in clock)
        assert clocks.due(moved, THREE_DAYS, CALENDAR) == here
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        time_module.tzset()


@given(histories())
def test_turned_act_by_act_and_written_each_time_it_is_the_same_clock(clock):
    kept: list[dict] = []
    for segment in clock:
        turned = clocks.turn(
            clocks.from_json(kept), segment.kind, segment.started_at, segment.reason, added=segment.added
        )
        kept = clocks.to_json(turned)
    assert clocks.from_json(kept) == clock
    assert clocks.due(clocks.from_json(kept), THREE_DAYS, CALENDAR) == clocks.due(clock, THREE_DAYS, CALENDAR)


@given(histories(), st.integers(0, 10))
def test_a_due_date_never_moves_backwards_while_a_dossier_is_handled(clock, place):
    """Each further wait, extension or new beginning leaves it where it was or later."""
    earlier, later = due(clock[: max(2, len(clock) - place)]), due(clock)
    if earlier is not None and later is not None:
        assert later >= earlier
