"""The table of hours that invented lives are reckoned by says what the law's clock says."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.dossiers.domain.clock import Receiving
from motcua.dossiers.populating.hours import DAY, HOUR, Hours
from motcua.kernel.working_time import DayRule, Interval, WorkingCalendar, reckon

DAYS = (Interval(time(7, 30), time(11, 30)), Interval(time(13), time(17)))
TET = {date(2026, 2, 16) + timedelta(days=n): DayRule(()) for n in range(7)}
SATURDAY = {date(2026, 2, 28): DayRule((Interval(time(8), time(11)),))}
CALENDAR = WorkingCalendar("test", timezone(timedelta(hours=7)), dict.fromkeys(range(5), DAYS), TET | SATURDAY)
HOURS = Hours(CALENDAR, date(2026, 1, 20), date(2026, 3, 31))
SECONDS = st.integers(
    int(datetime(2026, 1, 21, tzinfo=UTC).timestamp()), int(datetime(2026, 3, 30, tzinfo=UTC).timestamp())
)
LIMITS = st.tuples(st.integers(1, 40), st.sampled_from(("hour", "working_day", "day"))) | st.tuples(
    st.integers(1, 3), st.just("month")
)


def moment(seconds):
    return datetime.fromtimestamp(seconds, UTC)


@given(SECONDS, LIMITS)
def test_a_limit_ends_when_the_law_says_it_does(begins, within):
    assert moment(HOURS.due(begins, within)) == reckon(CALENDAR, ((True, moment(begins)),), *within).due


@given(SECONDS, LIMITS, st.integers(0, 20 * DAY), st.integers(0, 20 * DAY))
def test_a_wait_stops_the_clock_as_the_law_has_it(begins, within, until, long):
    wait = (begins + until, begins + until + long)
    turns = ((True, moment(begins)), (False, moment(wait[0])), (True, moment(wait[1])))
    assert moment(HOURS.due(begins, within, wait)) == reckon(CALENDAR, turns, *within).due


@given(SECONDS, st.sampled_from((time(15), time(16, 30), None)))
def test_what_comes_late_in_the_day_counts_from_the_next_working_day(begins, cut_off):
    at = HOURS.at_work(begins, Random(begins))
    second = None if cut_off is None else cut_off.hour * HOUR + cut_off.minute * 60
    assert moment(HOURS.counts_from(at, second)) == Receiving(CALENDAR, cut_off).counts_from(moment(at))


@given(SECONDS)
def test_nobody_is_at_work_when_the_office_is_closed(begins):
    at = HOURS.at_work(begins, Random(begins))
    there = moment(at).astimezone(CALENDAR.zone)
    minute = there.hour * 60 + there.minute
    assert at >= begins
    assert any(first <= minute < last for first, last in CALENDAR.hours(there.date()))
    assert HOURS.same_day(begins, at) == (moment(begins).astimezone(CALENDAR.zone).date() == there.date())


@pytest.mark.parametrize("day", sorted(TET))
def test_no_limit_ends_on_a_holiday(day):
    begins = int(datetime(2026, 2, 13, 9, tzinfo=CALENDAR.zone).timestamp())
    for amount in range(1, 10):
        assert moment(HOURS.due(begins, (amount, "day"))).astimezone(CALENDAR.zone).date() != day
