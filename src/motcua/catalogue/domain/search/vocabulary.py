"""The words that the catalogue and its editors use: which exist, how rare they are, and which are one slip away."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from math import log

from motcua.catalogue.domain.search.words import Word

# Sounds that parts of the country do not tell apart; both directions.
_STARTS = (
    ("s", "x"),
    ("ch", "tr"),
    ("d", "gi"),
    ("d", "r"),
    ("gi", "r"),
    ("d", "v"),
    ("l", "n"),
    ("ng", "ngh"),
    ("g", "gh"),
    ("c", "k"),
)
_ENDS = (
    ("n", "ng"),
    ("t", "c"),
    ("n", "nh"),
    ("t", "ch"),
    ("ui", "uoi"),
    ("iu", "ieu"),
    ("uu", "uou"),
    ("im", "iem"),
    ("ip", "iep"),
)
SOUND_ALIKE_STARTS = (*_STARTS, *((other, one) for one, other in _STARTS))
SOUND_ALIKE_ENDS = (*_ENDS, *((other, one) for one, other in _ENDS))
SHORTEST_SLIP = 2  # letters: in a shorter word every letter is another word


class Vocabulary:
    """Counted over all documents once. `counts`: documents that a plain word stands in; `pairs`: neighbours."""

    def __init__(self, documents: Iterable[Sequence[Sequence[Word]]]) -> None:
        self.counts: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        marks: defaultdict[str, Counter[str]] = defaultdict(Counter)
        pair_marks: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        self.documents = 0
        for titles in documents:
            self.documents += 1
            alone, together = set[str](), set[tuple[str, str]]()
            for title in titles:
                for word in title:
                    alone.add(word.plain)
                    marks[word.plain][word.marked] += 1
                for first, second in pairwise(title):
                    pair = (first.plain, second.plain)
                    together.add(pair)
                    pair_marks[pair][first.marked, second.marked] += 1
            self.counts.update(alone)
            self.pairs.update(together)
        self.marks: Mapping[str, str] = {plain: found.most_common(1)[0][0] for plain, found in marks.items()}
        self.marked = frozenset(marked for found in marks.values() for marked in found)
        self.pair_marks = {pair: found.most_common(1)[0][0] for pair, found in pair_marks.items()}
        self._by_deletion = _deletions(self.counts)
        self._sorted = sorted(self.counts)
        self.near = lru_cache(maxsize=4096)(self._near)
        self.alike = lru_cache(maxsize=4096)(self._alike)

    def __contains__(self, plain: str) -> bool:
        return plain in self.counts

    def rarity(self, plain: str) -> float:
        """What a word tells: 0 when every document has it, most when one has."""
        return log(1 + self.documents / (1 + self.counts.get(plain, 0)))

    def pair_rarity(self, pair: tuple[str, str]) -> float:
        return log(1 + self.documents / (1 + self.pairs.get(pair, 0)))

    def _near(self, plain: str) -> tuple[str, ...]:
        """Known words one slip away: a letter too many, missing, other, or two in the wrong order. Frequent ones first."""
        if len(plain) < SHORTEST_SLIP or plain.isdigit():
            return ()
        found = set(self._by_deletion.get(plain, ()))
        for place in range(len(plain)):
            shorter = plain[:place] + plain[place + 1 :]
            if shorter in self.counts:
                found.add(shorter)
            found.update(known for known in self._by_deletion.get(shorter, ()) if _one_slip(plain, known))
        found.discard(plain)
        return tuple(sorted(found, key=lambda known: (-self.counts[known], known)))

    def _alike(self, plain: str) -> tuple[str, ...]:
        """Known words that sound the same to many: xổ and sổ, trứng and chứng, nàm and làm, hộ chiếc and hộ chiếu."""
        starts = [plain]
        for one, other in SOUND_ALIKE_STARTS:
            if plain.startswith(one):
                starts.append(other + plain[len(one) :])
        found = list(starts)
        for start in starts:
            found += [start[: -len(one)] + other for one, other in SOUND_ALIKE_ENDS if start.endswith(one)]
        return tuple(word for word in dict.fromkeys(found) if word != plain and word in self.counts)

    def beginning(self, start: str, most: int) -> list[str]:
        """Known words that begin so, frequent ones first."""
        low = bisect_left(self._sorted, start)
        found = []
        for word in self._sorted[low : low + 400]:
            if not word.startswith(start):
                break
            found.append(word)
        found.sort(key=lambda known: (-self.counts[known], known))
        return found[:most]


def _deletions(counts: Mapping[str, int]) -> dict[str, list[str]]:
    by_deletion: dict[str, list[str]] = {}
    for known in counts:
        if known.isdigit() or len(known) > 14:
            continue
        for shorter in {known[:place] + known[place + 1 :] for place in range(len(known))}:
            by_deletion.setdefault(shorter, []).append(known)
    return by_deletion


def _one_slip(typed: str, known: str) -> bool:
    """Both lose one letter and are the same: another letter in its place, or two neighbours changed places."""
    if len(typed) != len(known):
        return False
    differing = [place for place in range(len(typed)) if typed[place] != known[place]]
    if len(differing) == 1:
        return True
    if len(differing) != 2 or differing[1] != differing[0] + 1:
        return False
    first, second = differing
    return typed[first] == known[second] and typed[second] == known[first]
