"""The Merkle tree of RFC 6962, and its files as C2SP tlog-tiles defines them."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence, Set
from typing import Any, NamedTuple

from tracker.verifier.notes import Wrong

TILE = 256
EMPTY = hashlib.sha256(b"").digest()


def read_canonical(data: bytes) -> Any:
    """Return parsed canonical JSON (RFC 8785, whole numbers only), which is unambiguous."""
    said = json.loads(data, parse_float=_refused, parse_constant=_refused)
    plain = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if plain.encode() != data:
        raise Wrong("it is not written in the one way of which digests are taken")
    return said


def _refused(number: str) -> None:
    raise Wrong(f"it holds a number that a record has not, {number[:20]}")


def leaf_hash(leaf: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def climb(hash_: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """Return the root to which a path leads from a leaf. RFC 9162, section 2.1.3.2."""
    last = size - 1
    for other in path:
        if last == 0:
            raise Wrong("a proof is too long")
        if index & 1 or index == last:
            hash_ = node(other, hash_)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            hash_ = node(hash_, other)
        index, last = index >> 1, last >> 1
    if last:
        raise Wrong("a proof is too short")
    return hash_


def require_begun(old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]) -> None:
    """Check that a tree, by size and root, is a prefix of another. RFC 9162, section 2.1.4.2."""
    if not 0 < old[0] < new[0]:
        raise Wrong("a tree is no beginning of one that is not larger")
    given = [old[1], *path] if old[0] & (old[0] - 1) == 0 else list(path)
    place, last = old[0] - 1, new[0] - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    before = after = given[0]
    for other in given[1:]:
        if last == 0:
            raise Wrong("a proof is too long")
        if place & 1 or place == last:
            before, after = node(other, before), node(other, after)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            after = node(after, other)
        place, last = place >> 1, last >> 1
    if last or (before, after) != (old[1], new[1]):
        raise Wrong("a tree is not the beginning of the one that came after it")


class _Tree:
    """A tree to which leaf hashes are added one by one, with its root at each size."""

    def __init__(self) -> None:
        self._peaks: list[tuple[int, bytes]] = []

    def add(self, hash_: bytes) -> None:
        """Add a leaf."""
        level = 0
        while self._peaks and self._peaks[-1][0] == level:
            hash_ = node(self._peaks.pop()[1], hash_)
            level += 1
        self._peaks.append((level, hash_))

    def root(self) -> bytes:
        """Return the root over the leaves so far."""
        found = self._peaks[-1][1] if self._peaks else EMPTY
        for _, hash_ in reversed(self._peaks[:-1]):
            found = node(hash_, found)
        return found


def _place(number: int) -> str:
    """Return a position in the path of a tile."""
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return "/".join(groups)


def part(number: int, size: int) -> tuple[str, int]:
    """Return a tile's position, and how full it is."""
    width = min(TILE, size - number * TILE)
    return (_place(number) if width == TILE else f"{_place(number)}.p/{width}"), width


def bundle(data: bytes) -> list[bytes]:
    """Return the leaves of a bundle."""
    at, found = 0, []
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if end > len(data) or at + 2 > len(data):
            raise Wrong("a bundle of leaves breaks off")
        found.append(data[at + 2 : end])
        at = end
    return found


def _fold(hashes: Sequence[bytes]) -> bytes:
    """Return the node over a complete tile of hashes."""
    while len(hashes) > 1:
        hashes = [node(hashes[n], hashes[n + 1]) for n in range(0, len(hashes), 2)]
    return hashes[0]


def in_tiles(size: int) -> int:
    """Return how many tiles hold that many hashes."""
    return (size + TILE - 1) // TILE


class RecordVersion(NamedTuple):
    """A version of a record as its leaf describes it.

    Its entries, each with whether it was corrected, and the hashes of its documents.
    """

    place: int
    number: int
    on: str
    digest: str
    withheld: bool
    entries: Mapping[int, bool]
    documents: Set[str]


class VerifiedLog:
    """All leaves of a log; its tiles and its root are checked on the way.

    `versions` has the versions of each record in order, `changes` the leaves about key changes,
    `roots` the roots at the sizes asked for, `files` the files that were read.
    """

    def __init__(
        self, read: Callable[[str], bytes], size: int, root: bytes, sizes: Set[int]
    ) -> None:
        self.hashes: list[bytes] = []
        self.roots = {0: EMPTY}
        self.versions: dict[str, list[RecordVersion]] = {}
        self.changes: list[tuple[int, dict[str, Any]]] = []
        self.files: set[str] = set()
        self._tree = _Tree()
        self._from = read
        for number in range(in_tiles(size)):
            where, width = part(number, size)
            leaves = bundle(self._read(f"log/tile/entries/{where}"))
            hashes = [leaf_hash(leaf) for leaf in leaves]
            if len(leaves) != width or b"".join(hashes) != self._read(f"log/tile/0/{where}"):
                raise Wrong(f"log/tile/0/{where} does not fit its leaves")
            for leaf, hash_ in zip(leaves, hashes, strict=True):
                self._take(leaf, hash_)
                if len(self.hashes) in sizes:
                    self.roots[len(self.hashes)] = self._tree.root()
        self.roots[size] = self._tree.root()
        if self.roots[size] != root:
            raise Wrong("the leaves do not lead to the root that was signed")
        check_upper_tiles(self._read, self.hashes)

    def _read(self, name: str) -> bytes:
        self.files.add(name)
        return self._from(name)

    def _take(self, leaf: bytes, hash_: bytes) -> None:
        place = len(self.hashes)
        self._tree.add(hash_)
        try:
            said = read_canonical(leaf)
        except Wrong as error:
            raise Wrong(f"leaf {place}: {error}") from error
        if said["leaf"] == "record":
            self.versions.setdefault(str(said["reference"]), []).append(_version(place, said))
        elif said["leaf"] == "key":
            self.changes.append((place, said))
        self.hashes.append(hash_)


def _version(place: int, said: dict[str, Any]) -> RecordVersion:
    return RecordVersion(
        place,
        int(said["version"]),
        str(said["as_of"]),
        str(said["digest"]),
        bool(said["withheld"]),
        {int(entry["seq"]): bool(entry["corrected"]) for entry in said["entries"]},
        frozenset(map(str, said["documents"])),
    )


def check_upper_tiles(read: Callable[[str], bytes], hashes: Sequence[bytes]) -> None:
    """Check the tiles above the leaves."""
    level = 0
    while len(hashes) >= TILE:
        whole = len(hashes) // TILE
        hashes = [_fold(hashes[n * TILE : (n + 1) * TILE]) for n in range(whole)]
        level += 1
        for number in range(in_tiles(len(hashes))):
            where, width = part(number, len(hashes))
            if read(f"log/tile/{level}/{where}") != b"".join(hashes[number * TILE :][:width]):
                raise Wrong(f"log/tile/{level}/{where} does not fit the tiles below it")
