"""Telling applicants what became of their dossiers: read off the change feed, so that no act waits for it.

A second worker finds the cursor's row taken and goes away again. Messages and cursor move in one transaction, and a message has
the change's id as its key: told exactly once.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from motcua.catalogue import api as catalogue
from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.kernel.dates import say_date
from motcua.kernel.languages import LocalText
from motcua.notices import api as notices
from motcua.notices.contracts import News
from motcua.platform.database.transactions import acting, prepared

BATCH = 2000
KINDS = {
    "accept": "accepted",
    "request_supplement": "supplement_asked",
    "request_payment": "payment_asked",
    "refuse": "refused",
    "approve": "approved",
    "return": "returned",
    "extend": "extended",
    "explain_lateness": "explained",
    "stop": "ended",
    "stop_with_earlier": "ended",
    "close_unanswered": "ended",
    "reopen": "reopened",
    "correct": "result_changed",
    "reissue": "result_changed",
    "refuse_correction": "correction_refused",
}
"""Which act is told as what. What the applicant did herself is no news to her."""

_BEGIN = """
INSERT INTO dossiers_feedcursor (name, position, version, change_id, at)
VALUES ('messages', 0, 0, '00000000-0000-0000-0000-000000000000', %s) ON CONFLICT DO NOTHING
"""
_TAKE = "SELECT position, version, change_id FROM dossiers_feedcursor WHERE name = 'messages' FOR UPDATE SKIP LOCKED"
# What is older than three days (a weekend and a day, should the worker have been down) is no news: an installation that is upgraded, or filled with invented dossiers, tells nobody of it.
_READ = """
WITH batch AS MATERIALIZED (
    SELECT position, version, id, dossier_id, code, action, at, due_at, submitted_at FROM dossiers_change
    WHERE (position, version, id) > (%(position)s::bigint, %(version)s::int, %(id)s::uuid)
      AND position < dossiers_feed_horizon()
    ORDER BY position, version, id LIMIT %(batch)s::int),
edge AS (SELECT position, version, id FROM batch ORDER BY position DESC, version DESC, id DESC LIMIT 1),
moved AS (
    UPDATE dossiers_feedcursor c SET position = e.position, version = e.version, change_id = e.id,
        at = %(now)s::timestamptz
    FROM edge e WHERE c.name = 'messages')
SELECT (SELECT count(*) FROM batch), b.id, d.applicant_id, b.code, b.action, b.at, b.due_at, d.version_hash
FROM (SELECT 1) one LEFT JOIN (
    batch b JOIN dossiers_dossier d ON d.id = b.dossier_id AND d.source = ''
) ON b.action = ANY(%(actions)s::text[]) AND b.at > %(now)s::timestamptz - interval '3 days'
ORDER BY b.position, b.version, b.id
"""


def tell_applicants(batch: int = BATCH) -> int:
    """Tell of the new changes, a batch a transaction; how many changes were looked at in all."""
    looked = 0
    while True:
        with acting(SYSTEM):
            taken = prepared(_TAKE).fetchone()
            if taken is None:
                if prepared(_BEGIN, (clock.now(),)).rowcount:
                    continue
                return looked  # another worker is at it
            position, version, change_id = taken
            parameters = {
                "position": position,
                "version": version,
                "id": change_id,
                "batch": batch,
                "now": clock.now(),
                "actions": list(KINDS),
            }
            rows = prepared(_READ, parameters).fetchall()
            seen = int(rows[0][0])
            notices.tell(actor=SYSTEM, news=[_news(row[1:]) for row in rows if row[1] is not None])
        looked += seen
        if seen < batch:
            return looked


def _news(row: tuple[Any, ...]) -> News:
    change_id, person_id, code, action, at, due_at, version_hash = row
    values: dict[str, LocalText] = {"code": {"vi": code}, "procedure": catalogue.get_version(version_hash).name}
    if due_at is not None:
        day = due_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
        values["due"] = {language: say_date(day, language, weekday=True) for language in ("vi", "en")}
    else:
        values["due"] = {"vi": "chưa có", "en": "not set yet"}
    return News(person_id, f"dossiers.change:{change_id}", KINDS[action], at, code, values)
