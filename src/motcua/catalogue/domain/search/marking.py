"""Which parts of a name a query has named: what a list shows in bold."""

import re

from motcua.catalogue.domain.search.words import plain_words

_PARTS = re.compile(r"[^\W_]+|[\W_]+")


def marked_parts(name: str, query: str) -> tuple[tuple[str, bool], ...]:
    """The name in pieces, each with whether the query holds it; the last word of a query may be unfinished."""
    said = plain_words(query)
    if not said:
        return ((name, False),)
    whole, begun = frozenset(said), said[-1]
    pieces: list[tuple[str, bool]] = []
    for part in _PARTS.findall(name):
        plain = "".join(plain_words(part))
        held = bool(plain) and (plain in whole or (len(begun) > 1 and plain.startswith(begun)))
        if pieces and (pieces[-1][1] == held or (not plain and pieces[-1][1])):
            pieces[-1] = (pieces[-1][0] + part, pieces[-1][1])
        else:
            pieces.append((part, held))
    return tuple(_tidied(pieces))


def _tidied(pieces: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """A space at the end of a marked piece belongs to what follows."""
    found: list[tuple[str, bool]] = []
    for text, held in pieces:
        bare = text.rstrip() if held else text
        found.append((bare, held))
        if bare != text:
            found.append((text[len(bare) :], False))
    return found
