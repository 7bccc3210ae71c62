"""One invented dossier's life: what happened when, as far as time has come. Due dates are reckoned as for real ones.

Moments are whole seconds since 1970: a million lives are no place for dates with time zones.
"""

from dataclasses import dataclass
from random import Random

from motcua.dossiers.contracts import ClockKind
from motcua.dossiers.populating.hours import DAY, HOUR, MINUTE, Hours, Within

CHECK_WITHIN: Within = (8, "hour")
LONGEST_WAIT = 15  # days that an applicant takes at most
_STUCK = 100 * DAY  # what is older than this has come to an end
_SHORT = 20 * HOUR  # who has so little time asks for nothing


@dataclass(frozen=True, slots=True)
class Kind:
    """What an act does. `by`: "applicant", "receiver", "specialist" or "head"."""

    action: str
    by: str
    state: str
    status: int
    clock: ClockKind
    why: str = ""


SUBMIT = Kind("submitted", "applicant", "submitted", 1, ClockKind.CHECKING)
REFUSE = Kind("refuse", "receiver", "refused", 3, ClockKind.STOPPED, "Hồ sơ không thuộc thẩm quyền.")
ACCEPT = Kind("accept", "receiver", "in_process", 4, ClockKind.RUNNING)
ASK = Kind(
    "request_supplement", "specialist", "awaiting_supplement", 5, ClockKind.WAITING_APPLICANT,
    "Ảnh chụp giấy tờ chưa rõ, đề nghị gửi lại bản rõ hơn.",
)  # fmt: skip
ANSWER = Kind("answer_supplement", "applicant", "in_process", 4, ClockKind.RUNNING)
WITHDRAW = Kind("withdraw", "applicant", "withdrawn", 7, ClockKind.STOPPED)
RESOLVE = Kind("resolve", "specialist", "awaiting_approval", 4, ClockKind.RUNNING)
APPROVE = Kind("approve", "head", "approved", 9, ClockKind.STOPPED)
RETURN = Kind("return", "receiver", "returned", 10, ClockKind.STOPPED)
ENDS = frozenset({REFUSE, WITHDRAW, RETURN})

Act = tuple[Kind, int, int | None]
"""What was done, when, and by when the dossier was promised then."""


@dataclass(slots=True)
class Life:
    """`acts`: what had happened by now, the submission first. `check_by`: by when it should have been looked at."""

    channel: str
    check_by: int
    acts: list[Act]


def live(within: Within, cut_off: int | None, submitted: int, now: int, hours: Hours, rng: Random) -> Life:  # noqa: PLR0917
    """A life as such procedures see it: most in time, some with a supplement, a few refused, withdrawn or late."""
    random = rng.random
    opened = hours.at_work(submitted, rng)
    at_counter = random() < 0.28 and opened <= now and hours.same_day(submitted, opened)
    if at_counter:  # where the counter is closed for the day, people file from home
        submitted = opened
    channel = "in_person" if at_counter else "postal" if random() < 0.04 else "online"
    check_by = hours.due(opened, CHECK_WITHIN)
    received = submitted + 8 * MINUTE if at_counter else hours.at_work(_later(submitted, 0.3, 5, rng), rng)
    fate = random()
    if fate < 0.03:
        planned: list[Act] = [(SUBMIT, submitted, None), (REFUSE, received, None)]
    else:
        planned = [(SUBMIT, submitted, None), *_handled(within, cut_off, received, fate, now, hours, rng)]
    acts: list[Act] = []
    earliest = 0
    for kind, moment, due in planned:
        at = max(moment, earliest)
        if at > now:
            break
        acts.append((kind, at, due))
        earliest = at + MINUTE
    return Life(channel, check_by, acts or planned[:1])


def _handled(  # noqa: PLR0917 - one life
    within: Within, cut_off: int | None, received: int, fate: float, now: int, hours: Hours, rng: Random
) -> list[Act]:
    random = rng.random
    counted = hours.counts_from(received, cut_off)
    due = hours.due(counted, within)
    acts: list[Act] = [(ACCEPT, received, due)]
    begins = received
    if random() < 0.12 and due - received > _SHORT:
        asked = hours.at_work(received + int((due - received) * 0.4), rng)
        answered = asked + rng.randint(1, LONGEST_WAIT) * DAY
        acts.append((ASK, asked, None))
        if random() < 0.06 and now - asked < _STUCK:
            return acts
        due = hours.due(counted, within, (max(asked, counted), max(answered, counted)))
        acts.append((ANSWER, answered, due))
        begins = answered
    if fate < 0.05:
        return [*acts, (WITHDRAW, begins + int((due - begins) * (0.1 + 0.5 * random())), due)]
    if fate > 0.985 and now - received < _STUCK:
        return acts  # lies on somebody's desk, late by now or soon
    late = random() < 0.06
    took = due + int((0.2 + 5.8 * random()) * DAY) if late else begins + int((due - begins) * (0.25 + 0.68 * random()))
    decided = hours.at_work(took, rng)
    if not late and decided > due:
        decided = due - rng.randint(1, 20) * MINUTE
    ended = hours.at_work(_later(decided, 0.2, 60, rng), rng)
    resolved = begins + int((decided - begins) * 0.8)
    return [*acts, (RESOLVE, resolved, due), (APPROVE, decided, due), (RETURN, ended, due)]


def _later(moment: int, least: float, most: float, rng: Random) -> int:
    """Some hours later, mostly few."""
    return moment + int((least + (most - least) * rng.random() ** 2) * HOUR)
