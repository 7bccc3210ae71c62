from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from motcua.kernel.dates import say_date, say_moment, say_weekday
from motcua.kernel.money import say_money

HUE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_money_is_said_as_people_write_it():
    assert say_money(50_000) == "50.000 đồng"
    assert say_money(1_024_000, "en") == "1,024,000 VND"
    assert say_money(0) == "0 đồng"


def test_dates_are_said_in_the_readers_language():
    day = date(2026, 11, 3)
    assert say_date(day) == "03/11/2026"
    assert say_date(day, "en") == "3 November 2026"
    assert say_date(day, weekday=True) == "thứ Ba, 03/11/2026"
    assert say_date(day, "en", weekday=True) == "Tuesday, 3 November 2026"
    assert say_weekday(date(2026, 11, 22)) == "Chủ nhật"


def test_a_moment_is_said_on_the_clock_of_the_office():
    evening = datetime(2026, 11, 3, 17, 30, tzinfo=UTC)
    assert say_moment(evening, HUE) == "00:30, thứ Tư, 04/11/2026"
    assert say_moment(evening, HUE, "en", weekday=False) == "00:30, 4 November 2026"
