"""Which webhooks have something to send: found once for all of them, from the new changes, not asked by each."""

from motcua.kernel import clock
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting, prepared

BATCH = 5000
_BEGIN = """
INSERT INTO dossiers_feedcursor (name, position, version, change_id, at)
SELECT 'webhooks', position, version, id, %s FROM (
    SELECT position, version, id FROM dossiers_feed_newest()
    UNION ALL SELECT 0, 0, '00000000-0000-0000-0000-000000000000'::uuid LIMIT 1) n
ON CONFLICT DO NOTHING
"""
_TAKE = "SELECT position, version, change_id FROM dossiers_feedcursor WHERE name = 'webhooks' FOR UPDATE SKIP LOCKED"
_MATCH = """
WITH batch AS MATERIALIZED (
    SELECT position, version, id, receiving_agency_id, resolving_agency_id, was_resolving_agency_id, procedure_code
    FROM dossiers_change
    WHERE (position, version, id) > (%(position)s::bigint, %(version)s::int, %(id)s::uuid)
      AND position < dossiers_feed_horizon()
    ORDER BY position, version, id LIMIT %(batch)s::int),
theirs AS (
    SELECT receiving_agency_id AS agency_id, procedure_code, position, version, id FROM batch
    UNION ALL SELECT resolving_agency_id, procedure_code, position, version, id FROM batch
    WHERE resolving_agency_id <> receiving_agency_id
    UNION ALL SELECT was_resolving_agency_id, procedure_code, position, version, id FROM batch
    WHERE was_resolving_agency_id <> receiving_agency_id),
newest AS (
    SELECT DISTINCT ON (w.id) w.id AS webhook, t.position, t.version, t.id
    FROM theirs t JOIN dossiers_webhook w ON w.agency_id = t.agency_id AND w.ended_at IS NULL
      AND w.procedure_code IN ('', t.procedure_code)
    ORDER BY w.id, t.position DESC, t.version DESC, t.id DESC),
woken AS (
    UPDATE dossiers_webhook w SET reach_position = n.position, reach_version = n.version, reach_id = n.id
    FROM newest n WHERE w.id = n.webhook),
edge AS (SELECT position, version, id FROM batch ORDER BY position DESC, version DESC, id DESC LIMIT 1),
moved AS (
    UPDATE dossiers_feedcursor c SET position = e.position, version = e.version, change_id = e.id,
        at = %(now)s::timestamptz
    FROM edge e WHERE c.name = 'webhooks')
SELECT count(*) FROM batch
"""


def match_changes(batch: int = BATCH) -> int:
    """Look through the new changes and note for each webhook how far there is something for it; returns how many were
    looked at. Two workers do not double: the cursor's row is the lock."""
    with acting(SYSTEM):
        taken = prepared(_TAKE).fetchone()
        if taken is None:
            prepared(_BEGIN, (clock.now(),))
            return 0
        position, version, change_id = taken
        parameters = {"position": position, "version": version, "id": change_id, "batch": batch, "now": clock.now()}
        (looked_at,) = prepared(_MATCH, parameters).fetchone() or (0,)
        return int(looked_at)
