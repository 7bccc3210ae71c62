"""The search over HTTP: the product as a user runs it, eight clients, everyday queries drawn at random.

Beside it the floor of the same minute: an address that does next to nothing. On a shared machine its p95 says how much
of the others' p95 is the neighbours.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from benchmarks.import_catalogue import NATIONAL, SHARED
from benchmarks.product import ROOT, Product, product
from benchmarks.search import figures

CLIENTS = 8
SECONDS = 10
WARM_SECONDS = 5  # until each process has noticed the imported catalogue and built its index
ASKED = {
    "floor": "/healthz?q={}",
    "API, search": "/api/v1/procedures?limit=10&q={}",
    "page, search": "/procedures?q={}",
    "API, suggestions": "/api/v1/procedures/suggest?q={}",
    "page, suggestions": "/procedures/live?q={}",
}


def run() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("make bench needs wrk: apt-get install wrk")
    with product() as bench, tempfile.TemporaryDirectory() as folder:
        for path in (SHARED / "tthc_2025_list.csv.gz", NATIONAL):
            _import(bench, path)
        script = Path(folder) / "warm.lua"
        script.write_text(_script(ASKED["API, search"], beginnings=False), encoding="utf-8")
        _wrk(bench.url, script, CLIENTS, WARM_SECONDS)
        for name, address in ASKED.items():
            script = Path(folder) / "search.lua"
            script.write_text(_script(address, beginnings="suggestions" in name), encoding="utf-8")
            for clients in (1, CLIENTS):
                _print(name, clients, _wrk(bench.url, script, clients))


def _import(bench: Product, path: Path) -> None:
    command = [sys.executable, "-m", "motcua.site", "catalogue", "import", str(path)]
    subprocess.run(command, env=bench.environment, cwd=ROOT, check=False, capture_output=True)


def _script(address: str, *, beginnings: bool) -> str:
    """Whole queries for a search; what stands there at each keystroke for suggestions. Of the tuning half."""
    queries = [f"{query.text}{tail}" for tail in figures.DISGUISES for query in figures.tuning_queries()]
    if beginnings:
        queries = [query[:end] for query in queries[:60] for end in range(1, len(query) + 1)]
    paths = ", ".join(json.dumps(address.format(quote(query))) for query in queries)
    return (Path(__file__).parent / "search.lua").read_text("utf-8").replace("@PATHS@", paths)


def _wrk(url: str, script: Path, clients: int, seconds: int = SECONDS) -> tuple[float, float, float, int]:
    """p50 and p95 in milliseconds, answers a second, failures."""
    threads = str(min(2, clients))
    command = ["wrk", "-t", threads, "-c", str(clients), "-d", f"{seconds}s", "-s", str(script), url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    p50, p95, rate, failed = next(line for line in said.splitlines() if line.startswith("figures")).split()[1:]
    return float(p50), float(p95), float(rate), int(failed)


def _print(name: str, clients: int, measured: tuple[float, float, float, int]) -> None:
    p50, p95, rate, failed = measured
    lost = f"  {failed} FAILED" if failed else ""
    print(f"HTTP    {name:18} {clients} clients  p50 {p50:5.1f} ms  p95 {p95:5.1f} ms  {rate:5.0f}/s{lost}", flush=True)
