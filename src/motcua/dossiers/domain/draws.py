"""Drawing lots so that anybody can draw them again: the order follows from a number that nobody chose. Pure.

The list of codes is closed and published first, together with the public source of a number that is not known yet
(tonight's lottery, tomorrow's newspaper). That number, the seed, then decides: each code gets the SHA-256 of
`<seed>:<code>` in hexadecimal, and the codes stand in the order of these. On any computer:

    while read code; do echo "$(printf '%s:%s' "$SEED" "$code" | sha256sum | cut -c1-64) $code"; done < codes | sort
"""

import hashlib
from collections.abc import Iterable


def lot(seed: str, code: str) -> str:
    """The lot of one code: 64 hexadecimal digits. The smallest is drawn first."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def draw(seed: str, codes: Iterable[str]) -> tuple[str, ...]:
    """The codes in the order in which they are drawn. The order in which they are given does not matter."""
    return tuple(sorted(set(codes), key=lambda code: lot(seed, code)))


def fingerprint(codes: Iterable[str]) -> str:
    """SHA-256 of the closed list, one code a line in alphabetical order: what is published before the seed is known."""
    return hashlib.sha256("".join(f"{code}\n" for code in sorted(set(codes))).encode()).hexdigest()
