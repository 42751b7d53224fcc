"""Proofs of the log as strangers check them: with the code of `tracker verify`."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tracker.verifier.copy_files import HOSTILE
from tracker.verifier.notes import Wrong
from tracker.verifier.tree import EMPTY, climb, require_begun


class ProofFailed(Exception):
    """Raised if a proof does not prove what it should."""


@contextmanager
def _checked() -> Iterator[None]:
    try:
        yield
    except (Wrong, *HOSTILE) as error:
        raise ProofFailed(str(error)) from error


def require_inclusion(
    leaf: bytes, index: int, size: int, root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the leaf with this hash is at this position of the tree with this root."""
    with _checked():
        if not 0 <= index < size or climb(leaf, index, size, proof) != root:
            raise Wrong("the proof does not lead to the root")


def require_consistency(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> None:
    """Check that the tree with the old root is a prefix of the one with the new root.

    Trees of one size, and an empty tree, need no proof.
    """
    with _checked():
        if 0 < old != new:
            require_begun((old, old_root), (new, new_root), proof)
        elif proof or old_root != (new_root if old else EMPTY):
            raise Wrong("the proof does not lead to both roots")
