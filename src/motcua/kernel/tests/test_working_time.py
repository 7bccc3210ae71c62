from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.working_time import (
    DayRule,
    Interval,
    Reckoning,
    WorkingCalendar,
    months_later,
    reckon,
    working_minutes,
)

HUE = ZoneInfo("Asia/Ho_Chi_Minh")
MORNING, AFTERNOON = Interval(time(7), time(11, 30)), Interval(time(13, 30), time(17))
HALF_DAY = DayRule((MORNING,), {"vi": "Buổi sáng"})
HOLIDAY = DayRule((), {"vi": "Quốc khánh", "en": "National Day"}, "holiday")
CALENDAR = WorkingCalendar(
    name="vn",
    zone=HUE,
    week=dict.fromkeys(range(5), (MORNING, AFTERNOON)),
    exceptions={
        date(2026, 8, 22): DayRule((MORNING, AFTERNOON), {"vi": "Làm bù cho 31/8"}, "swapped_work"),
        date(2026, 8, 31): DayRule((), {"vi": "Nghỉ hoán đổi"}, "swapped_off"),
        date(2026, 9, 1): HOLIDAY,
        date(2026, 9, 2): HOLIDAY,
        date(2026, 9, 18): HALF_DAY,
    },
)


def on(text: str) -> datetime:
    """Read "2026-03-02 10:00" on the clock of Huế."""
    return datetime.fromisoformat(text).replace(tzinfo=HUE)


def due(start: str, amount: int, unit: str = "working_day") -> str:
    moment = reckon(CALENDAR, [(True, on(start))], amount, unit).due
    assert moment is not None
    return f"{moment.astimezone(HUE):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("received", "days", "expected"),
    [
        ("2026-03-02 10:00", 1, "2026-03-03 10:00"),
        ("2026-03-02 06:10", 1, "2026-03-02 17:00"),  # before opening: from the opening
        ("2026-03-02 12:15", 1, "2026-03-03 11:30"),  # in the lunch break: from the afternoon's opening
        ("2026-03-02 17:00", 1, "2026-03-03 17:00"),  # at closing: from the next opening
        ("2026-03-02 22:40", 5, "2026-03-09 17:00"),
        ("2026-03-06 16:00", 1, "2026-03-09 16:00"),  # over a weekend
        ("2026-03-07 09:00", 1, "2026-03-09 17:00"),  # received on a Saturday
        ("2026-08-21 10:00", 1, "2026-08-22 10:00"),  # a Saturday that is worked
        ("2026-08-28 10:00", 1, "2026-09-03 10:00"),  # a swapped Monday and two holidays
        ("2026-09-18 07:00", 1, "2026-09-21 10:30"),  # half a day only where the calendar says so
    ],
)
def test_working_days_use_up_opening_hours(received, days, expected):
    assert due(received, days) == expected


@pytest.mark.parametrize(
    ("received", "hours", "expected"),
    [
        ("2026-03-02 10:00", 4, "2026-03-02 16:00"),
        ("2026-03-02 16:30", 1, "2026-03-03 07:30"),
        ("2026-03-02 07:00", 8, "2026-03-02 17:00"),
    ],
)
def test_hours_are_working_hours(received, hours, expected):
    assert due(received, hours, "hour") == expected


@pytest.mark.parametrize(
    ("received", "amount", "unit", "expected"),
    [
        ("2026-03-02 10:00", 3, "day", "2026-03-05 17:00"),
        ("2026-03-02 21:00", 5, "day", "2026-03-09 17:00"),  # Saturday rolls to Monday
        ("2026-08-28 09:00", 3, "day", "2026-09-03 17:00"),  # a holiday rolls on
        ("2026-09-16 09:00", 2, "day", "2026-09-18 11:30"),  # the closing of that day
        ("2026-01-31 09:00", 1, "month", "2026-03-02 17:00"),  # 28 February is a Saturday
        ("2026-03-12 09:00", 1, "month", "2026-04-13 17:00"),  # 12 April is a Sunday
    ],
)
def test_days_and_months_end_at_the_closing_of_an_open_day(received, amount, unit, expected):
    assert due(received, amount, unit) == expected


def test_the_clock_stands_while_it_waits_and_no_due_date_is_promised():
    waiting = reckon(CALENDAR, [(True, on("2026-03-02 07:00")), (False, on("2026-03-06 17:00"))], 10, "working_day")
    assert waiting.due is None
    assert (waiting.minutes_used, waiting.minutes_left, waiting.minutes_in_all) == (5 * 480, 5 * 480, 10 * 480)
    assert waiting.days[-1].day == date(2026, 3, 6)


def test_a_wait_shows_up_day_by_day_until_it_is_looked_at():
    segments = [(True, on("2026-03-05 07:00")), (False, on("2026-03-05 17:00"))]
    lines = reckon(CALENDAR, segments, 10, "working_day", until=on("2026-03-09 12:00")).days
    assert [(line.day.day, line.why) for line in lines] == [
        (5, "counted"),
        (6, "waiting"),
        (7, "weekend"),
        (8, "weekend"),
        (9, "waiting"),
    ]


def test_a_limit_that_ran_out_before_the_wait_keeps_its_due_moment():
    late = reckon(CALENDAR, [(True, on("2026-03-02 07:00")), (False, on("2026-03-05 09:00"))], 1, "working_day")
    assert late.due == on("2026-03-02 17:00")
    assert late.minutes_left == 0


def test_every_day_is_explained():
    reckoning = reckon(CALENDAR, [(True, on("2026-08-27 18:00"))], 3, "working_day")
    assert [(line.day.isoformat(), line.why, line.minutes, line.used) for line in reckoning.days] == [
        ("2026-08-27", "after_hours", 0, 0),
        ("2026-08-28", "counted", 480, 480),
        ("2026-08-29", "weekend", 0, 480),
        ("2026-08-30", "weekend", 0, 480),
        ("2026-08-31", "holiday", 0, 480),
        ("2026-09-01", "holiday", 0, 480),
        ("2026-09-02", "holiday", 0, 480),
        ("2026-09-03", "counted", 480, 960),
        ("2026-09-04", "due", 480, 1440),
    ]
    assert reckoning.days[5].name == {"vi": "Quốc khánh", "en": "National Day"}


def test_a_pause_before_opening_says_so():
    segments = [(True, on("2026-03-02 16:00")), (False, on("2026-03-03 06:00")), (True, on("2026-03-04 06:00"))]
    lines = reckon(CALENDAR, segments, 1, "working_day").days
    assert [line.why for line in lines] == ["counted", "before_opening", "due"]


def test_calendar_days_move_by_the_paused_time():
    segments = [(True, on("2026-03-02 09:00")), (False, on("2026-03-03 09:00")), (True, on("2026-03-05 09:00"))]
    assert reckon(CALENDAR, segments, 7, "day").due == on("2026-03-11 17:00")


def test_what_is_used_up_can_be_asked_before_the_end():
    half = reckon(CALENDAR, [(True, on("2026-03-02 07:00"))], 2, "working_day", until=on("2026-03-02 15:00"))
    assert half.due == on("2026-03-03 17:00")
    assert (half.minutes_used, half.minutes_left) == (360, 600)
    assert [line.why for line in half.days] == ["counted"]
    assert reckon(CALENDAR, [(True, on("2026-03-02 07:00"))], 2, "day", until=on("2026-02-02 15:00")).minutes_used == 0


def test_the_server_may_stand_anywhere():
    somewhere = [(True, on("2026-03-02 10:00").astimezone(ZoneInfo("America/Lima")))]
    assert reckon(CALENDAR, somewhere, 3, "working_day") == reckon(
        CALENDAR, [(True, on("2026-03-02 10:00"))], 3, "working_day"
    )


def test_nonsense_is_refused():
    start = on("2026-03-02 10:00")
    never = WorkingCalendar("never", HUE, {})
    for wrong in (
        lambda: reckon(CALENDAR, [], 1, "day"),
        lambda: reckon(CALENDAR, [(True, start)], 0, "day"),
        lambda: reckon(CALENDAR, [(True, start)], 1, "fortnight"),
        lambda: reckon(CALENDAR, [(True, start), (False, start - timedelta(days=1))], 1, "day"),
        lambda: reckon(CALENDAR, [(True, datetime(2026, 3, 2))], 1, "day"),  # noqa: DTZ001
        lambda: reckon(never, [(True, start)], 1, "working_day"),
        lambda: reckon(never, [(True, start)], 1, "day"),
        lambda: Interval(time(9), time(9)),
        lambda: WorkingCalendar("x", HUE, {0: (MORNING, Interval(time(11), time(12)))}).open_minutes(date(2026, 3, 2)),
    ):
        with pytest.raises(ValueError):
            wrong()


def test_months_are_clipped_to_their_length():
    assert months_later(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert months_later(date(2026, 12, 5), 13) == date(2028, 1, 5)


def test_sixty_working_days_are_reckoned_fast():
    segments = [(True, on("2026-03-02 10:00"))]
    taken = []
    for _ in range(20):
        before = perf_counter()
        reckon(CALENDAR, segments, 60, "working_day")
        taken.append(perf_counter() - before)
    assert min(taken) < 0.002  # half a millisecond where it was measured; room for a busy machine


def test_a_reckoning_with_a_hundred_pauses_is_still_fast():
    start = on("2026-01-05 08:00")
    segments = [(index % 2 == 0, start + timedelta(hours=5 * index)) for index in range(101)]
    before = perf_counter()
    reckon(CALENDAR, segments, 60, "working_day")
    assert perf_counter() - before < 0.1


moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda naive: naive.replace(tzinfo=HUE))  # noqa: DTZ001
units = st.sampled_from(["hour", "working_day", "day", "month"])
amounts = st.integers(1, 40)
gaps = st.lists(st.timedeltas(timedelta(0), timedelta(days=9)), max_size=6)


def promised(reckoning: Reckoning) -> datetime:
    assert reckoning.due is not None
    return reckoning.due


@given(moments, st.timedeltas(timedelta(0), timedelta(days=60)), amounts, units)
def test_a_later_start_is_never_due_earlier(start, later, amount, unit):
    first = promised(reckon(CALENDAR, [(True, start)], amount, unit))
    assert first <= promised(reckon(CALENDAR, [(True, start + later)], amount, unit))
    assert first > start


@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)), amounts, units)
def test_pausing_and_resuming_at_once_changes_nothing(start, later, amount, unit):
    pause = start + later
    plain = reckon(CALENDAR, [(True, start)], amount, unit)
    assert reckon(CALENDAR, [(True, start), (False, pause), (True, pause)], amount, unit) == plain


@given(moments, st.timedeltas(timedelta(0), timedelta(days=5)), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_a_pause_moves_the_due_moment_by_exactly_the_paused_working_minutes(start, later, length):
    pause, resume = start + later, start + later + length
    before = promised(reckon(CALENDAR, [(True, start)], 20, "working_day"))
    after = promised(reckon(CALENDAR, [(True, start), (False, pause), (True, resume)], 20, "working_day"))
    assert working_minutes(CALENDAR, before, after) == working_minutes(CALENDAR, pause, resume)


@given(moments, gaps, amounts, units, st.none() | moments)
def test_the_books_balance(start, lengths, amount, unit, until):
    segments, at = [(True, start)], start
    for index, length in enumerate(lengths):
        at += length
        segments.append((index % 2 == 1, at))
    reckoning = reckon(CALENDAR, segments, amount, unit, until)
    assert reckoning.minutes_used + reckoning.minutes_left == reckoning.minutes_in_all
    assert sum(line.minutes for line in reckoning.days) == reckoning.minutes_used
    assert [line.day for line in reckoning.days] == sorted({line.day for line in reckoning.days})
    if until is None and reckoning.due:
        assert reckoning.minutes_left == 0
        assert reckoning.days[-1].why == "due"
        assert reckoning.days[-1].day == reckoning.due.astimezone(HUE).date()
    if unit in ("hour", "working_day"):
        assert all(line.minutes == 0 for line in reckoning.days if not CALENDAR.is_open(line.day))
    if reckoning.due:
        assert CALENDAR.is_open(reckoning.due.astimezone(HUE).date())
        assert reckoning.due.tzinfo is UTC


@given(moments, amounts)
def test_the_days_of_a_run_hold_exactly_its_working_minutes(start, amount):
    reckoning = reckon(CALENDAR, [(True, start)], amount, "working_day")
    assert working_minutes(CALENDAR, start, promised(reckoning)) == amount * 480
