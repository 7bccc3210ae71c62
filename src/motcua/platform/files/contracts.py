"""What the files room tells others."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that passed the checks. `size` in bytes, `kind` one of "pdf", "jpg", "png"."""

    id: UUID
    name: str
    kind: str
    content_type: str
    size: int
    sha256: str
