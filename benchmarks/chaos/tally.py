"""Counting afterwards: what people were told, what the tables hold."""

import json
from typing import Any

from benchmarks.chaos.clients import Journal
from benchmarks.product import Product

_COUNT = """
import json
from django.db import connection
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
OURS = "dossiers_submissionkey k ON k.dossier_id = d.id AND starts_with(k.key, 'chaos-')"
QUERIES = {
    "keys": f"SELECT k.key, d.code FROM dossiers_dossier d JOIN {OURS}",
    "stored": f"SELECT d.code, d.version, count(e.id) FROM dossiers_dossier d JOIN {OURS} LEFT JOIN ledger_entry e"
    " ON e.record_id = d.id AND (e.facts ? 'version' OR e.action = 'dossiers.submitted') GROUP BY d.id, d.code, d.version",
    "orphans": "SELECT count(*) FROM dossiers_submissionkey k WHERE starts_with(k.key, 'chaos-') AND NOT EXISTS "
    "(SELECT FROM dossiers_dossier d WHERE d.id = k.dossier_id)",
    "strangers": "SELECT count(*) FROM dossiers_dossier d WHERE d.applicant_id IN (SELECT actor_id FROM "
    "dossiers_submissionkey WHERE starts_with(key, 'chaos-')) AND d.submitted_at > (SELECT min(created_at) - interval '2 days' "
    "FROM dossiers_submissionkey WHERE starts_with(key, 'chaos-')) AND d.procedure_code = %s "
    "AND NOT EXISTS (SELECT FROM dossiers_submissionkey k WHERE k.dossier_id = d.id)",
    "events": "SELECT payload->>'dossier_id', count(*) FROM outbox_outboxevent"
    " WHERE name = 'dossiers.dossier_submitted.v1' GROUP BY 1",
    "numbers": "SELECT c.scope, c.value, (SELECT count(*) FROM dossiers_dossier d WHERE starts_with(d.code, split_part("
    "c.scope, ':', 1) || '-' || split_part(c.scope, ':', 3) || '-')) FROM dossiers_counter c WHERE c.scope LIKE %s",
}
found = {}
with acting(SYSTEM), connection.cursor() as cursor:
    for name, query in QUERIES.items():
        parameters = {"strangers": [PROCEDURE], "numbers": ["%:dossier:%"]}.get(name)
        cursor.execute(query, parameters)
        found[name] = cursor.fetchall()
    cursor.execute(f"SELECT d.id, d.code FROM dossiers_dossier d JOIN {OURS}")
    codes = {str(dossier): code for dossier, code in cursor.fetchall()}
found["events"] = {codes[dossier]: count for dossier, count in found["events"] if dossier in codes}
print(json.dumps(found, default=str))
"""


def tally(product: Product, journal: Journal, procedure: str) -> tuple[dict[str, Any], list[str]]:
    """Figures by name, and every difference as a sentence."""
    found = json.loads(product.python(f"PROCEDURE = {procedure!r}\n{_COUNT}"))
    seen = journal.seen
    told, kept, events = journal.codes, dict(found["keys"]), found["events"]
    stored = {code: (version, entries) for code, version, entries in found["stored"]}
    lost = [key for key, code in told.items() if kept.get(key) != code]
    strangers = found["strangers"][0][0]
    wrong = [
        *journal.wrong,
        *(f"{key}: told {told[key]}, not stored" for key in lost),
        *(f"{key}: stored as {code}, never told" for key, code in kept.items() if key not in told),
        *(
            f"{code}: version {v}, told {journal.acts[code]} acts"
            for code, (v, _n) in stored.items()
            if v != 1 + journal.acts[code]
        ),
        *(f"{code}: version {v} with {n} entries in the ledger" for code, (v, n) in stored.items() if v != n),
        *(f"{code}: announced {events.get(code, 0)} times" for code in stored if events.get(code) != 1),
        *(
            f"{code}: the feed told {seen.get(code)} of {v} versions"
            for code, (v, _n) in stored.items()
            if seen.get(code) != list(range(1, v + 1))
        ),
        *(f"change {change}: the feed told it {n} times" for change, n in journal.told.items() if n != 1),
        *(f"{scope}: last number {value}, {n} dossiers" for scope, value, n in found["numbers"] if value != n),
    ]
    figures = {
        "acknowledged": len(told),
        "stored": len(stored),
        "acts acknowledged": journal.acts.total(),
        "acts stored": sum(v - 1 for v, _n in stored.values()),
        "in the ledger": sum(v == n for v, n in stored.values()),
        "announced": len(events),
        "in the feed": sum(seen.get(code) == list(range(1, v + 1)) for code, (v, _n) in stored.items()),
        "lost": len(lost) + found["orphans"][0][0],
        "doubled": len(kept) - len(set(kept.values())) + len(told) - len(set(told.values())) + strangers,
        "sent again": journal.again.total(),
    }
    return figures, wrong
