"""The tree against the vectors that implementations of RFC 6962 share, and its proofs."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from tests.ledger.proofs import ProofFailed, require_consistency, require_inclusion
from tracker.ledger.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
)

# The leaves and roots with which Certificate Transparency tests its trees.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def nodes_over(entries: list[bytes]) -> Callable[[int, int], bytes]:
    """The named nodes of a tree, each worked out from its leaves."""

    def node_at(level: int, place: int) -> bytes:
        if level == 0:
            return leaf_hash(entries[place])
        return node_hash(node_at(level - 1, 2 * place), node_at(level - 1, 2 * place + 1))

    return node_at


@pytest.mark.parametrize("size", range(9))
def test_the_root_is_the_one_that_every_implementation_finds(size: int) -> None:
    assert root_of(size, nodes_over(LEAVES)).hex() == ROOTS[size]


def test_the_path_of_the_first_leaf_of_seven_is_that_of_the_standard() -> None:
    # RFC 6962, section 2.1.3: the path of d0 among seven leaves is [b, h, l].
    node_at = nodes_over(LEAVES)
    b, h = node_at(0, 1), node_at(1, 1)
    l_ = node_hash(node_at(1, 2), node_at(0, 6))
    assert inclusion_proof(0, 7, node_at) == (b, h, l_)
    # The path of d6 is [i, k].
    assert inclusion_proof(6, 7, node_at) == (node_at(1, 2), node_at(2, 0))


def test_the_proofs_of_consistency_are_those_of_the_standard() -> None:
    # RFC 6962, section 2.1.3: PROOF(3, D[7]) = [c, d, g, l], PROOF(4, D[7]) = [l],
    # PROOF(6, D[7]) = [i, j, k].
    node_at = nodes_over(LEAVES)
    c, d, g = node_at(0, 2), node_at(0, 3), node_at(1, 0)
    i, j, k = node_at(1, 2), node_at(0, 6), node_at(2, 0)
    l_ = node_hash(i, j)
    assert consistency_proof(3, 7, node_at) == (c, d, g, l_)
    assert consistency_proof(4, 7, node_at) == (l_,)
    assert consistency_proof(6, 7, node_at) == (i, j, k)


ENTRIES = [bytes([n]) for n in range(70)]
NODES = nodes_over(ENTRIES)


@given(st.integers(1, 70), st.data())
def test_every_proof_of_inclusion_holds_and_for_no_other_place(size: int, data) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = inclusion_proof(index, size, NODES)
    root = root_of(size, NODES)
    require_inclusion(leaf_hash(ENTRIES[index]), index, size, root, proof)
    other = data.draw(st.integers(-1, size).filter(lambda n: n != index))
    with pytest.raises(ProofFailed):
        require_inclusion(leaf_hash(ENTRIES[index]), other, size, root, proof)


@given(st.integers(1, 70), st.data())
def test_every_proof_of_consistency_holds_and_no_altered_one(new: int, data) -> None:
    old = data.draw(st.integers(1, new))
    proof = consistency_proof(old, new, NODES)
    roots = root_of(old, NODES), root_of(new, NODES)
    require_consistency(old, new, *roots, proof)
    if not proof:
        return
    place = data.draw(st.integers(0, len(proof) - 1))
    broken = list(proof)
    broken[place] = bytes([broken[place][0] ^ 1]) + broken[place][1:]
    for altered in (broken, proof[:-1], [*proof, proof[0]], []):
        with pytest.raises(ProofFailed):
            require_consistency(old, new, *roots, altered)


@pytest.mark.parametrize("change", ["shorter", "longer", "altered", "none"])
def test_no_altered_proof_of_inclusion_holds(change: str) -> None:
    proof, root = inclusion_proof(3, 7, NODES), root_of(7, NODES)
    altered = {
        "shorter": proof[:-1],
        "longer": (*proof, proof[0]),
        "altered": (proof[0][::-1], *proof[1:]),
        "none": (),
    }[change]
    with pytest.raises(ProofFailed):
        require_inclusion(leaf_hash(ENTRIES[3]), 3, 7, root, altered)


def test_the_empty_tree_is_the_beginning_of_every_other() -> None:
    require_consistency(0, 7, EMPTY_ROOT, root_of(7, NODES), ())
    with pytest.raises(ProofFailed):
        require_consistency(0, 7, root_of(1, NODES), root_of(7, NODES), ())


def test_equal_trees_need_no_proof_and_take_none() -> None:
    root = root_of(7, NODES)
    require_consistency(7, 7, root, root, ())
    with pytest.raises(ProofFailed):
        require_consistency(7, 7, root, root, (root,))
    with pytest.raises(ProofFailed):
        require_consistency(8, 7, root_of(8, NODES), root, ())


@pytest.mark.parametrize(("index", "size"), [(7, 7), (-1, 7), (0, 0)])
def test_a_leaf_that_is_not_in_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="has no leaf"):
        inclusion_proof(index, size, NODES)


@pytest.mark.parametrize(("old", "new"), [(0, 7), (8, 7)])
def test_a_tree_that_is_no_beginning_has_no_proof(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="no beginning"):
        consistency_proof(old, new, NODES)


def test_roots_are_those_of_another_implementation() -> None:
    """pymerkle, which has its tree from RFC 9162, as an oracle; sizes beyond a whole tile too."""
    entries = [f"entry {number}".encode() for number in range(300)]
    theirs = InmemoryTree(algorithm="sha256")
    theirs.append_entries(entries)
    hashes = [leaf_hash(entry) for entry in entries]

    def node_at(level: int, place: int) -> bytes:
        if level == 0:
            return hashes[place]
        return node_hash(node_at(level - 1, 2 * place), node_at(level - 1, 2 * place + 1))

    for size in (1, 2, 3, 5, 8, 100, 255, 256, 257, 300):
        assert root_of(size, node_at) == theirs.get_root(size), size
