"""How near a procedure is to a reading, and what else counts: how much it is used, whose it is, where it is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import pairwise

from motcua.catalogue.domain.search.index import Index
from motcua.catalogue.domain.search.reading import Reading
from motcua.catalogue.domain.search.words import agreement


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts. Tuned on the tuning half of `benchmarks/search`, see docs/adr/0011-search.md."""

    pairs: float = 0.6  # neighbours, beside single words
    precision: float = 0.35  # of a title that goes on with other things
    everyday: float = 0.02  # an everyday name says what people mean
    whole: float = 0.15  # what all titles of a procedure hold together
    about: float = 0.25  # a word that only its field, agency or result holds
    official: float = 0.06  # the official name says it too
    use: float = 0.06
    package: float = 0.05
    national: float = 0.03
    commune: float = 0.02
    province: float = 0.012
    elsewhere: float = 0.04
    language: float = 0.01


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom the order is made: the code of where they live ("" unknown), their language, and what is used."""

    place: str = ""
    language: str = "vi"
    uses: Mapping[str, float] = field(default_factory=dict)


VISITED = 6_000  # postings looked at before common words only judge what rarer ones have found
REFINED = 120  # titles whose marks are compared
LEAST = 0.16
NEAR = 0.42  # of the best: what is less near is no answer


@dataclass(frozen=True, slots=True)
class Scored:
    """`title`: the name that fitted best. `closeness`: from 0 to 1, before use, tier, place and origin."""

    entry: int
    score: float
    closeness: float
    title: int
    reading: Reading


@dataclass(slots=True)
class _Units:
    """The words and pairs of a reading with their weights: bits of a mask, words first."""

    postings: list[list[list[int]]]
    weights: list[float]
    held: list[float]  # what a matched word weighs in a title
    total: float


def rank(
    found: Sequence[Reading],
    index: Index,
    weights: Weights,
    asker: Asker | None = None,
    *,
    among: frozenset[int] | None = None,
    least: float = 0.0,
) -> list[Scored]:
    """Entries in their order, best first, but none less close than `least`; `among`: only these. The same query always
    gives the same order."""
    asker = asker or Asker()
    best: dict[int, Scored] = {}
    for reading in found:
        for scored in _near(reading, index, weights, among):
            known = best.get(scored.entry)
            if known is None or scored.closeness > known.closeness:
                best[scored.entry] = scored
    judged = [
        Scored(one.entry, one.closeness + prior(index, one.entry, weights, asker), *_rest(one)) for one in best.values()
    ]
    judged.sort(key=lambda one: (-one.score, index.entries[one.entry].code))
    if not judged:
        return []
    least = max(least, LEAST, NEAR * max(one.closeness for one in judged))
    return [one for one in judged if one.closeness >= least]


def _rest(one: Scored) -> tuple[float, int, Reading]:
    return one.closeness, one.title, one.reading


def prior(index: Index, number: int, weights: Weights, asker: Asker) -> float:
    """What speaks for an entry whatever was asked."""
    entry = index.entries[number]
    score = weights.use * asker.uses.get(entry.code, entry.use)
    if entry.origin == "package":
        score += weights.package
    elif entry.origin != "listed":
        score += weights.national
    if "commune" in entry.tiers:
        score += weights.commune
    elif "province" in entry.tiers:
        score += weights.province
    if entry.places and asker.place and asker.place[:2] not in entry.places:
        score -= weights.elsewhere
    if asker.language in entry.languages:
        score += weights.language
    return score


def _near(reading: Reading, index: Index, weights: Weights, among: frozenset[int] | None) -> Iterable[Scored]:
    units = _units(reading, index, weights)
    masks = _gather(units)
    if among is not None:
        masks = {title: mask for title, mask in masks.items() if index.owners[title] in among}
    together: dict[int, int] = {}
    officially: dict[int, int] = {}
    rough: list[tuple[float, int, int]] = []
    sums: dict[int, tuple[float, float]] = {}
    floor = 0.1 * units.total
    for title, mask in masks.items():
        sum_ = sums.get(mask)
        if sum_ is None:
            sum_ = sums[mask] = _sums(mask, units)
        if sum_[0] < floor:
            continue
        owner = index.owners[title]
        together[owner] = together.get(owner, 0) | mask
        if not index.everyday[title]:
            officially[owner] = officially.get(owner, 0) | mask
        held = sum_[1] / index.weights[title]
        rough.append((sum_[0] * (1 - weights.precision + weights.precision * (min(1, held))), title, mask))
    best: dict[int, tuple[float, float, int]] = {}
    for _, title, mask in nlargest(REFINED, rough):
        owner = index.owners[title]
        recall, precise = _refined(title, mask, reading, units, index)
        near = recall * (1 - weights.precision + weights.precision * precise)
        if index.everyday[title]:
            near += weights.everyday * recall * precise
        known = best.get(owner)
        if known is None or near > known[0]:
            best[owner] = (near, recall, title)
    for owner, (near, recall, title) in best.items():
        whole = _sums(together[owner], units)[0] / units.total
        official = _sums(officially.get(owner, 0), units)[0] / units.total
        about = _about(owner, together[owner], reading, units, index) / units.total
        closeness = near + weights.whole * max(0.0, whole - recall) + weights.about * about * (1 - recall)
        closeness = (closeness + weights.official * official) / (1 + weights.official)
        yield Scored(owner, 0.0, min(1.0, closeness) * reading.trust, title, reading)


def _units(reading: Reading, index: Index, weights: Weights) -> _Units:
    known = index.vocabulary
    units = _Units([], [], [], 0.0)
    for token in reading.tokens:
        plains = dict.fromkeys((token.plain, *token.endings))
        postings = [index.by_word[plain] for plain in plains if plain in index.by_word]
        rarity = min((known.rarity(plain) for plain in plains if plain in known), default=UNKNOWN)
        units.postings.append(postings)
        units.weights.append(rarity * token.telling)
        units.held.append(rarity)
    for first, second in pairwise(reading.tokens):
        pairs = [(first.plain, plain) for plain in dict.fromkeys((second.plain, *second.endings))]
        postings = [index.by_pair[pair] for pair in pairs if pair in index.by_pair]
        telling = min(first.telling, second.telling)
        rarity = min((known.pair_rarity(pair) for pair in pairs if pair in index.by_pair), default=0.0)
        units.postings.append(postings)
        units.weights.append(weights.pairs * rarity * telling)
        units.held.append(0.0)
    units.total = sum(units.weights) or 1.0
    return units


UNKNOWN = 5.0  # what a word that the catalogue does not know would tell


def _gather(units: _Units) -> dict[int, int]:
    """Which of the words and pairs each title holds; common words only for titles that a rarer one has found."""
    order = sorted(
        (bit for bit in range(len(units.weights)) if units.postings[bit] and units.weights[bit] > 0),
        key=lambda bit: sum(map(len, units.postings[bit])),
    )
    masks: dict[int, int] = {}
    visited = 0
    for bit in order:
        flag = 1 << bit
        size = sum(map(len, units.postings[bit]))
        if masks and visited + size > VISITED:
            for posting in units.postings[bit]:
                _judge(masks, posting, flag)
            continue
        visited += size
        for posting in units.postings[bit]:
            for title in posting:
                masks[title] = masks.get(title, 0) | flag
    return masks


def _judge(masks: dict[int, int], posting: list[int], flag: int) -> None:
    for title in masks.keys() & set(posting):
        masks[title] |= flag


def _sums(mask: int, units: _Units) -> tuple[float, float]:
    recall = held = 0.0
    for bit, weight in enumerate(units.weights):
        if mask >> bit & 1:
            recall += weight
            held += units.held[bit]
    return recall, held


def _refined(title: int, mask: int, reading: Reading, units: _Units, index: Index) -> tuple[float, float]:
    """Recall and precision with the marks compared."""
    words = index.titles[title]
    count = len(reading.tokens)
    agreed: list[float] = []
    recall = held = 0.0
    for bit, token in enumerate(reading.tokens):
        if not mask >> bit & 1:
            agreed.append(0.0)
            continue
        best = 1.0
        if token.marked != token.plain or reading.careful:
            best = max(
                (
                    agreement(token.marked, word.marked, word.plain, careful=reading.careful)
                    for word in words
                    if word.plain == token.plain
                ),
                default=1.0,
            )
        agreed.append(best)
        recall += units.weights[bit] * best
        held += units.held[bit] * best
    for bit in range(count, len(units.weights)):
        if mask >> bit & 1:
            recall += units.weights[bit] * min(agreed[bit - count], agreed[bit - count + 1])
    return recall / units.total, min(1.0, held / index.weights[title])


def _about(owner: int, mask: int, reading: Reading, units: _Units, index: Index) -> float:
    about = index.about[owner]
    return sum(
        units.weights[bit] for bit, token in enumerate(reading.tokens) if not mask >> bit & 1 and token.plain in about
    )
