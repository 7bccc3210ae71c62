"""Questions to the index: find, suggest, explain. No statement of SQL but a look, once a second, whether all is as it was."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from motcua.catalogue.contracts import Explained, FacetValue, Filters, Found, ProcedureSummary
from motcua.catalogue.domain.search.answering import Answer, answer, suggest
from motcua.catalogue.domain.search.ranking import Asker
from motcua.catalogue.domain.search.reading import Speech
from motcua.catalogue.searching.holding import Held, facet_value, held, uses

MOST_RESULTS = 100
MOST_SUGGESTED = 20
REMEMBERED = 400  # answers of this index; a new index begins with none


def search_procedures(query: str, limit: int = 20, language: str = "vi") -> tuple[ProcedureSummary, ...]:
    """Procedures that fit everyday words best, best first; with or without diacritics, Vietnamese or English.

    Both languages are searched; between two that fit alike, the one that can be read in `language` goes first.
    A query without any word finds nothing.
    """
    if not query.strip():
        return ()
    return find_procedures(query, size=limit, language=language, facets=False).items


def find_procedures(
    query: str,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    page: int = 1,
    size: int = 20,
    language: str = "vi",
    place: str = "",
    facets: bool = True,
) -> Found:
    """A page of the procedures that fit; with `facets`, what further filters would leave of them.

    Without a query all procedures that the filters leave, those that are used most first. `place`: the code of the
    unit where the asker lives; what only another province does comes later.
    """
    one = held()
    found = _answered(one, query, filters, _asker(language, place))
    first = (max(1, page) - 1) * max(1, min(size, MOST_RESULTS))
    shown = found.entries[first : first + max(1, min(size, MOST_RESULTS))]
    return Found(
        items=_summaries(one, shown),
        total=len(found.entries),
        facets=_facets(one, found) if facets else {},
        meant=found.meant,
        nearest=_summaries(one, found.nearest),
    )


def suggest_procedures(
    query: str, limit: int = 8, language: str = "vi", place: str = ""
) -> tuple[ProcedureSummary, ...]:
    """What the query may be about to ask for: its last word may be unfinished. From the first letter on."""
    if not query.strip():
        return ()
    one = held()
    most = max(1, min(limit, MOST_SUGGESTED))
    return _summaries(one, suggest(query, one.engine, _asker(language, place), most))


def list_by_life_event(event: str) -> tuple[ProcedureSummary, ...]:
    """Procedures of a life event: guided paths first, then what is used most."""
    found = find_procedures("", Filters(event=event), size=MOST_RESULTS, facets=False).items if event else ()
    return tuple(sorted(found, key=lambda summary: not summary.journey))


def explain_search(query: str, limit: int = 10, synonyms: Mapping[str, str] | None = None) -> tuple[Explained, ...]:
    """Why the first results of a query stand where they stand; with `synonyms` as if these were in force already
    ("" switches one off)."""
    one = held()
    engine = one.engine if synonyms is None else replace(one.engine, speech=_with(one.engine.speech, synonyms))
    found = answer(query, Filters(), engine, _asker("vi", ""))
    return tuple(
        Explained(
            summary=one.summaries[scored.entry],
            title=" ".join(engine.index.written[scored.title].split()),
            reading=scored.reading.text,
            closeness=round(scored.closeness, 3),
            score=round(scored.score, 3),
        )
        for scored in found.scored[:limit]
    )


def _answered(one: Held, query: str, filters: Filters, asker: Asker) -> Answer:
    """The answer, from memory when somebody has just asked the same: most people ask for a few things."""
    key = (query, filters, asker.language, asker.place, id(asker.uses))
    found = one.answers.get(key)
    if found is None:
        found = answer(query, filters, one.engine, asker)
        if len(one.answers) >= REMEMBERED:
            one.answers.clear()
        one.answers[key] = found
    return found


def _with(speech: Speech, synonyms: Mapping[str, str]) -> Speech:
    changed = Speech.of((), {said: legal for said, legal in synonyms.items() if legal})
    gone = set(Speech.of((), dict.fromkeys(synonyms, "x")).synonyms)
    kept = {said: legal for said, legal in speech.synonyms.items() if said not in gone}
    return Speech(speech.noise, kept | dict(changed.synonyms), max(speech.longest, changed.longest))


def _asker(language: str, place: str) -> Asker:
    return Asker(place, language.partition("-")[0], uses())


def _summaries(one: Held, numbers: Iterable[int]) -> tuple[ProcedureSummary, ...]:
    return tuple(one.summaries[number] for number in numbers)


def _facets(one: Held, found: Answer) -> dict[str, tuple[FacetValue, ...]]:
    return {
        dimension: tuple(
            facet_value(one, dimension, value, count)
            for value, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        )
        for dimension, counted in found.counts.items()
    }
