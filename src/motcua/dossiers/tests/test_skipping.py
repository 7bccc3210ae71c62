"""Time that an example lets go by."""

from datetime import date, datetime, timedelta, timezone

import pytest

from motcua.agencies.calendars import shipped_calendar
from motcua.dossiers.domain.skipping import later

CALENDAR = shipped_calendar("vn")
FRIDAY = datetime(2026, 3, 6, 10, tzinfo=timezone(timedelta(hours=7)))


@pytest.mark.parametrize(
    ("span", "then"),
    [
        ("30 minutes", "2026-03-06T10:30"),
        ("2 hour", "2026-03-06T12:00"),
        ("1 day", "2026-03-07T10:00"),
        ("1 working_day", "2026-03-09T10:00"),
        ("5 working_days", "2026-03-13T10:00"),
        ("1 month", "2026-04-06T10:00"),
    ],
)
def test_a_span_is_later_on_the_clock_of_the_office(span, then):
    assert later(FRIDAY, span, CALENDAR).isoformat().startswith(then)


def test_working_days_leap_over_the_holidays_of_the_new_year():
    eve = datetime(2026, 12, 31, 9, tzinfo=timezone(timedelta(hours=7)))
    assert later(eve, "1 working_day", CALENDAR).date() > date(2027, 1, 1)


@pytest.mark.parametrize("span", ["soon", "0 day", "-1 day", "1.5 hour", "3 weeks"])
def test_what_is_no_span_is_refused_with_an_example(span):
    with pytest.raises(ValueError, match="3 working_day"):
        later(FRIDAY, span, CALENDAR)
