"""The first catalogue against the source it was typed from: the facts are the source's, the words are ours."""

import csv
import gzip
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from motcua.catalogue.first.compiling import compile_entry
from motcua.catalogue.first.reading import first_words, read_first
from motcua.catalogue.importing.compiling import compile_detailed
from motcua.catalogue.importing.records import DetailedRecord
from motcua.catalogue.importing.words import words

pytestmark = pytest.mark.national
GARBLED = {"120", "123", "125", "1100"}  # a day and a fee that ran into each other: told as unclear
LONG = 12  # words: a longer text that is the source's too was copied

Content = Mapping[str, Any]


@cache
def records(data: Path) -> dict[str, dict[str, Any]]:
    with gzip.open(data / "tthc_2026_detailed.jsonl.gz", "rt", encoding="utf-8") as file:
        return {row["code"]: row for row in map(json.loads, file)}


@cache
def listed(data: Path) -> dict[str, dict[str, str]]:
    with gzip.open(data / "tthc_2025_list.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file)}


def pairs(data: Path) -> Iterator[tuple[str, Content, Content]]:
    """(code, our content, the content that the importer makes of the record) of every entry with known facts."""
    for code, entry in read_first().items():
        if "known" not in entry:
            theirs = compile_detailed(msgspec.convert(records(data)[code], DetailedRecord), words())
            yield code, compile_entry(code, entry, first_words()), theirs


def test_every_code_is_the_sources_and_bears_its_name(shared: Path) -> None:
    data = shared / "data"
    wrong = []
    for code, entry in read_first().items():
        known = records(data).get(code) if "known" not in entry else listed(data).get(code)
        if known is None or plain(known["name"]) != plain(entry["name"]) or known["url"] != entry["source"]["url"]:
            wrong.append((code, entry["name"], known and known["name"]))
    assert wrong == []


def test_only_what_has_no_detailed_record_is_known_by_name_alone(shared: Path) -> None:
    assert [code for code, entry in read_first().items() if "known" in entry and code in records(shared / "data")] == []


@pytest.mark.parametrize("fact", ["tiers", "subjects", "channels"])
def test_who_resolves_for_whom_and_by_which_way_is_what_the_record_says(shared: Path, fact: str) -> None:
    told = {code: (ours["procedure"][fact], theirs["procedure"][fact]) for code, ours, theirs in pairs(shared / "data")}
    assert {code: both for code, both in told.items() if both[0] != both[1]} == {}


def test_every_decision_is_the_records(shared: Path) -> None:
    told = {
        code: (ours["procedure"]["source"].get("decision", ""), theirs["procedure"]["source"].get("decision", ""))
        for code, ours, theirs in pairs(shared / "data")
    }
    assert {code: both for code, both in told.items() if both[0] != both[1]} == {}


def test_every_time_limit_is_the_records(shared: Path) -> None:
    wrong = {
        code: (limits(ours), limits(theirs))
        for code, ours, theirs in pairs(shared / "data")
        if limits(ours) != limits(theirs)
    }
    assert wrong == {}


def test_every_amount_is_certain_in_the_record_and_free_means_free(shared: Path) -> None:
    wrong = {}
    for code, ours, theirs in pairs(shared / "data"):
        free = [not amounts(content) and "note" not in content["fees"] for content in (ours, theirs)]
        if amounts(ours) != amounts(theirs) or free[0] != free[1]:
            wrong[code] = (ours["fees"], theirs["fees"])
    assert wrong == {}


def test_no_more_papers_are_required_than_the_record_names(shared: Path) -> None:
    wrong = {}
    for code, ours, theirs in pairs(shared / "data"):
        required = sum(paper["required"] for paper in ours["procedure"]["papers"])
        named = sum(paper["kind"] == "upload" for paper in theirs["procedure"]["papers"])
        if required > named:
            wrong[code] = (required, named)
    assert wrong == {}


def test_nothing_but_the_name_is_copied(shared: Path) -> None:
    copied = []
    for code, ours, theirs in pairs(shared / "data"):
        source = plain(json.dumps(theirs, ensure_ascii=False))
        own = {**ours["procedure"], "name": {}, "source": {}}
        for text in texts([own, ours["fees"]]):
            if len(text.split()) > LONG and plain(text) in source:
                copied.append((code, text))
    assert copied == []


def limits(content: Content) -> set[tuple[Any, ...]]:
    """(amount, unit, way) of every time limit with a unit, and (None, number) of one without."""
    found = set[tuple[Any, ...]]()
    for limit in content["procedure"]["time_limits"]:
        ways = limit.get("channels") or content["procedure"]["channels"]
        known = set(ways) & set(content["procedure"]["channels"])
        if "unit" in limit:
            found |= {(limit["amount"], limit["unit"], way) for way in known}
        elif "(nguồn không ghi đơn vị)" in limit["note"]["vi"]:
            number = limit["note"]["vi"].partition(" ")[0]
            found |= {(None, number, way) for way in known if number not in GARBLED}
    return found


def amounts(content: Content) -> set[tuple[int, str]]:
    return {(fee["amount"], way) for fee in content["fees"]["fees"] for way in fee["channels"]}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def plain(text: str) -> str:
    return " ".join(text.lower().split())
