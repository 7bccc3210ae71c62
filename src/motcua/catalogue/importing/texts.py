"""Texts of the source, without what its word processors left behind. What stays is checked like any input."""

import re

from motcua.kernel.texts import clean, clean_lines

# Direction marks beside Vietnamese say nothing; the rest are bullets of a symbol font.
_MARKS = re.compile("[\u200e\u200f]")
_BULLETS = re.compile("[\uf000-\uf0ff]")


def line(text: str | None) -> str:
    """One clean line, "" for nothing. Raises UnreadableTextError on NUL and other control characters."""
    return clean(_bare(text or ""))


def lines(text: str | None) -> str:
    """Several clean lines, "" for nothing. Raises UnreadableTextError."""
    return clean_lines(_bare(text or ""))


def _bare(text: str) -> str:
    return _BULLETS.sub("•", _MARKS.sub("", text))
