"""The Merkle tree of RFC 6962, section 2.1: hashes and proofs. What checks them
is `tracker/verifier/tree.py`, which strangers run.

A node is named by its level and its position there: node (0, 5) is the sixth leaf, node (3, 1)
covers the leaves 8 to 15. Only nodes over complete ranges have a name. What a proof needs from the
ragged right edge of a tree is computed from them.
"""

import hashlib
from collections.abc import Callable

HASH_BYTES = 32

NodeAt = Callable[[int, int], bytes]
"""Returns the hash of a named node whose leaves are all in the tree."""

Nodes = tuple[tuple[int, int], ...]
"""The levels and positions of nodes that cover a range of leaves, from left to right."""


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
    return hash_over(_over(0, size), node_at) if size else EMPTY_ROOT


def inclusion_proof(index: int, size: int, node_at: NodeAt) -> tuple[bytes, ...]:
    """Return the hashes that lead from a leaf to the root over the first `size` leaves.

    Raises ValueError if that tree does not contain the leaf. RFC 6962, section 2.1.1.
    """
    return tuple(hash_over(nodes, node_at) for nodes in inclusion_nodes(index, size))


def consistency_proof(old: int, new: int, node_at: NodeAt) -> tuple[bytes, ...]:
    """Return the hashes that prove a tree of `old` leaves to be a prefix of one of `new` leaves.

    Raises ValueError if the old tree is empty or larger. RFC 6962, section 2.1.2.
    """
    return tuple(hash_over(nodes, node_at) for nodes in consistency_nodes(old, new))


def inclusion_nodes(index: int, size: int) -> list[Nodes]:
    """Return the nodes of each hash of `inclusion_proof`, without reading any."""
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {index}")
    start, found = 0, list[Nodes]()
    while size > 1:
        left = _split(size)
        if index < left:
            found.append(_over(start + left, size - left))
            size = left
        else:
            found.append(_over(start, left))
            index, start, size = index - left, start + left, size - left
    return found[::-1]


def consistency_nodes(old: int, new: int) -> list[Nodes]:
    """Return the nodes of each hash of `consistency_proof`, without reading any."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {old} leaves is no beginning of one of {new}")
    start, size, found = 0, new, list[Nodes]()
    while old != size:
        left = _split(size)
        if old <= left:
            found.append(_over(start + left, size - left))
            size = left
        else:
            found.append(_over(start, left))
            old, start, size = old - left, start + left, size - left
    # If the old tree is one node, its root is that node, which the proof need not repeat.
    if start:
        found.append(_over(start, size))
    return found[::-1]


def hash_over(nodes: Nodes, node_at: NodeAt) -> bytes:
    """Return the hash over all leaves of these nodes."""
    *others, last = nodes
    hash_ = node_at(*last)
    for node in reversed(others):
        hash_ = node_hash(node_at(*node), hash_)
    return hash_


def _split(size: int) -> int:
    """Return the largest power of two smaller than `size`."""
    return 1 << (size - 1).bit_length() - 1


def _over(start: int, size: int) -> Nodes:
    """Return the nodes that cover a range of leaves, which begins where the tree splits."""
    found = []
    while size:
        level = size.bit_length() - 1
        found.append((level, start >> level))
        start, size = start + (1 << level), size - (1 << level)
    return tuple(found)
