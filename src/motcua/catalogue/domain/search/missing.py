"""Which queries are worth an editor's look, and which are nobody's business: those that may name a person."""

from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise

from motcua.catalogue.domain.search.words import Word, words_of

LONGEST = 120  # characters
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Names:
    """How a name is known that is typed without a capital, as most are: a family name before a word that no procedure
    has after it, or before a middle name.
    """

    families: frozenset[Word] = frozenset()
    middles: frozenset[str] = frozenset()

    def begin(self, first: Word, second: Word, known: Container[tuple[str, str]]) -> bool:
        """Whether the name of a person may begin with these two. `known`: plain pairs of words of the catalogue."""
        if not any(
            first in (name, Word(name.plain, name.plain)) for name in self.families if name.plain == first.plain
        ):
            return False
        return second.plain in self.middles or (first.plain, second.plain) not in known


def keepable(query: str, names: Names = Names(), known: Container[tuple[str, str]] = ()) -> str:
    """The folded query as it may be kept; "" when it may hold a number of somebody, a name or an address."""
    if any(char.isdigit() for char in query) or "@" in query or _names_somebody(query):
        return ""
    words = words_of(query)
    if any(names.begin(first, second, known) for first, second in pairwise(words)):
        return ""
    kept = " ".join(word.plain for word in words)
    return kept if 0 < len(words) <= MOST_WORDS and len(kept) <= LONGEST else ""


def _names_somebody(query: str) -> bool:
    """Two neighbours with a capital at their head, perhaps a name."""
    heads = [word[:1].isupper() and not word.isupper() for word in query.split()]
    return any(first and second for first, second in pairwise(heads))
