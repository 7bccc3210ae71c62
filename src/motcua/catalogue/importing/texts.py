"""Texts of the source, without what its word processors left behind. What stays is checked like any input."""

from motcua.kernel.texts import clean, clean_lines

# Direction marks beside Vietnamese say nothing; the rest are bullets of a symbol font.
_LEFT_BEHIND = dict.fromkeys(map(ord, "\u200e\u200f")) | dict.fromkeys(range(0xF000, 0xF100), "•")


def line(text: str | None) -> str:
    """One clean line, "" for nothing. Raises UnreadableTextError on NUL and other control characters."""
    return clean((text or "").translate(_LEFT_BEHIND))


def lines(text: str | None) -> str:
    """Several clean lines, "" for nothing. Raises UnreadableTextError."""
    return clean_lines((text or "").translate(_LEFT_BEHIND))
