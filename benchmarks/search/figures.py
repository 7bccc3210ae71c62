"""Figures over the queries of one half. Single queries leave this file for the tuning half only."""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

QUERIES = tuple(Path(__file__).parent / name for name in ("queries.tsv", "fresh.tsv"))
HALVES = ("tuning", "test", "fresh")
DISGUISES = ("", " ở đâu", " cần gì", " bao lâu", " ạ")  # the same question, another string
DEEPEST = 10  # an answer further down is none

Search = Callable[[str], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    expected: frozenset[str]
    kind: str


@dataclass(slots=True)
class Figures:
    """Sums over queries: how often the right procedure stood first, among the first three, and 1/place."""

    count: int = 0
    first: int = 0
    among_three: int = 0
    reciprocal: float = 0.0
    kinds: "dict[str, Figures]" = field(default_factory=dict)

    def add(self, place: int | None) -> None:
        self.count += 1
        if place is not None:
            self.first += place == 0
            self.among_three += place < 3
            self.reciprocal += 1 / (place + 1)

    @property
    def line(self) -> str:
        count = max(1, self.count)
        return (
            f"{self.count:4} queries  hits@1 {self.first / count:.3f}  hits@3 {self.among_three / count:.3f}  "
            f"MRR {self.reciprocal / count:.3f}"
        )


def tuning_queries() -> list[Query]:
    """The half that whoever tunes may read."""
    return list(_queries("tuning"))


def measure(half: str, search: Search) -> Figures:
    """What `search` (a query to codes, best first) achieves on a half, as sums over all of it and over each kind."""
    whole = Figures()
    for query in _queries(half):
        place = _place(query, search(query.text))
        whole.add(place)
        whole.kinds.setdefault(query.kind, Figures()).add(place)
    return whole


def _queries(half: str) -> Iterator[Query]:
    for path in QUERIES:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                if row["half"] == half:
                    yield Query(row["query"], frozenset(row["expected"].split("|")), row["kind"])


def _place(query: Query, codes: Iterable[str]) -> int | None:
    for place, code in enumerate(codes):
        if place >= DEEPEST:
            return None
        if code in query.expected:
            return place
    return None
