"""Trees, tiles and proofs against RFC 6962's own vectors and a tree that is written down as the RFC defines it."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from motcua.kernel.merkle.hashing import EMPTY, Edge, leaf_hash, root_of
from motcua.kernel.merkle.proofs import (
    ProofError,
    check_consistency,
    check_inclusion,
    consistency,
    inclusion,
    root_at,
)
from motcua.kernel.merkle.tiles import Folder, TileError, Tiles, tile_name, unbundle

VECTORS = [bytes.fromhex(each) for each in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
VECTORS.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = (
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


class Shelf(dict):
    """A store in memory."""

    def read(self, name):
        try:
            return self[name]
        except KeyError:
            raise FileNotFoundError(name) from None

    def write(self, name, content):
        self[name] = content

    def drop_partials(self, name):
        for each in [each for each in self if each.startswith(f"{name}.p/")]:
            del self[each]


def naive(entries):
    """MTH of RFC 6962, section 2.1, word for word."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + naive(entries[:k]) + naive(entries[k:])).digest()


def path(m, entries):
    """PATH of RFC 6962, section 2.1.1."""
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*path(m, entries[:k]), naive(entries[k:])]
    return [*path(m - k, entries[k:]), naive(entries[:k])]


def subproof(m, entries, whole):
    """SUBPROOF of RFC 6962, section 2.1.2."""
    if m == len(entries):
        return [] if whole else [naive(entries)]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m <= k:
        return [*subproof(m, entries[:k], whole), naive(entries[k:])]
    return [*subproof(m - k, entries[k:], False), naive(entries[:k])]


def entries_of(size):
    return [b"%d" % number for number in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_of_the_rfcs_reference(size):
    edge = Edge()
    edge.extend(map(leaf_hash, VECTORS[:size]))
    assert edge.root().hex() == root_of([leaf_hash(each) for each in VECTORS[:size]]).hex() == ROOTS[size]


def test_tiles_have_the_names_of_the_specification():
    assert tile_name(0, 0) == "tile/0/000"
    assert tile_name(1, 1234067, 5) == "tile/1/x001/x234/067.p/5"
    assert tile_name("entries", 1000) == "tile/entries/x001/000"


@given(st.lists(st.integers(1, 400), min_size=1, max_size=5), st.data())
def test_proofs_from_tiles_are_those_of_the_rfc(steps, data):
    entries = entries_of(sum(steps))
    tiles = Tiles(Shelf(), 0)
    for step in steps:
        tiles = tiles.grown(entries[tiles.size : tiles.size + step])
    size = data.draw(st.integers(1, len(entries)))
    root = naive(entries[:size])
    assert root_at(tiles.node, size) == root
    index = data.draw(st.integers(0, size - 1))
    shown = inclusion(tiles.node, index, size)
    assert shown == path(index, entries[:size])
    check_inclusion(leaf_hash(entries[index]), index, size, shown, root)
    old = data.draw(st.integers(0, size))
    grown = consistency(tiles.node, old, size)
    assert grown == (subproof(old, entries[:size], True) if old else [])
    check_consistency(old, size, grown, naive(entries[:old]), root)
    assert list(tiles.leaves()) == [leaf_hash(each) for each in entries]
    kept = b"".join(tiles.bundle(n, min(256, len(entries) - n * 256)) for n in range(-(-len(entries) // 256)))
    assert unbundle(kept) == entries


@given(st.integers(2, 90), st.data())
def test_a_proof_with_any_part_changed_is_refused(size, data):
    entries = entries_of(size)
    tiles = Tiles(Shelf(), 0).grown(entries)
    root, index, old = naive(entries), data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    shown, grown = inclusion(tiles.node, index, size), consistency(tiles.node, old, size)
    was, leaf = naive(entries[:old]), leaf_hash(entries[index])
    at = data.draw(st.integers(0, len(shown) - 1))
    forged = [*shown[:at], EMPTY, *shown[at + 1 :]]
    for leaf_, index_, path_ in (
        (EMPTY, index, shown),
        (leaf, (index + 1) % size, shown),
        (leaf, size, shown),
        (leaf, index, forged),
        (leaf, index, shown[:-1]),
        (leaf, index, [*shown, EMPTY]),
    ):
        with pytest.raises(ProofError):
            check_inclusion(leaf_, index_, size, path_, root)
    at = data.draw(st.integers(0, len(grown) - 1))
    for path_, was_, root_ in (
        ([*grown[:at], EMPTY, *grown[at + 1 :]], was, root),
        (grown[:-1], was, root),
        ([*grown, EMPTY], was, root),
        (grown, EMPTY, root),
        (grown, was, EMPTY),
    ):
        with pytest.raises(ProofError):
            check_consistency(old, size, path_, was_, root_)
    with pytest.raises(ProofError):
        check_consistency(size, size, [], EMPTY, root)
    with pytest.raises(ProofError):
        check_consistency(size, old, [], root, was)


def test_a_tree_grows_in_a_folder_and_a_full_tile_serves_where_the_partial_one_is_gone(tmp_path):
    folder = Folder(tmp_path)
    small = Tiles(folder, 0).grown(entries_of(200))
    large = small.grown(entries_of(700)[200:])
    assert not (tmp_path / "tile/0/000.p").exists()
    assert root_at(Tiles(folder, 200).node, 200) == naive(entries_of(200))
    assert root_at(Tiles(folder, 700).node, 700) == root_at(large.node, 700) == naive(entries_of(700))
    assert [each.name for each in tmp_path.rglob(".*")] == []
    (tmp_path / "tile/0/002.p/188").write_bytes(b"short")
    with pytest.raises(TileError, match="188 hashes"):
        root_at(Tiles(folder, 700).node, 700)
    (tmp_path / "tile/0/002.p/188").unlink()
    with pytest.raises(TileError, match="missing"):
        root_at(Tiles(folder, 700).node, 700)
