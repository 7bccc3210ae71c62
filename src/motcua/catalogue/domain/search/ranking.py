"""How near a procedure is to a reading, and what else counts: how much it is used, whose it is, where it is for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import compress, pairwise

from motcua.catalogue.domain.search.index import Index
from motcua.catalogue.domain.search.reading import Reading, Token
from motcua.catalogue.domain.search.words import agreement


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each thing counts. Tuned on the tuning half of `benchmarks/search`, see docs/adr/0011-search.md."""

    pairs: float = 0.6  # neighbours, beside single words
    precision: float = 0.42  # of a title that goes on with other things
    sentence: float = 0.35  # of a whole title within a sentence that says more
    everyday: float = 0.02  # an everyday name says what people mean
    whole: float = 0.15  # what all titles of a procedure hold together
    about: float = 0.25  # a word that only its field, agency or result holds
    official: float = 0.06  # the official name says it too
    use: float = 0.05
    package: float = 0.05
    national: float = 0.03
    commune: float = 0.02
    province: float = 0.012
    elsewhere: float = 0.04
    gone: float = 0.05
    language: float = 0.01


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom the order is made: the code of where they live ("" unknown), their language, and what is used."""

    place: str = ""
    language: str = "vi"
    uses: Mapping[str, float] = field(default_factory=dict)


REFINED = 100  # titles whose marks are compared
HOPELESS = 0.4  # of the best recall: what holds less is not looked at closely
UNKNOWN = 5.0  # what a word that the catalogue does not know would tell
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


Posting = tuple[list[int], bytes | None]


@dataclass(slots=True)
class _Units:
    """The words and pairs of a reading with their weights: bits of a mask, words first. `held`: what a matched word
    weighs in a title."""

    postings: list[list[Posting]]
    weights: list[float]
    held: list[float]
    total: float
    sums: dict[int, tuple[float, float]]

    def sum(self, mask: int) -> tuple[float, float]:
        """What the words and pairs of a mask weigh in the reading, and its words in a title."""
        known = self.sums.get(mask)
        if known is None:
            recall = held = 0.0
            for bit, weight in enumerate(self.weights):
                if mask >> bit & 1:
                    recall += weight
                    held += self.held[bit]
            known = self.sums[mask] = (recall, held)
        return known


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
    if entry.gone:
        score -= weights.gone
    if asker.language in entry.languages:
        score += weights.language
    return score


def _near(reading: Reading, index: Index, weights: Weights, among: frozenset[int] | None) -> Iterable[Scored]:
    units = _units(reading, index, weights)
    masks = _gather(units)
    if among is not None:
        masks = {title: mask for title, mask in masks.items() if index.owners[title] in among}
    best: dict[int, tuple[float, float, int]] = {}
    is_sentence, compare_marks = reading.is_sentence, reading.careful or reading.marked
    for title, mask in _likely(masks, units, index, weights):
        recall, precise = (
            _refined(title, mask, reading, units, index) if compare_marks else _plainly(title, mask, units, index)
        )
        near = recall * (1 - weights.precision + weights.precision * precise)
        if is_sentence:
            near = (1 - weights.sentence) * near + weights.sentence * precise * min(1.0, 3 * recall)
        if index.everyday[title]:
            near += weights.everyday * recall * precise
        owner = index.owners[title]
        known = best.get(owner)
        if known is None or near > known[0]:
            best[owner] = (near, recall, title)
    for owner, (near, recall, title) in best.items():
        together = officially = 0
        for other in index.names[owner]:
            mask = masks.get(other, 0)
            together |= mask
            if not index.everyday[other]:
                officially |= mask
        whole, official = units.sum(together)[0] / units.total, units.sum(officially)[0] / units.total
        about = _about(owner, together, reading, units, index) / units.total
        closeness = near + weights.whole * max(0.0, whole - recall) + weights.about * about * (1 - recall)
        closeness = (closeness + weights.official * official) / (1 + weights.official)
        yield Scored(owner, 0.0, min(1.0, closeness) * reading.trust, title, reading)


def _likely(masks: dict[int, int], units: _Units, index: Index, weights: Weights) -> list[tuple[int, int]]:
    """The titles that are worth a closer look, with their masks."""
    recalls = {mask: units.sum(mask) for mask in set(masks.values())}
    least = HOPELESS * max((recall for recall, _ in recalls.values()), default=0.0)
    hopeful = {mask: sums for mask, sums in recalls.items() if sums[0] >= least}
    held_by, precision = index.weights, weights.precision
    rough: list[tuple[float, int, int]] = []
    for title, mask in [each for each in masks.items() if each[1] in hopeful]:
        recall, held = hopeful[mask]
        rough.append((recall * (1 - precision + precision * min(1.0, held / held_by[title])), title, mask))
    if len(rough) > REFINED:
        rough = nlargest(REFINED, rough)
    return [(title, mask) for _, title, mask in rough]


def _units(reading: Reading, index: Index, weights: Weights) -> _Units:
    known, tokens = index.vocabulary, reading.tokens
    units = _Units([], [], [], 0.0, {})
    for token in tokens:
        plains = (token.plain, *token.endings) if token.endings else (token.plain,)
        found = [plain for plain in dict.fromkeys(plains) if plain in index.by_word]
        rarity = min(map(known.rarity, found), default=UNKNOWN)
        units.postings.append([(index.by_word[plain], index.places.get(plain)) for plain in found])
        units.weights.append(rarity * token.telling)
        units.held.append(rarity)
    for first, second in pairwise(tokens):
        plains = (second.plain, *second.endings) if second.endings else (second.plain,)
        pairs = [pair for plain in dict.fromkeys(plains) if (pair := (first.plain, plain)) in index.by_pair]
        rarity = min(map(known.pair_rarity, pairs), default=0.0)
        units.postings.append([(index.by_pair[pair], index.places.get(pair)) for pair in pairs])
        units.weights.append(weights.pairs * rarity * min(first.telling, second.telling))
        units.held.append(0.0)
    units.total = sum(units.weights) or 1.0
    return units


def _gather(units: _Units) -> dict[int, int]:
    """Which of the words and pairs each title holds.

    The rarest come first. Once what is left could not bring a new title near the best, common words only judge the
    titles that rarer ones have found.
    """
    sizes = [sum(len(posting) for posting, _ in postings) for postings in units.postings]
    order = sorted((bit for bit, size in enumerate(sizes) if size and units.weights[bit] > 0), key=sizes.__getitem__)
    left = sum(units.weights[bit] for bit in order)
    masks: dict[int, int] = {}
    found, is_enough = 0.0, False  # what the units so far weigh; whether what is left brings no title near the best
    for bit in order:
        flag = 1 << bit
        if not is_enough and left < HOPELESS * found:
            is_enough = left < HOPELESS * max(units.sum(mask)[0] for mask in set(masks.values()))
        for posting, places in units.postings[bit]:
            if places is not None and is_enough:
                for title in compress(masks, map(places.__getitem__, masks)):
                    masks[title] |= flag
            elif masks:
                for title in posting:
                    masks[title] = masks.get(title, 0) | flag
            else:
                masks = dict.fromkeys(posting, flag)
        left -= units.weights[bit]
        found += units.weights[bit]
    return masks


def _plainly(title: int, mask: int, units: _Units, index: Index) -> tuple[float, float]:
    """Recall and precision where no marks were typed."""
    recall, held = units.sum(mask)
    return recall / units.total, min(1.0, held / index.weights[title])


def _refined(title: int, mask: int, reading: Reading, units: _Units, index: Index) -> tuple[float, float]:
    """Recall and precision with the marks compared."""
    recall, held = units.sum(mask)
    tokens = reading.tokens
    count = len(tokens)
    agreed = [1.0] * count
    for bit, token in enumerate(tokens):
        if mask >> bit & 1:
            agreement_ = _agreed(token, title, index, careful=reading.careful)
            if agreement_ < 1.0:
                agreed[bit] = agreement_
                recall -= units.weights[bit] * (1 - agreement_)
                held -= units.held[bit] * (1 - agreement_)
    for bit in range(count, len(units.weights)):
        if mask >> bit & 1:
            recall -= units.weights[bit] * (1 - min(agreed[bit - count], agreed[bit - count + 1]))
    return recall / units.total, min(1.0, held / index.weights[title])


def _agreed(token: Token, title: int, index: Index, *, careful: bool) -> float:
    """How well the marks of a token agree with those of the same word in a title; the best, when it stands there twice."""
    plains, marks = index.plains[title], index.marks[title]
    best, place = 0.0, -1
    try:
        while best < 1.0:
            place = plains.index(token.plain, place + 1)
            best = max(best, agreement(token.marked, marks[place], token.plain, careful=careful))
    except ValueError:
        pass
    return best or 1.0


def _about(owner: int, mask: int, reading: Reading, units: _Units, index: Index) -> float:
    about = index.about[owner]
    return sum(
        units.weights[bit] for bit, token in enumerate(reading.tokens) if not mask >> bit & 1 and token.plain in about
    )
