"""The search as it is installed: both national files and the packages in a database of its own, gone afterwards.

Quality: hits@1, hits@3 and MRR of both halves of the queries. Speed: in the service, one query after the other, by the
clock and by the processor (the machine is shared, so they differ); then over HTTP with eight clients.
"""

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.import_catalogue import NATIONAL, ROOT, SHARED, own_database
from benchmarks.search import figures, over_http

LISTED = SHARED / "tthc_2025_list.csv.gz"


def run() -> None:
    if not NATIONAL.exists():
        print("search: not measured; the national files are not beside the repository (MOTCUA_SHARED)")
        return
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        with own_database(home / "home"):
            _fill()
            _quality()
            _service()
            _pages()
    over_http.run()


def _fill() -> None:
    from motcua.catalogue.api import import_catalogue, publish_package
    from motcua.kernel.actors import SYSTEM

    for path in (LISTED, NATIONAL):
        import_catalogue(actor=SYSTEM, path=path)
    for folder in sorted((ROOT / "procedures").iterdir()):
        if folder.is_dir():
            publish_package(actor=SYSTEM, folder=folder)


def _quality() -> None:
    from motcua.catalogue.api import search_procedures
    from motcua.catalogue.searching.holding import held

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    one = held()
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"index   {len(one.summaries)} procedures, built in {one.seconds:.1f} s, the process grew by {grown:.0f} MB")

    def codes(query: str) -> list[str]:
        return [found.code for found in search_procedures(query, figures.DEEPEST)]

    for half in figures.HALVES:
        measured = figures.measure(half, codes)
        print(f"{half:7} {measured.line}")
        for kind, of_kind in sorted(measured.kinds.items()):
            print(f"        {kind:13} {of_kind.line}")


def _service() -> None:
    from motcua.catalogue.api import find_procedures, suggest_procedures

    # Each query once in many disguises: what somebody has just asked is answered from memory and would tell nothing.
    queries = [f"{query.text}{tail}" for tail in figures.DISGUISES for query in figures.tuning_queries()]
    beginnings = [query[:end] for query in queries[:60] for end in range(1, len(query) + 1)]
    measured = {
        "search": (lambda query: find_procedures(query, size=10), queries),
        "suggestions": (suggest_procedures, beginnings),
        "first letter": (suggest_procedures, [query[:1] for query in queries[:200]]),
    }
    for name, (ask, asked) in measured.items():
        wall, processor = _times(ask, asked)
        print(f"service {name:13} {len(asked):5} calls  {_percentiles(wall)}   processor {_percentiles(processor)}")


def _pages() -> None:
    """Whole pages in this process, without a network: what of a request is the product's own work."""
    from urllib.parse import urlencode

    from django.test import Client

    from motcua.site import preparation

    preparation.collect_static()
    browser, queries = Client(headers={"host": "localhost"}), [query.text for query in figures.tuning_queries()]
    beginnings = [query[:end] for query in queries[:20] for end in range(1, len(query) + 1)]
    measured = {
        "/procedures": [f"{query}{tail}" for tail in figures.DISGUISES[:2] for query in queries],
        "/procedures/live": beginnings,
        "/": [""] * 100,
    }
    for address, asked in measured.items():
        _times(browser.get, [f"{address}?{urlencode({'q': query})}" for query in asked[:20]])
        wall, processor = _times(browser.get, [f"{address}?{urlencode({'q': query})}" for query in asked[20:]])
        print(f"page    {address:16} {len(wall):4} calls  {_percentiles(wall)}   processor {_percentiles(processor)}")


def _times(ask: Callable[[str], object], queries: list[str]) -> tuple[list[float], list[float]]:
    """Milliseconds of each call, by the clock and by the processor, sorted."""
    wall, processor = [], []
    for query in queries:
        began, worked = time.perf_counter(), time.thread_time()
        ask(query)
        wall.append((time.perf_counter() - began) * 1e3)
        processor.append((time.thread_time() - worked) * 1e3)
    return sorted(wall), sorted(processor)


def _percentiles(took: list[float]) -> str:
    return f"p50 {took[len(took) // 2]:5.1f} ms  p95 {took[int(len(took) * 0.95)]:5.1f} ms"
