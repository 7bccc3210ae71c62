"""An agency's opening hours as one table of seconds: what the law's clock says about millions of invented lives, quickly.

Due dates are those of `kernel.working_time.reckon`, to the minute; a test holds the two beside each other. Moments are whole
seconds since 1970 (UTC).
"""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from motcua.kernel.working_time import WorkingCalendar, reckon

MINUTE, HOUR, DAY = 60, 3600, 86400
BEFORE, AFTER = timedelta(days=10), timedelta(days=800)
_LAST_CALL = 30 * MINUTE  # who comes later than this before closing is seen when it opens again

Within = tuple[int, str]
Wait = tuple[int, int]


class Hours:
    """The opening hours of one calendar from some days before `since` to two years after `until`."""

    def __init__(self, calendar: WorkingCalendar, since: date, until: date) -> None:
        self.calendar = calendar
        self._opens: list[int] = []
        self._closes: list[int] = []
        self._before: list[int] = []  # open seconds before each interval
        self._midnights: list[int] = []  # of the day of each interval
        self._whole_days: dict[tuple[int, Within], int] = {}
        day, so_far = since - BEFORE, 0
        while day <= until + AFTER:
            midnight = int(datetime.combine(day, time(0), calendar.zone).timestamp())
            for first, last in calendar.hours(day):
                self._opens.append(midnight + first * MINUTE)
                self._closes.append(midnight + last * MINUTE)
                self._before.append(so_far)
                self._midnights.append(midnight)
                so_far += (last - first) * MINUTE
            day += timedelta(days=1)

    def at_work(self, moment: int, rng: Random) -> int:
        """`moment` when the agency is open, else some time in the first hours after it has opened again."""
        place = bisect_right(self._opens, moment)
        if place and moment < self._closes[place - 1] - _LAST_CALL:
            return moment
        afternoon = place and self._midnights[place] == self._midnights[place - 1]
        return self._opens[place] + int(rng.random() * (HOUR if afternoon else 2 * HOUR))

    def same_day(self, moment: int, other: int) -> bool:
        """Do both lie on one day on which the agency is open?"""
        place = bisect_right(self._opens, other)
        return bool(place) and 0 <= moment - self._midnights[place - 1] < DAY and other < self._closes[place - 1]

    def counts_from(self, moment: int, cut_off: int | None) -> int:
        """As `domain.clock.Receiving` has it, for a moment at which it is open; `cut_off` in seconds of the day."""
        if cut_off is None:
            return moment
        place = bisect_right(self._opens, moment)
        today = self._midnights[place - 1]
        if moment - today < cut_off:
            return moment
        while self._midnights[place] == today:
            place += 1
        return self._opens[place]

    def due(self, begins: int, within: Within, wait: Wait | None = None) -> int:
        """When a limit that begins is used up, if the clock stands still during `wait`."""
        begins -= begins % MINUTE
        amount, unit = within
        if unit not in {"hour", "working_day"}:
            return self._due_in_whole_days(begins, within, wait)
        left = amount * (HOUR if unit == "hour" else self.calendar.day_minutes * MINUTE)
        start = self._open_seconds(begins)
        if wait:
            used = self._open_seconds(wait[0] - wait[0] % MINUTE) - start
            if used < left:
                start, left = self._open_seconds(wait[1] - wait[1] % MINUTE), left - used
        place = bisect_left(self._before, start + left) - 1
        return self._opens[place] + start + left - self._before[place]

    def _open_seconds(self, moment: int) -> int:
        """How long it had been open by `moment` since the table begins."""
        place = bisect_right(self._opens, moment) - 1
        return self._before[place] + min(moment, self._closes[place]) - self._opens[place]

    def _due_in_whole_days(self, begins: int, within: Within, wait: Wait | None) -> int:
        if wait:
            return self._reckoned(begins, within, wait)
        place = bisect_right(self._opens, begins) - 1
        if not 0 <= begins - self._midnights[place] < DAY:
            return self._reckoned(begins, within, None)
        key = self._midnights[place], within  # days are counted whole: whatever begins on one day ends on one day
        found = self._whole_days.get(key)
        if found is None:
            found = self._whole_days[key] = self._reckoned(begins, within, None)
        return found

    def _reckoned(self, begins: int, within: Within, wait: Wait | None) -> int:
        turns = ((True, begins), *(((False, wait[0]), (True, wait[1])) if wait else ()))
        segments = tuple((running, datetime.fromtimestamp(moment, UTC)) for running, moment in turns)
        found = reckon(self.calendar, segments, within[0], within[1], None).due
        if found is None:
            raise ValueError("a limit without a number")
        return int(found.timestamp())
