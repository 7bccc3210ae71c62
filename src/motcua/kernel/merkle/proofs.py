"""Inclusion and consistency proofs: made from any source of nodes, checked from hashes alone (RFC 9162, 2.1.3-2.1.4)."""

from collections.abc import Callable

from motcua.kernel.merkle.hashing import EMPTY, fold, node_hash, subtrees

Nodes = Callable[[int, int], bytes]
"""The root of the perfect subtree at (level, number)."""


class ProofError(ValueError):
    """A proof that proves nothing, or one that cannot be."""


def root_at(nodes: Nodes, size: int) -> bytes:
    """The root of the first `size` leaves."""
    return fold([nodes(*each) for each in subtrees(0, size)])


def inclusion(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """The audit path of leaf `index` in a tree of `size`. Raises ProofError when it has no such leaf."""
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    begin, end, path = 0, size, []
    while end - begin > 1:
        middle = begin + _split(end - begin)
        other = (middle, end) if index < middle else (begin, middle)
        path.append(fold([nodes(*each) for each in subtrees(*other)]))
        begin, end = (begin, middle) if index < middle else (middle, end)
    return path[::-1]


def consistency(nodes: Nodes, old: int, new: int) -> list[bytes]:
    """That the tree of `old` leaves is the beginning of that of `new`. Raises ProofError for sizes that can't be."""
    if not 0 <= old <= new:
        raise ProofError(f"a tree does not grow from {old} to {new}")
    if old in (0, new):
        return []
    begin, end, path = 0, new, []
    while old != end:
        middle = begin + _split(end - begin)
        if old <= middle:
            path.append(fold([nodes(*each) for each in subtrees(middle, end)]))
            end = middle
        else:
            path.append(fold([nodes(*each) for each in subtrees(begin, middle)]))
            begin = middle
    if begin:
        path.append(fold([nodes(*each) for each in subtrees(begin, end)]))
    return path[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: list[bytes], root: bytes) -> None:
    """Raises ProofError unless `leaf` stands at `index` in the tree of `size` with this `root`."""
    if not 0 <= index < size:
        raise ProofError(f"no leaf {index} in a tree of {size}")
    first, last, found = index, size - 1, leaf
    for node in path:
        if last == 0:
            raise ProofError("the inclusion proof is too long")
        if first & 1 or first == last:
            found = node_hash(node, found)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = node_hash(found, node)
        first, last = first >> 1, last >> 1
    if last or found != root:
        raise ProofError("the inclusion proof does not lead to the root")


def check_consistency(old: int, new: int, path: list[bytes], old_root: bytes, new_root: bytes) -> None:
    """Raises ProofError unless the tree of `new` leaves begins with that of `old`."""
    if not 0 <= old <= new:
        raise ProofError(f"a tree does not grow from {old} to {new}")
    if old in (0, new):
        if path or (old == new and old_root != new_root) or (not old and old_root != EMPTY):
            raise ProofError("two different trees of one size" if old == new else "no proof was needed")
        return
    if not path:
        raise ProofError("the consistency proof is missing")
    nodes = [old_root, *path] if not old & (old - 1) else list(path)
    first, last = old - 1, new - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    was = now = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            raise ProofError("the consistency proof is too long")
        if first & 1 or first == last:
            was, now = node_hash(node, was), node_hash(node, now)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            now = node_hash(now, node)
        first, last = first >> 1, last >> 1
    if last or was != old_root or now != new_root:
        raise ProofError("the new tree does not begin with the old one")


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)
