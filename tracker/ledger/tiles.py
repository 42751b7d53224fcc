"""The log as plain files: hash tiles and entry bundles, as C2SP tlog-tiles lays them out.

A tile holds up to 256 hashes. Those of tile level 0 are leaves, those of level 1 cover 256 leaves
each, and so on. A bundle holds the entries whose hashes are in the tile at the same position. An
incomplete tile is a file of its own, named by its number of hashes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.ledger.merkle import HASH_BYTES, node_hash

TILE_HEIGHT = 8
FULL = 1 << TILE_HEIGHT
LONGEST_ENTRY = (1 << 16) - 1
_LENGTH_BYTES = 2
_ENTRIES = "entries"
_PATH = re.compile(
    r"tile/(?P<level>0|[1-9][0-9]?|entries)/(?P<place>(?:x\d{3}/)*\d{3})(?:\.p/(?P<width>[1-9]\d{0,2}))?"
)


class Unreadable(ValueError):
    """Raised for bytes or a path that are no tile and no bundle."""


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """A tile by its level, its position there, and its number of hashes."""

    level: int
    place: int
    width: int = FULL

    @property
    def path(self) -> str:
        """Return the path of the hashes: `tile/0/x001/234` or `tile/0/003.p/17`."""
        return f"tile/{self.level}/{_place(self.place)}{self._part}"

    @property
    def bundle(self) -> str:
        """Return the path of the entries whose hashes a tile of level 0 holds."""
        return f"tile/{_ENTRIES}/{_place(self.place)}{self._part}"

    @property
    def _part(self) -> str:
        return "" if self.width == FULL else f".p/{self.width}"


def tile_of(path: str) -> tuple[Tile, bool]:
    """Return the tile that a path names, and whether it names the bundle of its entries.

    Raises Unreadable for any other path. Each tile has exactly one path.
    """
    found = _PATH.fullmatch(path)
    if found is None:
        raise Unreadable(f"“{path}” is no place of a tile")
    bundle = found["level"] == _ENTRIES
    place = int(re.sub(r"[x/]", "", found["place"]))
    tile = Tile(0 if bundle else int(found["level"]), place, int(found["width"] or FULL))
    if path != (tile.bundle if bundle else tile.path):
        raise Unreadable(f"“{path}” is no place of a tile")
    return tile, bundle


def tiles_between(old: int, new: int) -> Iterator[Tile]:
    """Yield the tiles that a tree of `new` leaves has and one of `old` leaves does not."""
    level = 0
    while new:
        if old != new:
            for place in range(old >> TILE_HEIGHT, (new + FULL - 1) >> TILE_HEIGHT):
                yield Tile(level, place, min(FULL, new - place * FULL))
        level, old, new = level + 1, old >> TILE_HEIGHT, new >> TILE_HEIGHT


def write_bundle(entries: Sequence[bytes]) -> bytes:
    """Join entries, each preceded by its length. Raises ValueError for one that is too long."""
    for entry in entries:
        if len(entry) > LONGEST_ENTRY:
            raise ValueError(f"an entry has {len(entry)} bytes; the most is {LONGEST_ENTRY}")
    return b"".join(len(entry).to_bytes(_LENGTH_BYTES) + entry for entry in entries)


def read_bundle(data: bytes) -> list[bytes]:
    """Return the entries of a bundle. Raises Unreadable if the lengths do not add up."""
    entries, at = [], 0
    while at < len(data):
        start = at + _LENGTH_BYTES
        at = start + int.from_bytes(data[at:start])
        if start > len(data) or at > len(data):
            raise Unreadable("a bundle of entries breaks off")
        entries.append(data[start:at])
    return entries


def read_hashes(data: bytes, width: int) -> list[bytes]:
    """Return the hashes of a tile. Raises Unreadable if it does not hold that many."""
    if len(data) != width * HASH_BYTES:
        raise Unreadable(f"a tile of {width} hashes has {len(data)} bytes")
    return [data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)]


def fold(hashes: Sequence[bytes]) -> bytes:
    """Return the node over a complete range of hashes; their number is a power of two."""
    while len(hashes) > 1:
        hashes = [node_hash(hashes[n], hashes[n + 1]) for n in range(0, len(hashes), 2)]
    return hashes[0]


def tile_of_node(level: int, place: int) -> tuple[int, int]:
    """Return the level and the position of the tile from which a node's hash is read."""
    tile_level, above = divmod(level, TILE_HEIGHT)
    return tile_level, place >> TILE_HEIGHT - above


class TiledTree:
    """The nodes of a tree of `size` leaves, read from its tiles, each tile once."""

    def __init__(self, size: int, read: Callable[[Tile], bytes]) -> None:
        self.size = size
        self._read = read
        self._held: dict[tuple[int, int], Sequence[Sequence[bytes]]] = {}

    def __call__(self, level: int, place: int) -> bytes:
        """Return the hash of a node whose leaves are all in the tree: a `merkle.NodeAt`."""
        at = tile_of_node(level, place)
        if at not in self._held:
            tile = self._tile(*at)
            self._held[at] = _levels(self._read(tile), tile.width)
        above = level % TILE_HEIGHT
        return self._held[at][above][place % (FULL >> above)]

    def _tile(self, level: int, place: int) -> Tile:
        on_level = self.size >> TILE_HEIGHT * level
        return Tile(level, place, min(FULL, on_level - place * FULL))


# Proofs of leaves that are near each other need the same few tiles: at most 1 MB.
@lru_cache(maxsize=32)
def _levels(data: bytes, width: int) -> Sequence[Sequence[bytes]]:
    """Return the hashes of a tile, and above them those of each level of nodes up to the next
    tile. Raises Unreadable as `read_hashes` does."""
    levels = [read_hashes(data, width)]
    while len(levels) < TILE_HEIGHT:
        below = levels[-1]
        levels.append([node_hash(below[n], below[n + 1]) for n in range(0, len(below) - 1, 2)])
    return levels


def _place(place: int) -> str:
    groups = []
    while True:
        place, group = divmod(place, 1000)
        groups.append(f"{group:03}")
        if not place:
            break
    return "/".join([*(f"x{group}" for group in reversed(groups[1:])), groups[0]])
