"""Folding changes into figures by the product's own worker, beside one bare statement that groups the same rows.

Changes are copied from those that are there, a hundred thousand in one transaction. The worker begins by itself; the time
goes from their commit to the moment when its cursor is past them.
"""

import time

import psycopg

from benchmarks.dossiers._stage import Stage

AIM = "figures keep up: no ratio is asked for; changes/s by the worker beside one grouping statement"
ROWS = 100_000
_COPY = """
INSERT INTO dossiers_change (id, dossier_id, version, code, procedure_code, receiving_agency_id, resolving_agency_id,
  channel, action, origin, state, status, at, submitted_at)
SELECT gen_random_uuid(), gen_random_uuid(), 1, c.code, c.procedure_code, c.receiving_agency_id, c.resolving_agency_id,
  c.channel, c.action, c.origin, c.state, c.status, c.at, c.submitted_at
FROM generate_series(1, %s) g JOIN (
  SELECT *, row_number() OVER () AS n, count(*) OVER () AS many
  FROM (SELECT * FROM dossiers_change WHERE origin = '' LIMIT 1000) first_ones) c ON c.n = g %% c.many + 1
"""
_FLOOR = """
CREATE TEMPORARY TABLE grouped AS
SELECT resolving_agency_id, procedure_code, state, date_trunc('month', submitted_at) AS month, count(*)
FROM (SELECT * FROM dossiers_change ORDER BY position DESC, version DESC, id DESC LIMIT %s) c GROUP BY 1, 2, 3, 4
"""
_REACHED = """
SELECT (position, version, change_id) >= (SELECT position, version, id FROM dossiers_change
  ORDER BY position DESC, version DESC, id DESC LIMIT 1) FROM dossiers_feedcursor WHERE name = 'figures'
"""


def run(stage: Stage) -> None:
    if not stage.ask("SELECT 1 FROM dossiers_change WHERE origin = '' LIMIT 1"):
        stage.submitted("fold", 1, stage.facts["desk"])
    with psycopg.connect(stage.facts["owner"], autocommit=True) as owner:
        owner.execute(_COPY, (ROWS,))
        began = time.monotonic()
        while not (owner.execute(_REACHED).fetchone() or (False,))[0]:
            time.sleep(0.05)
        took = time.monotonic() - began
        began = time.monotonic()
        owner.execute(_FLOOR, (ROWS,))
        bare = time.monotonic() - began
    print(
        f"  {ROWS / took:,.0f} changes/s by the worker, {ROWS / bare:,.0f} by one statement: ratio {bare / took:.2f}",
        flush=True,
    )
