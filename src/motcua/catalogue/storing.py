"""Writing versions: many at a time, by set, whoever made them. A better origin is never replaced by a lesser one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from motcua.catalogue.contracts import Origin, PackageFiles, ProcedureVersion
from motcua.catalogue.domain.search_text import search_vector, titles_of
from motcua.catalogue.domain.versions import Sealed, files_hash, seal, version_of
from motcua.catalogue.models import PackageFile, PackageSource
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
# Not the one to show today: it begins later, or one that began after it is in force already.
_WAITS = f"""
(n.effective_from > %(today)s OR EXISTS (
    SELECT FROM catalogue_procedureversion v WHERE v.code = n.code AND v.effective_from > n.effective_from
    AND v.effective_from <= %(today)s AND (v.effective_to IS NULL OR v.effective_to >= %(today)s)
    AND array_position(ARRAY{[origin.value for origin in ORDER]}, v.origin::text)
     >= array_position(ARRAY{[origin.value for origin in ORDER]}, n.origin)))
"""
_JUDGE = f"""
UPDATE catalogue_incoming i SET had = judged.had, fate = judged.fate
FROM (
    SELECT n.code, p.current_hash AS had, CASE
        WHEN p.code IS NOT NULL AND array_position(ARRAY{[origin.value for origin in ORDER]}, n.origin)
           < array_position(ARRAY{[origin.value for origin in ORDER]}, p.origin::text) THEN 'unchanged'
        WHEN p.current_hash = n.hash THEN 'unchanged'
        WHEN {_WAITS} THEN CASE WHEN EXISTS (SELECT FROM catalogue_procedureversion v WHERE v.hash = n.hash)
            THEN 'unchanged' ELSE 'waits' END
        WHEN p.code IS NULL THEN 'created'
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
SELECT code, origin, hash FROM catalogue_incoming WHERE fate IN ('created', 'updated')
ON CONFLICT (code) DO UPDATE SET origin = excluded.origin, current_hash = excluded.current_hash, updated_at = now()
"""
_DOCUMENTS = """
INSERT INTO catalogue_searchdocument (code, origin, summary, titles, title_text, words, life_events)
SELECT code, origin, summary, titles, title_text, words, life_events FROM catalogue_incoming WHERE fate IN ('created', 'updated')
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
    """How many procedures are new, have a new version (in force or waiting for its day), and are as they were."""

    created: int
    updated: int
    unchanged: int


def store_versions(versions: Iterable[tuple[Sealed, ProcedureVersion]], today: date) -> Stored:
    """Store checked versions, each code once, in the caller's transaction. Lists and search get those in force."""
    prepared(_ALONE)
    prepared(_STAGE)
    cursor = bare_cursor()
    with cursor.copy(_COPY) as copy:
        for sealed, version in versions:
            copy.write_row(_row(sealed, version))
    cursor.execute(_JUDGE, {"today": today})
    for statement in (_VERSIONS, _PROCEDURES, _DOCUMENTS):
        cursor.execute(statement)
    return _counted(cursor)


def _counted(cursor: "psycopg.Cursor[Any]") -> Stored:
    counts = dict(cursor.execute("SELECT fate, count(*) FROM catalogue_incoming GROUP BY fate").fetchall())
    cursor.execute("DELETE FROM catalogue_incoming")
    return Stored(
        counts.get("created", 0), counts.get("updated", 0) + counts.get("waits", 0), counts.get("unchanged", 0)
    )


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


# What is in force today and not what lists and search show: for each code as `queries` finds it.
_DUE = f"""
SELECT due.hash, due.content FROM (
    SELECT DISTINCT ON (v.code) v.code, v.hash, v.content::text AS content, p.current_hash
    FROM catalogue_procedureversion v LEFT JOIN catalogue_procedure p USING (code)
    WHERE v.code IN (
        SELECT code FROM catalogue_procedureversion WHERE effective_from > '0001-01-01' GROUP BY code HAVING count(*) > 1
        UNION SELECT w.code FROM catalogue_procedureversion w LEFT JOIN catalogue_procedure q USING (code) WHERE q IS NULL
    ) AND v.effective_from <= %(today)s AND (v.effective_to IS NULL OR v.effective_to >= %(today)s)
    ORDER BY v.code, array_position(ARRAY{[origin.value for origin in ORDER]}, v.origin::text) DESC,
        v.effective_from DESC, v.hash = p.current_hash DESC, v.published_at DESC, v.hash
) due WHERE due.hash IS DISTINCT FROM due.current_hash
"""


def versions_due(today: date) -> list[tuple[Sealed, ProcedureVersion]]:
    """Versions whose day has come while lists and search still show another."""
    found = []
    for version_hash, content in bare_cursor().execute(_DUE, {"today": today}).fetchall():
        sealed = seal(json.loads(content))
        found.append((sealed, version_of(sealed.content, version_hash)))
    return found


def store_source(files: PackageFiles, folder: str, version_hash: str) -> bool:
    """Keep the very files of a version, in the caller's transaction; False when they are kept already."""
    source_hash = files_hash(files)
    if PackageSource.objects.filter(hash=source_hash).exists():
        return False
    source = PackageSource.objects.create(hash=source_hash, version_hash=version_hash, folder=folder)
    PackageFile.objects.bulk_create(
        PackageFile(source=source, name=name, content=files[name]) for name in sorted(files)
    )
    return True


def count_words() -> None:
    """Find out which words are common now; search reads them within a minute. A second on the whole catalogue."""
    prepared("DELETE FROM catalogue_commonword")
    prepared(_COUNT_WORDS)
