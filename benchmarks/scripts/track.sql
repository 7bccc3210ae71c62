\set n random(1, @TRACKED@)
SELECT code, version_hash, receiving_agency_id, state, status, submitted_at, received_at, due_at, decided_at, ended_at
FROM dossiers_dossier WHERE code = (ARRAY[@TRACKED_SQL@])[:n]
  AND id >= concat('@FIRST@'::text)::uuid AND id < concat('@END@'::text)::uuid;
