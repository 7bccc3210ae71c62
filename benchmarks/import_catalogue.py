"""How fast a national catalogue is imported, beside the floor: COPY of the same rows into a bare table, in the same run.

    python benchmarks/import_catalogue.py [FILE]

Without FILE it takes the national file beside the repository (`MOTCUA_SHARED`), and without that, records it makes up.
It works in a database of its own that is gone afterwards.
"""

import gzip
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("MOTCUA_SHARED") or ROOT.parent / "shared") / "data"
NATIONAL = SHARED / "tthc_2026_detailed.jsonl.gz"
COLUMNS = (
    "code text, hash text, origin text, content jsonb, effective_from date, effective_to date, summary jsonb, "
    "names text[], everyday text[], about text, life_events text[]"
)
QUERIES = (
    "lam ho chieu",
    "giấy độc thân",
    "đổi bằng lái xe",
    "mo quan pho",
    "giấy phép",
    "nhập khẩu thuốc",
    "khai shin",
    "đất",
)


@contextmanager
def own_database(home: Path) -> Iterator[None]:
    os.environ["MOTCUA_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))
    from motcua.platform.database.places import places_of
    from motcua.site import preparation

    try:
        with preparation.database():
            preparation.migrate()
            yield
    finally:
        shutil.rmtree(places_of(home).base, ignore_errors=True)


def made_up(home: Path, count: int = 2_642) -> Path:
    """Records of about the size of real ones, invented."""
    path = home / "made-up.jsonl.gz"
    with gzip.open(path, "wt") as file:
        for number in range(count):
            record = {
                "code": f"9.{number:06}",
                "name": f"Cấp giấy phép thả diều loại {number} cho câu lạc bộ",
                "levels": ["Cấp tỉnh"],
                "subjects": ["Công dân Việt Nam"],
                "steps": "\n".join(
                    f"Bước {step}: Người thả diều chuẩn bị dây, khung và giấy. " * 8 for step in range(1, 6)
                ),
                "channels": [{"channel": "online", "duration": 3, "unit": "working_day", "free": True}],
                "components": [{"name": f"Bản vẽ con diều số {paper}", "originals": 1} for paper in range(6)],
                "legal_codes": ["25/2021/TT-BTCTh"],
                "results": [{"name": "Giấy phép thả diều"}],
            }
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def floor(rows: list[tuple[object, ...]]) -> float:
    """Seconds that PostgreSQL takes to copy the finished rows into a table without index or key, and to commit."""
    from django.db import connection

    connection.ensure_connection()
    raw = connection.connection
    with raw.transaction(), raw.cursor() as cursor:
        cursor.execute(f"CREATE TABLE pg_temp.floor ({COLUMNS})")
        began = time.perf_counter()
        with cursor.copy("COPY pg_temp.floor FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        given = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else NATIONAL
        path = given if given.exists() else made_up(home)
        with own_database(home / "home"):
            measure(path)


def measure(path: Path) -> None:
    from motcua.catalogue.api import import_catalogue, search_procedures
    from motcua.catalogue.services import _Source
    from motcua.catalogue.storing import _row
    from motcua.kernel.actors import SYSTEM

    began = time.perf_counter()
    rows = [_row(sealed, version) for sealed, version in _Source(path, lambda _count: None)]
    compiled = time.perf_counter() - began
    lowest = floor(rows)

    began = time.perf_counter()
    report = import_catalogue(actor=SYSTEM, path=path)
    first = time.perf_counter() - began
    began = time.perf_counter()
    again = import_catalogue(actor=SYSTEM, path=path)
    second = time.perf_counter() - began

    size = sum(len(str(row[3]).encode()) for row in rows) / 1e6
    print(f"{path.name}: {report.read} records, {len(report.rejected)} rejected, {size:.1f} MB of compiled content")
    print(f"floor  COPY of the finished rows   {lowest:6.2f} s  {len(rows) / lowest:8.0f} rows/s")
    print(f"       reading and compiling only  {compiled:6.2f} s  {len(rows) / compiled:8.0f} rows/s")
    print(
        f"import, all new                    {first:6.2f} s  {report.read / first:8.0f} rows/s  {first / lowest:.1f} x floor"
    )
    print(f"import again, {again.unchanged} unchanged         {second:6.2f} s  {report.read / second:8.0f} rows/s")

    took = []
    for query in QUERIES * 30:
        began = time.perf_counter()
        search_procedures(query)
        took.append((time.perf_counter() - began) * 1e3)
    took.sort()
    print(
        f"search  median {statistics.median(took):.1f} ms, p95 {took[int(len(took) * 0.95)]:.1f} ms, {len(took)} searches"
    )


if __name__ == "__main__":
    main()
