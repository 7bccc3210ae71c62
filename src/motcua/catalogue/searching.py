"""Search: one statement. Candidates by words and pairs of words, then by how close their titles are letter by letter."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from motcua.catalogue.contracts import ProcedureSummary
from motcua.catalogue.domain.search_text import Vocabulary, understood, words_of
from motcua.catalogue.queries import to_summary
from motcua.platform.database.transactions import prepared
from motcua.platform.remembering import remembered

DATA = Path(__file__).parent / "data" / "search.yaml"
MOST_RESULTS = 100
VOCABULARY_SECONDS = 60

# Closeness is half "the title is this" and half "the title begins, ends or goes on with this". A hand-written package
# wins when it is nearly as close; what is only listed loses. Trigrams step in when words find next to nothing: typos.
_SEARCH = """
WITH by_words AS MATERIALIZED (
    SELECT code, origin, summary, titles, ts_rank('{0.02,0.1,0.3,1.0}', words, query, 1) AS weight
    FROM catalogue_searchdocument, CAST(%(tsquery)s AS tsquery) AS query
    WHERE words @@ query
    ORDER BY origin = 'package' DESC, weight DESC, code
    LIMIT 50
), by_letters AS MATERIALIZED (
    SELECT code, origin, summary, titles, 0::real AS weight
    FROM catalogue_searchdocument
    WHERE (SELECT count(*) FROM by_words) < 3 AND %(said)s <%% title_text
        AND code NOT IN (SELECT code FROM by_words)
    ORDER BY word_similarity(%(said)s, title_text) DESC
    LIMIT 20
)
SELECT found.summary::text
FROM (SELECT * FROM by_words UNION ALL SELECT * FROM by_letters) found
CROSS JOIN LATERAL (
    SELECT max(similarity(phrase, title) + strict_word_similarity(phrase, title)) / 2 AS closeness
    FROM unnest(CAST(%(phrases)s AS text[])) phrase, unnest(found.titles) title
) near
ORDER BY near.closeness + 0.3 * found.weight
    + CASE found.origin WHEN 'package' THEN 0.12 WHEN 'national' THEN 0.05 ELSE 0 END
    + CASE WHEN found.summary->'name' ? %(language)s THEN 0.02 ELSE 0 END DESC, found.code
LIMIT %(limit)s
"""


def search_procedures(query: str, limit: int = 20, language: str = "vi") -> tuple[ProcedureSummary, ...]:
    """Procedures that fit everyday words best, best first; with or without diacritics, Vietnamese or English.

    Both languages are searched; between two that fit alike, the one that can be read in `language` goes first.
    A query without any word finds nothing.
    """
    wanted = understood(query, remembered(("vocabulary",), _vocabulary, VOCABULARY_SECONDS))
    if wanted is None:
        return ()
    parameters = {
        "tsquery": wanted.tsquery,
        "said": wanted.phrases[0],
        "phrases": list(wanted.phrases),
        "language": language.split("-", maxsplit=1)[0],
        "limit": max(1, min(limit, MOST_RESULTS)),
    }
    return tuple(to_summary(row[0]) for row in prepared(_SEARCH, parameters))


def suggest_procedures(query: str, limit: int = 8) -> tuple[ProcedureSummary, ...]:
    """What the query may be about to ask for: its last word may be unfinished."""
    return search_procedures(query, limit) if len(query.strip()) > 1 else ()


def _vocabulary() -> Vocabulary:
    """The curated words of `data/search.yaml`, and over them what staff wrote into the table (nothing: not used)."""
    curated = _curated()
    staff: dict[str, str] = dict(prepared("SELECT everyday, legal FROM catalogue_synonym").fetchall())
    common = prepared("SELECT word FROM catalogue_commonword").fetchall()
    known = {_folded(key): _folded(legal) for key, legal in (curated["synonyms"] | staff).items()}
    return Vocabulary(
        noise=tuple(sorted(map(_folded, curated["noise"]), key=len, reverse=True)),
        synonyms={key: legal for key, legal in known.items() if key and legal},
        common=frozenset(word for (word,) in common),
    )


@cache
def _curated() -> dict[str, Any]:
    return dict(yaml.safe_load(DATA.read_text("utf-8")))


def _folded(text: str) -> str:
    return " ".join(words_of(text))
