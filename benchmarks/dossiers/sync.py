"""Status sync in over HTTP, beside COPY of the very same rows into the very same tables.

An agency's system pushes dossiers that are new, then newer states of all of them, then exactly the same again: JSON lines,
plain and gzipped. The floor is PostgreSQL's COPY, as the tables' owner, of rows of the same size into the dossiers, what is
kept beside them and the change feed, with all their indexes. MOTCUA_BENCH_ROWS says how many rows (50,000).
"""

import gzip
import http.client
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import psycopg

from benchmarks.dossiers._stage import PROCEDURE, Stage
from benchmarks.processor import spent

AIM = "at least 0.5 of COPY into the same tables, and 20,000 rows/s"
ROWS = int(os.environ.get("MOTCUA_BENCH_ROWS", "50000"))
TABLES = {
    "dossiers_dossier": "id IN (SELECT dossier_id FROM dossiers_synceddossier WHERE batch_id = %s)",
    "dossiers_synceddossier": "batch_id = %s",
    "dossiers_change": "dossier_id IN (SELECT dossier_id FROM dossiers_synceddossier WHERE batch_id = %s) AND version = 1",
}
_COLUMNS = """
SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
ORDER BY attnum
"""
_OTHER = {  # another dossier of the same day and size
    "id": "(left(id::text, 24) || left(md5(id::text), 12))::uuid",
    "dossier_id": "(left(dossier_id::text, 24) || left(md5(dossier_id::text), 12))::uuid",
    "code": "left(code, -1) || 'x'",
}


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of processor in the product's own processes and in PostgreSQL."""

    clock: float
    python: float
    database: float

    @property
    def rate(self) -> float:
        return ROWS / self.clock

    @property
    def processor(self) -> str:
        """Microseconds a row."""
        return f"{self.python / ROWS * 1e6:.0f} + {self.database / ROWS * 1e6:.0f}"


def run(stage: Stage) -> None:
    token = stage.product.python(_OPEN)
    print(f"  {ROWS:,} rows/s (processor a row, µs: product + PostgreSQL)")
    print("               | new | newer | unchanged | COPY | new by COPY")
    for packed in (False, True):
        turns = [_round(stage, token, number, packed=packed) for number in range(stage.rounds)]
        told = [_middle(took) for took in zip(*turns, strict=True)]
        ratio = median(new.rate / floor.rate for new, _newer, _same, floor in turns)
        how = "gzipped" if packed else "plain"
        print(
            f"  {how:>12} | " + " | ".join(f"{t.rate:,.0f} ({t.processor})" for t in told) + f" | {ratio:.2f}",
            flush=True,
        )


def _middle(turns: tuple[Took, ...]) -> Took:
    return sorted(turns, key=lambda took: took.clock)[len(turns) // 2]


def _round(stage: Stage, token: str, number: int, *, packed: bool) -> tuple[Took, Took, Took, Took]:
    rows = list(_rows(stage.facts["agencies"], number * 2 + packed))
    batch, new = _push(stage, token, rows, "accepted", packed=packed)
    floor = _floor(stage, batch)
    for row in rows:
        row |= {"sequence": 2, "status": 9, "decided_at": row["received_at"]}
    _batch, newer = _push(stage, token, rows, "accepted", packed=packed)
    _batch, same = _push(stage, token, rows, "unchanged", packed=packed)
    return new, newer, same, floor


def _measured(stage: Stage, work: Callable[[], Any]) -> tuple[Any, Took]:
    before = spent(stage.product)
    began = time.perf_counter()
    found = work()
    took = time.perf_counter() - began
    after = spent(stage.product)
    return found, Took(took, after[0] - before[0], after[1] - before[1])


def _rows(agencies: list[str], series: int) -> Any:
    today = datetime.now(UTC).date()
    for number in range(ROWS):
        day = today - timedelta(days=1 + number % 25)
        agency = agencies[number % len(agencies)]
        yield {
            "kind": "dossier",
            "code": f"{agency}-{day:%y%m%d}-{series + 10:02}{number:06}",
            "sequence": 1,
            "agency": agency,
            "procedure": PROCEDURE,
            "status": 4,
            "channel": "online",
            "applicant": {"name": f"Nguyễn Thị Mẫu {number % 5000}", "number": f"000{series:02}{number:07}"},
            "submitted_at": f"{day}T08:00:00+07:00",
            "received_at": f"{day}T09:30:00+07:00",
            "due_at": f"{day + timedelta(days=9)}T09:30:00+07:00",
            "details": {"unit": "Phòng Tư pháp"},
        }


def _push(stage: Stage, token: str, rows: list[dict[str, Any]], wanted: str, *, packed: bool) -> tuple[str, Took]:
    body = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-ndjson"}
    if packed:
        body, headers["Content-Encoding"] = gzip.compress(body, 6), "gzip"
    connection = http.client.HTTPConnection("127.0.0.1", stage.product.port, timeout=600)

    def push() -> tuple[int, list[bytes]]:
        connection.request("POST", "/api/v1/dossiers/sync?results=problems", body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().splitlines()

    (status, lines), took = _measured(stage, push)
    summary = json.loads(lines[-1])
    if status != 200 or summary[wanted] != len(rows):
        raise SystemExit(f"the batch was not taken: {status} {lines[-1][:500]!r} {lines[0][:500]!r}")
    return summary["batch"], took


def _floor(stage: Stage, batch: str) -> Took:
    """COPY of as many other rows of the same kind; each table in one go."""
    with psycopg.connect(stage.facts["owner"], autocommit=True) as connection:
        files = {}
        for table, condition in TABLES.items():
            columns = [name for (name,) in connection.execute(_COLUMNS, (table,))]
            said = ", ".join(_OTHER.get(name, name) for name in columns)
            query = f"COPY (SELECT {said} FROM {table} WHERE {condition.replace('%s', repr(batch))}) TO STDOUT"
            with connection.cursor() as cursor, cursor.copy(query) as copy:
                files[f"COPY {table} ({', '.join(columns)}) FROM STDIN"] = b"".join(copy)

        def write() -> None:
            with connection.transaction(), connection.cursor() as cursor:
                for statement, data in files.items():
                    with cursor.copy(statement) as copy:
                        copy.write(data)

        return _measured(stage, write)[1]


_OPEN = """
from motcua.dossiers.syncing.opening import open_system
from motcua.kernel.actors import SYSTEM
print(open_system(actor=SYSTEM, agency_code="H57", login="bench-system", name="Hệ thống Mẫu", days=1).secret)
"""
