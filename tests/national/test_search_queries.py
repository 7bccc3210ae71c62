"""The queries the search is measured with: drawn fairly, and every expected answer is in the national lists."""

import csv
import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import CHECKOUT

QUERIES, FRESH = (CHECKOUT / "benchmarks" / "search" / name for name in ("queries.tsv", "fresh.tsv"))
KINDS = {"everyday", "bare", "slip", "abbreviation", "sentence", "legal", "english"}


def queries(path: Path = QUERIES) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_there_are_enough_queries_and_none_twice() -> None:
    rows = queries()
    assert len(rows) >= 200
    for column in ("id", "query"):
        assert [value for value, times in Counter(row[column] for row in rows).items() if times > 1] == []
    assert {row["kind"] for row in rows} == KINDS


def test_a_query_falls_into_its_half_by_its_hash() -> None:
    """Drawn before anybody tuned: a query that moved to the other half would make the figure worthless."""
    wrong = [row["id"] for row in queries() if row["half"] != half(row["query"])]
    assert wrong == []


def test_the_halves_are_level_in_every_kind() -> None:
    rows = Counter((row["kind"], row["half"]) for row in queries())
    assert {kind for kind in KINDS if abs(rows[kind, "tuning"] - rows[kind, "test"]) > 4} == set()


def test_the_fresh_queries_are_marked_as_such_and_none_was_asked_before() -> None:
    rows, before = queries(FRESH), {row["query"] for row in queries()}
    assert {row["half"] for row in rows} == {"fresh"}
    assert {row["kind"] for row in rows} == KINDS
    assert len({row["query"] for row in rows}) == len(rows)
    assert [row["id"] for row in rows if row["query"] in before] == []


@pytest.mark.national
def test_every_expected_answer_is_a_procedure(shared: Path) -> None:
    known = codes(shared / "data")
    rows = [*queries(), *queries(FRESH)]
    unknown = [(row["id"], code) for row in rows for code in row["expected"].split("|") if code not in known]
    assert unknown == []


def half(query: str) -> str:
    return "test" if hashlib.sha256(query.encode()).digest()[0] % 2 else "tuning"


def codes(data: Path) -> set[str]:
    with gzip.open(data / "tthc_2026_detailed.jsonl.gz", "rt", encoding="utf-8") as detailed:
        known = {json.loads(line)["code"] for line in detailed}
    with gzip.open(data / "tthc_2025_list.csv.gz", "rt", encoding="utf-8", newline="") as listed:
        known |= {row["code"] for row in csv.DictReader(listed)}
    return known | {folder.name.partition("-")[0] for folder in (CHECKOUT / "procedures").iterdir() if folder.is_dir()}
