"""Which queries are worth an editor's look, and which are nobody's business: those that may name a person."""

from itertools import pairwise

from motcua.catalogue.domain.search.words import words_of

LONGEST = 120  # characters
MOST_WORDS = 12


def keepable(query: str) -> str:
    """The folded query as it may be kept; "" when it may hold a number of somebody, a name or an address."""
    if any(char.isdigit() for char in query) or "@" in query or _names_somebody(query):
        return ""
    words = words_of(query)
    kept = " ".join(word.plain for word in words)
    return kept if 0 < len(words) <= MOST_WORDS and len(kept) <= LONGEST else ""


def _names_somebody(query: str) -> bool:
    """Two neighbours with a capital at their head, perhaps a name."""
    heads = [word[:1].isupper() and not word.isupper() for word in query.split()]
    return any(first and second for first, second in pairwise(heads))
