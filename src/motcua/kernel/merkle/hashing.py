"""RFC 6962 hashing, and a tree that remembers only its right edge."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field

HASH = 32
"""Bytes of a hash."""
EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """The root over leaf hashes, level by level."""
    if not leaves:
        return EMPTY
    row = leaves
    while len(row) > 1:
        paired = [node_hash(row[i], row[i + 1]) for i in range(0, len(row) - 1, 2)]
        row = paired + row[len(row) - 1 :] if len(row) % 2 else paired
    return row[0]


@dataclass(slots=True)
class Edge:
    """The roots of the perfect subtrees that a tree of `size` leaves consists of, the largest first."""

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        self.nodes.append(leaf)
        size = self.size
        while size & 1:
            right = self.nodes.pop()
            self.nodes.append(node_hash(self.nodes.pop(), right))
            size >>= 1
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        return fold(self.nodes)


def fold(nodes: list[bytes]) -> bytes:
    """The root over perfect subtrees of falling size."""
    if not nodes:
        return EMPTY
    root = nodes[-1]
    for node in reversed(nodes[:-1]):
        root = node_hash(node, root)
    return root


def subtrees(begin: int, end: int) -> list[tuple[int, int]]:
    """Perfect subtrees `(level, number)` that leaves [begin, end) consist of, from the left; `number` counts those of
    its level. `begin` is a multiple of the largest power of two that fits, as in every proof."""
    found = []
    while begin < end:
        level = (end - begin).bit_length() - 1
        if begin:
            level = min(level, (begin & -begin).bit_length() - 1)
        found.append((level, begin >> level))
        begin += 1 << level
    return found
