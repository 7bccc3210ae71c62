"""The index of this process. PostgreSQL stays the source of truth: a stamp there tells when to build anew.

A change made in this process is searched at once. One made elsewhere is noticed within a second and built beside the
index in use, so that no search waits for it.
"""

import gc
import threading
import time
from collections.abc import Hashable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

import psycopg
from django.db import Error, connection

from motcua.agencies import api as agencies
from motcua.catalogue.contracts import FacetValue, Origin, ProcedureSummary
from motcua.catalogue.domain.search.answering import Answer, Engine
from motcua.catalogue.domain.search.entries import Entry, agency_of
from motcua.catalogue.domain.search.index import Index
from motcua.catalogue.domain.search.reading import Speech
from motcua.catalogue.domain.search.usage import learned, used
from motcua.catalogue.queries import to_summary
from motcua.catalogue.searching.curated import curated, events, everyday
from motcua.kernel.languages import LocalText, pick
from motcua.platform.database.transactions import prepared
from motcua.platform.remembering import remembered

NOTICED_SECONDS = 1.0
USES_SECONDS = 600.0
FOR_EVER = float("inf")
PACKAGED = 0.5  # use of a procedure that somebody wrote a form for, unless more is known

_STAMP = "SELECT stamp FROM catalogue_searchstamp"
_DOCUMENTS = "SELECT code, summary::text, names, everyday, about FROM catalogue_searchdocument ORDER BY code"
_SYNONYMS = "SELECT everyday, legal, active FROM catalogue_synonym ORDER BY everyday"
_USES = """
SELECT code, sum(opened), sum(started), sum(filed) FROM catalogue_procedureuse
WHERE month > current_date - interval '12 months' GROUP BY code
"""


@dataclass(frozen=True, slots=True)
class Held:
    """`summaries` stand in the order of the index's entries. `labels`: a filter's value to its texts."""

    stamp: UUID | None
    engine: Engine
    summaries: tuple[ProcedureSummary, ...]
    labels: Mapping[str, LocalText]
    seconds: float
    answers: dict[Hashable, Answer] = field(default_factory=dict)


class _Holder:
    def __init__(self) -> None:
        self.held = _settled()
        self._lock = threading.Lock()

    def fresh(self) -> Held:
        if remembered(("search", "stamp"), _stamp, NOTICED_SECONDS) != self.held.stamp and self._lock.acquire(
            blocking=False
        ):
            threading.Thread(target=self._renew, name="search-index", daemon=True).start()
        return self.held

    def _renew(self) -> None:
        try:
            self.held = _settled()
        finally:
            connection.close()
            self._lock.release()


_building = threading.Lock()


def held() -> Held:
    """The index as of now, or of a moment ago."""
    with _building:  # the first searches of a process wait for one index, and do not build four
        holder: _Holder = remembered(("search", "holder"), _Holder, FOR_EVER)
    return holder.fresh()


def warm_up() -> None:
    """Build the index before anybody asks; a database that is not there yet is the first search's trouble."""
    try:
        with suppress(Error, psycopg.Error):
            held()
    finally:
        connection.close()


def uses() -> Mapping[str, float]:
    """How much each procedure is used, counted anew every ten minutes."""
    counted: tuple[Mapping[str, float]] = remembered(("search", "uses"), lambda: (_uses(),), USES_SECONDS)
    return counted[0]


def facet_value(one: Held, dimension: str, value: str, count: int) -> FacetValue:
    return FacetValue(value, one.labels.get(f"{dimension}:{value}", {}), count)


def _stamp() -> UUID | None:
    row = prepared(_STAMP).fetchone()
    return row[0] if row else None


def _settled() -> Held:
    """A new index that Python does not look through for garbage: that would stop all requests of the process for a tenth
    of a second each time, and nothing of it is garbage while it is in use. It is freed when the next one takes its
    place, since nothing in it leads back to itself.
    """
    gc.disable()
    try:
        fresh = _built()
        gc.collect(1)
        gc.freeze()
    finally:
        gc.enable()
    return fresh


def _built() -> Held:
    began = time.perf_counter()
    stamp = _stamp()  # before the rows: a change in between is then noticed by the next look
    provinces = {unit.name["vi"].lower(): unit.code for unit in agencies.list_units("province")}
    rows = prepared(_DOCUMENTS).fetchall()
    synonyms, named = _synonyms({row[0] for row in rows})
    entries, summaries = [], []
    labels: dict[str, LocalText] = {}
    for code, summary, names, said, about in rows:
        line = to_summary(summary)
        entry = _entry(line, tuple(names), (*said, *named.get(code, ())), about, provinces)
        entries.append(entry)
        summaries.append(line)
        labels.setdefault(f"field:{entry.field}", line.field)
        labels.setdefault(
            f"agency:{entry.agency}", line.agency if pick(line.agency, "vi") == entry.agency else {"vi": entry.agency}
        )
    known = curated()
    index = Index(entries, known.abbreviations)
    speech = Speech.of(known.noise, synonyms)
    return Held(stamp, Engine(index, speech), tuple(summaries), labels, time.perf_counter() - began)


def _entry(
    line: ProcedureSummary,
    names: tuple[str, ...],
    said: tuple[str, ...],
    about: str,
    provinces: Mapping[str, str],
) -> Entry:
    known = everyday().get(line.code)
    agency = pick(line.agency, "vi")
    spoken = agency.lower()
    return Entry(
        code=line.code,
        origin=line.origin.value,
        names=names,
        everyday=(*said, *(known.names if known else ())),
        about=about,
        field=pick(line.field, "vi"),
        agency=agency_of(agency),
        tiers=line.tiers,
        life_events=tuple(dict.fromkeys((*line.life_events, *events().get(line.code, ())))),
        online=line.online,
        languages=tuple(dict.fromkeys((*line.name, *(known.languages if known else ())))),
        places=frozenset(code for name, code in provinces.items() if name in spoken),
        gone=any(word in f"{names[0]} {agency}".lower() for word in curated().gone),
        use=max(known.use if known else 0.0, PACKAGED if line.origin is Origin.PACKAGE else 0.0),
    )


def _synonyms(codes: set[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Curated synonyms with those of staff over them, and everyday names that staff gave to procedures by code."""
    words, named = dict(curated().synonyms), dict[str, list[str]]()
    for said, legal, active in prepared(_SYNONYMS):
        words.pop(said, None)  # a switched-off one is gone, curated or not
        if active and legal in codes:
            named.setdefault(legal, []).append(said)
        elif active and legal:
            words[said] = legal
    return words, named


def _uses() -> dict[str, float]:
    counted = {code: learned(int(opened), int(started), int(filed)) for code, opened, started, filed in prepared(_USES)}
    return used({entry.code: entry.use for entry in held().engine.index.entries if entry.use}, counted)
