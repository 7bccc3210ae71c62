from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.agencies.calendars import shipped_calendar
from motcua.catalogue.contracts import TimeLimit, TimeUnit
from motcua.dossiers.contracts import ClockKind
from motcua.dossiers.domain import clock as clocks

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR = shipped_calendar("vn")
THREE_DAYS = TimeLimit(3, TimeUnit.WORKING_DAY, {"vi": "3 ngày làm việc"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def accepted(moment: str) -> clocks.Clock:
    submitted = clocks.turn((), ClockKind.CHECKING, at(moment) - timedelta(hours=1))
    return clocks.turn(submitted, ClockKind.RUNNING, at(moment))


def due(clock: clocks.Clock) -> datetime | None:
    reckoning = clocks.due(clock, THREE_DAYS, CALENDAR)
    return reckoning.due.astimezone(HERE) if reckoning and reckoning.due else None


def test_the_limit_runs_from_acceptance_not_from_submission():
    assert due(accepted("2026-03-02 09:00")) == at("2026-03-05 09:00")


def test_a_dossier_that_was_never_accepted_has_no_due_date():
    assert clocks.due(clocks.turn((), ClockKind.CHECKING, at("2026-03-02 09:00")), THREE_DAYS, CALENDAR) is None


def test_the_legal_clock_stops_while_a_supplement_is_awaited_and_goes_on_from_where_it_stood():
    clock = clocks.turn(accepted("2026-03-02 09:00"), ClockKind.WAITING_APPLICANT, at("2026-03-03 09:00"))
    assert due(clock) is None
    assert due(clocks.turn(clock, ClockKind.RUNNING, at("2026-03-10 09:00"))) == at("2026-03-12 09:00")


def test_a_decided_dossier_keeps_the_date_that_was_promised():
    clock = accepted("2026-03-02 09:00")
    assert due(clocks.turn(clock, ClockKind.STOPPED, at("2026-03-03 10:00"))) == due(clock)


def test_a_limit_without_a_unit_gives_no_due_date():
    unknown = TimeLimit(1, None, {"vi": "1"})
    assert clocks.due(accepted("2026-03-02 09:00"), unknown, CALENDAR) is None


def test_a_segment_can_not_begin_before_the_last_one():
    with pytest.raises(ValueError, match="before the last"):
        clocks.turn(accepted("2026-03-02 09:00"), ClockKind.STOPPED, at("2026-03-01 09:00"))


def test_the_clock_reads_back_as_it_was_written():
    clock = clocks.turn(accepted("2026-03-02 09:00"), ClockKind.WAITING_APPLICANT, at("2026-03-03 09:00"), "thiếu giấy")
    assert clocks.from_json(clocks.to_json(clock)) == clock


@given(st.integers(0, 60 * 24 * 20))
def test_pausing_and_resuming_at_once_changes_nothing(minutes):
    moment = at("2026-03-02 09:00") + timedelta(minutes=minutes)
    clock = accepted("2026-03-02 09:00")
    paused = clocks.turn(clocks.turn(clock, ClockKind.WAITING_APPLICANT, moment), ClockKind.RUNNING, moment)
    if moment < at("2026-03-05 09:00"):
        assert due(paused) == due(clock)


def test_the_law_of_a_dossier_is_that_of_the_day_where_the_office_is():
    assert clocks.rule_day(datetime.fromisoformat("2026-06-30T17:30:00+00:00"), CALENDAR) == date(2026, 7, 1)
