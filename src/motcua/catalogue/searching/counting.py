"""What is counted of searches and procedures: sums over everybody, kept in the process and written down now and then.

What a process has not yet written when it ends is lost: a few seconds of a statistic.
"""

import threading
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any, Literal

from django.utils.timezone import get_default_timezone

from motcua.catalogue.contracts import Missed
from motcua.catalogue.domain.search.missing import keepable
from motcua.catalogue.searching.curated import curated
from motcua.catalogue.searching.holding import held
from motcua.catalogue.searching.policies import require_editor
from motcua.kernel import clock
from motcua.kernel.actors import Actor
from motcua.platform.database.transactions import prepared
from motcua.platform.remembering import remembered

WRITTEN_SECONDS = 10.0
MOST_WAITING = 500
KEPT_MONTHS, KEPT_DAYS = 13, 90
LEAST_TIMES = 5
"""What was asked less often could be one person's own affair. Nobody is known, so one who asks again counts again."""
LOOK_BACK_DAYS = 28

Step = Literal["opened", "started", "filed"]
_STEPS: tuple[Step, ...] = ("opened", "started", "filed")
_FATES = ("asked", "nothing", "opened")

_USES = """
INSERT INTO catalogue_procedureuse (code, month, opened, started, filed)
SELECT * FROM unnest(%s::text[], %s::date[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (code, month) DO UPDATE SET opened = catalogue_procedureuse.opened + excluded.opened,
    started = catalogue_procedureuse.started + excluded.started, filed = catalogue_procedureuse.filed + excluded.filed
"""
_QUERIES = """
INSERT INTO catalogue_askedquery (query, day, asked, nothing, opened)
SELECT * FROM unnest(%s::text[], %s::date[], %s::int[], %s::int[], %s::int[])
ON CONFLICT (query, day) DO UPDATE SET asked = catalogue_askedquery.asked + excluded.asked,
    nothing = catalogue_askedquery.nothing + excluded.nothing, opened = catalogue_askedquery.opened + excluded.opened
"""
_MISSED = """
SELECT query, sum(nothing), greatest(0, sum(asked) - sum(nothing) - sum(opened)), max(day) FROM catalogue_askedquery
WHERE day > %(since)s GROUP BY query
HAVING sum(nothing) >= %(least)s OR (sum(asked) - sum(nothing) - sum(opened) >= %(least)s AND sum(opened) * 5 < sum(asked))
ORDER BY sum(nothing) + sum(asked) - sum(nothing) - sum(opened) DESC, query LIMIT %(limit)s
"""


class _Waiting:
    """Counts that are not written yet."""

    def __init__(self) -> None:
        self.uses: Counter[tuple[str, date, str]] = Counter()
        self.queries: Counter[tuple[str, date, str]] = Counter()
        self.since = time.monotonic()
        self.lock = threading.Lock()

    def taken(self, *, at_once: bool) -> "tuple[Counter[tuple[str, date, str]], Counter[tuple[str, date, str]]]":
        """Everything that waits, when it is time to write it."""
        with self.lock:
            due = time.monotonic() - self.since >= WRITTEN_SECONDS or len(self.uses) + len(self.queries) >= MOST_WAITING
            if not (due or at_once):
                return Counter(), Counter()
            uses, self.uses = self.uses, Counter()
            queries, self.queries = self.queries, Counter()
            self.since = time.monotonic()
            return uses, queries


def count_use(code: str, step: Step) -> None:
    """Somebody opened a procedure's page, began a draft, filed a dossier. Only opening a page may take the time to
    write down what waits: filing is a hot path."""
    waiting = _waiting()
    with waiting.lock:
        waiting.uses[code, _today().replace(day=1), step] += 1
    if step == "opened":
        write_counts(at_once=False)


def count_query(query: str, *, found: bool) -> None:
    """Somebody was shown an answer, or none. Queries that may hold something of a person are not kept."""
    kept = _kept(query)
    if kept:
        waiting = _waiting()
        with waiting.lock:
            waiting.queries[kept, _today(), "asked"] += 1
            waiting.queries[kept, _today(), "nothing"] += not found
    write_counts(at_once=False)


def count_opened(query: str) -> None:
    """Somebody opened a procedure that this query had found."""
    kept = _kept(query)
    if kept:
        waiting = _waiting()
        with waiting.lock:
            waiting.queries[kept, _today(), "opened"] += 1


def write_counts(*, at_once: bool = True) -> None:
    """Write down what waits: now, or when some seconds have passed since the last time."""
    uses, queries = _waiting().taken(at_once=at_once)
    if uses:
        prepared(_USES, _columns(uses, _STEPS))
    if queries:
        prepared(_QUERIES, _columns(queries, _FATES))


def list_missed(*, actor: Actor, limit: int = 100) -> tuple[Missed, ...]:
    """Queries of the last four weeks that led nowhere and were asked at least five times. Raises WordsNotAllowedError."""
    require_editor(actor)
    since = _today() - timedelta(days=LOOK_BACK_DAYS)
    rows = prepared(_MISSED, {"since": since, "least": LEAST_TIMES, "limit": limit})
    return tuple(Missed(query, int(nothing), int(unopened), day) for query, nothing, unopened, day in rows)


def forget_old_counts() -> None:
    """Remove counts that nobody needs any more."""
    prepared("DELETE FROM catalogue_askedquery WHERE day < %s", (_today() - timedelta(days=KEPT_DAYS),))
    prepared("DELETE FROM catalogue_procedureuse WHERE month < %s", (_today() - timedelta(days=31 * KEPT_MONTHS),))


def _kept(query: str) -> str:
    return keepable(query, curated().names, held().engine.index.vocabulary.pairs)


def _columns(counts: "Counter[tuple[str, date, str]]", names: tuple[str, ...]) -> tuple[list[Any], ...]:
    """Counts as columns for `unnest`, in one order, so that two writers never wait for each other crosswise."""
    keys = sorted({key[:2] for key in counts})
    return (
        [key for key, _ in keys],
        [day for _, day in keys],
        *([counts[*key, name] for key in keys] for name in names),
    )


def _waiting() -> _Waiting:
    waiting: _Waiting = remembered(("search", "waiting"), _Waiting, float("inf"))
    return waiting


def _today() -> date:
    return clock.now().astimezone(get_default_timezone()).date()
