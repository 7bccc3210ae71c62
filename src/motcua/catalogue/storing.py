"""Writing versions: many at a time, by set, whoever made them. A better origin is never replaced by a lesser one."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from motcua.catalogue.contracts import Fee, Origin, PackageFiles, ProcedureVersion, TimeLimit
from motcua.catalogue.domain.versions import Sealed, files_hash, seal, version_of
from motcua.catalogue.first.own_words import in_own_words
from motcua.catalogue.models import PackageFile, PackageSource
from motcua.platform.database.transactions import bare_cursor, prepared

ORDER = (Origin.LISTED, Origin.FIRST, Origin.NATIONAL, Origin.PACKAGE)  # the later replaces the earlier

# One writer at a time: two imports must not judge the same old state.
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('catalogue.storing'))"
_STAGE = """
CREATE TEMPORARY TABLE IF NOT EXISTS catalogue_incoming (
    code text PRIMARY KEY, hash text, origin text, content jsonb, effective_from date, effective_to date,
    summary jsonb, names text[], everyday text[], about text, life_events text[], had text, fate text
) ON COMMIT DELETE ROWS
"""
_COPY = (
    "COPY catalogue_incoming (code, hash, origin, content, effective_from, effective_to, summary, names, everyday,"
    " about, life_events) FROM STDIN"
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
        WHEN p.current_hash = n.hash AND (n.summary, n.names, n.everyday, n.about)
            IS NOT DISTINCT FROM (d.summary, d.names, d.everyday, d.about) THEN 'unchanged'
        WHEN p.current_hash = n.hash THEN 'spoken anew'
        WHEN {_WAITS} THEN CASE WHEN EXISTS (SELECT FROM catalogue_procedureversion v WHERE v.hash = n.hash)
            THEN 'unchanged' ELSE 'waits' END
        WHEN p.code IS NULL THEN 'created'
        ELSE 'updated' END AS fate
    FROM catalogue_incoming n LEFT JOIN catalogue_procedure p USING (code)
    LEFT JOIN catalogue_searchdocument d USING (code)
) judged WHERE judged.code = i.code
"""
_VERSIONS = """
INSERT INTO catalogue_procedureversion (hash, code, origin, content, effective_from, effective_to)
SELECT hash, code, origin, content, effective_from, effective_to FROM catalogue_incoming
WHERE fate IN ('created', 'updated', 'waits')
ON CONFLICT (hash) DO NOTHING
"""
_PROCEDURES = """
INSERT INTO catalogue_procedure (code, origin, current_hash)
SELECT code, origin, hash FROM catalogue_incoming WHERE fate IN ('created', 'updated')
ON CONFLICT (code) DO UPDATE SET origin = excluded.origin, current_hash = excluded.current_hash, updated_at = now()
"""
_DOCUMENTS = """
INSERT INTO catalogue_searchdocument (code, origin, summary, names, everyday, about, life_events)
SELECT code, origin, summary, names, everyday, about, life_events FROM catalogue_incoming
WHERE fate IN ('created', 'updated', 'spoken anew')
ON CONFLICT (code) DO UPDATE SET origin = excluded.origin, summary = excluded.summary, names = excluded.names,
    everyday = excluded.everyday, about = excluded.about, life_events = excluded.life_events
"""
_STAMP = """
INSERT INTO catalogue_searchstamp (id, stamp) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET stamp = excluded.stamp
"""
# An entry of which only the name is known is listed like any list's: what a list brought stays, ours we know by its day.
_OF_OTHERS = """
SELECT p.code, v.content::text FROM catalogue_procedure p JOIN catalogue_procedureversion v ON v.hash = p.current_hash
WHERE p.code = ANY(%s) AND (p.origin = 'national'
    OR p.origin = 'listed' AND NOT v.content #> '{procedure,source}' ? 'checked_on')
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """How many procedures are new, have a new version (in force or waiting for its day), and are as they were."""

    created: int
    updated: int
    unchanged: int


def store_versions(versions: Iterable[tuple[Sealed, ProcedureVersion]], today: date) -> Stored:
    """Store checked versions, each code once, in the caller's transaction. Lists and search get those in force."""
    wait_for_writers()
    prepared(_STAGE)
    cursor = bare_cursor()
    with cursor.copy(_COPY) as copy:
        for sealed, version in versions:
            copy.write_row(_row(sealed, version))
    cursor.execute(_JUDGE, {"today": today})
    for statement in (_VERSIONS, _PROCEDURES, _DOCUMENTS):
        cursor.execute(statement)
    stored = _counted(cursor)
    if stored.created or stored.updated:
        stamp()
    return stored


def wait_for_writers() -> None:
    """Until the caller's transaction ends nobody else publishes: what is newest now is so when it is replaced."""
    prepared(_ALONE)


def stamp() -> None:
    """Let every process find out, within a second or two, that search has to be built anew."""
    prepared(_STAMP)


def stored_versions(codes: Iterable[str]) -> dict[str, tuple[Sealed, ProcedureVersion]]:
    """The current versions of these procedures that others than the first catalogue brought and keep."""
    rows = prepared(_OF_OTHERS, (list(codes),)).fetchall()
    found = {}
    for code, content in rows:
        sealed = seal(json.loads(content))
        found[str(code)] = sealed, version_of(sealed.content, sealed.hash)
    return found


def _counted(cursor: "psycopg.Cursor[Any]") -> Stored:
    counts = dict(cursor.execute("SELECT fate, count(*) FROM catalogue_incoming GROUP BY fate").fetchall())
    cursor.execute("DELETE FROM catalogue_incoming")
    as_before = counts.get("unchanged", 0) + counts.get("spoken anew", 0)
    if counts.get("spoken anew"):
        stamp()
    return Stored(counts.get("created", 0), counts.get("updated", 0) + counts.get("waits", 0), as_before)


def _row(sealed: Sealed, version: ProcedureVersion) -> tuple[Any, ...]:
    version = in_own_words(version)  # what lists and search say; the content stays as it is
    return (
        version.code,
        version.hash,
        version.origin.value,
        sealed.json,
        version.effective_from,
        version.effective_to,
        json.dumps(_summary(version), ensure_ascii=False),
        [version.name[language] for language in sorted(version.name, key=lambda known: (known != "vi", known))],
        [name for names in version.everyday_names.values() for name in names],
        " ".join(_about(version)),
        list(version.life_events),
    )


def _about(version: ProcedureVersion) -> Iterable[str]:
    for text in (version.summary, *(result.name for result in version.results), version.field, version.agency):
        yield from text.values()


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
        "life_events": version.life_events,
        "limits": [
            _dated(limit.amount, limit.unit.value, limit)
            for limit in version.time_limits
            if limit.amount and limit.unit
        ],
        # What is charged by the piece (copies, pages) is no price of the dossier: the procedure's page tells it.
        "fees": [_dated(fee.amount, "vnd", fee) for fee in version.fees if fee.per == "submission"],
        "free": not (
            version.fees or version.fee_note or version.journey
        ),  # a journey's dossiers have fees of their own
        "journey": len(version.journey),
    }


def _dated(amount: int, unit: str, rule: Fee | TimeLimit) -> dict[str, Any]:
    days = {"since": rule.valid_from, "until": rule.valid_to}
    return {"amount": amount, "unit": unit} | {key: day and day.isoformat() for key, day in days.items()}


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
