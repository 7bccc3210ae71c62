"""What a batch is to PostgreSQL: staged by COPY, then written by sets. No statement here is run once a row."""

STAGES = (
    """CREATE TEMPORARY TABLE IF NOT EXISTS sync_dossier (
      line integer, id uuid, code text, applicant_id uuid, source_order bigint, content_hash bytea, procedure_code text,
      version_hash text, channel text, state text, status smallint, applicant_name text, agency_id uuid,
      fee_total bigint, submitted_at timestamptz, received_at timestamptz, due_at timestamptz, act_by timestamptz,
      decided_at timestamptz, ended_at timestamptz, details jsonb) ON COMMIT DELETE ROWS""",
    """CREATE TEMPORARY TABLE IF NOT EXISTS sync_progress (
      line integer, dossier_id uuid, code text, id uuid, source_order bigint, at timestamptz, status smallint,
      actor_name text, position text, unit text, note text, started_at timestamptz, due_at timestamptz)
      ON COMMIT DELETE ROWS""",
    """CREATE TEMPORARY TABLE IF NOT EXISTS sync_before (
      id uuid, version integer, state text, received_at timestamptz, due_at timestamptz, decided_at timestamptz,
      resolving_agency_id uuid, receiving_agency_id uuid, procedure_code text, channel text, submitted_at timestamptz)
      ON COMMIT DELETE ROWS""",
)
# Empty already, but for what stood before in a transaction of the caller's.
EMPTY = ("DELETE FROM sync_dossier", "DELETE FROM sync_progress", "DELETE FROM sync_before")
COPY_DOSSIERS = "COPY sync_dossier FROM STDIN"
COPY_PROGRESS = "COPY sync_progress FROM STDIN"
# Batches of one program wait for each other; those of two whose agencies overlap meet at the rows.
TAKE_TURNS = "SELECT pg_advisory_xact_lock(hashtextextended('dossiers.sync:' || %s, 0))"

_KEPT = "s.source_order = y.source_order AND s.content_hash = y.content_hash"
_NEWER = (
    "(s.source_order > y.source_order OR s.source_order = y.source_order"
    " AND (%(last_wins)s OR s.content_hash > y.content_hash))"
)

# Asks only what is kept beside a dossier: what is new is found to be new without a look into any month.
KNOWN = f"""
SELECT s.line, CASE WHEN NOT y.agency_id = ANY(%(own)s::uuid[]) THEN 'other_agency'
  WHEN {_KEPT} THEN 'unchanged' WHEN {_NEWER} THEN 'newer' ELSE 'older' END
FROM sync_dossier s JOIN dossiers_synceddossier y ON y.dossier_id = s.id
"""
# A code is unique in its month; one that we issued on the other side of midnight may lie in the month beside it. Each code
# is looked for by the index of codes: an index of ids would walk over all dossiers of those days.
ISSUED_HERE = """
SELECT c.code FROM unnest(%(codes)s::text[]) AS c (code) CROSS JOIN LATERAL (
  SELECT FROM dossiers_dossier d WHERE d.code = c.code AND d.source = ''
    AND d.id >= concat(%(first)s::uuid)::uuid AND d.id < concat(%(end)s::uuid)::uuid LIMIT 1) AS ours
"""
DROP_DOSSIERS = "DELETE FROM sync_dossier WHERE line = ANY(%s::integer[])"
DROP_PROGRESS = "DELETE FROM sync_progress WHERE line = ANY(%s::integer[])"

# How they stood, for the changes that are told of; locked in the order of their ids, as every batch does it.
REMEMBER = """
INSERT INTO sync_before
SELECT id, version, state, received_at, due_at, decided_at, resolving_agency_id, receiving_agency_id, procedure_code,
  channel, submitted_at FROM dossiers_dossier
WHERE id IN (SELECT id FROM sync_dossier WHERE line = ANY(%(lines)s::integer[]) UNION
  SELECT dossier_id FROM sync_progress) ORDER BY id FOR UPDATE
"""
# Our own numbers of today begin behind those that the agency's system has used up. A count that is there is not locked.
SKIP_NUMBERS = """
INSERT INTO dossiers_counter AS kept (scope, value)
SELECT scope, value FROM unnest(%(scopes)s::text[], %(values)s::integer[]) AS used (scope, value)
WHERE NOT EXISTS (SELECT FROM dossiers_counter c WHERE c.scope = used.scope AND c.value >= used.value) ORDER BY scope
ON CONFLICT (scope) DO UPDATE SET value = EXCLUDED.value WHERE kept.value < EXCLUDED.value
"""

_DOSSIER = """INSERT INTO dossiers_dossier (id, code, procedure_code, family, version_hash, channel, state, status, version,
    applicant_id, applicant_name, filed_by_name, receiving_agency_id, resolving_agency_id, answers, supplements_asked,
    proposal, fee_total, clock, submitted_at, received_at, due_at, act_by, decided_at, ended_at, source)
  SELECT id, code, procedure_code, (SELECT %(families)s::jsonb) ->> s.version_hash, version_hash, channel, state, status, 1, applicant_id, applicant_name, '', agency_id,
    agency_id, '{}', 0, '{}', fee_total, '[]', submitted_at, received_at, due_at, act_by, decided_at, ended_at,
    %(source)s
  FROM sync_dossier s WHERE s.line = ANY(%(lines)s::integer[])"""
_BESIDE = """
INSERT INTO dossiers_synceddossier (dossier_id, agency_id, batch_id, source_order, content_hash, status, decided_at,
  ended_at, details)
SELECT s.id, s.agency_id, %(batch)s::uuid, s.source_order, s.content_hash, s.status, s.decided_at, s.ended_at, s.details
FROM sync_dossier s"""
# All of them or, when somebody else has one of their codes, none.
ADD_ALL = f"WITH fresh AS ({_DOSSIER}) {_BESIDE} WHERE s.line = ANY(%(lines)s::integer[])"
# Those whose codes nobody has; each is looked for before it is written, which costs more.
ADD = f"WITH fresh AS ({_DOSSIER} ON CONFLICT DO NOTHING RETURNING id) {_BESIDE} JOIN fresh USING (id)"
# Rows that should have been added and were not: somebody else has their code.
LEFT_OUT = """
SELECT s.line FROM sync_dossier s
WHERE s.line = ANY(%s::integer[]) AND NOT EXISTS (SELECT 1 FROM dossiers_synceddossier y WHERE y.dossier_id = s.id)
"""
CHANGE = f"""
WITH newer AS (
  UPDATE dossiers_synceddossier y SET agency_id = s.agency_id, batch_id = %(batch)s::uuid, source_order = s.source_order,
    content_hash = s.content_hash, status = s.status, decided_at = s.decided_at, ended_at = s.ended_at,
    details = s.details
  FROM sync_dossier s WHERE y.dossier_id = s.id AND s.line = ANY(%(lines)s::integer[]) AND {_NEWER}
  RETURNING s.*)
UPDATE dossiers_dossier d SET procedure_code = s.procedure_code, family = (SELECT %(families)s::jsonb) ->> s.version_hash,
  version_hash = s.version_hash, channel = s.channel,
  state = s.state, status = s.status, version = d.version + 1, applicant_id = s.applicant_id,
  applicant_name = s.applicant_name, receiving_agency_id = s.agency_id, resolving_agency_id = s.agency_id,
  fee_total = s.fee_total, submitted_at = s.submitted_at, received_at = s.received_at, due_at = s.due_at,
  act_by = s.act_by, decided_at = s.decided_at, ended_at = s.ended_at, source = %(source)s
FROM newer s WHERE d.id = s.id
"""

# A code that was issued here lies under an id of its own, so progress on it is looked up by the code.
KNOWN_PROGRESS = """
SELECT s.line, CASE WHEN d.source = '' THEN 'issued_here'
  WHEN NOT d.receiving_agency_id = ANY(%(own)s::uuid[]) THEN 'other_agency' ELSE '' END
FROM sync_progress s JOIN dossiers_dossier d ON d.id = s.dossier_id
UNION ALL
SELECT s.line, 'issued_here' FROM sync_progress s JOIN dossiers_dossier d ON d.code = s.code AND d.id <> s.dossier_id
"""
ADD_PROGRESS = """
INSERT INTO dossiers_syncedprogress AS kept (dossier_id, id, batch_id, source_order, at, status, actor_name, position, unit,
  note, started_at, due_at)
SELECT DISTINCT ON (dossier_id, id) dossier_id, id, %(batch)s::uuid, source_order, at, status, actor_name, position, unit,
  note, started_at, due_at FROM sync_progress ORDER BY dossier_id, id
ON CONFLICT DO NOTHING RETURNING kept.id
"""
# Where progress is newer than the dossier's own row it says how the dossier stands. What comes of it depends on the rows
# alone and not on the order in which they came. Most dossiers have no progress, and are left alone at once.
SETTLE = """
WITH touched AS (SELECT s.id FROM sync_dossier s CROSS JOIN LATERAL (
    SELECT FROM dossiers_syncedprogress p WHERE p.dossier_id = s.id LIMIT 1) AS told
  UNION SELECT dossier_id FROM sync_progress),
rule AS (SELECT * FROM unnest(%(statuses)s::smallint[], %(states)s::text[], %(decided)s::boolean[],
  %(ended)s::boolean[]) AS rule (status, state, decided, ended)),
told AS (
  SELECT y.dossier_id, coalesce(p.status, y.status) AS status, least(y.decided_at, p.decided_at) AS decided_at,
    least(y.ended_at, p.ended_at) AS ended_at, b.version
  FROM touched JOIN dossiers_synceddossier y ON y.dossier_id = touched.id LEFT JOIN sync_before b ON b.id = touched.id
  CROSS JOIN LATERAL (
    SELECT (array_agg(p.status ORDER BY p.source_order DESC, p.id DESC) FILTER (WHERE p.source_order > y.source_order))[1]
        AS status,
      min(p.at) FILTER (WHERE r.decided) AS decided_at, min(p.at) FILTER (WHERE r.ended) AS ended_at
    FROM dossiers_syncedprogress p JOIN rule r ON r.status = p.status
    WHERE p.dossier_id = y.dossier_id HAVING count(*) > 0) AS p)
UPDATE dossiers_dossier d SET state = rule.state, status = told.status,
  version = coalesce(told.version, 0) + 1,
  decided_at = CASE WHEN rule.decided THEN told.decided_at END, ended_at = CASE WHEN rule.ended THEN told.ended_at END
FROM told JOIN rule USING (status)
WHERE d.id = told.dossier_id AND (d.status, d.decided_at, d.ended_at) IS DISTINCT FROM
  (told.status, CASE WHEN rule.decided THEN told.decided_at END, CASE WHEN rule.ended THEN told.ended_at END)
RETURNING d.id
"""
# One change for each dossier that is another one now, as for an act of ours. Its position is that of the statement, so it is
# asked for once. What stands as its row said is told from the stage alone; ids of its changes follow one another.
_CHANGE = """
INSERT INTO dossiers_change (position, id, dossier_id, version, code, procedure_code, receiving_agency_id,
  resolving_agency_id, channel, action, origin, state, status, at, submitted_at, received_at, due_at, decided_at,
  was_received_at, was_due_at, was_decided_at, was_resolving_agency_id, was)
SELECT (SELECT dossiers_feed_position()),"""
_ID = "(%(ids)s || lpad(to_hex(line), 8, '0'))::uuid"
TELL_NEW = f"""{_CHANGE} {_ID}, id, 1, code, procedure_code, agency_id, agency_id, channel, 'sync', '', state, status,
  %(now)s::timestamptz, submitted_at, received_at, due_at, decided_at, NULL, NULL, NULL, NULL, NULL
FROM sync_dossier WHERE line = ANY(%(lines)s::integer[]) AND NOT id = ANY(%(settled)s::uuid[])
"""
TELL = f"""{_CHANGE} gen_random_uuid(), d.id, d.version, d.code, d.procedure_code, d.receiving_agency_id, d.resolving_agency_id,
  d.channel, 'sync', coalesce(b.state, ''), d.state, d.status, %(now)s::timestamptz, d.submitted_at, d.received_at,
  d.due_at, d.decided_at, b.received_at, b.due_at, b.decided_at, NULLIF(b.resolving_agency_id, d.resolving_agency_id),
  CASE WHEN (b.receiving_agency_id, b.procedure_code, b.channel, b.submitted_at) <>
    (d.receiving_agency_id, d.procedure_code, d.channel, d.submitted_at)
    THEN jsonb_build_object('receiving_agency_id', b.receiving_agency_id, 'procedure_code', b.procedure_code,
      'channel', b.channel, 'submitted_at', b.submitted_at) END
FROM (SELECT id FROM sync_before UNION SELECT unnest(%(settled)s::uuid[])) AS touched
JOIN dossiers_dossier d ON d.id = touched.id LEFT JOIN sync_before b ON b.id = d.id
WHERE b.version IS DISTINCT FROM d.version ORDER BY d.id
"""
