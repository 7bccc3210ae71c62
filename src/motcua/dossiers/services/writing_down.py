"""A checked application becomes a dossier: its number, its ledger entry, its change and its event in one statement, for one
dossier or for several that are filed in the same instant."""

from collections.abc import Sequence
from typing import Any

import msgspec

from motcua.dossiers.feed.writing import FIRST_CHANGE_CTE
from motcua.kernel.actors import ANONYMOUS, Actor
from motcua.ledger import api as ledger
from motcua.platform.database.arms import from_columns
from motcua.platform.database.together import Together
from motcua.platform.database.transactions import SET_ACTOR_BY_NAME, prepared, setting_actor
from motcua.platform.outbox import api as outbox

Row = dict[str, Any]  # by the names in _COLUMNS
_encode = msgspec.json.Encoder().encode
_COLUMNS = {
    "key": "text",
    "body_hash": "text",
    "id": "uuid",
    "change_id": "uuid",
    "now": "timestamptz",
    "act_by": "timestamptz",
    "scope": "text",
    "code_prefix": "text",
    "procedure_code": "text",
    "family": "text",
    "version_hash": "text",
    "channel": "text",
    "state": "text",
    "status": "smallint",
    "applicant_id": "uuid",
    "applicant_name": "text",
    "filed_by_id": "uuid",
    "filed_by_name": "text",
    "receiving": "uuid",
    "resolving": "uuid",
    "unrouted": "boolean",
    "answers": "jsonb",
    "from_record": "jsonb",
    "fee_total": "bigint",
    "journey_id": "uuid",
    "journey_part": "text",
    "clock": "jsonb",
    **ledger.ENTRY_COLUMNS,
    **outbox.EVENT_COLUMNS,
}


def write_row(row: Row, sees: Actor) -> str:
    """Write one as `sees`, in the caller's transaction when there is one. The dossier's code; "" when its key is taken."""
    return _write([row], sees, "")[0]


def _write_for_their_persons(rows: Sequence[Row]) -> list[str]:
    return _write(rows, ANONYMOUS, ",".join({str(row["applicant_id"]) for row in rows}))


_together: Together[Row, str] = Together(_write_for_their_persons)


def write_with_others(row: Row) -> str:
    """Write what a person files for oneself, in a transaction that others' dossiers may share. The dossier's code; "" when
    its key is taken."""
    return _together.do(row)


def _write(rows: Sequence[Row], sees: Actor, people: str) -> list[str]:
    parameters = {"rows": _encode(rows).decode(), "people": people, **setting_actor(sees)}
    codes: dict[Any, str] = dict(prepared(_STATEMENT, parameters).fetchall())
    return [codes.get(row["id"], "") for row in rows]


# Keys first and then numbers, both in order: two batches never wait for each other crosswise. Each arm takes its rows from
# the one before it, so nothing is written for a key that is claimed already; and the actor is set before row-level security
# looks at the first row.
_STATEMENT = f"""
WITH actor AS MATERIALIZED (SELECT set_config('motcua.people', %(people)s, true), {SET_ACTOR_BY_NAME}),
sent AS MATERIALIZED (
  SELECT s.* FROM actor, json_to_recordset(%(rows)s::json)
    AS s({", ".join(f"{name} {kind}" for name, kind in _COLUMNS.items())})),
claimed AS (
  INSERT INTO dossiers_submissionkey (actor_id, key, body_hash, dossier_id, created_at)
  SELECT actor_id, key, body_hash, id, now FROM sent ORDER BY actor_id, key
  ON CONFLICT DO NOTHING RETURNING dossier_id),
counted AS (
  INSERT INTO dossiers_counter (scope, value)
  SELECT scope, count(*) FROM claimed JOIN sent ON id = dossier_id GROUP BY scope ORDER BY scope
  ON CONFLICT (scope) DO UPDATE SET value = dossiers_counter.value + excluded.value RETURNING scope, value),
numbered AS MATERIALIZED (
  SELECT s.*, value - count(*) OVER (PARTITION BY scope) + row_number() OVER (PARTITION BY scope ORDER BY id) AS number
  FROM claimed JOIN sent s ON id = dossier_id JOIN counted USING (scope)),
coded AS MATERIALIZED (
  SELECT *, code_prefix || lpad(number::text, greatest(4, length(number::text)), '0') AS code FROM numbered),
dossier AS (
  INSERT INTO dossiers_dossier (id, code, procedure_code, family, version_hash, channel, state, status, version, applicant_id,
    applicant_name, filed_by_id, filed_by_name, receiving_agency_id, resolving_agency_id, unrouted, answers, from_record,
    supplements_asked, proposal, fee_total, clock, submitted_at, act_by, journey_id, journey_part)
  SELECT id, code, procedure_code, family, version_hash, channel, state, status, 1, applicant_id, applicant_name, filed_by_id,
    filed_by_name, receiving, resolving, unrouted, answers, from_record, 0, '{{}}'::jsonb, fee_total, clock, now, act_by,
    journey_id, journey_part FROM coded),
change AS ({FIRST_CHANGE_CTE} FROM coded),
entry AS ({from_columns(ledger.ENTRY_CTE)} FROM coded),
event AS ({from_columns(outbox.EVENT_CTE)} FROM coded)
SELECT id, code FROM coded
"""
