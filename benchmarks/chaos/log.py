"""The public log, counted too: a witness follows it through every fault, and afterwards each act has its leaf."""

import http.client
import json
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from benchmarks.product import ROOT, Product
from motcua.kernel.merkle.notes import COSIGNATURE, Checkpoint, Signer, Verifier
from motcua.ledger.checking.reading import Address
from motcua.ledger.checking.witness import Refusal, Witness

PATIENCE = 120  # seconds for the last entries to be covered

_KEYS = """
from motcua.ledger.installation import this_log
print("\\n".join(str(signer.verifier) for signer in this_log().signers))
"""
_COUNT = """
import json
from django.db import connection
from motcua.kernel.actors import SYSTEM
from motcua.platform.database.transactions import acting
with acting(SYSTEM), connection.cursor() as cursor:
    cursor.execute("SELECT (SELECT count(*) FROM ledger_entry), count(*), count(DISTINCT entry_id), "
        "(SELECT coalesce(max(size), 0) FROM ledger_checkpoint) FROM ledger_leaf")
    whole = cursor.fetchone()
    cursor.execute("SELECT d.code, d.version, count(l.index), count(DISTINCT (e.action, e.facts->>'version')) "
        "FROM dossiers_dossier d JOIN dossiers_submissionkey k ON k.dossier_id = d.id AND starts_with(k.key, 'chaos-') "
        "LEFT JOIN ledger_entry e ON e.record_id = d.id AND (e.facts ? 'version' OR e.action = 'dossiers.submitted') "
        "LEFT JOIN ledger_leaf l ON l.entry_id = e.id AND l.index < %s GROUP BY d.id, d.code, d.version", [COVERED])
    print(json.dumps({"whole": whole, "acts": cursor.fetchall()}))
"""


class Onlooker(threading.Thread):
    """Somebody else's witness: looks at the log every half second, and `refused` says what did not continue."""

    def __init__(self, product: Product) -> None:
        super().__init__(daemon=True, name="witness")
        self.keys = [Verifier.read(line) for line in product.python(_KEYS).splitlines()]
        self.store, self.stopping = Address(f"{product.url}/api/v1/ledger"), threading.Event()
        self.sizes: list[int] = []
        self.refused: list[str] = []

    def run(self) -> None:
        with tempfile.TemporaryDirectory(prefix="motcua-chaos-") as folder:
            origin = self.keys[0].name
            witness = Witness(Path(folder), Signer("chaos.example", bytes(32), COSIGNATURE), {origin: (*self.keys,)})
            while not self.stopping.wait(0.5):
                try:
                    seen, _line = witness.follow(self.store)
                except Refusal as refusal:
                    self.refused.append(f"the witness refused: {refusal.said}")
                    return
                except (OSError, http.client.HTTPException):  # it does not answer just now
                    continue
                if not self.sizes or self.sizes[-1] != seen.size:
                    self.sizes.append(seen.size)

    def newest(self) -> Checkpoint:
        return Checkpoint.open(self.store.read("checkpoint").decode(), self.keys)


def tally_log(product: Product, onlooker: Onlooker) -> tuple[dict[str, Any], list[str]]:
    """Figures by name, and every difference as a sentence."""
    end, newest = time.monotonic() + PATIENCE, onlooker.newest()
    found = _counted(product, newest.size)
    while newest.size < found["whole"][0] and time.monotonic() < end:
        time.sleep(0.5)
        newest = onlooker.newest()
        found = _counted(product, newest.size)
    entries, leaves, distinct, signed = found["whole"]
    wrong = [
        *onlooker.refused,
        *(
            f"{code}: version {version}, {there} acts under the newest checkpoint, {different} of them different"
            for code, version, there, different in found["acts"]
            if not version == there == different
        ),
    ]
    if not entries == leaves == distinct == signed == newest.size:
        wrong.append(
            f"{entries} entries, {leaves} leaves ({distinct} different), {signed} signed, {newest.size} public"
        )
    keys = [part for key in onlooker.keys for part in ("--key", str(key))]
    for command in (["verify", "--log", onlooker.store.url], ["fsck"]):
        done = subprocess.run(
            [sys.executable, "-m", "motcua.site", "ledger", *command, *keys],
            env=product.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        print(f"ledger {command[0]}: {(done.stdout or done.stderr).strip()}")
        if done.returncode:
            wrong.append(f"ledger {command[0]}: {done.stderr.strip()}")
    figures = {
        "in the public log": sum(v == there == different for _code, v, there, different in found["acts"]),
        "entries": entries,
        "leaves": leaves,
        "checkpoint covers": newest.size,
        "leaves doubled": leaves - distinct,
        "checkpoints witnessed": len(onlooker.sizes),
    }
    return figures, wrong


def _counted(product: Product, covered: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(product.python(f"COVERED = {covered}\n{_COUNT}"))
    return found
