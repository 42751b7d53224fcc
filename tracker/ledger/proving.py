"""The proof of a record: the nodes of the tree that it needs, and their hashes."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain

from tracker.ledger.merkle import NodeAt, Nodes, consistency_nodes, hash_over, inclusion_nodes
from tracker.ledger.tiles import tile_of_node
from tracker.services.ports.log import Inclusion, Proving, TileAt


class ProofNodes:
    """The nodes that prove some leaves, each in the first tree that held it.

    They are found without any hash, to learn which tiles have to be read.
    """

    def __init__(self) -> None:
        self._leaves: Sequence[tuple[Proving, Sequence[Nodes]]] = ()
        self._extensions: Mapping[int, Sequence[Nodes]] = {}

    def tiles_for(self, leaves: Sequence[Proving]) -> set[TileAt]:
        """Find the nodes for these leaves, the record's own first, and return their tiles."""
        self._leaves = [(each, inclusion_nodes(each.place, each.size)) for each in leaves]
        newest = leaves[0].size
        smaller = sorted({each.size for each in leaves if each.size < newest})
        self._extensions = {size: consistency_nodes(size, newest) for size in smaller}
        proofs = chain((nodes for _, nodes in self._leaves), self._extensions.values())
        return {tile_of_node(*node) for proof in proofs for nodes in proof for node in nodes}

    def inclusions(self, node_at: NodeAt) -> Iterator[Inclusion]:
        """Yield the proof that each leaf is at its position."""
        for leaf, nodes in self._leaves:
            yield Inclusion(leaf.place, leaf.leaf, leaf.size, _hashes(nodes, node_at))

    def extensions(self, node_at: NodeAt) -> dict[int, tuple[bytes, ...]]:
        """Return the proofs that each smaller tree is a prefix of the record's."""
        return {size: _hashes(nodes, node_at) for size, nodes in self._extensions.items()}


def _hashes(proof: Sequence[Nodes], node_at: NodeAt) -> tuple[bytes, ...]:
    return tuple(hash_over(nodes, node_at) for nodes in proof)
