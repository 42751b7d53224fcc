"""The log as files: paths as the specification gives them, and tiles that read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.proofs import require_consistency, require_inclusion
from tests.ledger.test_merkle import LEAVES as SHARED
from tests.ledger.test_merkle import ROOTS, nodes_over
from tracker.ledger.merkle import consistency_proof, inclusion_proof, leaf_hash, node_hash, root_of
from tracker.ledger.tiles import (
    Tile,
    TiledTree,
    Unreadable,
    fold,
    read_bundle,
    read_hashes,
    tile_of,
    tiles_between,
    write_bundle,
)


@pytest.mark.parametrize(
    ("tile", "path", "bundle"),
    [
        # The specification's own example of a place: 1234067 is x001/x234/067.
        (Tile(0, 1234067), "tile/0/x001/x234/067", "tile/entries/x001/x234/067"),
        (Tile(0, 0, 17), "tile/0/000.p/17", "tile/entries/000.p/17"),
        (Tile(2, 999), "tile/2/999", "tile/entries/999"),
        (Tile(1, 1000, 255), "tile/1/x001/000.p/255", "tile/entries/x001/000.p/255"),
    ],
)
def test_a_tile_stands_where_the_specification_puts_it(tile: Tile, path: str, bundle: str) -> None:
    assert (tile.path, tile.bundle) == (path, bundle)
    assert tile_of(path) == (tile, False)
    if tile.level == 0:
        assert tile_of(bundle) == (tile, True)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/0",
        "tile/0/x000/001",
        "tile/0/001.p/256",
        "tile/0/001.p/0",
        "tile/0/001.p/007",
        "tile/00/001",
        "tile/0/../001",
        "tile/0/001/",
        "tile/entries/1",
        "tile/0/001.p/",
        "checkpoint",
        "",
    ],
)
def test_nothing_else_is_a_place_of_a_tile(path: str) -> None:
    with pytest.raises(Unreadable):
        tile_of(path)


def test_a_tree_of_70000_leaves_has_these_tiles() -> None:
    # 70,000 leaves are 273 full tiles and one of 112; 273 nodes above are one full tile and one
    # of 17; one node above these is a tile of one.
    tiles = list(tiles_between(0, 70_000))
    assert len([tile for tile in tiles if tile.level == 0]) == 274
    assert tiles[273] == Tile(0, 273, 112)
    assert tiles[274:] == [Tile(1, 0), Tile(1, 1, 17), Tile(2, 0, 1)]


def test_only_tiles_that_changed_are_written_again() -> None:
    # Leaves 300 to 309 touch the second tile alone; no new node above is complete.
    assert list(tiles_between(300, 310)) == [Tile(0, 1, 54)]
    assert list(tiles_between(512, 512)) == []


@given(st.lists(st.binary(max_size=300), max_size=40))
def test_a_bundle_reads_back(entries: list[bytes]) -> None:
    assert read_bundle(write_bundle(entries)) == entries


@pytest.mark.parametrize("data", [b"\x00", b"\x00\x02a", b"\x00\x01ab"])
def test_a_bundle_that_breaks_off_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable, match="breaks off"):
        read_bundle(data)


def test_an_entry_longer_than_its_length_can_say_is_refused() -> None:
    assert read_bundle(write_bundle([b"a" * 65_535])) == [b"a" * 65_535]
    with pytest.raises(ValueError, match="65535"):
        write_bundle([b"a" * 65_536])


def test_a_tile_of_another_length_is_refused() -> None:
    assert read_hashes(b"a" * 64, 2) == [b"a" * 32, b"a" * 32]
    with pytest.raises(Unreadable):
        read_hashes(b"a" * 63, 2)


def tiled(entries: list[bytes]) -> dict[Tile, bytes]:
    """All tiles over these entries, each level made from the one below it."""
    level = [leaf_hash(entry) for entry in entries]
    found: dict[Tile, bytes] = {}
    for tile in tiles_between(0, len(entries)):
        if tile.level and tile.place == 0:
            whole = len(level) - len(level) % 256
            level = [fold(level[n : n + 256]) for n in range(0, whole, 256)]
        first = tile.place * 256
        found[tile] = b"".join(level[first : first + tile.width])
    return found


BIG = [n.to_bytes(4) for n in range(66_500)]
TILES = tiled(BIG)


def read_big(size: int) -> TiledTree:
    def read(tile: Tile) -> bytes:
        # What a smaller tree has of a tile is its beginning.
        whole = next(
            TILES[each] for each in TILES if (each.level, each.place) == (tile.level, tile.place)
        )
        return whole[: tile.width * 32]

    return TiledTree(size, read)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_shared_vectors_hold_when_read_from_tiles(size: int) -> None:
    tile = Tile(0, 0, size)
    tree = TiledTree(size, lambda asked: {tile: b"".join(map(leaf_hash, SHARED[:size]))}[asked])
    assert root_of(size, tree).hex() == ROOTS[size]


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 65_536, 65_537, 66_500])
def test_proofs_read_from_tiles_hold(size: int) -> None:
    tree = read_big(size)
    root = root_of(size, tree)
    for index in {0, size // 2, size - 1}:
        proof = inclusion_proof(index, size, tree)
        require_inclusion(leaf_hash(BIG[index]), index, size, root, proof)
    for old in {1, (size + 1) // 2, size}:
        proof = consistency_proof(old, size, tree)
        require_consistency(old, size, root_of(old, read_big(old)), root, proof)


def test_the_root_from_tiles_is_the_root_from_leaves() -> None:
    assert root_of(300, read_big(300)) == root_of(300, nodes_over(BIG))


def test_two_hashes_fold_into_their_node() -> None:
    assert fold([b"a" * 32, b"b" * 32]) == node_hash(b"a" * 32, b"b" * 32)
    assert fold([b"a" * 32]) == b"a" * 32
