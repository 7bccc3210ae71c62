"""A record of the national catalogue becomes the content of a working version. Pure: no file, no database.

Nothing is guessed: what the source does not say stays unsaid, what it says unclearly is shown in its own words.
Texts of the source stay Vietnamese; only texts of our own (the standard form) have an English.
"""

import re
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from motcua.catalogue.contracts import Origin
from motcua.catalogue.domain.expressions import names_in
from motcua.catalogue.domain.legal_codes import mended
from motcua.catalogue.importing.fees import fees_of
from motcua.catalogue.importing.papers import papers_of
from motcua.catalogue.importing.records import DetailedRecord, ListedRecord, SourceChannel
from motcua.catalogue.importing.texts import line, lines
from motcua.catalogue.importing.words import Words
from motcua.catalogue.importing.words import words as words_of_source

CHANNELS = ("online", "in_person", "postal")
UNITS = ("hour", "day", "working_day", "month")
UNKNOWN_DAY = "0001-01-01"
"""`effective.from` of a version whose source gives no date: it has held for as long as we know."""

Content = dict[str, Any]


def compile_detailed(record: DetailedRecord, words: Words) -> Content:
    """Content of origin NATIONAL. Raises UnreadableTextError on control characters in its texts."""
    subjects = _mapped(record.subjects, words.subjects)
    tiers = _mapped(record.levels, words.levels)
    channels = [name for name in CHANNELS if any(row.channel == name for row in record.channels)]
    if not tiers:  # nobody to send it to: shown, not filed
        channels = [name for name in channels if name != "online"]
    results = _results(record, words)
    procedure: Content = {
        "code": record.code,
        "name": _vi(record.name),
        "summary": _summary(results, words),
        "field": _vi(record.field),
        "tiers": tiers,
        "subjects": subjects,
        "agency": _vi(record.implementing or record.authority or words.ministries.get(record.ministry or "", "")),
        "channels": channels,
        "effective": {"from": UNKNOWN_DAY},
        "source": _source(record),
        "legal_basis": _legal_basis(record.legal_codes, words),
        "time_limits": list(_time_limits(record.channels, words)),
        "papers": papers_of(record.components, words),
        "requirements": _paragraphs(record.requirements),
        "steps": _steps(record.steps, words.step),
        "results": results,
    }
    return {
        "origin": Origin.NATIONAL.value,
        "procedure": procedure,
        "form": standard_form(subjects),
        "fees": fees_of(record.channels, words),
        "flow": {"extends": "one-stop"},
        "documents": {},
    }


def compile_listed(record: ListedRecord, words: Words) -> Content:
    """Content of origin LISTED: a name to be found, nothing to be filed."""
    url = line(record.url)
    procedure: Content = {
        "code": record.code,
        "name": _vi(record.name),
        "summary": {},
        "field": _vi(record.field),
        "tiers": [],
        "subjects": [],
        "agency": _vi(record.implementing_agency or record.issuing_agency),
        "channels": [],
        "effective": {"from": UNKNOWN_DAY},
        "source": {"url": url if url.startswith("https://") else "", "issued_by": line(record.issuing_agency)},
        "legal_basis": [],
        "results": [],
    }
    return {
        "origin": Origin.LISTED.value,
        "procedure": procedure,
        "form": {"sections": []},
        "fees": {"fees": [], "note": {"vi": words.texts["fee_unknown"]}},
        "flow": {"extends": "one-stop"},
        "documents": {},
    }


def _vi(text: str | None) -> dict[str, str]:
    cleaned = line(text)
    return {"vi": cleaned} if cleaned else {}


def _mapped(names: Iterable[str], known: dict[str, str]) -> list[str]:
    return list(dict.fromkeys(known[name] for name in map(line, names) if name in known))


def _summary(results: list[Content], words: Words) -> dict[str, str]:
    """What one gets, as the source names it; too long a name says nothing in a list."""
    names = [result["name"]["vi"] for result in results if result.get("named") and len(result["name"]["vi"]) <= 160]
    for result in results:
        result.pop("named", None)
    return {"vi": words.texts["summary"].format(result=names[0].rstrip(".;"))} if names else {}


def _results(record: DetailedRecord, words: Words) -> list[Content]:
    found = []
    for number, result in enumerate(record.results, start=1):
        name = _vi(result.name)
        if name:
            found.append({"id": f"result_{number}", "name": name, "code": line(result.code), "named": True})
    return found or [{"id": "result_1", "name": dict(words.texts["result"])}]


def _source(record: DetailedRecord) -> Content:
    url = line(record.url)
    facts = {
        "url": url if url.startswith("https://") else "",
        "decision": record.decision,
        "kind": record.kind,
        "implementing": record.implementing,
        "receive_at": record.receive_at,
        "coordinating": record.coordinating,
    }
    return {key: line(value) for key, value in facts.items() if value} | {"languages": ["vi"]}


def _legal_basis(codes: list[str], words: Words) -> list[Content]:
    numbers = dict.fromkeys(mended(line(code), words.legal_bodies) for code in codes if line(code))
    return [
        {"id": f"law-{place}", "number": number, "title": {}} | ({"doubtful": True} if doubtful else {})
        for place, (number, doubtful) in enumerate(numbers, start=1)
    ]


def _time_limits(rows: list[SourceChannel], words: Words) -> Iterable[Content]:
    """One limit for the channels that agree about it. Without a unit the number is only shown."""
    merged: dict[tuple[Any, ...], list[str]] = {}
    for row in rows:
        if row.channel in CHANNELS and (limit := _limit(row, words)):
            merged.setdefault(limit, []).append(row.channel)
    for (amount, unit, note), channels in merged.items():
        yield {"note": {"vi": note}, "channels": channels} | ({"amount": amount, "unit": unit} if unit else {})


def _limit(row: SourceChannel, words: Words) -> tuple[int | None, str | None, str] | None:
    note = lines(row.note)
    if row.duration is None:
        return (None, None, note) if note else None
    shown = f"{row.duration:g}".replace(".", ",")
    if row.unit not in UNITS:
        return None, None, _joined(words.texts["unknown_unit"].format(amount=shown), note)
    said = f"{shown} {words.units[row.unit]}"
    if row.duration != int(row.duration) or row.duration < 0:
        return None, None, _joined(said, note)
    return int(row.duration), row.unit, note or said


def _joined(first: str, note: str) -> str:
    return f"{first}. {note}" if note else first


def _paragraphs(text: str | None) -> list[dict[str, str]]:
    cleaned = lines(text)
    return [{"vi": cleaned}] if cleaned else []


def _steps(text: str | None, word: str) -> list[dict[str, str]]:
    """The source's text, cut where it numbers its steps itself."""
    parts = re.split(rf"(?m)^(?={re.escape(word)} \d)", lines(text))
    return [{"vi": part.strip()} for part in parts if part.strip()]


def standard_form(subjects: Collection[str]) -> Content:
    """The standard form, without the questions that nobody of these subjects can be asked."""
    people = {"citizen", "overseas_vietnamese", "foreigner"}.intersection(subjects)
    organisations = {"business", "household_business", "organisation"}.intersection(subjects)
    left_out = set[str]()
    if not (people and organisations):
        left_out.add("applicant_kind")
    if not organisations:
        left_out.add("organisation")
    if not {"overseas_vietnamese", "foreigner"}.intersection(subjects):
        left_out |= {"id_kind", "applicant_passport"}
    return _form_without(frozenset(left_out))


@cache
def _form_without(left_out: frozenset[str]) -> Content:
    """One form for many records: it is content, nobody changes it."""
    sections = []
    for section in words_of_source().form["sections"]:
        pages = [_without(page, left_out) for page in section["pages"] if page["id"] not in left_out]
        for page in pages:
            page["fields"] = [_without(field, left_out) for field in page["fields"] if field["id"] not in left_out]
        sections.append(section | {"pages": pages})
    return {"sections": sections}


def _without(piece: Content, left_out: frozenset[str]) -> Content:
    """A copy that no longer depends on a question that is not asked."""
    depends = left_out & names_in(piece.get("show_if", ""))
    return {key: value for key, value in piece.items() if not (depends and key == "show_if")}
