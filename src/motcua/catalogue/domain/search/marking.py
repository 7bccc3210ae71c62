"""Which parts of a name a query has named: what a list shows in bold."""

import re
from functools import lru_cache
from itertools import pairwise

from motcua.catalogue.domain.search.words import plain_words, written_words
from motcua.kernel.texts import fold

_PARTS = re.compile(r"[^\W_]+|[\W_]+")


def marked_parts(name: str, query: str, *, unfinished: bool = False) -> tuple[tuple[str, bool], ...]:
    """The name in pieces, each with whether the query names it: neighbours that are neighbours in the query too.

    Single syllables fold alike too often ("so" is sổ, sở and số); only a query of one word marks one word. The last
    word of an `unfinished` query may go on.
    """
    said, parts = plain_words(query), _PARTS.findall(name)
    if unfinished and said:
        said[-1] = fold(written_words(query)[-1])  # as it stands: "si" may become sĩ, which is sỹ, or sinh
    plains = list(map(_plain, parts))
    places = [place for place, plain in enumerate(plains) if plain]
    held = set[int]()
    if len(said) == 1:
        held = {place for place in places if _same(plains[place], said[0], unfinished=unfinished)}
    for before, place in pairwise(places):
        for number, (first, second) in enumerate(pairwise(said), start=2):
            last = unfinished and number == len(said)
            if plains[before] == first and _same(plains[place], second, unfinished=last):
                held.update(range(before, place + 1))
    pieces: list[tuple[str, bool]] = []
    for place, part in enumerate(parts):
        if pieces and pieces[-1][1] == (place in held):
            pieces[-1] = (pieces[-1][0] + part, pieces[-1][1])
        else:
            pieces.append((part, place in held))
    return tuple(pieces)


@lru_cache(maxsize=16_384)
def _plain(part: str) -> str:
    return "".join(plain_words(part))


def _same(plain: str, said: str, *, unfinished: bool) -> bool:
    return plain == said or (unfinished and len(said) > 1 and plain.startswith(said))
