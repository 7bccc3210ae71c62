"""What is kept of the feed, for how long; and how it stands, for whoever runs the installation."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from motcua.dossiers.counting.board import figures_as_of
from motcua.dossiers.feed.reading import feed_lag
from motcua.dossiers.models import DeadLetter, Webhook
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, looking, prepared

BATCH = 10_000
_HOLDING = """
SELECT coalesce(EXTRACT(epoch FROM now() - min(xact_start)), 0) FROM pg_stat_activity
WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""
_UNFOLDED = """
SELECT coalesce(EXTRACT(epoch FROM now() - min(c.at)), 0) FROM dossiers_change c, dossiers_feedcursor f
WHERE f.name = 'figures' AND (c.position, c.version, c.id) > (f.position, f.version, f.change_id)
  AND c.position < dossiers_feed_horizon()
"""


_FORGET = "SELECT dossiers_forget_changes(least(%s::timestamptz, now() - %s::interval), %s::int)"


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """`lag`: how long the oldest change that is committed has been waiting to be seen; `writing`: for how long the oldest
    writing transaction that this role can see has been open; `unfolded`: how old the oldest change is that is not in the
    figures; `dead`: messages of webhooks that did not arrive; `paused`: webhooks that paused themselves."""

    lag: timedelta
    writing: timedelta
    unfolded: timedelta
    dead: int
    paused: int


def feed_health() -> FeedHealth:
    with looking(SYSTEM):
        writing, unfolded = (prepared(query).fetchone() or (0,) for query in (_HOLDING, _UNFOLDED))
        return FeedHealth(
            lag=feed_lag(),
            writing=timedelta(seconds=float(writing[0])),
            unfolded=timedelta(seconds=float(unfolded[0])) if figures_as_of() else timedelta(),
            dead=DeadLetter.objects.filter(arrived_at=None, webhook__ended_at=None).count(),
            paused=Webhook.objects.filter(ended_at=None, paused_at__isnull=False, paused_by="").count(),
        )


def forget_changes(batch: int = BATCH) -> int:
    """Forget changes that are older than MOTCUA_FEED_DAYS, oldest first, a batch a transaction; how many went. By our clock
    and by the database's: one machine whose clock has jumped ahead forgets nothing."""
    kept, gone = timedelta(days=settings.MOTCUA_FEED_DAYS), 0
    while True:
        with acting(SYSTEM):
            (went,) = prepared(_FORGET, (clock.now() - kept, kept, batch)).fetchone() or (0,)
        gone += int(went)
        if went < batch:
            return gone
