"""What the public log costs: `python -m benchmarks.ledger --seconds 8 --rounds 3 --leaves 1000000 --tree 10000000`.

Submissions with and without it, in turn on one product. Without: no sequencer (this holds its lock), no place given by the
database and no index on it; the entry itself is written as ever. Then the lag from an act to the checkpoint that covers it,
`motcua ledger fsck` over the whole, and proofs from the tiles of a large tree.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.dossiers._stage import Stage, on_stage
from benchmarks.product import ROOT
from motcua.kernel.merkle.proofs import consistency, inclusion
from motcua.kernel.merkle.tiles import Folder, Tiles

CLIENTS = 8
LOCK = 0x6C6F67  # the sequencer's
WITHOUT = "DROP INDEX ledger_by_place; ALTER TABLE ledger_entry ALTER place SET DEFAULT 0"
WITH = (
    "ALTER TABLE ledger_entry ALTER place SET DEFAULT ledger_place();"
    " CREATE INDEX ledger_by_place ON ledger_entry (place, id)"
)
LAG = """
SELECT count(*), percentile_disc(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM c.signed_at - e.at))
FROM ledger_leaf l JOIN ledger_entry e ON e.id = l.entry_id
CROSS JOIN LATERAL (SELECT signed_at FROM ledger_checkpoint WHERE size > l.index ORDER BY size LIMIT 1) c
WHERE e.at > %s
"""
INVENT = """
INSERT INTO ledger_entry (id, action, actor_kind, actor_name, position, subject_id, record_id, why, facts)
SELECT gen_random_uuid(), 'bench.looked', 'official', 'Nguyễn Thị Lan', 'Chuyên viên', md5((n %% 50000)::text)::uuid,
  gen_random_uuid(), 'giải quyết hồ sơ', '{"fields": ["name", "address"], "page": "dossier"}' FROM generate_series(1, %s) n
"""


def submissions(stage: Stage, owner: "psycopg.Connection[tuple[object, ...]]") -> None:
    script = stage.script("submit.lua")
    stage.over_http(script, CLIENTS)  # warm
    began = owner.execute("SELECT now()").fetchone()
    ratios = []
    for turn in range(stage.rounds):
        with_log = stage.over_http(script, CLIENTS)
        owner.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        owner.execute(WITHOUT)
        without = stage.over_http(script, CLIENTS)
        owner.execute(WITH)  # waits for who still writes
        owner.execute("UPDATE ledger_entry SET place = ledger_place() WHERE place = 0")
        owner.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
        settle(owner)
        ratios.append(with_log.per_second / without.per_second)
        print(
            f"  round {turn + 1}: with {with_log.per_second:.0f}/s (p50 {with_log.p50_ms:.2f} ms), "
            f"without {without.per_second:.0f}/s ({without.p50_ms:.2f} ms), ratio {ratios[-1]:.2f}; "
            f"failed {with_log.failed + without.failed}"
        )
    print(f"  median ratio {statistics.median(ratios):.2f} (asked: at least 0.85)")
    stage.over_http(script, CLIENTS)
    began = owner.execute("SELECT now() - %s * interval '1 second'", [stage.seconds]).fetchone() or began
    settle(owner)
    count, (p50, p99) = owner.execute(LAG, began).fetchone()  # type: ignore[misc]
    print(f"  act to checkpoint, {count} entries: p50 {p50:.2f} s, p99 {p99:.2f} s (asked: p99 below 1 s)")


def settle(owner: "psycopg.Connection[tuple[object, ...]]") -> float:
    """Wait until a checkpoint covers every entry; for how long."""
    began = time.monotonic()
    query = "SELECT (SELECT count(*) FROM ledger_entry) <= (SELECT coalesce(max(size), 0) FROM ledger_checkpoint)"
    while owner.execute(query).fetchone() != (True,):
        time.sleep(0.2)
        if time.monotonic() - began > 900:
            raise SystemExit("the sequencer does not come to an end; look at the worker's log")
    return time.monotonic() - began


def checked(stage: Stage, owner: "psycopg.Connection[tuple[object, ...]]", leaves: int) -> None:
    owner.execute(INVENT, [leaves])
    print(f"  {leaves} more entries are covered after {settle(owner):.0f} s")
    began = time.monotonic()
    command = [sys.executable, "-m", "motcua.site", "ledger", "fsck"]
    done = subprocess.run(command, env=stage.product.environment, cwd=ROOT, capture_output=True, text=True, check=False)
    print(f"  fsck: {time.monotonic() - began:.1f} s (asked: below 60 s for a million): {done.stdout.strip()}")
    print("".join(f"    {line}\n" for line in done.stderr.splitlines()[-3:]), end="")


def proofs(size: int) -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        tiles = Tiles(Folder(Path(folder)), 0)
        while tiles.size < size:
            at = tiles.size
            tiles = tiles.grown([number.to_bytes(32, "big") for number in range(at, min(size, at + 65_536))])
        for name, make in (
            ("inclusion", lambda tree, n: inclusion(tree.node, n, size)),
            ("consistency", lambda tree, n: consistency(tree.node, n + 1, size)),
        ):
            took = []
            for turn in range(200):
                tree, began = Tiles(Folder(Path(folder)), size), time.perf_counter()
                make(tree, turn * 7919 * 104_729 % size)
                took.append(1000 * (time.perf_counter() - began))
            took.sort()
            print(
                f"  {name} proof of {size} leaves: p50 {took[100]:.2f} ms, p99 {took[197]:.2f} ms (asked: below 5 ms)"
            )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ledger")
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--leaves", type=int, default=1_000_000, help="invented entries for fsck")
    parser.add_argument("--tree", type=int, default=10_000_000, help="leaves of the tree that proofs are made from")
    given = parser.parse_args()
    with (
        on_stage(given.seconds, given.rounds) as stage,
        psycopg.connect(stage.facts["owner"], autocommit=True) as owner,
    ):
        print(f"submissions, {CLIENTS} clients, {given.seconds} s each")
        submissions(stage, owner)
        print("fsck")
        checked(stage, owner, given.leaves)
    print("proofs")
    proofs(given.tree)


if __name__ == "__main__":
    main()
