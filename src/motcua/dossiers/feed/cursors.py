"""A place in the feed: what a follower keeps, and what the product's own followers keep in the database."""

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from motcua.dossiers.errors import FeedCursorInvalidError

_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """Everything up to and with this change has been read. Marks stand in the feed's own order."""

    position: int
    version: int
    id: UUID

    def __str__(self) -> str:
        return f"{self.position}-{self.version}-{self.id.hex}"

    @classmethod
    def read(cls, text: str) -> Self:
        """What `str` of a cursor gave. Raises FeedCursorInvalidError."""
        position, _dash, rest = text.partition("-")
        version, _dash, hexed = rest.partition("-")
        try:
            cursor = cls(int(position), int(version), UUID(hex=hexed))
        except ValueError:
            raise FeedCursorInvalidError from None
        if not (0 <= cursor.position <= _MOST and 0 <= cursor.version < 2**31 and str(cursor) == text):
            raise FeedCursorInvalidError
        return cursor


BEGINNING = Cursor(0, 0, UUID(int=0))
