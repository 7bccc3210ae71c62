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

_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the catalogue knows about everyday speech, folded. `noise`: phrases that do not say which procedure is
    meant, longest first; `synonyms`: everyday words -> words of the law.
    """

    noise: tuple[str, ...]
    synonyms: Mapping[str, str]


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
    telling = _telling(said, vocabulary) or said
    phrases = dict.fromkeys([said, telling, *_translations(said, vocabulary)])
    queries = dict.fromkeys(_tsquery(phrase.split()) for phrase in phrases)
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


def _tsquery(words: list[str]) -> str:
    """Any pair of neighbours, or all words; the last word may be unfinished."""
    pairs = [first + second for first, second in pairwise(words)]
    alone = [*words[:-1], f"{words[-1]}:*"] if len(words[-1]) > 1 else words
    if pairs:
        pairs[-1] += ":*"
    return " | ".join([*pairs, f"({' & '.join(alone)})"])


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
