\set agency random(1, @COUNT@)
WITH claimed AS (
  INSERT INTO dossiers_submissionkey (actor_id, key, body_hash, dossier_id, created_at)
  VALUES (gen_random_uuid(), gen_random_uuid()::text, '@HASH@', gen_random_uuid(), now())
  ON CONFLICT DO NOTHING RETURNING dossier_id),
number AS (
  INSERT INTO dossiers_counter (scope, value)
  SELECT 'floor.' || (ARRAY[@CODES@])[:agency] || '.dossier.260302', 1 FROM claimed
  ON CONFLICT (scope) DO UPDATE SET value = dossiers_counter.value + 1 RETURNING value),
dossier AS (
  INSERT INTO dossiers_dossier (id, code, procedure_code, version_hash, channel, state, status, version, applicant_id,
    applicant_name, filed_by_id, filed_by_name, receiving_agency_id, resolving_agency_id, answers, supplements_asked,
    proposal, fee_total, clock, submitted_at, act_by)
  SELECT uuidv7(), 'F' || (ARRAY[@CODES@])[:agency] || '-260302-' || value::text, '1.004873', '@HASH@', 'online',
    'submitted', 1, 1, gen_random_uuid(), 'Nguyễn Thị Lan Anh', NULL, '', gen_random_uuid(), gen_random_uuid(),
    '@ANSWERS@'::jsonb, 0, '{}'::jsonb, 0,
    '[{"kind": "checking", "started_at": "2026-03-02T02.00.00+00.00", "reason": "", "legal": ""}]'::jsonb, now(), now()
  FROM number RETURNING id),
entry AS (
  INSERT INTO ledger_entry (id, at, action, actor_kind, actor_id, actor_name, position, agency_id, subject_id, record_id,
    why, facts)
  SELECT uuidv7(), now(), 'dossiers.submitted', 'person', gen_random_uuid(), 'Nguyễn Thị Lan Anh', '', NULL,
    gen_random_uuid(), gen_random_uuid(), '', '{"channel": "online"}'::jsonb FROM number),
change AS (
  INSERT INTO dossiers_change (id, dossier_id, version, code, procedure_code, receiving_agency_id, resolving_agency_id,
      channel, action, origin, state, status, at, submitted_at)
  SELECT uuidv7(), uuidv7(), 1, 'F' || (ARRAY[@CODES@])[:agency] || '-260302-' || value::text, '1.004873',
    gen_random_uuid(), gen_random_uuid(), 'online', 'submit', '', 'submitted', 1, now(), now() FROM number),
event AS (
  INSERT INTO outbox_outboxevent (id, name, payload, created_at, next_try_at)
  SELECT uuidv7(), 'dossiers.dossier_submitted.floor',
    '{"event_id": "019e0000-0000-7000-8000-000000000000", "occurred_at": "2026-03-02T02.00.00+00.00", "dossier_id": "019e0000-0000-7000-8000-000000000000", "procedure_code": "1.004873", "receiving_agency_id": "019e0000-0000-7000-8000-000000000000"}'::jsonb,
    now(), now() FROM number)
SELECT id FROM dossier;
