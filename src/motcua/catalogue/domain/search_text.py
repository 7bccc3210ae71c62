"""Words that a procedure is found by: folded, alone and in pairs, because most Vietnamese words are two syllables."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from motcua.catalogue.contracts import ProcedureVersion
from motcua.kernel.languages import LocalText
from motcua.kernel.texts import fold

LONGEST_QUERY = 200  # characters; what is beyond says no more about what is meant
MOST_WORDS = 16
MOST_PHRASES = 3  # compared with each candidate's titles, which is what a search spends its time on
SHORTEST_PREFIX = 3  # letters: a shorter beginning fits half of the catalogue

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the catalogue knows about everyday speech, folded. `noise`: phrases that do not say which procedure is
    meant, longest first; `synonyms`: everyday words -> words of the law; `common`: pairs of words that so many
    procedures share ("đăng ký", "giấy phép") that they tell none from another.
    """

    noise: tuple[str, ...]
    synonyms: Mapping[str, str]
    common: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query ready for PostgreSQL: `phrases` to compare titles with, `tsquery` to gather candidates."""

    phrases: tuple[str, ...]
    tsquery: str


def words_of(text: str) -> list[str]:
    return _WORD.findall(fold(text))


def understood(query: str, vocabulary: Vocabulary) -> Wanted | None:
    """What the query asks for; None when it holds no word at all."""
    said = " ".join(words_of(query[:LONGEST_QUERY])[:MOST_WORDS])
    if not said:
        return None
    translations = list(_translations(said, vocabulary))
    telling = _telling(said, vocabulary) or said
    phrases = list(dict.fromkeys([telling, *translations, said]))[:MOST_PHRASES]
    queries = dict.fromkeys(_tsquery(phrase.split(), vocabulary.common) for phrase in (said, telling, *translations))
    return Wanted(tuple(phrases), " | ".join(queries))


def _telling(said: str, vocabulary: Vocabulary) -> str:
    padded = f" {said} "
    for phrase in vocabulary.noise:
        while f" {phrase} " in padded:
            padded = padded.replace(f" {phrase} ", " ")
    return padded.strip()


def _translations(said: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The query in words of the law: each everyday phrase that is not part of a longer one is put into them."""
    padded = f" {said} "
    found = [key for key in vocabulary.synonyms if f" {key} " in padded]
    for key in found:
        if not any(key != longer and f" {key} " in f" {longer} " for longer in found):
            before, _, after = padded.partition(f" {key} ")
            around = [_telling(part, vocabulary) for part in (before, after)]
            yield " ".join(f"{around[0]} {vocabulary.synonyms[key]} {around[1]}".split())


def _tsquery(words: list[str], common: frozenset[str]) -> str:
    """Any telling pair of neighbours, or all words; the last word may be unfinished."""
    pairs = [first + second for first, second in pairwise(words)]
    telling = [pair for pair in pairs if pair not in common]
    if telling and telling[-1] == pairs[-1]:
        telling[-1] += ":*"
    alone = [*words[:-1], f"{words[-1]}:*"] if len(words[-1]) >= SHORTEST_PREFIX else words
    return " | ".join([*telling, f"({' & '.join(alone)})"])


def titles_of(version: ProcedureVersion) -> list[str]:
    """Folded names and everyday names in all languages, the Vietnamese name first, each once."""
    names = [*version.name.values(), *(name for names in version.everyday_names.values() for name in names)]
    return [title for title in dict.fromkeys(" ".join(words_of(name)) for name in names) if title]


def search_vector(version: ProcedureVersion, titles: Iterable[str]) -> str:
    """A tsvector literal: titles weigh A, summary and results B, field C, agency D."""
    weighed: dict[str, str] = {}
    for weight, texts in (
        ("A", titles),
        ("B", [*_texts(version.summary), *(text for result in version.results for text in _texts(result.name))]),
        ("C", [*_texts(version.field), version.code]),
        ("D", _texts(version.agency)),
    ):
        for text in texts:
            for lexeme in _lexemes(words_of(text)):
                weighed.setdefault(lexeme, weight)
    return " ".join(f"{lexeme}:1{weight}" for lexeme, weight in weighed.items())


def _lexemes(words: list[str]) -> Iterator[str]:
    yield from words
    yield from (first + second for first, second in pairwise(words))


def _texts(text: LocalText | str) -> list[str]:
    return [text] if isinstance(text, str) else list(text.values())
