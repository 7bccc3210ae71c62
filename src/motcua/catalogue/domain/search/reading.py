"""What a query may mean: as typed, with its slips mended, and in the words of the law. Each is a reading."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log

from motcua.catalogue.domain.search.index import Index
from motcua.catalogue.domain.search.keyboards import unmangled
from motcua.catalogue.domain.search.vocabulary import Vocabulary
from motcua.catalogue.domain.search.words import Word, word_of, words_of, written_words
from motcua.kernel.texts import fold

LONGEST_QUERY = 200  # characters; what is beyond says no more about what is meant
MOST_WORDS = 14
MOST_READINGS = 5
MOST_ENDINGS = 12
SENTENCE = 6  # words that tell something
NOISE = 0.08  # of a word's weight: it says that somebody wants something, not what
MENDED, TRANSLATED = 0.93, 0.97
SLIP, MARKED, ALIKE, STRANGE = (
    6.0,
    2.0,
    5.0,
    5.0,
)  # costs of another word than the typed one, and of a typed one that nobody knows

Phrase = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Speech:
    """What editors know about everyday speech. `noise`: phrases that do not say which procedure is meant;
    `synonyms`: everyday words and the words of the law that they mean.
    """

    noise: frozenset[Phrase]
    synonyms: Mapping[Phrase, Phrase]
    longest: int = 6

    @classmethod
    def of(cls, noise: Iterable[str], synonyms: Mapping[str, str]) -> "Speech":
        quiet = frozenset(tuple(words_of(phrase)) for phrase in noise) - {()}
        known = {tuple(words_of(everyday)): tuple(words_of(legal)) for everyday, legal in synonyms.items()}
        known = {everyday: legal for everyday, legal in known.items() if everyday and legal}
        return cls(quiet, known, max(map(len, (*quiet, *known)), default=1))


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a reading. `telling`: 1, or less for noise. `endings`: what an unfinished word may become."""

    plain: str
    marked: str
    telling: float = 1.0
    endings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """`trust`: how sure it is that this was meant, up to 1. `careful`: the query was typed with marks.
    `through`: the everyday phrase that was put into words of the law, "" when none was.
    """

    tokens: tuple[Token, ...]
    trust: float = 1.0
    careful: bool = False
    through: str = ""

    @property
    def is_sentence(self) -> bool:
        """Somebody tells a story in which the procedure is only a part."""
        return sum(token.telling == 1.0 for token in self.tokens) >= SENTENCE

    @property
    def marked(self) -> bool:
        """Whether any word was typed with marks."""
        return any(token.marked != token.plain for token in self.tokens)

    @property
    def text(self) -> str:
        return " ".join(token.plain for token in self.tokens)


def readings(query: str, index: Index, speech: Speech, *, unfinished: bool = False) -> tuple[list[Reading], str]:
    """Readings of a query, the likeliest first, and the query with its slips mended ("" when there are none)."""
    typed = words_of(query[:LONGEST_QUERY])[:MOST_WORDS]
    if not typed:
        return [], ""
    vocabulary = index.vocabulary
    repaired = _repaired(typed, index, speech, unfinished=unfinished)
    careful = sum(word.plain != word.marked for word in repaired) * 3 >= len(repaired)
    mended = _mended(repaired, vocabulary, speech, unfinished=unfinished)
    changed = [word.plain for word in mended] != [word.plain for word in repaired]
    found = list[Reading]()
    for words, trust in ((repaired, 1.0), (mended, MENDED)) if changed else ((repaired, 1.0),):
        plainly = _reading(index.expanded(words), trust, speech, careful=careful)
        found.append(_unfinished(plainly, vocabulary, _last_letters(query)) if unfinished else plainly)
        found.extend(_translations(words, index, speech, trust, careful=careful))
    said = [word.plain for word in mended] != [word.plain for word in typed]
    unique = {reading.text: reading for reading in reversed(found)}
    best = sorted(unique.values(), key=lambda reading: (-reading.trust, len(reading.tokens)))[:MOST_READINGS]
    return best, " ".join(_shown(mended, index)) if said else ""


def _repaired(typed: Sequence[Word], index: Index, speech: Speech, *, unfinished: bool) -> list[Word]:
    """Keyboards forgotten and spaces misplaced: only words that nobody knows are touched."""
    known = index.vocabulary
    found: list[Word] = []
    for place, word in enumerate(typed):
        if word.plain in known or word.plain in index.abbreviations or _is_spoken(word, speech):
            found.append(word)
            continue
        meant = unmangled(word.plain)
        if meant and word_of(meant).plain in known:
            found.append(word_of(meant))
        elif (
            found and found[-1].plain not in known and (joined := word_of(found[-1].plain + word.plain)).plain in known
        ):
            found[-1] = joined
        elif unfinished and place == len(typed) - 1:
            found.append(word)
        else:
            found.extend(_split(word, known))
    return found


def _is_spoken(word: Word, speech: Speech) -> bool:
    return (
        any(word.plain == part.plain for phrase in speech.synonyms for part in phrase) if len(word.plain) > 9 else False
    )


def _split(word: Word, known: Vocabulary) -> list[Word]:
    """`khaisinh` as khai sinh, when those are neighbours somewhere; otherwise the word as it is."""
    written, best = word.plain, (0, word, word)
    for place in range(2, len(written) - 1):
        first, second = written[:place], written[place:]
        count = known.pairs.get((first, second), 0)
        if count > best[0]:
            best = (count, Word(first, first), Word(second, second))
    if best[0]:
        return [best[1], best[2]]
    if len(written) > 8:
        for place in range(2, 7):
            first = written[:place]
            if first in known:
                rest = _split(Word(written[place:], written[place:]), known)
                if len(rest) > 1 and (first, rest[0].plain) in known.pairs:
                    return [Word(first, first), *rest]
    return [word]


def _mended(words: list[Word], known: Vocabulary, speech: Speech, *, unfinished: bool) -> list[Word]:
    """The likeliest words one slip away: neighbours that are seen together outweigh the cost of a slip."""
    if all((first.plain, second.plain) in known.pairs for first, second in pairwise(words)) and words[0].plain in known:
        return words  # nothing looks like a slip
    quiet = _noise_places(words, speech)
    spoken = {place for start, end, _ in _everyday(words, speech) for place in range(start, end)}
    choices: list[list[tuple[Word, float]]] = []
    for place, word in enumerate(words):
        fixed = place in quiet or place in spoken or (unfinished and place == len(words) - 1)
        itself = (word, 0.0 if word.plain in known or fixed else STRANGE)
        alike = () if fixed or len(word.plain) < 2 else known.alike(word.plain)
        trusted = word.marked != word.plain and word.marked in known.marked
        slips = () if fixed or len(word.plain) < 2 else known.near(word.plain)[:10]
        choices.append(
            [
                itself,
                *((Word(slip, slip), ALIKE) for slip in alike),
                *((Word(slip, slip), SLIP + MARKED * trusted) for slip in slips),
            ]
        )
    # Viterbi: the cheapest path through the choices.
    paths: list[tuple[float, list[Word]]] = [(cost + _alone(word, known), [word]) for word, cost in choices[0]]
    for options in choices[1:]:
        following: list[tuple[float, list[Word]]] = []
        for word, cost in options:
            before = min(paths, key=lambda path: path[0] + _together(path[1][-1], word, known))
            total = before[0] + cost + _alone(word, known) + _together(before[1][-1], word, known)
            following.append((total, [*before[1], word]))
        paths = following
    return min(paths, key=lambda path: path[0])[1]


def _alone(word: Word, known: Vocabulary) -> float:
    return 0.25 * known.rarity(word.plain)


def _together(first: Word, second: Word, known: Vocabulary) -> float:
    count = known.pairs.get((first.plain, second.plain), 0)
    return 0.0 if not count else -min(6.0, 2.5 + log(count))


def _shown(words: list[Word], index: Index) -> Iterator[str]:
    """The words as the catalogue writes them: what "did you mean" says."""
    known = index.vocabulary
    for place, word in enumerate(words):
        marked = word.marked
        if marked == word.plain:
            before = known.pair_marks.get((words[place - 1].plain, word.plain)) if place else None
            after = known.pair_marks.get((word.plain, words[place + 1].plain)) if place + 1 < len(words) else None
            marked = after[0] if after else before[1] if before else known.marks.get(word.plain, word.plain)
        yield index.spellings.get(marked, word.plain)


def _reading(words: Sequence[Word], trust: float, speech: Speech, *, careful: bool, through: str = "") -> Reading:
    quiet = _noise_places(words, speech)
    if len(quiet) == len(words):
        quiet = set()
    tokens = tuple(Token(word.plain, word.marked, NOISE if place in quiet else 1.0) for place, word in enumerate(words))
    return Reading(tokens, trust, careful, through)


def _noise_places(words: Sequence[Word], speech: Speech) -> set[int]:
    places = set[int]()
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + speech.longest) + 1):
            if _phrase_in(words[start:end], speech.noise) is not None:
                places.update(range(start, end))
    return places


def _phrase_in(words: Sequence[Word], phrases: Iterable[Phrase]) -> Phrase | None:
    """The phrase among `phrases` that these words are; what was typed without marks may be any."""
    wanted = tuple(words)
    if wanted in phrases:
        return wanted
    plain = tuple(word.plain for word in words)
    for phrase in _by_plain(phrases).get(plain, ()):
        if all(
            word.marked in (word.plain, part.marked) or part.marked == part.plain
            for word, part in zip(words, phrase, strict=True)
        ):
            return phrase
    return None


_folded: dict[int, tuple[object, dict[tuple[str, ...], list[Phrase]]]] = {}


def _by_plain(phrases: Iterable[Phrase]) -> dict[tuple[str, ...], list[Phrase]]:
    held = _folded.get(id(phrases))
    if held is None or held[0] is not phrases:
        made: dict[tuple[str, ...], list[Phrase]] = {}
        for phrase in phrases:
            made.setdefault(tuple(word.plain for word in phrase), []).append(phrase)
        if len(_folded) > 8:
            _folded.clear()
        _folded[id(phrases)] = held = (phrases, made)
    return held[1]


def _everyday(words: Sequence[Word], speech: Speech) -> list[tuple[int, int, Phrase]]:
    """Where everyday phrases stand, each that is not part of a longer one: (start, end, words of the law)."""
    found: list[tuple[int, int, Phrase]] = []
    for start in range(len(words)):
        for end in range(min(len(words), start + speech.longest), start, -1):
            phrase = _phrase_in(words[start:end], speech.synonyms)
            if phrase is not None:
                legal = speech.synonyms[phrase]
                if [word.plain for word in words[start : start + len(legal)]] != [word.plain for word in legal]:
                    found.append((start, end, legal))
                break
    return [
        (start, end, legal)
        for start, end, legal in found
        if not any(low <= start and end <= high and (low, high) != (start, end) for low, high, _ in found)
    ]


def _translations(
    words: Sequence[Word], index: Index, speech: Speech, trust: float, *, careful: bool
) -> Iterator[Reading]:
    found = _everyday(words, speech)
    for start, end, legal in found:
        through = " ".join(word.plain for word in words[start:end])
        put = index.expanded([*words[:start], *legal, *words[end:]])
        yield _reading(put, trust * TRANSLATED, speech, careful=careful, through=through)
    apart = [one for one in found if not any(one != two and one[0] < two[1] and two[0] < one[1] for two in found)]
    if len(apart) > 1:
        put = list(words)
        for start, end, legal in reversed(apart):
            put[start:end] = legal
        yield _reading(index.expanded(put), trust * TRANSLATED, speech, careful=careful, through="*")


def _unfinished(reading: Reading, known: Vocabulary, begun: str) -> Reading:
    last = reading.tokens[-1]
    endings = list[str]()
    if len(reading.tokens) > 1:
        before = reading.tokens[-2].plain
        endings = [word for word in known.beginning(begun, 400) if (before, word) in known.pairs][:MOST_ENDINGS]
    endings = endings or known.beginning(begun, MOST_ENDINGS)
    return replace(reading, tokens=(*reading.tokens[:-1], replace(last, endings=tuple(endings))))


def _last_letters(query: str) -> str:
    """The unfinished word as it stands: of "si" nobody knows yet whether it will be sĩ, which is sỹ, or sinh."""
    written = written_words(query[:LONGEST_QUERY])
    return fold(written[-1]) if written else ""
