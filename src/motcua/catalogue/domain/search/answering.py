"""From ranked entries to an answer: narrowed by filters, counted by what further filters would leave, a page of it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from motcua.catalogue.contracts import Filters
from motcua.catalogue.domain.search.entries import Entry
from motcua.catalogue.domain.search.index import Index
from motcua.catalogue.domain.search.ranking import Asker, Scored, Weights, prior, rank
from motcua.catalogue.domain.search.reading import Speech, readings

_CODE = re.compile(r"(?<![\d.])(\d)\.?(\d{6})(?!\d)")
_CODE_BEGUN = re.compile(r"\d\.\d{0,6}")
DIMENSIONS = ("field", "agency", "tier", "event", "online")


@dataclass(frozen=True, slots=True)
class Engine:
    """Everything that a search needs to know."""

    index: Index
    speech: Speech
    weights: Weights = field(default_factory=Weights)


@dataclass(frozen=True, slots=True)
class Answer:
    """`entries`: numbers of all that fit, best first. `counts`: for each filter, its values and how many each leaves.
    `nearest`: what comes nearest when nothing fits the filters. `scored`: why, in the same order as `entries`."""

    entries: tuple[int, ...]
    counts: Mapping[str, Counter[str]]
    meant: str = ""
    nearest: tuple[int, ...] = ()
    scored: tuple[Scored, ...] = ()


def answer(query: str, filters: Filters, engine: Engine, asker: Asker) -> Answer:
    """Procedures for a query, or all of them in the order of their use when there is none."""
    index, speech, weights = engine.index, engine.speech, engine.weights
    if not query.strip():
        return _browsed(filters, index, weights, asker)
    named = _named(query, index)
    if named is not None and fits(index.entries[named], filters):
        return Answer((named,), _counts((named,), filters, index))
    read, meant = readings(query, index, speech)
    whole = rank(read, index, weights, asker)
    if not filters:
        return Answer(_numbers(whole), _counts(_numbers(whole), filters, index), meant, (), tuple(whole))
    among = frozenset(number for number, entry in enumerate(index.entries) if fits(entry, filters))
    narrowed = rank(read, index, weights, asker, among=among, least=_least(whole))
    counted = dict.fromkeys((*_numbers(whole), *_numbers(narrowed)))
    nearest = () if narrowed else _numbers(whole)[:5]
    return Answer(_numbers(narrowed), _counts(counted, filters, index), meant, nearest, tuple(narrowed))


def suggest(query: str, engine: Engine, asker: Asker, most: int) -> list[int]:
    """What an unfinished query may be about to ask for."""
    index, speech, weights = engine.index, engine.speech, engine.weights
    if _CODE_BEGUN.fullmatch(query.strip()):
        codes = sorted(code for code in index.by_code if code.startswith(query.strip()))
        return [index.by_code[code] for code in codes[:most]]
    begun = _beginning_so(query, index, weights, asker, most)
    if begun is not None:
        return begun
    read, _ = readings(query, index, speech, unfinished=True)
    return list(_numbers(rank(read, index, weights, asker))[:most])


def _named(query: str, index: Index) -> int | None:
    """The entry whose code stands in the query."""
    found = _CODE.search(query)
    return index.by_code.get(f"{found[1]}.{found[2]}") if found else None


def fits(entry: Entry, filters: Filters) -> bool:
    return (
        (not filters.field or entry.field == filters.field)
        and (not filters.agency or entry.agency == filters.agency)
        and (not filters.tier or filters.tier in entry.tiers)
        and (not filters.event or filters.event in entry.life_events)
        and (not filters.online or entry.online)
    )


def _least(whole: Sequence[Scored]) -> float:
    """What is no answer to the query is none because a filter has removed the better ones."""
    return min((one.closeness for one in whole), default=0.0)


def _browsed(filters: Filters, index: Index, weights: Weights, asker: Asker) -> Answer:
    fitting = [number for number, entry in enumerate(index.entries) if fits(entry, filters)]
    fitting.sort(key=lambda number: (-prior(index, number, weights, asker), index.entries[number].code))
    return Answer(tuple(fitting), _counts(range(len(index.entries)), filters, index))


def _counts(numbers: Iterable[int], filters: Filters, index: Index) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {dimension: Counter() for dimension in DIMENSIONS}
    alone = {dimension: _without(filters, dimension) for dimension in DIMENSIONS}
    for number in numbers:
        entry = index.entries[number]
        for dimension, others in alone.items():
            if not others or fits(entry, others):
                counts[dimension].update(_values(entry, dimension))
    return counts


def _without(filters: Filters, dimension: str) -> Filters:
    match dimension:
        case "field":
            return replace(filters, field="")
        case "agency":
            return replace(filters, agency="")
        case "tier":
            return replace(filters, tier="")
        case "event":
            return replace(filters, event="")
        case _:
            return replace(filters, online=False)


def _values(entry: Entry, dimension: str) -> Iterable[str]:
    match dimension:
        case "tier":
            return entry.tiers
        case "event":
            return entry.life_events
        case "online":
            return ("yes",) if entry.online else ()
        case "field":
            return (entry.field,) if entry.field else ()
        case _:
            return (entry.agency,) if entry.agency else ()


def _numbers(scored: Iterable[Scored]) -> tuple[int, ...]:
    return tuple(one.entry for one in scored)


def _beginning_so(query: str, index: Index, weights: Weights, asker: Asker, most: int) -> list[int] | None:
    """The first keystrokes: names that begin with one or two letters, the most used first."""
    start = query.strip()
    if len(start) > 2 or not start.isalpha():
        return None
    return index.first_letters(start, lambda number: prior(index, number, weights, asker))[:most]
