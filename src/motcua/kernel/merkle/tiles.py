"""C2SP tlog-tiles: 256 hashes to a file that never changes, and nodes of the tree read from them."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from motcua.kernel.merkle.hashing import HASH, leaf_hash, node_hash

WIDTH = 256
HEIGHT = 8
ENTRIES = "entries"


class TileError(ValueError):
    """A tile that is missing, or has not the length that its name says."""


class Store(Protocol):
    """Files by name, written whole or not at all."""

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError."""
        ...

    def write(self, name: str, content: bytes) -> None:
        """Durable when it returns."""
        ...

    def drop_partials(self, name: str) -> None:
        """Forget what was written of tile `name` before it was full."""
        ...


@dataclass(frozen=True, slots=True)
class Folder:
    """The store on a local disk."""

    root: Path

    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with open(draft, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def drop_partials(self, name: str) -> None:
        shutil.rmtree(self.root / f"{name}.p", ignore_errors=True)


def tile_name(level: int | str, number: int, width: int = WIDTH) -> str:
    """`tile/0/x001/234.p/5`; `level` may be ENTRIES."""
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.append(f"x{number % 1000:03d}")
    return f"tile/{level}/{'/'.join(reversed(parts))}" + (f".p/{width}" if width < WIDTH else "")


def width_of(level: int, number: int, size: int) -> int:
    """How many hashes tile `number` of tile level `level` has in a tree of `size` leaves; 0 when there is none."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))


def bundle(entries: list[bytes]) -> bytes:
    """Entries as C2SP writes them: each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unbundle(content: bytes) -> list[bytes]:
    """Raises TileError."""
    found, at = [], 0
    while at < len(content):
        end = at + 2 + int.from_bytes(content[at : at + 2], "big")
        if end > len(content):
            raise TileError("a bundle of entries is cut off")
        found.append(content[at + 2 : end])
        at = end
    return found


class Tiles:
    """A tree of `size` leaves as it lies in a store. Tiles read are remembered; their truth is shown by a root only."""

    def __init__(self, store: Store, size: int) -> None:
        self.store, self.size = store, size
        self._read: dict[tuple[int, int], bytes] = {}

    def tile(self, level: int, number: int) -> bytes:
        """The hashes of a tile as this tree has it. Raises TileError."""
        if (level, number) not in self._read:
            wanted = width_of(level, number, self.size)
            if len(self._read) > 4096:
                self._read.clear()
            self._read[level, number] = self._fetch(level, number, wanted) if wanted else b""
        return self._read[level, number]

    def _fetch(self, level: int, number: int, wanted: int) -> bytes:
        for width in dict.fromkeys((wanted, WIDTH)):
            try:
                content = self.store.read(tile_name(level, number, width))
            except FileNotFoundError:
                continue
            if len(content) != width * HASH:
                raise TileError(f"{tile_name(level, number, width)} has not {width} hashes")
            return content[: wanted * HASH]
        raise TileError(f"{tile_name(level, number, wanted)} is missing")

    def node(self, level: int, number: int) -> bytes:
        """The root of a perfect subtree of 2**level leaves. Raises TileError."""
        tile_level, inside = divmod(level, HEIGHT)
        first = number << inside
        tile = self.tile(tile_level, first // WIDTH)
        at = first % WIDTH * HASH
        row = [tile[i : i + HASH] for i in range(at, at + (HASH << inside), HASH)]
        if len(row[-1]) != HASH:
            raise TileError(f"no subtree {number} at level {level} in a tree of {self.size}")
        return _fold(row)

    def leaves(self) -> Iterator[bytes]:
        """All leaf hashes in order. Raises TileError."""
        for number in range(-(-self.size // WIDTH)):
            tile = self.tile(0, number)
            for at in range(0, len(tile), HASH):
                yield tile[at : at + HASH]

    def grown(self, entries: list[bytes]) -> "Tiles":
        """The tree with `entries` behind its leaves; every tile that this changes is written, level 0 first."""
        size = self.size + len(entries)
        row, begin = [leaf_hash(entry) for entry in entries], self.size
        self._bundles(entries)
        level = 0
        while row:
            row, begin = self._level(level, row, begin)
            level += 1
        return Tiles(self.store, size)

    def _level(self, level: int, row: list[bytes], begin: int) -> tuple[list[bytes], int]:
        """Write what is new at a tile level, from hash `begin` on; the new hashes of the level above."""
        number = begin // WIDTH
        hashes = self.tile(level, number)[: begin % WIDTH * HASH] + b"".join(row)
        above = []
        first = number
        while hashes:
            tile, hashes = hashes[: WIDTH * HASH], hashes[WIDTH * HASH :]
            width = len(tile) // HASH
            self.store.write(tile_name(level, number, width), tile)
            if width == WIDTH:
                self.store.drop_partials(tile_name(level, number))
                above.append(_fold([tile[i : i + HASH] for i in range(0, len(tile), HASH)]))
            number += 1
        return above, first

    def _bundles(self, entries: list[bytes]) -> None:
        number, before = divmod(self.size, WIDTH)
        old = unbundle(self.bundle(number, before))[:before] if before else []
        row = old + entries
        while row:
            part, row = row[:WIDTH], row[WIDTH:]
            self.store.write(tile_name(ENTRIES, number, len(part)), bundle(part))
            if len(part) == WIDTH:
                self.store.drop_partials(tile_name(ENTRIES, number))
            number += 1

    def bundle(self, number: int, width: int) -> bytes:
        """A bundle of at least `width` entries. Raises TileError."""
        for each in dict.fromkeys((width, WIDTH)):
            try:
                return self.store.read(tile_name(ENTRIES, number, each))
            except FileNotFoundError:
                continue
        raise TileError(f"{tile_name(ENTRIES, number, width)} is missing")


def _fold(row: list[bytes]) -> bytes:
    """The root of a perfect subtree over its hashes."""
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]
