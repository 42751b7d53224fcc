"""The Merkle tree of RFC 6962, section 2.1: hashes and proofs. What checks them
is `tracker/verifier/tree.py`, which strangers run.

A node is named by its level and its position there: node (0, 5) is the sixth leaf, node (3, 1)
covers the leaves 8 to 15. Only nodes over complete ranges have a name. What a proof needs from the
ragged right edge of a tree is computed from them.
"""

import hashlib
from collections.abc import Callable, Iterator

HASH_BYTES = 32

NodeAt = Callable[[int, int], bytes]
"""Returns the hash of a named node whose leaves are all in the tree."""


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of a node over two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


def root_of(size: int, node_at: NodeAt) -> bytes:
    """Return the root of the tree over the first `size` leaves."""
    return _over(0, size, node_at) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node_at: NodeAt) -> tuple[bytes, ...]:
    """Return the hashes that lead from a leaf to the root over the first `size` leaves.

    Raises ValueError if that tree does not contain the leaf. RFC 6962, section 2.1.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    return tuple(_path(index, 0, size, node_at))


def consistency_proof(old: int, new: int, node_at: NodeAt) -> tuple[bytes, ...]:
    """Return the hashes that prove a tree of `old` leaves to be a prefix of one of `new` leaves.

    Raises ValueError if the old tree is empty or larger. RFC 6962, section 2.1.2.
    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} leaves is no beginning of one of {new}")
    return tuple(_subproof(old, 0, new, node_at, whole=True))


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def _over(start: int, size: int, node_at: NodeAt) -> bytes:
    """Return the hash over a range of leaves that begins where the tree splits."""
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node_at(level, start >> level)
    left = _split(size)
    return node_hash(_over(start, left, node_at), _over(start + left, size - left, node_at))


def _path(index: int, start: int, size: int, node_at: NodeAt) -> Iterator[bytes]:
    if size == 1:
        return
    left = _split(size)
    if index < left:
        yield from _path(index, start, left, node_at)
        yield _over(start + left, size - left, node_at)
    else:
        yield from _path(index - left, start + left, size - left, node_at)
        yield _over(start, left, node_at)


def _subproof(old: int, start: int, size: int, node_at: NodeAt, *, whole: bool) -> Iterator[bytes]:
    if old == size:
        if not whole:
            yield _over(start, size, node_at)
        return
    left = _split(size)
    if old <= left:
        yield from _subproof(old, start, left, node_at, whole=whole)
        yield _over(start + left, size - left, node_at)
    else:
        yield from _subproof(old - left, start + left, size - left, node_at, whole=False)
        yield _over(start, left, node_at)
