\set n random(1, @SIZE@)
BEGIN;
SELECT * FROM dossiers_dossier WHERE id = concat((ARRAY[@IDS@])[:n])::uuid FOR UPDATE;
UPDATE dossiers_dossier SET state = CASE state WHEN 'in_process' THEN 'awaiting_approval' ELSE 'in_process' END, version = version + 1,
    proposal = '@PROPOSAL@'::jsonb, assignee_id = gen_random_uuid(), assignee_name = 'Nguyễn Thị Lan Anh',
    assigned_at = now(), hands = '{"specialist": ["019e0000-0000-7000-8000-000000000000", "Phan Quốc An"]}'::jsonb
  WHERE id = concat((ARRAY[@IDS@])[:n])::uuid;
INSERT INTO dossiers_change (id, dossier_id, version, code, procedure_code, receiving_agency_id, resolving_agency_id,
    channel, action, origin, state, status, at, submitted_at, received_at, due_at, was_received_at, was_due_at)
  VALUES (uuidv7(), gen_random_uuid(), 3, 'H57.17-260302-0001', '1.004873', gen_random_uuid(), gen_random_uuid(), 'online',
    'resolve', 'in_process', 'awaiting_approval', 4, now(), now(), now(), now(), now(), now());
INSERT INTO ledger_entry (id, at, action, actor_kind, actor_id, actor_name, position, agency_id, subject_id, record_id,
    why, facts)
  VALUES (uuidv7(), now(), 'dossiers.resolve', 'official', gen_random_uuid(), 'Phan Quốc An', 'Công chức tư pháp', gen_random_uuid(),
    gen_random_uuid(), gen_random_uuid(), '', '{"version": 3, "from": "in_process", "to": "awaiting_approval"}'::jsonb);
INSERT INTO outbox_outboxevent (id, name, payload, created_at, next_try_at)
  VALUES (uuidv7(), 'dossiers.dossier_moved.floor',
    '{"event_id": "019e0000-0000-7000-8000-000000000000", "occurred_at": "2026-03-02T02.00.00+00.00", "dossier_id": "019e0000-0000-7000-8000-000000000000", "action": "resolve", "origin": "in_process", "state": "awaiting_approval", "version": 3}'::jsonb,
    now(), now());
INSERT INTO dossiers_submissionkey (actor_id, key, body_hash, dossier_id, created_at, answer)
  VALUES (gen_random_uuid(), gen_random_uuid()::text, '@HASH@', gen_random_uuid(), now(),
  '{"code": "H57.17-260302-0001","action": "resolve","state": "awaiting_approval","status": 4,"version": 3,"received_at": "2026-03-02T03.10.00Z","due_at": "2026-03-03T03.10.00Z","act_by": "2026-03-03T03.10.00Z","decided_at": null,"ended_at": null}'::jsonb);
COMMIT;
