"""One invented dossier's life: what happened when, as far as time has come. Due dates are reckoned as for real ones."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from motcua.dossiers.contracts import ClockKind
from motcua.dossiers.domain import clock as clocks
from motcua.dossiers.flows import flow_of_hash
from motcua.dossiers.populating.offers import Offer
from motcua.kernel.working_time import WorkingCalendar, reckon

CHECK_WITHIN = (8, "hour")
LONGEST_WAIT = 15  # working days that an applicant takes at most
MOST_KEPT = 300_000
_STUCK = timedelta(days=100)  # what is older than this has come to an end


@dataclass(slots=True)
class Act:
    """`by`: "applicant", "receiver", "specialist" or "head"."""

    action: str
    at: datetime
    by: str
    state: str
    status: int
    clock: ClockKind
    due_at: datetime | None = None
    why: str = ""


@dataclass(slots=True)
class Life:
    """`acts`: what had happened by now, the submission first. `check_by`: by when it should have been looked at."""

    channel: str
    check_by: datetime
    acts: list[Act] = field(default_factory=list)


@dataclass
class Reckoner:
    """Due dates of one calendar, kept: many dossiers begin in the same hour under the same limit."""

    calendar: WorkingCalendar
    _kept: dict[Any, datetime] = field(default_factory=dict)

    def due(self, begins: datetime, within: tuple[int, str], wait: tuple[datetime, datetime] | None = None) -> datetime:
        """As the law reckons it: from the beginning of the half hour, and its minutes on top again; where that leads past
        closing, anew."""
        hour = begins.replace(minute=30 if begins.minute >= 30 else 0, second=0, microsecond=0)
        rest = begins - hour
        found = self._reckoned(hour, within, (wait[0] - rest, wait[1] - rest) if wait else None) + rest
        return found if self._is_open(found) else self._reckoned(begins, within, wait)

    def _reckoned(self, begins: datetime, within: tuple[int, str], wait: tuple[datetime, datetime] | None) -> datetime:
        spans = ((True, begins), *(((False, wait[0]), (True, wait[1])) if wait else ()))
        found = self._kept.get((within, spans))
        if found is None:
            found = reckon(self.calendar, spans, within[0], within[1], None).due
            if found is None:
                raise ValueError("a limit without a number")
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            self._kept[within, spans] = found
        return found

    def _is_open(self, moment: datetime) -> bool:
        there = moment.astimezone(self.calendar.zone)
        minute = there.hour * 60 + there.minute
        return any(first <= minute <= last for first, last in self.calendar.hours(there.date()))

    def at_work(self, moment: datetime, rng: Random) -> datetime:
        """`moment` when the agency is open, else some time in the first morning hours after it."""
        there = moment.astimezone(self.calendar.zone)
        day = there.date()
        minute = there.hour * 60 + there.minute
        if any(first <= minute < last - 30 for first, last in self.calendar.hours(day)):
            return moment
        hours = self.calendar.hours(day)
        if not hours or minute >= hours[0][0]:
            later = [first for first, _last in hours if first > minute]
            if later:
                return _on(day, later[0] + rng.random() * 60, self.calendar)
            day += timedelta(days=1)
            while not (hours := self.calendar.hours(day)):
                day += timedelta(days=1)
        return _on(day, hours[0][0] + rng.random() * 120, self.calendar)


def live(offer: Offer, submitted: datetime, now: datetime, reckoner: Reckoner, rng: Random) -> Life:
    """A life as such procedures see it: most in time, some with a supplement, a few refused, withdrawn or late."""
    at_counter = rng.random() < 0.28
    if at_counter:  # where the counter is closed for the day, people file from home
        there = reckoner.at_work(submitted, rng)
        at_counter = there.date() == submitted.date() and there <= now
        submitted = there if at_counter else submitted
    channel = "in_person" if at_counter else "postal" if rng.random() < 0.04 else "online"
    check_by = reckoner.due(reckoner.at_work(submitted, rng), CHECK_WITHIN)
    life = Life(channel, check_by)
    acts = [Act("submitted", submitted, "applicant", "submitted", 1, ClockKind.CHECKING)]
    received = submitted + timedelta(minutes=8) if at_counter else reckoner.at_work(_later(submitted, 0.3, 5, rng), rng)
    fate = rng.random()
    if fate < 0.03:
        acts.append(
            Act("refuse", received, "receiver", "refused", 3, ClockKind.STOPPED, why="Hồ sơ không thuộc thẩm quyền.")
        )
    else:
        acts += _handled(offer, received, fate, now, reckoner, rng)
    for before, act in pairwise(acts):
        act.at = max(act.at, before.at + timedelta(minutes=1))
    life.acts = [act for act in acts if act.at <= now] or acts[:1]
    return life


def _handled(  # noqa: PLR0917 - one life
    offer: Offer, received: datetime, fate: float, now: datetime, reckoner: Reckoner, rng: Random
) -> list[Act]:
    cut_off = flow_of_hash(offer.version_hash).terms.cut_off
    counted = clocks.Receiving(offer.calendar, cut_off).counts_from(received)
    due = reckoner.due(counted, offer.within)
    acts = [Act("accept", received, "receiver", "in_process", 4, ClockKind.RUNNING, due)]
    begins = received
    if rng.random() < 0.12 and due - received > timedelta(hours=20):
        asked = reckoner.at_work(received + (due - received) * 0.4, rng)
        answered = asked + timedelta(days=rng.randint(1, LONGEST_WAIT))
        why = "Ảnh chụp giấy tờ chưa rõ, đề nghị gửi lại bản rõ hơn."
        acts.append(
            Act(
                "request_supplement",
                asked,
                "specialist",
                "awaiting_supplement",
                5,
                ClockKind.WAITING_APPLICANT,
                None,
                why,
            )
        )
        if rng.random() < 0.06 and now - asked < _STUCK:
            return acts
        due = reckoner.due(counted, offer.within, (max(asked, counted), answered))
        acts.append(Act("answer_supplement", answered, "applicant", "in_process", 4, ClockKind.RUNNING, due))
        begins = answered
    if fate < 0.05:
        at = begins + (due - begins) * rng.uniform(0.1, 0.6)
        return [*acts, Act("withdraw", at, "applicant", "withdrawn", 7, ClockKind.STOPPED, due)]
    if fate > 0.985 and now - received < _STUCK:
        return acts  # lies on somebody's desk, late by now or soon
    late = rng.random() < 0.06
    decided = reckoner.at_work(
        due + timedelta(days=rng.uniform(0.2, 6)) if late else begins + (due - begins) * rng.uniform(0.25, 0.93), rng
    )
    if not late and decided > due:
        decided = due - timedelta(minutes=rng.randint(1, 20))
    resolved = begins + (decided - begins) * 0.8
    ended = reckoner.at_work(_later(decided, 0.2, 60, rng), rng)
    return [
        *acts,
        Act("resolve", resolved, "specialist", "awaiting_approval", 4, ClockKind.RUNNING, due),
        Act("approve", decided, "head", "approved", 9, ClockKind.STOPPED, due),
        Act("return", ended, "receiver", "returned", 10, ClockKind.STOPPED, due),
    ]


def clock_of(acts: list[Act]) -> list[dict[str, Any]]:
    """The clock as these acts turned it."""
    turned: clocks.Clock = ()
    for act in acts:
        turned = clocks.turn(turned, act.clock, act.at, act.why)
    return clocks.to_json(turned)


def _later(moment: datetime, least: float, most: float, rng: Random) -> datetime:
    """Some hours later, mostly few."""
    return moment + timedelta(hours=least + (most - least) * rng.random() ** 2)


def _on(day: date, minute: float, calendar: WorkingCalendar) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=calendar.zone) + timedelta(minutes=minute)
