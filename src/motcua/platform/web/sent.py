"""What browsers send, read without believing it."""

from uuid import UUID


def number_sent(text: str, digits: int = 9) -> int:
    """A whole number of at most so many ASCII digits; 0 for anything else, so that a version that is none matches none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else 0


def id_sent(text: str) -> UUID | None:
    """An id; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
