"""Writing versions: many at a time, by set, whoever made them. A better origin is never replaced by a lesser one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg

from motcua.catalogue.contracts import Origin, ProcedureVersion
from motcua.catalogue.domain.search_text import search_vector, titles_of
from motcua.catalogue.domain.versions import Sealed
from motcua.platform.database.transactions import bare_cursor, prepared

ORDER = (Origin.LISTED, Origin.NATIONAL, Origin.PACKAGE)  # the later replaces the earlier

# One writer at a time: two imports must not judge the same old state.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('catalogue.storing'))"
_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS catalogue_incoming (
    code text PRIMARY KEY, hash text, origin text, content jsonb, effective_from date, effective_to date,
    summary jsonb, titles text[], title_text text, words tsvector, life_events text[], had text, fate text
) ON COMMIT DELETE ROWS
"""
_COPY = (
    "COPY catalogue_incoming (code, hash, origin, content, effective_from, effective_to, summary, titles, title_text,"
    " words, life_events) FROM STDIN"
)
_JUDGE = f"""
UPDATE catalogue_incoming i SET had = judged.had, fate = judged.fate
FROM (
    SELECT n.code, p.current_hash AS had, CASE
        WHEN p.code IS NULL THEN 'created'
        WHEN array_position(ARRAY{[origin.value for origin in ORDER]}, n.origin)
           < array_position(ARRAY{[origin.value for origin in ORDER]}, p.origin::text) THEN 'unchanged'
        WHEN p.current_hash = n.hash THEN 'unchanged'
        ELSE 'updated' END AS fate
    FROM catalogue_incoming n LEFT JOIN catalogue_procedure p USING (code)
) judged WHERE judged.code = i.code
"""
_VERSIONS = """
INSERT INTO catalogue_procedureversion (hash, code, origin, content, effective_from, effective_to)
SELECT hash, code, origin, content, effective_from, effective_to FROM catalogue_incoming WHERE fate <> 'unchanged'
ON CONFLICT (hash) DO NOTHING
"""
_PROCEDURES = """
INSERT INTO catalogue_procedure (code, origin, current_hash)
SELECT code, origin, hash FROM catalogue_incoming WHERE fate <> 'unchanged'
ON CONFLICT (code) DO UPDATE SET origin = excluded.origin, current_hash = excluded.current_hash, updated_at = now()
"""
_DOCUMENTS = """
INSERT INTO catalogue_searchdocument (code, origin, summary, titles, title_text, words, life_events)
SELECT code, origin, summary, titles, title_text, words, life_events FROM catalogue_incoming WHERE fate <> 'unchanged'
ON CONFLICT (code) DO UPDATE SET origin = excluded.origin, summary = excluded.summary, titles = excluded.titles,
    title_text = excluded.title_text, words = excluded.words, life_events = excluded.life_events
"""
_COUNT_WORDS = """
INSERT INTO catalogue_commonword (word, documents)
SELECT word, ndoc FROM ts_stat('SELECT words FROM catalogue_searchdocument')
WHERE ndoc > greatest(50, 0.02 * (SELECT count(*) FROM catalogue_searchdocument)) AND length(word) <= 120
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """How many procedures are new, have a new version, and are as they were."""

    created: int
    updated: int
    unchanged: int


def store_versions(versions: Iterable[tuple[Sealed, ProcedureVersion]]) -> Stored:
    """Store checked versions, each code once, in the caller's transaction."""
    prepared(_ALONE)
    prepared(_STAGE)
    cursor = bare_cursor()
    with cursor.copy(_COPY) as copy:
        for sealed, version in versions:
            copy.write_row(_row(sealed, version))
    cursor.execute(_JUDGE)
    for statement in (_VERSIONS, _PROCEDURES, _DOCUMENTS):
        cursor.execute(statement)
    return _counted(cursor)


def _counted(cursor: "psycopg.Cursor[Any]") -> Stored:
    counts = dict(cursor.execute("SELECT fate, count(*) FROM catalogue_incoming GROUP BY fate").fetchall())
    cursor.execute("DELETE FROM catalogue_incoming")
    return Stored(counts.get("created", 0), counts.get("updated", 0), counts.get("unchanged", 0))


def _row(sealed: Sealed, version: ProcedureVersion) -> tuple[Any, ...]:
    titles = titles_of(version)
    return (
        version.code,
        version.hash,
        version.origin.value,
        sealed.json,
        version.effective_from,
        version.effective_to,
        json.dumps(_summary(version), ensure_ascii=False),
        titles,
        " | ".join(titles),
        search_vector(version, titles),
        list(version.life_events),
    )


def _summary(version: ProcedureVersion) -> dict[str, Any]:
    """What `queries.to_summary` reads back."""
    return {
        "code": version.code,
        "name": version.name,
        "summary": version.summary,
        "field": version.field,
        "tiers": version.tiers,
        "agency": version.agency,
        "online": version.online,
        "origin": version.origin.value,
    }


def count_words() -> None:
    """Find out which words are common now; search reads them within a minute. A second on the whole catalogue."""
    prepared("DELETE FROM catalogue_commonword")
    prepared(_COUNT_WORDS)
