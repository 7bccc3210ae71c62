"""When to try again what did not arrive: soon at first, then less and less often, for days. Pure."""

from datetime import datetime, timedelta

FIRST = timedelta(seconds=5)
LONGEST = timedelta(hours=12)
FACTOR = 4


def next_try(
    tries: int, first_at: datetime, now: datetime, days: float, *, share: float = 0.0, wait: timedelta = timedelta()
) -> datetime | None:
    """When to try again after `tries` tries, the first of them at `first_at`; None when `days` are over: it is given up.

    `share` (0 to 1) spreads many receivers over a tenth of the pause; `wait`: what the receiver asked for, at most half
    a day. The last try is made when the days are over, not long before.
    """
    ends = first_at + timedelta(days=days)
    if now >= ends:
        return None
    pause: timedelta = min(FIRST * int(FACTOR ** min(tries - 1, 12)), LONGEST)
    pause = max(pause * (1 + share / 10), min(wait, LONGEST))
    return min(now + pause, ends)
