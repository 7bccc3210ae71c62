"""The public side of a log, from a folder or from its address."""

import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from motcua.kernel.merkle.notes import Checkpoint, Verifier
from motcua.kernel.merkle.proofs import ProofError, root_at
from motcua.kernel.merkle.tiles import Folder, Store, Tiles

LARGEST = 4 << 20  # bytes of an answer
PATIENCE = 10  # seconds


@dataclass(frozen=True, slots=True)
class Address:
    """A log over HTTP; read only."""

    url: str

    def read(self, name: str) -> bytes:
        try:
            with urllib.request.urlopen(f"{self.url.rstrip('/')}/{name}", timeout=PATIENCE) as answer:  # noqa: S310 - whoever runs the command names it
                content: bytes = answer.read(LARGEST)
                return content
        except urllib.error.HTTPError as error:
            if error.code == 404:
                raise FileNotFoundError(name) from None
            raise

    def write(self, name: str, content: bytes) -> None:
        raise NotImplementedError

    def drop_partials(self, name: str) -> None:
        raise NotImplementedError


def store_at(place: str) -> Store:
    return Address(place) if place.startswith(("https://", "http://")) else Folder(Path(place))


def checkpoint_of(store: Store, trusted: Iterable[Verifier]) -> Checkpoint:
    """What the log says of itself now. Raises FileNotFoundError, NoteError."""
    return Checkpoint.open(store.read("checkpoint").decode(), trusted)


def tree_of(store: Store, checkpoint: Checkpoint) -> Tiles:
    """The tiles, of which the right edge at least leads to the checkpoint. Raises TileError, ProofError."""
    tiles = Tiles(store, checkpoint.size)
    if root_at(tiles.node, checkpoint.size) != checkpoint.root:
        raise ProofError("the tiles do not lead to the root of the checkpoint")
    return tiles
