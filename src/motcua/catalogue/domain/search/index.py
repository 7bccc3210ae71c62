"""An inverted index over titles: each name of a procedure is found by its words and its pairs of neighbours.

Built once from entries and never changed: a changed catalogue gets a new index, and readers never wait.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from motcua.catalogue.domain.search.entries import Entry
from motcua.catalogue.domain.search.vocabulary import Vocabulary
from motcua.catalogue.domain.search.words import Word, plain_words, word_of, words_of, written_words

Pair = tuple[str, str]
Expansions = Mapping[str, tuple[Word, ...]]
COMMON = 250  # titles; a longer posting can also be asked about single titles
LONGEST_TITLE = 60  # words; what a longer name adds is the law that it comes from


class Index:
    """Titles are numbered; `owners[title]` is the number of the entry that it names, `names[entry]` are its titles."""

    def __init__(self, entries: Iterable[Entry], abbreviations: Mapping[str, str] | None = None) -> None:
        self.abbreviations: Expansions = {
            plain_words(short)[0]: tuple(words_of(full)) for short, full in (abbreviations or {}).items()
        }
        self.entries: tuple[Entry, ...] = tuple(entries)
        self.by_code = {entry.code: number for number, entry in enumerate(self.entries)}
        self.plains: list[tuple[str, ...]] = []
        self.marks: list[tuple[str, ...]] = []
        self.written: list[str] = []
        self.owners: list[int] = []
        self.names: list[list[int]] = [[] for _ in self.entries]
        self.everyday: list[bool] = []
        grouped = [list(self._titles_of(number, entry)) for number, entry in enumerate(self.entries)]
        self.vocabulary = Vocabulary(grouped)
        self.spellings = {word_of(written).marked: written for name in self.written for written in written_words(name)}
        self.by_word: dict[str, list[int]] = {}
        self.by_pair: dict[Pair, list[int]] = {}
        self.weights: list[float] = []
        for number, plains in enumerate(self.plains):
            self._post(number, plains)
        self.places: dict[str | Pair, bytes] = {
            unit: self._places(posting)
            for postings in (self.by_word, self.by_pair)
            for unit, posting in postings.items()
            if len(posting) >= COMMON
        }
        self.about: tuple[frozenset[str], ...] = tuple(frozenset(plain_words(entry.about)) for entry in self.entries)
        self._sorted = sorted((" ".join(plains), number) for number, plains in enumerate(self.plains))
        self._begun: dict[str, list[int]] = {}

    def expanded(self, words: Sequence[Word]) -> list[Word]:
        """Abbreviations as the words that they stand for: titles and queries then speak alike."""
        found: list[Word] = []
        for word in words:
            found.extend(self.abbreviations.get(word.plain, (word,)))
        return found

    def first_letters(self, start: str, worth: Callable[[int], float]) -> list[int]:
        """Entries with a name that begins so, those of most worth first; remembered, there are few beginnings."""
        plain = "".join(word.plain for word in words_of(start))
        if plain not in self._begun:
            owners = dict.fromkeys(self.owners[number] for number in self._titles_from(plain))
            self._begun[plain] = sorted(owners, key=lambda owner: (-worth(owner), self.entries[owner].code))[:50]
        return self._begun[plain]

    def _titles_from(self, start: str) -> Iterable[int]:
        for text, number in self._sorted[bisect_left(self._sorted, (start, -1)) :]:
            if not text.startswith(start):
                return
            yield number

    def _titles_of(self, number: int, entry: Entry) -> Iterable[Sequence[Word]]:
        seen = set[tuple[Word, ...]]()
        for place, name in enumerate((*entry.names, *entry.everyday)):
            title = tuple(self.expanded(words_of(name))[:LONGEST_TITLE])
            if title and title not in seen:
                seen.add(title)
                self.plains.append(tuple(word.plain for word in title))
                self.marks.append(tuple(word.marked for word in title))
                self.written.append(name)
                self.names[number].append(len(self.owners))
                self.owners.append(number)
                self.everyday.append(place >= len(entry.names))
                yield title

    def _post(self, number: int, plains: tuple[str, ...]) -> None:
        alone = dict.fromkeys(plains)
        for plain in alone:
            self.by_word.setdefault(plain, []).append(number)
        for pair in dict.fromkeys(pairwise(plains)):
            self.by_pair.setdefault(pair, []).append(number)
        self.weights.append(sum(map(self.vocabulary.rarity, alone)) or 1.0)

    def _places(self, posting: list[int]) -> bytes:
        """One byte for each title: whether the posting holds it."""
        held = bytearray(len(self.plains))
        for number in posting:
            held[number] = 1
        return bytes(held)
