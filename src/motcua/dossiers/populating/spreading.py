"""How dossiers spread over days and hours: more each year, few at weekends and on holidays, peaks of the day. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from motcua.kernel.working_time import WorkingCalendar

_WEEKDAYS = (1.2, 1.1, 1.0, 1.0, 0.9, 0.25, 0.15)
_MONTHS = (0.9, 0.7, 1.0, 1.0, 1.0, 1.05, 1.1, 1.25, 1.2, 1.0, 1.0, 1.05)
_CLOSED = 0.15
_GROWTH = 1.3  # a year
_HOURS = (1, 1, 1, 1, 1, 2, 6, 20, 30, 30, 24, 12, 8, 16, 26, 26, 20, 10, 8, 12, 18, 16, 8, 3)
SLICE = 20_000


@dataclass(frozen=True, slots=True)
class Slice:
    """Days in a row that are written together: how many dossiers each has."""

    number: int
    days: tuple[tuple[date, int], ...]

    @property
    def total(self) -> int:
        return sum(many for _day, many in self.days)


def spread(total: int, since: date, until: date, calendar: WorkingCalendar) -> Iterator[Slice]:
    """`total` dossiers over the days from `since` to `until`, in slices of about 20,000."""
    days = [since + timedelta(days=n) for n in range((until - since).days + 1)]
    weights = [_weight(day, since, calendar) for day in days]
    gathered: list[tuple[date, int]] = []
    number, whole, before = 0, sum(weights), 0.0
    for day, weight in zip(days, weights, strict=True):
        many = round(total * (before + weight) / whole) - round(total * before / whole)
        before += weight
        if gathered and sum(n for _day, n in gathered) + many > SLICE:
            yield Slice(number, tuple(gathered))
            number, gathered = number + 1, []
        gathered.append((day, many))
    if gathered:
        yield Slice(number, tuple(gathered))


def moments(day: date, many: int, calendar: WorkingCalendar, rng: Random) -> list[int]:
    """Moments of one day in their order, in seconds since 1970."""
    midnight = int(datetime.combine(day, time(0), calendar.zone).timestamp())
    hours = rng.choices(range(24), _HOURS, k=many)
    return sorted(midnight + hour * 3600 + int(rng.random() * 3600) for hour in hours)


def _weight(day: date, since: date, calendar: WorkingCalendar) -> float:
    closed = day.weekday() < 5 and not calendar.is_open(day)
    grown: float = _GROWTH ** ((day - since).days / 365)
    return _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * grown * (_CLOSED if closed else 1.0)


def cumulated(weights: Sequence[float]) -> list[float]:
    found, so_far = [], 0.0
    for weight in weights:
        so_far += weight
        found.append(so_far)
    return found
