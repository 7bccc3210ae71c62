"""The SQL of the figures, in one place: what folds them, what counts them anew, what finds where the two differ."""

TAKE = """
SELECT position, version, change_id FROM dossiers_feedcursor WHERE name = 'figures' FOR UPDATE SKIP LOCKED
"""

_MEASURED = "state, channel, submitted_at, received_at, due_at, decided_at, %(zone)s::text"
_SUBMITTED_BEFORE = "coalesce((was->>'submitted_at')::timestamptz, submitted_at)"
_WAS = (
    f"origin, coalesce(was->>'channel', channel), {_SUBMITTED_BEFORE}, was_received_at, was_due_at, was_decided_at,"
    " %(zone)s::text"
)
_MONTH = "date_trunc('month', timezone(%(zone)s::text, submitted_at))::date"

# What each change of the arm `batch` adds and takes away.
_DELTAS = f"""
SELECT resolving_agency_id AS agency_id, procedure_code, m.measure, m.day, 1 AS n
FROM batch, dossiers_measures({_MEASURED}) m
UNION ALL
SELECT coalesce(was_resolving_agency_id, resolving_agency_id), coalesce(was->>'procedure_code', procedure_code),
  m.measure, m.day, -1
FROM batch, dossiers_measures({_WAS}) m WHERE origin <> ''
UNION ALL
SELECT receiving_agency_id, procedure_code, 'taken_in', {_MONTH}, 1 FROM batch WHERE origin = '' OR was IS NOT NULL
UNION ALL
SELECT (was->>'receiving_agency_id')::uuid, was->>'procedure_code', 'taken_in',
  date_trunc('month', timezone(%(zone)s::text, {_SUBMITTED_BEFORE}))::date, -1
FROM batch WHERE was IS NOT NULL
"""

FOLD = f"""
WITH batch AS MATERIALIZED (
    SELECT * FROM dossiers_change
    WHERE (position, version, id) > (%(position)s::bigint, %(version)s::int, %(id)s::uuid)
      AND position < dossiers_feed_horizon()
    ORDER BY position, version, id LIMIT %(batch)s::int),
deltas AS ({_DELTAS}),
sums AS (
    SELECT agency_id, procedure_code, measure, day, sum(n) AS n FROM deltas
    GROUP BY agency_id, procedure_code, measure, day HAVING sum(n) <> 0),
written AS (
    INSERT INTO dossiers_figure (agency_id, procedure_code, measure, day, number)
    SELECT agency_id, procedure_code, measure, day, n FROM sums
    ON CONFLICT (agency_id, procedure_code, measure, day)
    DO UPDATE SET number = dossiers_figure.number + excluded.number),
edge AS (SELECT position, version, id FROM batch ORDER BY position DESC, version DESC, id DESC LIMIT 1),
moved AS (
    UPDATE dossiers_feedcursor c SET position = e.position, version = e.version, change_id = e.id,
        at = %(now)s::timestamptz
    FROM edge e WHERE c.name = 'figures')
SELECT count(*) FROM batch
"""

SWEEP = "DELETE FROM dossiers_figure WHERE number = 0"

_COUNTED = f"""
counted AS (
    SELECT agency_id, procedure_code, measure, day, count(*) AS n FROM (
        SELECT resolving_agency_id AS agency_id, procedure_code, m.measure, m.day
        FROM dossiers_dossier, dossiers_measures({_MEASURED}) m
        UNION ALL SELECT receiving_agency_id, procedure_code, 'taken_in', {_MONTH} FROM dossiers_dossier) one
    GROUP BY agency_id, procedure_code, measure, day)
"""
# Changes that are to be seen in this snapshot and come after the cursor, settled or not.
_AHEAD = f"""
batch AS MATERIALIZED (
    SELECT * FROM dossiers_change
    WHERE (position, version, id) > (%(position)s::bigint, %(version)s::int, %(id)s::uuid)),
ahead AS (
    SELECT agency_id, procedure_code, measure, day, sum(n) AS n FROM ({_DELTAS}) d
    GROUP BY agency_id, procedure_code, measure, day)
"""

DIFFERENCES = f"""
WITH {_COUNTED}, {_AHEAD},
kept AS (
    SELECT agency_id, procedure_code, measure, day, sum(n) AS n FROM (
        SELECT agency_id, procedure_code, measure, day, number AS n FROM dossiers_figure
        UNION ALL SELECT agency_id, procedure_code, measure, day, n FROM ahead) both_of_them
    GROUP BY agency_id, procedure_code, measure, day)
SELECT agency_id, procedure_code, measure, day, coalesce(kept.n, 0)::bigint, coalesce(counted.n, 0)::bigint
FROM counted FULL JOIN kept USING (agency_id, procedure_code, measure, day)
WHERE coalesce(kept.n, 0) <> coalesce(counted.n, 0)
ORDER BY agency_id, procedure_code, measure, day
"""

REBUILD = f"""
WITH {_COUNTED}, {_AHEAD}
INSERT INTO dossiers_figure (agency_id, procedure_code, measure, day, number)
SELECT agency_id, procedure_code, measure, day, coalesce(counted.n, 0) - coalesce(ahead.n, 0)
FROM counted FULL JOIN ahead USING (agency_id, procedure_code, measure, day)
WHERE coalesce(counted.n, 0) <> coalesce(ahead.n, 0)
"""
